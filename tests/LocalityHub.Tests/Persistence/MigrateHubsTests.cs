using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Restrictions;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.Persistence;

/// <summary>The verb <c>migrate</c> on a cluster of its own, since the names of databases and roles are the same in every cluster.</summary>
public sealed class MigrateHubsTests : IAsyncLifetime
{
    private const string Password = "planted-for-this-test";
    private LocalServers _servers = null!;

    public async ValueTask InitializeAsync()
    {
        _servers = await LocalServers.StartAsync(postgres: true, broker: false);
        await ExecuteAsync(
            "postgres",
            $"""
            create role locality_hub_owner login createdb password '{Password}';
            create role locality_hub_service;
            create role locality_hub_860 login in role locality_hub_service password '{Password}';
            create role locality_hub_861 login in role locality_hub_service password '{Password}';
            """);
        await ExecuteAsync("postgres", "create database locality_hub_template owner locality_hub_owner template template0");
        await ExecuteAsync("locality_hub_template", "grant usage, create on schema public to locality_hub_owner");
    }

    public async ValueTask DisposeAsync() => await _servers.DisposeAsync();

    [Fact]
    public async Task Migrate_DatabaseBehindTheTemplate_BringsItUpToDateAndKeepsItsRows()
    {
        Assert.Equal($"1 hub databases: 1 made, {Migrations().Count} migrations applied.", await MigrateAsync("860"));
        await ExecuteAsync("locality_hub_860", "insert into child (id, local_id, held, version, updated_at) values (gen_random_uuid(), 'KEPT1', false, 1, now())");
        await BringBackAsync("locality_hub_860");
        Assert.False(await ScalarAsync<bool>("locality_hub_860", "locality_hub_860", HasNewest));

        var said = await MigrateAsync("860", "861");

        Assert.Equal("2 hub databases: 1 made, 1 migrations applied.", said);
        Assert.True(await ScalarAsync<bool>("locality_hub_860", "locality_hub_860", HasNewest));
        Assert.Equal(0L, await ScalarAsync<long>("locality_hub_860", "locality_hub_860", "select count(*) from panel_case"));
        Assert.Equal("KEPT1", await ScalarAsync<string>("locality_hub_860", "locality_hub_860", "select local_id from child"));
        Assert.Equal(0L, await ScalarAsync<long>("locality_hub_861", "locality_hub_861", "select count(*) from child"));
        Assert.Equal("2 hub databases: 0 made, 0 migrations applied.", await MigrateAsync("860", "861"));

        // One that comes out of an earlier release's backup is brought up to date before the hub speaks under its new epoch.
        await BringBackAsync("locality_hub_860");
        await RaiseEpoch.RunAsync(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ConnectionStrings:owner"] = AddressOf("locality_hub_860", "locality_hub_owner"),
                ["ConnectionStrings:locality-hub"] = AddressOf("locality_hub_860", "locality_hub_860"),
                ["Council:Code"] = "860",
                ["Council:Name"] = "Staffordshire",
            }).Build(),
            TextWriter.Null,
            CancellationToken.None);
        Assert.True(await ScalarAsync<bool>("locality_hub_860", "locality_hub_860", HasNewest));
        Assert.Equal(2, await ScalarAsync<int>("locality_hub_860", "locality_hub_860", "select epoch from hub_state"));
    }

    [Fact]
    public async Task Migrate_DatabaseThatOthersMayConnectTo_IsTheHubsOwnAgain()
    {
        await MigrateAsync("860", "861");
        await ExecuteAsync("postgres", "grant connect on database locality_hub_860 to public");
        Assert.Equal(1, await ScalarAsync<int>("locality_hub_860", "locality_hub_861", "select 1"));

        await MigrateAsync("860");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync<int>("locality_hub_860", "locality_hub_861", "select 1"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Equal(1, await ScalarAsync<int>("locality_hub_860", "locality_hub_860", "select 1"));
    }

    private static string HasNewest => $"""select exists (select from "__EFMigrationsHistory" where "MigrationId" = '{Migrations()[^1]}')""";

    private static List<string> Migrations()
    {
        using var db = new LocalityHubDbContext(new DbContextOptionsBuilder<LocalityHubDbContext>().UseNpgsql("Host=nowhere").Options, Sight.Everything());
        return [.. db.Database.GetMigrations()];
    }

    private async Task<string> MigrateAsync(params string[] councils)
    {
        var settings = new Dictionary<string, string?> { ["ConnectionStrings:owner"] = AddressOf("locality_hub_template", "locality_hub_owner") };
        foreach (var council in councils)
        {
            settings[$"Councils:{settings.Count - 1}"] = council;
        }

        await using var said = new StringWriter();
        Assert.Equal(0, await MigrateHubs.RunAsync(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), said, CancellationToken.None));
        return said.ToString().Trim();
    }

    /// <summary>Undoes the newest migration, as in a database that has not seen it yet.</summary>
    private async Task BringBackAsync(string database)
    {
        await using var db = new LocalityHubDbContext(
            new DbContextOptionsBuilder<LocalityHubDbContext>().UseNpgsql(AddressOf(database, "locality_hub_owner")).Options, Sight.Everything());
        await db.Database.MigrateAsync(db.Database.GetMigrations().Reverse().ElementAt(1));
    }

    private string AddressOf(string database, string? role = null)
    {
        var address = new NpgsqlConnectionStringBuilder(_servers.Postgres) { Database = database, Pooling = false };
        if (role is not null)
        {
            (address.Username, address.Password) = (role, Password);
        }

        return address.ConnectionString;
    }

    private Task<int> ExecuteAsync(string database, string statement) => RunAsync(AddressOf(database), statement, command => command.ExecuteNonQueryAsync());

    private async Task<T> ScalarAsync<T>(string database, string role, string query) =>
        (T)(await RunAsync(AddressOf(database, role), query, command => command.ExecuteScalarAsync()))!;

    private static async Task<T> RunAsync<T>(string address, string statement, Func<NpgsqlCommand, Task<T>> run)
    {
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync();
#pragma warning disable CA2100 // The test's own statements.
        await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        return await run(command);
    }
}
