using Partnership.Contracts;
using Partnership.Provision.Broker;
using Partnership.Provision.Databases;
using RabbitMQ.Client;

namespace Partnership.Provision.Tests;

[CollectionDefinition]
public sealed class RegionCollection : ICollectionFixture<ProvisionedRegion>;

[Collection<RegionCollection>]
public sealed class ProvisioningTests(ProvisionedRegion region)
{
    [Fact]
    public async Task Run_SecondTime_ChangesNothing()
    {
        var before = await region.SnapshotAsync();

        await region.RunAsync();

        Assert.Equal(before, await region.SnapshotAsync());
        Assert.Contains("0 roles created, 0 changed, 0 databases created", region.Log.Text, StringComparison.Ordinal);
        Assert.Contains("0 users, 0 permissions, 0 queues and 0 bindings", region.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TwiceAtOnce_BothSucceed() => await Task.WhenAll(
        Provisioning.RunAsync(region.Settings(), region.Log, TestContext.Current.CancellationToken),
        Provisioning.RunAsync(region.Settings(), region.Log, TestContext.Current.CancellationToken));

    [Fact]
    public async Task Run_Always_LogsNoPassword()
    {
        await region.RunAsync(("Passwords:central-hub", "a-secret-to-look-for"));

        Assert.DoesNotContain("a-secret-to-look-for", region.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(ProvisionedRegion.PasswordOf("central-hub-owner"), region.Log.Text, StringComparison.Ordinal);
        await region.RunAsync();
    }

    [Fact]
    public async Task Run_QueueOfAnotherForm_IsRefusedAndKept()
    {
        await using var connection = await new ConnectionFactory { Uri = region.BrokerAddress }.CreateConnectionAsync(TestContext.Current.CancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        var queue = Topology.LocalityHubQueue(new CouncilCode(973));
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, cancellationToken: TestContext.Current.CancellationToken);

        var refusal = await Assert.ThrowsAsync<ProvisionException>(() => region.RunAsync(
            ("Region:Councils:1:Code", "973"), ("Passwords:locality-hub-973", "x")));

        Assert.Contains(queue, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0u, (await channel.QueueDeclarePassiveAsync(queue, TestContext.Current.CancellationToken)).MessageCount);
        await channel.QueueDeleteAsync(queue, cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Run_WrongAdministratorsPasswords_SaysSoAtOnce()
    {
        var wrongPostgres = await Assert.ThrowsAsync<ProvisionException>(() => region.RunAsync(
            ("ConnectionStrings:postgres", new Npgsql.NpgsqlConnectionStringBuilder(TestSupport.TestServers.Postgres) { Password = "wrong-one" }.ConnectionString)));
        var wrongBroker = await Assert.ThrowsAsync<ProvisionException>(() => region.RunAsync(
            ("ConnectionStrings:broker", new UriBuilder(region.BrokerAddress) { Password = "wrong-one" }.Uri.ToString())));

        Assert.Contains("PostgreSQL refused", wrongPostgres.Message, StringComparison.Ordinal);
        Assert.Contains("refused its administrator", wrongBroker.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", wrongPostgres.Message + wrongBroker.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoServer_GivesUpAfterTheDeadline()
    {
        var refusal = await Assert.ThrowsAsync<ProvisionException>(() => region.RunAsync(
            ("ConnectionStrings:postgres", "Host=127.0.0.1;Port=1;Username=postgres;Password=x"), ("DeadlineSeconds", "1")));

        Assert.Contains("did not answer within 1 s", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ConnectionStrings:postgres")]
    [InlineData("ConnectionStrings:broker")]
    [InlineData("Broker:ManagementUrl")]
    [InlineData("Passwords:locality-hub-972")]
    public void Read_SettingMissing_NamesIt(string key)
    {
        var refusal = Assert.Throws<ProvisionException>(() => region.Settings((key, null)));

        Assert.Contains(key, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("86")]
    [InlineData("'; drop")]
    [InlineData("971")]
    public void Read_CouncilCodeWrongOrTwice_IsRefused(string code) =>
        Assert.Throws<ProvisionException>(() => region.Settings(("Region:Councils:1:Code", code)));

    [Fact]
    public void Matches_PasswordOrAnother_TellsThemApart()
    {
        Assert.True(ScramVerifier.Matches(ScramVerifier.Create("one"), "one"));
        Assert.False(ScramVerifier.Matches(ScramVerifier.Create("one"), "other"));
        Assert.False(ScramVerifier.Matches(null, "one"));
        Assert.True(BrokerPassword.Matches(BrokerPassword.Hash("one"), "one"));
        Assert.False(BrokerPassword.Matches(BrokerPassword.Hash("one"), "other"));
        Assert.False(BrokerPassword.Matches("not base64", "one"));
    }
}
