using Npgsql;
using Partnership.Cli.Backup;
using Partnership.TestSupport;

namespace Partnership.Cli.Tests.Backup;

/// <summary>By these numbers a restore is judged: they must not be the same for what is not the same.</summary>
public sealed class TableDigestTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task OfAll_SameRowsHoweverSet_AreTheSameAndAnyChangeShows()
    {
        await database.ExecuteAsync(
            """
            create schema sealed;
            create table child (id int primary key, name text, born date, seen timestamptz, photo bytea, weight double precision);
            create table sealed.reference (id int);
            create table nothing (id int);
            insert into child select n, 'Child ' || n, date '2020-01-01' + n, timestamptz '2020-01-01 12:00+02' + n * interval '1 hour', decode('00ff', 'hex'), n / 3.0 from generate_series(1, 100) n;
            insert into sealed.reference values (1), (2);
            """);
        var first = await DigestsAsync();

        // Other settings and another order of the rows on the disk.
        await database.ExecuteAsync($"alter database {database.Name} set timezone = 'Europe/London'; alter database {database.Name} set datestyle = 'German'; alter database {database.Name} set bytea_output = 'escape'");
        await database.ExecuteAsync("create table copy as select * from child order by id desc; truncate child; insert into child select * from copy; drop table copy");
        Assert.Equal(first, await DigestsAsync());
        Assert.Equal([("public.child", 100L), ("public.nothing", 0L), ("sealed.reference", 2L)], first.Select(table => (table.Table, table.Rows)));

        foreach (var (change, expected) in new[]
        {
            ("update child set name = 'Child 8' where id = 7", "public.child has other rows"),
            ("update child set photo = decode('00fe', 'hex') where id = 7", "public.child has other rows"),
            ("delete from child where id = 1", "public.child has 99 rows of 100"),
            ("insert into sealed.reference values (2)", "sealed.reference has 3 rows of 2"),
            ("drop table nothing", "public.nothing is missing"),
            ("create table more (id int)", "public.more was not in the backup"),
        })
        {
            Assert.Equal(expected, Assert.Single(TableDigest.Differences(first, await DigestsAsync(change))));
        }
    }

    /// <summary>As after a change, which is undone.</summary>
    private async Task<IReadOnlyList<TableDigest>> DigestsAsync(string? change = null)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false });
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (change is not null)
        {
#pragma warning disable CA2100 // The test's own statements.
            await using var command = new NpgsqlCommand(change, connection, transaction);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }

        return await TableDigest.OfAllAsync(connection, transaction, CancellationToken.None);
    }
}
