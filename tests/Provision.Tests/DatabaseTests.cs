using Npgsql;
using Partnership.Provision.Databases;

namespace Partnership.Provision.Tests;

[Collection<RegionCollection>]
public sealed class DatabaseTests(ProvisionedRegion region)
{
    private static readonly SharedDatabase CentralHub = SharedDatabase.CentralHub;
    private static readonly string FirstHub = DatabaseCluster.RoleOf(ProvisionedRegion.First);
    private static readonly string SecondHub = DatabaseCluster.RoleOf(ProvisionedRegion.Second);
    private static readonly string FirstPassword = ProvisionedRegion.PasswordOf("locality-hub-971");

    [Fact]
    public async Task Connect_HubToItsOwnDatabase_ReadsAndWritesRows()
    {
        await using var hub = await ProvisionedRegion.ConnectAsync(FirstHub, FirstHub, FirstPassword);

        await ProvisionedRegion.ExecuteAsync(hub, "insert into provision_test (note) values ('a')");
        await ProvisionedRegion.ExecuteAsync(hub, "update provision_test set note = 'b'");
        await ProvisionedRegion.ExecuteAsync(hub, "delete from provision_test");
    }

    [Theory]
    [InlineData("locality_hub_972")]
    [InlineData("locality_hub_template")]
    [InlineData("central_hub")]
    [InlineData("support_fund")]
    public async Task Connect_HubToAnotherDatabase_IsRefused(string database)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => ProvisionedRegion.ConnectAsync(database, FirstHub, FirstPassword));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Theory]
    [InlineData("central_hub")]
    [InlineData("central_hub_projector")]
    [InlineData("central_hub_owner")]
    [InlineData("support_fund")]
    [InlineData("support_fund_worker")]
    [InlineData("support_fund_owner")]
    [InlineData("panel_scheduling")]
    [InlineData("panel_scheduling_worker")]
    public async Task Connect_SharedServiceToAHubsDatabase_IsRefused(string role)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(
            () => ProvisionedRegion.ConnectAsync(SecondHub, role, ProvisionedRegion.PasswordOf(role.Replace('_', '-'))));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Theory]
    [InlineData("central_hub", "support_fund")]
    [InlineData("support_fund", "central_hub_projector")]
    [InlineData("panel_scheduling", "support_fund_worker")]
    public async Task Connect_SharedServiceToAnothersDatabase_IsRefused(string database, string role)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(
            () => ProvisionedRegion.ConnectAsync(database, role, ProvisionedRegion.PasswordOf(role.Replace('_', '-'))));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Theory]
    [InlineData("create table planted (id int)")]
    [InlineData("create schema planted")]
    [InlineData("alter table provision_test add column planted int")]
    [InlineData("alter table provision_test disable row level security")]
    [InlineData("drop table provision_test")]
    [InlineData("truncate provision_test")]
    [InlineData("create role planted")]
    [InlineData("create database planted")]
    public async Task Execute_ChangeOfSchemaByAService_IsRefused(string statement)
    {
        await using var hub = await ProvisionedRegion.ConnectAsync(FirstHub, FirstHub, FirstPassword);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => ProvisionedRegion.ExecuteAsync(hub, statement));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Fact]
    public async Task Execute_CentralHubOnATableOfItsOwner_WritesRowsButNoSchema()
    {
        await using var owner = await ProvisionedRegion.ConnectAsync(CentralHub.Name, CentralHub.Owner, ProvisionedRegion.PasswordOf("central-hub-owner"));
        await ProvisionedRegion.ExecuteAsync(owner, "drop schema if exists provision_test cascade; create schema provision_test; create table provision_test.kept (id int generated always as identity, note text)");
        await using var service = await ProvisionedRegion.ConnectAsync(CentralHub.Name, CentralHub.Name, ProvisionedRegion.PasswordOf("central-hub"));

        // Until the owner says who sees which rows, nobody sees any: councils share this database.
        var early = await Assert.ThrowsAsync<PostgresException>(() => ProvisionedRegion.ExecuteAsync(service, "select * from provision_test.kept"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, early.SqlState);
        await ProvisionedRegion.ExecuteAsync(owner, "grant insert on provision_test.kept to central_hub");
        await ProvisionedRegion.ExecuteAsync(service, "insert into provision_test.kept (note) values ('a')");
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => ProvisionedRegion.ExecuteAsync(service, "create table provision_test.planted (id int)"));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        await ProvisionedRegion.ExecuteAsync(owner, "drop schema provision_test cascade");
    }

    [Fact]
    public async Task Run_NewPassword_OldOneIsRefused()
    {
        await region.RunAsync(("Passwords:locality-hub-971", "rotated"));

        await using (await ProvisionedRegion.ConnectAsync(FirstHub, FirstHub, "rotated"))
        {
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => ProvisionedRegion.ConnectAsync(FirstHub, FirstHub, FirstPassword));
            Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
        }

        await region.RunAsync();
    }

    [Fact]
    public async Task Run_RoleGivenTooMuch_IsPutBack()
    {
        await using var administrator = new NpgsqlConnection(TestSupport.TestServers.Postgres);
        await administrator.OpenAsync(TestContext.Current.CancellationToken);
        await ProvisionedRegion.ExecuteAsync(administrator, $"alter role {FirstHub} bypassrls createdb");

        await region.RunAsync();

        await using var query = new NpgsqlCommand($"select rolbypassrls or rolcreatedb from pg_roles where rolname = '{FirstHub}'", administrator);
        Assert.False((bool)(await query.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
    }
}
