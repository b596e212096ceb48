using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.MessagingHost;
using Partnership.ServiceDefaults.Messaging;
using Partnership.TestSupport;
using RabbitMQ.Client;

namespace Partnership.ServiceDefaults.Tests.Messaging;

/// <summary>A database and a virtual host of one test, with the topology of the central hub, and the services on them.</summary>
public sealed class TallySite : IAsyncDisposable
{
    private readonly string _name = $"tally_{Guid.NewGuid():N}";
    private readonly Uri _server;
    private readonly List<IHost> _hosts = [];
    private readonly List<Process> _processes = [];
    private IConnection? _connection;
    private IChannel? _channel;

    private TallySite(Uri server, bool ownNode)
    {
        _server = server;
        Broker = ownNode ? server : new UriBuilder(server) { Path = _name }.Uri;
        Database = new NpgsqlConnectionStringBuilder(TestServers.Postgres) { Database = _name }.ConnectionString;
    }

    public Uri Broker { get; }

    public string Database { get; }

    public static async Task<TallySite> CreateAsync(Uri? ownNode = null)
    {
        var site = new TallySite(ownNode ?? TestServers.Broker, ownNode is not null);
        await ExecuteAsync(TestServers.Postgres, $"create database {site._name}");
        await using (var db = site.Context())
        {
            await db.Database.EnsureCreatedAsync();
            await db.Database.ExecuteSqlRawAsync(ParkedRights.Functions(ParkedRights.Anybody));
        }

        if (ownNode is null)
        {
            using var management = site.Management();
            (await management.PutAsync($"vhosts/{site._name}", null)).EnsureSuccessStatusCode();
            (await management.PutAsJsonAsync(
                $"permissions/{site._name}/{site._server.UserInfo.Split(':')[0]}",
                new Dictionary<string, string> { ["configure"] = ".*", ["write"] = ".*", ["read"] = ".*" })).EnsureSuccessStatusCode();
        }

        var channel = await site.ChannelAsync();
        await channel.ExchangeDeclareAsync(Topology.RegionExchange, ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync(
            Topology.DeadQueueOf(Topology.CentralHubQueue), durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await channel.QueueDeclareAsync(
            Topology.CentralHubQueue, durable: true, exclusive: false, autoDelete: false, Topology.QueueArguments(Topology.CentralHubQueue));
        await site.BindAsync();
        return site;
    }

    public TallyDbContext Context() => new(new DbContextOptionsBuilder<TallyDbContext>().UseNpgsql(Database).Options);

    public async Task BindAsync() => await (await ChannelAsync()).QueueBindAsync(
        Topology.CentralHubQueue, Topology.RegionExchange, Topology.EventPattern(typeof(ChildStageChanged)));

    public async Task UnbindAsync() => await (await ChannelAsync()).QueueUnbindAsync(
        Topology.CentralHubQueue, Topology.RegionExchange, Topology.EventPattern(typeof(ChildStageChanged)));

    /// <summary>Starts the service in this process.</summary>
    public async Task<IHost> StartAsync(
        bool consume, Action<MessagingOptions<TallyDbContext>>? configure = null, Action<IServiceCollection>? services = null, string? database = null, Uri? broker = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:tally"] = database ?? Database,
            ["ConnectionStrings:messaging"] = (broker ?? Broker).ToString(),
        });
        builder.Environment.ApplicationName = "tally";
        services?.Invoke(builder.Services);
        builder.AddTally(consume, configure);
        var host = builder.Build();
        _hosts.Add(host);
        await host.StartAsync();
        return host;
    }

    public async Task StopAsync(IHost host)
    {
        _hosts.Remove(host);
        await host.StopAsync();
        host.Dispose();
    }

