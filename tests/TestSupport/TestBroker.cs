using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Partnership.Contracts;
using Partnership.Provision.Broker;
using RabbitMQ.Client;
using Xunit;

namespace Partnership.TestSupport;

/// <summary>
/// A virtual host of a test class's own on the test broker, deleted at the end: as a class fixture, or made in the test by
/// <see cref="CreateAsync"/>. It starts empty.
/// </summary>
public sealed class TestBroker : IAsyncLifetime
{
    private const string OfTheTest = "test";

    private readonly HttpClient _management = MessageBroker.Connect(TestServers.BrokerManagement, TestServers.Broker);

    public TestBroker()
    {
        VirtualHost = $"test-{Guid.CreateVersion7():n}";
        Address = new UriBuilder(TestServers.Broker) { Path = VirtualHost }.Uri;
    }

    public string VirtualHost { get; }

    /// <summary>The <c>amqp://</c> address of this virtual host for the administrator.</summary>
    public Uri Address { get; }

    public static async Task<TestBroker> CreateAsync()
    {
        var broker = new TestBroker();
        await broker.InitializeAsync();
        return broker;
    }

    /// <summary>Declares what <c>provision</c> declares for these councils, but for users.</summary>
    public Task DeclareTopologyAsync(params CouncilCode[] councils) =>
        MessageBroker.ImportAsync(_management, RegionTopology.OfQueues(VirtualHost, councils), CancellationToken.None);

    /// <summary>Makes a user with a service's permissions on this virtual host, and returns its address.</summary>
    public async Task<Uri> AddServiceAsync(string service, string password, params CouncilCode[] councils)
    {
        var all = RegionTopology.Of(VirtualHost, councils, _ => BrokerPassword.Hash(password));
        await MessageBroker.ImportAsync(
            _management,
            all with
            {
                Users = [.. all.Users.Where(user => user.Name == service)],
                Permissions = [.. all.Permissions.Where(permission => permission.User == service)],
                TopicPermissions = [.. all.TopicPermissions.Where(permission => permission.User == service)],
            },
            CancellationToken.None);
        return new UriBuilder(Address) { UserName = service, Password = password }.Uri;
    }

    /// <summary>A connection as administrator; dispose it.</summary>
    public Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = Address, ClientProvidedName = OfTheTest }.CreateConnectionAsync();

    /// <summary>Ends the connections that the service under test has to this virtual host, in the midst of whatever it does; returns how many there were.</summary>
    public async Task<int> EndConnectionsAsync()
    {
        var ended = 0;
        foreach (var connection in (await _management.GetFromJsonAsync<JsonArray>($"/api/vhosts/{VirtualHost}/connections"))!)
        {
            if ((string?)connection!["client_properties"]?["connection_name"] != OfTheTest)
            {
                using var response = await _management.DeleteAsync($"/api/connections/{Uri.EscapeDataString((string)connection["name"]!)}");
                ended += response.IsSuccessStatusCode ? 1 : 0;
            }
        }

        return ended;
    }

    public async ValueTask InitializeAsync()
    {
        using var response = await _management.PutAsJsonAsync($"/api/vhosts/{VirtualHost}", new { description = "test" });
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        using var response = await _management.DeleteAsync($"/api/vhosts/{VirtualHost}");
        _management.Dispose();
    }
}
