using Npgsql;
using Partnership.Contracts;
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

    /// <summary>Every role of the region, with its own password, at every database that is not its own: a service that is added is in it.</summary>
    [Fact]
    public async Task Connect_AnyRoleToADatabaseOfAnother_IsRefused()
    {
        List<(string Role, string Password, string Own)> roles =
        [
            .. SharedDatabase.All.SelectMany(shared => new[] { shared.Owner, shared.Name, shared.System }.Zip(shared.PasswordNames, (role, name) => (role, ProvisionedRegion.PasswordOf(name), shared.Name))),
            (FirstHub, FirstPassword, FirstHub),
            (SecondHub, ProvisionedRegion.PasswordOf("locality-hub-972"), SecondHub),
        ];
        string[] databases = [.. SharedDatabase.All.Select(shared => shared.Name), FirstHub, SecondHub, DatabaseCluster.LocalityHubTemplate];
        Assert.Equal(Topology.SharedServices, SharedDatabase.All.Select(shared => shared.Service));
        var wrong = new List<string>();

        foreach (var (role, password, own) in roles)
        {
            await (await ProvisionedRegion.ConnectAsync(own, role, password)).DisposeAsync();
            foreach (var database in databases.Where(database => database != own))
            {
                if (await Record.ExceptionAsync(() => ProvisionedRegion.ConnectAsync(database, role, password)) is not PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege })
                {
                    wrong.Add($"{role} connects to {database}");
                }
            }
        }

        Assert.Empty(wrong);
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