    /// <summary>Starts the service in a process of its own, which can be killed.</summary>
    public Process StartProcess(params string[] arguments)
    {
        var assembly = typeof(Tally).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments]) { UseShellExecute = false };
        start.Environment["ConnectionStrings__tally"] = Database;
        start.Environment["ConnectionStrings__messaging"] = Broker.ToString();
        start.Environment["DOTNET_hostBuilder__reloadConfigOnChange"] = "false";
        var process = Process.Start(start)!;
        _processes.Add(process);
        return process;
    }

    /// <summary>Commits messages of one reference, or of many, each with its row in <c>written</c>.</summary>
    public static async Task WriteAsync(IHost host, params ChildStageChanged[] messages)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TallyDbContext>();
        foreach (var message in messages)
        {
            db.Written.Add(new Written { Reference = message.Reference, Version = message.Version });
            db.Publish(message);
        }

        await db.SaveChangesAsync();
    }

    /// <summary>Puts a message on the exchange as any publisher might.</summary>
    public async Task SendRawAsync(Guid? messageId, string? name, byte[] body)
    {
        var properties = new BasicProperties { DeliveryMode = DeliveryModes.Persistent };
        if (messageId is not null)
        {
            properties.MessageId = messageId.ToString();
        }

        if (name is not null)
        {
            properties.Type = name;
        }

        await (await ChannelAsync()).BasicPublishAsync(Topology.RegionExchange, "860.child-stage-changed", mandatory: true, properties, body);
    }

    public Task SendRawAsync(Guid? messageId, string? name, string body) => SendRawAsync(messageId, name, Encoding.UTF8.GetBytes(body));

    public static byte[] Body(ChildStageChanged message) => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(message, MessageJson.Options);

    /// <summary>Waits until everything written took effect, then checks that nothing did twice and that nothing is left behind.</summary>
    public async Task AssertAllAppliedOnceAsync(int? count = null, TimeSpan? deadline = null)
    {
        await Eventually.TrueAsync(
            async () =>
            {
                await using var db = Context();
                var written = await db.Written.CountAsync();
                return written == (count ?? written)
                    && !await db.Written.AnyAsync(row => !db.Applied.Any(applied => applied.Reference == row.Reference && applied.Version == row.Version));
            },
            "every message written to take effect",
            deadline);
        await Eventually.TrueAsync(
            async () => await CountAsync("outbox") + await CountAsync("retry") == 0 && await QueueLengthAsync() == 0,
            "outbox, retry table and queue to be empty",
            deadline);
        await using var checkedDb = Context();
        Assert.Equal(await checkedDb.Written.CountAsync(), await checkedDb.Applied.CountAsync());
        Assert.Equal(0, await CountAsync("parked"));
    }

    public Task<long> CountAsync(string tableAndCondition) => ScalarAsync<long>($"select count(*) from {tableAndCondition}");

    public async Task<T> ScalarAsync<T>(string statement)
    {
        await using var connection = new NpgsqlConnection(Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public Task ExecuteAsync(string statement) => ExecuteAsync(Database, statement);

    public async Task<uint> QueueLengthAsync(string queue = Topology.CentralHubQueue) =>
        (await (await ChannelAsync()).QueueDeclarePassiveAsync(queue)).MessageCount;

    public async Task<BasicGetResult?> TakeAsync() => await (await ChannelAsync()).BasicGetAsync(Topology.CentralHubQueue, autoAck: true);

    public async Task<IChannel> ChannelAsync()
    {
        if (_channel is not { IsOpen: true })
        {
            _connection = await new ConnectionFactory { Uri = Broker }.CreateConnectionAsync();
            _channel = await _connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        }

        return _channel;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            process.Dispose();
        }

        foreach (var host in _hosts)
        {
            await host.StopAsync();
            host.Dispose();
        }

        if (_connection is not null)
        {
            await _connection.AbortAsync();
        }

        if (!Equals(Broker, _server))
        {
            using var management = Management();
            await management.DeleteAsync($"vhosts/{_name}");
        }

        await ExecuteAsync(TestServers.Postgres, $"drop database {_name} with (force)");
    }

    private HttpClient Management()
    {
        var client = new HttpClient { BaseAddress = new Uri(TestServers.BrokerManagement, "/api/") };
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(_server.UserInfo))));
        return client;
    }

    private static async Task ExecuteAsync(string connectionString, string statement)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
