using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Releases;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Persistence;
using Partnership.TestSupport;
using RabbitMQ.Client;

namespace Partnership.CentralHub.Tests;

/// <summary>The central hub with a database, a virtual host and an authority of its own, for one test class.</summary>
public sealed class CentralHubHost : IAsyncLifetime
{
    public static readonly int[] Councils = [860, 861, 893, 894];
    private static readonly JsonSerializerOptions MessageJson = new(JsonSerializerDefaults.Web);
    private WebApplicationFactory<Region> _factory = null!;
    private IConnection _connection = null!;
    private IChannel _channel = null!;

    internal TestDatabase Database { get; private set; } = null!;

    internal TestBroker Broker { get; private set; } = null!;

    internal TestTokens Tokens { get; private set; } = null!;

    internal string Service => $"{Database.Name}_service";

    internal string Projector => $"{Database.Name}_projector";

    internal const string Password = "invented";

    internal IServiceProvider Services => _factory.Services;

    internal IChannel Channel => _channel;

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateFromAsync("central-hub", connectionString => DatabaseMigration.MigrateAsync<CentralHubDbContext>(
            connectionString, options => new(options), TimeSpan.FromSeconds(30), CancellationToken.None));

        // As provision leaves it: the service neither owns the tables nor may make any.
        await Database.ExecuteAsync(
            $"""
            create role {Service} login password '{Password}';
            create role {Projector} login password '{Password}';
            revoke all on database {Database.Name} from public;
            grant connect on database {Database.Name} to {Service}, {Projector};
            """);
        await CentralHubRights.ApplyAsync(Database.ConnectionString, CancellationToken.None, Service, Projector);
        Broker = await TestBroker.CreateAsync();
        await Broker.DeclareTopologyAsync([.. Councils.Select(council => new CouncilCode(council))]);
        Tokens = await TestTokens.StartAsync();
        _connection = await Broker.ConnectAsync();
        _channel = await _connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        _factory = new WebApplicationFactory<Region>().WithWebHostBuilder(host =>
        {
            // One connection for requests: whatever a request left on it, the next one would find.
            host.UseSetting("ConnectionStrings:central-hub", Database.ConnectionStringFor(Service, Password) + ";Maximum Pool Size=1");
            host.UseSetting("ConnectionStrings:central-hub-projector", Database.ConnectionStringFor(Projector, Password));
            host.UseSetting("ConnectionStrings:messaging", Broker.Address.AbsoluteUri);
            host.UseSetting("Releases:QuietPeriod", "00:00:00.3");
            foreach (var (key, value) in Tokens.Settings)
            {
                host.UseSetting(key, value);
            }

            for (var index = 0; index < Councils.Length; index++)
            {
                host.UseSetting($"Region:Councils:{index}:Code", $"{Councils[index]}");
            }
        });
        _ = _factory.Server;
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
        await _factory.DisposeAsync();
        await Tokens.DisposeAsync();
        await Broker.DisposeAsync();
        await Database.ExecuteAsync($"drop owned by {Service}, {Projector}; drop role {Service}, {Projector}");
        await Database.DisposeAsync();
    }

    /// <summary>Sends a message as the hub's relay does; the same id again is a redelivery.</summary>
    internal async Task SendAsync(IMessage message, Guid? messageId = null) => await _channel.BasicPublishAsync(
        "region",
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

    internal async Task<JsonNode> GetAsync(string path, string token)
    {
        using var response = await SendAsync(HttpMethod.Get, path, token);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} for {path}: {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    internal async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (method == HttpMethod.Post)
        {
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        }

        return await _factory.CreateClient().SendAsync(request);
    }

    internal HttpClient ClientOf(string token) => ClientOf(_factory, token);

    internal static HttpClient ClientOf(WebApplicationFactory<Region> factory, string token)
    {
        var client = factory.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A second process of the hub, made a little differently.</summary>
    internal WebApplicationFactory<Region> With(Action<IServiceCollection> configure) =>
        _factory.WithWebHostBuilder(host => host.ConfigureTestServices(configure));

    internal async Task WaitForEventsAsync(int events) => await Eventually.TrueAsync(
        async () =>
        {
            await using var scope = Services.GetRequiredService<SystemScopes>().Create("test");
            var db = scope.ServiceProvider.GetRequiredService<CentralHubDbContext>();
            return await db.Events.CountAsync() >= events && await EditionCutter.IsSettledAsync(db, CancellationToken.None);
        },
        $"{events} events applied and considered for release");

    internal async Task<T> WithDatabaseAsync<T>(Func<CentralHubDbContext, Task<T>> ask)
    {
        await using var scope = Services.GetRequiredService<SystemScopes>().Create("test");
        return await ask(scope.ServiceProvider.GetRequiredService<CentralHubDbContext>());
    }
}
