using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Partnership.Contracts;
using Partnership.PanelScheduling.Persistence;
using Partnership.PanelScheduling.Tests;
using Partnership.ServiceDefaults.Persistence;
using Partnership.TestSupport;
using RabbitMQ.Client;

[assembly: AssemblyFixture(typeof(PanelHost))]

// One service and one clock: what one test's time does, another's would feel.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Partnership.PanelScheduling.Tests;

/// <summary>Panel scheduling with a database, a virtual host and an authority of its own, once for all tests: each works with a list, panel and cases of its own.</summary>
public sealed class PanelHost : IAsyncLifetime
{
    public static readonly int[] Councils = [860, 861, 893, 894];
    internal const string Password = "invented";
    private static readonly JsonSerializerOptions MessageJson = new(JsonSerializerDefaults.Web);
    private WebApplicationFactory<PanelDbContext> _factory = null!;
    private IConnection _connection = null!;
    private IChannel _channel = null!;
    private readonly SemaphoreSlim _sending = new(1, 1);

    /// <summary>A Monday in June.</summary>
    public static DateTimeOffset Morning { get; } = new(2025, 6, 16, 9, 0, 0, TimeSpan.Zero);

    internal ManualTimeProvider Clock { get; } = new(Morning);

    /// <summary>How long a client's token is good for: longer for what takes longer than that.</summary>
    internal TimeSpan? TokensLast { get; set; }

    /// <summary>Whether clients ask again, under the same key, what could not be answered: where the service is cut off now and then.</summary>
    internal bool IsPatient { get; set; }

    internal TestDatabase Database { get; private set; } = null!;

    internal TestBroker Broker { get; private set; } = null!;

    internal TestTokens Tokens { get; private set; } = null!;

    internal string RequestRole => $"{Database.Name}_service";

    internal string SystemRole => $"{Database.Name}_worker";

    internal IServiceProvider Services => _factory.Services;

    internal HttpClient Anonymous => _factory.CreateClient();

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateFromAsync("panel-scheduling", connectionString => DatabaseMigration.MigrateAsync<PanelDbContext>(
            connectionString, options => new(options), TimeSpan.FromSeconds(30), CancellationToken.None));

        // As provision leaves it: the service neither owns the tables nor may make any.
        await Database.ExecuteAsync(
            $"""
            create role {RequestRole} login password '{Password}';
            create role {SystemRole} login password '{Password}';
            revoke all on database {Database.Name} from public;
            grant connect on database {Database.Name} to {RequestRole}, {SystemRole};
            """);
        await PanelRights.ApplyAsync(Database.ConnectionString, CancellationToken.None, RequestRole, SystemRole);
        Broker = await TestBroker.CreateAsync();
        await Broker.DeclareTopologyAsync([.. Councils.Select(council => new CouncilCode(council))]);
        Tokens = await TestTokens.StartAsync();
        _connection = await Broker.ConnectAsync();
        _channel = await _connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        _factory = new WebApplicationFactory<PanelDbContext>().WithWebHostBuilder(host =>
        {
            host.UseSetting("ConnectionStrings:panel-scheduling", Database.ConnectionStringFor(RequestRole, Password));
            host.UseSetting("ConnectionStrings:panel-scheduling-worker", Database.ConnectionStringFor(SystemRole, Password));
            host.UseSetting("ConnectionStrings:messaging", Broker.Address.AbsoluteUri);
            foreach (var (key, value) in Tokens.Settings)
            {
                host.UseSetting(key, value);
            }

            host.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock)));
        });
        _ = _factory.Server;
    }

    public async ValueTask DisposeAsync()
    {
        _sending.Dispose();
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
        await _factory.DisposeAsync();
        await Tokens.DisposeAsync();
        await Broker.DisposeAsync();
        await Database.ExecuteAsync($"drop owned by {RequestRole}, {SystemRole}; drop role {RequestRole}, {SystemRole}");
        await Database.DisposeAsync();
    }

    /// <summary>A client of a person in one role, of the councils given.</summary>
    internal PanelClient As(string role, string? subject = null, params int[] councils)
    {
        var client = _factory.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", Tokens.For([role], councils.Length == 0 ? Councils : councils, "partnership-cli", subject ?? role.Replace('-', '.'), TokensLast));
        return new PanelClient(client, IsPatient);
    }

    /// <summary>Ends every connection of the service to its database in the midst of whatever it does; returns how many there were.</summary>
    internal async Task<long> EndConnectionsAsync() => await Database.ScalarAsync<long>(
        $"select count(pg_terminate_backend(pid)) from pg_stat_activity where usename in ('{RequestRole}', '{SystemRole}')");

    /// <summary>Sends a message as a hub's relay does; the same id again is a redelivery.</summary>
    internal async Task SendAsync(IMessage message, Guid? messageId = null)
    {
        // A channel is for one at a time.
        await _sending.WaitAsync();
        try
        {
            await _channel.BasicPublishAsync(
                Topology.RegionExchange,
                MessageCatalogue.RoutingKeyOf(message),
                mandatory: true,
                new BasicProperties
                {
                    MessageId = (messageId ?? Guid.CreateVersion7()).ToString(),
                    Type = MessageCatalogue.NameOf(message.GetType()),
                    ContentType = "application/json",
                    Persistent = true,
                },
                JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), MessageJson));
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Takes what waits for these hubs, as though they had read it; returns how much that was.</summary>
    internal async Task<long> EmptyHubsAsync(IEnumerable<int> councils)
    {
        var taken = 0L;
        foreach (var council in councils)
        {
            taken += await _channel.QueuePurgeAsync(Topology.LocalityHubQueue(new CouncilCode(council)));
        }

        return taken;
    }

    /// <summary>Everything that waits to be sent to a hub, or was sent there, of one kind.</summary>
    internal async Task<List<T>> TakeFromHubAsync<T>(int council)
        where T : class, IMessage
    {
        var taken = new List<T>();
        await Eventually.TrueAsync(async () => !await Database.ScalarAsync<bool>("select exists (select from outbox)"), "the outbox to be empty");
        while (await _channel.BasicGetAsync(Topology.LocalityHubQueue(new CouncilCode(council)), autoAck: true) is { } message)
        {
            if (message.BasicProperties.Type == MessageCatalogue.NameOf(typeof(T)))
            {
                taken.Add(JsonSerializer.Deserialize<T>(message.Body.Span, MessageJson)!);
            }
        }

        return taken;
    }

    /// <summary>Everything that waits to be sent to a hub, or was sent there, but anchors of the audit trail, which follow from any request.</summary>
    internal async Task<List<IMessage>> TakeAllFromHubAsync(int council)
    {
        var taken = new List<IMessage>();
        await Eventually.TrueAsync(async () => !await Database.ScalarAsync<bool>("select exists (select from outbox)"), "the outbox to be empty");
        while (await _channel.BasicGetAsync(Topology.LocalityHubQueue(new CouncilCode(council)), autoAck: true) is { } message)
        {
            var type = MessageCatalogue.Types.Single(each => MessageCatalogue.NameOf(each) == message.BasicProperties.Type);
            if (type != typeof(KeepAnchor))
            {
                taken.Add((IMessage)JsonSerializer.Deserialize(message.Body.Span, type, MessageJson)!);
            }
        }

        return taken;
    }

    internal async Task<T> AskAsync<T>(Func<PanelDbContext, Task<T>> ask)
    {
        await using var scope = Services.GetRequiredService<SystemScopes>().Create("test");
        return await ask(scope.ServiceProvider.GetRequiredService<PanelDbContext>());
    }
}
