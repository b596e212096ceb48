using System.Net.Http.Json;
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
    public Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = Address }.CreateConnectionAsync();

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
