using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Partnership.ServiceDefaults.Persistence;
using Partnership.TestSupport;

namespace Partnership.ServiceDefaults.Tests.Persistence;

public sealed class DatabaseMigrationTests : IAsyncLifetime
{
    private readonly string _name = $"migration_{Guid.NewGuid():N}";

    private string Database => new NpgsqlConnectionStringBuilder(TestServers.Postgres) { Database = _name }.ConnectionString;

    [Fact]
    public async Task Migrate_FiveAtOnce_AppliesEachMigrationOnce()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => MigrateAsync(Database, TimeSpan.FromSeconds(60))));
        Assert.Equal(1, applied.Sum());
        Assert.Equal(0, await MigrateAsync(Database, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Migrate_ServerAway_GivesUpAtTheDeadline()
    {
        var nowhere = new NpgsqlConnectionStringBuilder(Database) { Port = 1 }.ConnectionString;
        await Assert.ThrowsAsync<TimeoutException>(() => MigrateAsync(nowhere, TimeSpan.FromSeconds(1)));
    }

    public async ValueTask InitializeAsync() => await ExecuteAsync($"create database {_name}");

    public async ValueTask DisposeAsync() => await ExecuteAsync($"drop database {_name} with (force)");

    private static Task<int> MigrateAsync(string connectionString, TimeSpan deadline) =>
        DatabaseMigration.MigrateAsync<ProbeDbContext>(connectionString, options => new ProbeDbContext(options), deadline, CancellationToken.None);

    private static async Task ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(TestServers.Postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    internal sealed class ProbeDbContext(DbContextOptions<ProbeDbContext> options) : DbContext(options);

    [DbContext(typeof(ProbeDbContext))]
    [Migration("20260101000000_First")]
    internal sealed class First : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("create table probe (id int)");
    }
}
