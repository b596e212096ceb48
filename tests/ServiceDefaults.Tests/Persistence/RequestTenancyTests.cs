using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Persistence;
using Partnership.TestSupport;

namespace Partnership.ServiceDefaults.Tests.Persistence;

/// <summary>A connection knows the caller's councils for as long as a transaction, whether or not the pool cleans it afterwards.</summary>
public sealed class RequestTenancyTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Setting = "select coalesce(current_setting('partnership.councils', true), '')";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Setting_OfATransaction_EndsWithIt(bool committed)
    {
        var ct = TestContext.Current.CancellationToken;
        var caller = new Caller("person", new HashSet<CouncilCode> { new(861), new(860) }, FrozenSet<string>.Empty, "client");

        // Without the reset that would hide what a transaction left behind.
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";No Reset On Close=true");
        await connection.OpenAsync(ct);
        await using var db = new DbContext(new DbContextOptionsBuilder().UseNpgsql(connection).AddInterceptors(new RequestTenancy(caller)).Options);
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            Assert.Equal("860,861", await ReadAsync());
            await (committed ? transaction.CommitAsync(ct) : transaction.RollbackAsync(ct));
        }

        Assert.Equal("", await ReadAsync());

        async Task<string?> ReadAsync()
        {
            await using var command = new NpgsqlCommand(Setting, connection);
            return (string?)await command.ExecuteScalarAsync(ct);
        }
    }
}
