using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using Partnership.LocalHosting.Testing;
using RabbitMQ.Client;

namespace Partnership.LocalHosting.Tests;

/// <summary>The private cluster and broker, from the distribution's own programs.</summary>
public sealed class ServerTests : IAsyncDisposable
{
    private readonly TestHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Postgres_WithDataVolume_KeepsItsRowsFromRunToRun()
    {
        await using (var app = await StartPostgresAsync(volume: true))
        {
            await using var connection = await ConnectAsync(app);
            await ExecuteAsync(connection, "create table kept (n int); insert into kept values (42)");
        }

        await using var again = await StartPostgresAsync(volume: true);
        await using var second = await ConnectAsync(again);

        Assert.Equal(42, await ExecuteAsync(second, "select n from kept"));
    }

    [Fact]
    public async Task Postgres_WithoutDataVolume_StartsAfresh()
    {
        await using (var app = await StartPostgresAsync(volume: false))
        {
            await using var connection = await ConnectAsync(app);
            await ExecuteAsync(connection, "create table gone (n int)");
        }

        await using var again = await StartPostgresAsync(volume: false);
        await using var second = await ConnectAsync(again);

        Assert.Equal(DBNull.Value, await ExecuteAsync(second, "select to_regclass('gone')::text"));
    }

    [Fact]
    public async Task Postgres_Settings_AreSafeAndPrivate()
    {
        await using var app = await StartPostgresAsync(volume: true);
        await using var connection = await ConnectAsync(app);

        Assert.Equal("on", await ExecuteAsync(connection, "show data_checksums"));
        Assert.Equal("on", await ExecuteAsync(connection, "show fsync"));
        Assert.Equal("600", await ExecuteAsync(connection, "show max_connections"));
        Assert.Equal("localhost", await ExecuteAsync(connection, "show listen_addresses"));
        Assert.Equal("C", await ExecuteAsync(connection, "select datcollate::text from pg_database where datname = 'template0'"));
        Assert.Equal("scram-sha-256", await ExecuteAsync(connection, "select string_agg(distinct auth_method, ',') from pg_hba_file_rules"));
        Assert.StartsWith("SCRAM-SHA-256", (string?)await ExecuteAsync(connection, "select rolpassword from pg_authid where rolname = 'postgres'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Postgres_KilledWhileRunning_ComesBackWithItsRows()
    {
        await using var app = await StartPostgresAsync(volume: true);
        await using (var connection = await ConnectAsync(app))
        {
            await ExecuteAsync(connection, "create table kept (n int); insert into kept values (42)");
        }

        Signals.Send(app.Snapshot("pg").ProcessId!.Value, Signals.Kill);
        await app.ReachesAsync("pg", snapshot => snapshot.Restarts > 0);
        await app.HealthyAsync("pg");

        NpgsqlConnection.ClearAllPools();
        await using var second = await ConnectAsync(app);
        Assert.Equal(42, await ExecuteAsync(second, "select n from kept"));
    }

    [Fact]
    public async Task Postgres_DataFolderBeyondItsUsersReach_LiesElsewhereAndIsFoundAgain()
    {
        Assert.SkipUnless(Signals.IsRoot, "Only as root does the server run as another user.");
        var hidden = Directory.CreateDirectory(Path.Combine(_host.Root, "hidden"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var data = Path.Combine(hidden.FullName, "data");
        var elsewhere = Path.Combine(_host.Root, "clusters", "pg");
        await using (var app = await StartPostgresAsync(volume: true, $"--LocalHosting:DataDirectory={data}"))
        {
            await using var connection = await ConnectAsync(app);
            await ExecuteAsync(connection, "create table kept (n int); insert into kept values (42)");
        }

        await using (var again = await StartPostgresAsync(volume: true, $"--LocalHosting:DataDirectory={data}"))
        {
            await using var second = await ConnectAsync(again);
            Assert.Equal(42, await ExecuteAsync(second, "select n from kept"));
            Assert.True(File.Exists(Path.Combine(elsewhere, "data", "PG_VERSION")));
        }

        // With the data folder its passwords are gone: the old cluster is of no use, but not for us to delete.
        Directory.Delete(data, recursive: true);
        await using var afresh = await StartPostgresAsync(volume: true, $"--LocalHosting:DataDirectory={data}");
        await using var third = await ConnectAsync(afresh);
        Assert.Equal(DBNull.Value, await ExecuteAsync(third, "select to_regclass('kept')::text"));
        Assert.True(File.Exists(Path.Combine(elsewhere + ".set-aside-1", "data", "PG_VERSION")));
    }

    [Fact]
    public async Task Postgres_DataFolderWithinReach_LiesInIt()
    {
        await using var app = await StartPostgresAsync(volume: true);

        Assert.True(File.Exists(Path.Combine(_host.Data, "pg", "data", "PG_VERSION")));
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(_host.Data) & (UnixFileMode)0b000_110_111);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(_host.Data, "pg")) & (UnixFileMode)0b000_111_111);
    }

    [Fact]
    public async Task Broker_WithDataVolume_KeepsItsMessagesFromRunToRun()
    {
        await using (var app = await StartBrokerAsync())
        {
            await using var connection = await ConnectToBrokerAsync(app);
            await KeepMessageAsync(connection);
            await app.StopAsync(TestContext.Current.CancellationToken);
        }

        await using var again = await StartBrokerAsync();
        await using var second = await ConnectToBrokerAsync(again);
        await using var reader = await second.CreateChannelAsync();

        var message = await reader.BasicGetAsync("kept", autoAck: true);
        Assert.Equal("a message"u8.ToArray(), message?.Body.ToArray());
    }

    /// <summary>As a disk that is full to the last byte leaves it: the log is back, the queues are not, and RabbitMQ calls itself well.</summary>
    [Fact]
    public async Task Broker_WhoseQueuesHaveLostTheirProcesses_IsStartedAgainAndHasItsMessages()
    {
        await using var app = await StartBrokerAsync("--LocalHosting:HealthyPause=00:00:01");
        await using (var connection = await ConnectToBrokerAsync(app))
        {
            await KeepMessageAsync(connection);
        }

        await EndQueuesAsync(app);

        await app.ReachesAsync("bus", snapshot => snapshot.Restarts == 1);
        await app.HealthyAsync("bus");
        await using var second = await ConnectToBrokerAsync(app);
        await using var reader = await second.CreateChannelAsync();
        Assert.Equal("a message"u8.ToArray(), (await reader.BasicGetAsync("kept", autoAck: true))?.Body.ToArray());
    }

    [Fact]
    public async Task Broker_ManagementPlugin_KnowsTheAdministratorAndNobodyElse()
    {
        await using var app = await StartBrokerAsync();
        using var client = app.CreateHttpClient("bus", "management");

        using var anonymous = await client.GetAsync(new Uri("/api/overview", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, anonymous.StatusCode);

        var user = new Uri((await app.GetConnectionStringAsync("bus", TestContext.Current.CancellationToken))!).UserInfo;
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(user)));
        Assert.Contains("rabbitmq_version", await client.GetStringAsync(new Uri("/api/overview", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Postgres_PasswordChangedAfterItsFirstStart_IsRefusedWithWhatToDo()
    {
        await (await StartPostgresAsync(volume: true)).DisposeAsync();
        await ChangeParameterAsync("pg-password");

        var builder = _host.NewBuilder();
        var postgres = builder.AddPostgres("pg").WithDataVolume();
        builder.AddExecutable("front", "sleep", "/", "infinity").WaitFor(postgres);
        await using var app = await _host.StartAsync(builder);

        await AssertRefusedAsync(app, "pg", "pg-password");
        await app.ReachesAsync("front", KnownResourceStates.FailedToStart);
    }

    [Fact]
    public async Task Broker_PasswordChangedAfterItsFirstStart_IsRefusedWithWhatToDo()
    {
        await (await StartBrokerAsync()).DisposeAsync();
        await ChangeParameterAsync("bus-password");

        var builder = _host.NewBuilder();
        builder.AddRabbitMQ("bus").WithManagementPlugin().WithDataVolume();
        await using var app = await _host.StartAsync(builder);

        await AssertRefusedAsync(app, "bus", "bus-password");
    }

    private async Task ChangeParameterAsync(string name)
    {
        var file = Path.Combine(_host.Data, "parameters.json");
        var parameters = JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(file))!;
        parameters[name] = "AnotherPasswordOfTheSameKind";
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(parameters));
    }

    private async Task AssertRefusedAsync(DistributedApplication app, string server, string parameter)
    {
        var failed = await app.ReachesAsync(server, KnownResourceStates.FailedToStart);
        Assert.Contains($"it refuses the password '{parameter}'", failed.Reason, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_host.Data, "parameters.json"), failed.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("AnotherPassword", failed.Reason, StringComparison.Ordinal);
        Assert.Null(failed.ProcessId);
    }

    private async Task<DistributedApplication> StartPostgresAsync(bool volume, params string[] arguments)
    {
        var builder = _host.NewBuilder(arguments);
        var postgres = builder.AddPostgres("pg");
        if (volume)
        {
            postgres.WithDataVolume();
        }

        postgres.AddDatabase("orders", "order_book");
        var app = await _host.StartAsync(builder);
        await app.HealthyAsync("orders");
        return app;
    }

    private static async Task KeepMessageAsync(IConnection connection)
    {
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.QueueDeclareAsync("kept", durable: true, exclusive: false, autoDelete: false,
            arguments: new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.BasicPublishAsync("", "kept", mandatory: true, new BasicProperties { Persistent = true }, "a message"u8.ToArray());
    }

    /// <summary>Ends the queues' log more often than its supervisors start it again.</summary>
    private async Task EndQueuesAsync(DistributedApplication app)
    {
        const string often = "F = fun(_, 0) -> done; (G, N) -> case whereis(ra_log_wal) of undefined -> ok; P -> exit(P, kill) end, timer:sleep(50), G(G, N - 1) end, F(F, 60).";
        var start = new ProcessStartInfo("/usr/lib/rabbitmq/bin/rabbitmqctl", ["-n", "partnership-bus@localhost", "eval", often]) { RedirectStandardOutput = true };
        start.Environment["HOME"] = Path.GetDirectoryName(Directory.GetFiles(_host.Data, ".erlang.cookie", SearchOption.AllDirectories).Single());
        start.Environment["ERL_EPMD_PORT"] = app.GetEndpoint("bus-epmd", "tcp").Port.ToString(CultureInfo.InvariantCulture);
        using var control = Process.Start(start)!;
        Assert.Equal("done", (await control.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim());
    }

    private async Task<DistributedApplication> StartBrokerAsync(params string[] arguments)
    {
        var builder = _host.NewBuilder(arguments);
        builder.AddRabbitMQ("bus").WithManagementPlugin().WithDataVolume();
        var app = await _host.StartAsync(builder);
        await app.HealthyAsync("bus");
        return app;
    }

    private static async Task<NpgsqlConnection> ConnectAsync(DistributedApplication app)
    {
        var connection = new NpgsqlConnection(await app.GetConnectionStringAsync("orders") + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<IConnection> ConnectToBrokerAsync(DistributedApplication app) =>
        await new ConnectionFactory { Uri = new Uri((await app.GetConnectionStringAsync("bus"))!) }.CreateConnectionAsync();

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
