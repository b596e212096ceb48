using System.Diagnostics;
using Partnership.Contracts;
using Partnership.Provision.Broker;
using Xunit;

namespace Partnership.TestSupport;

/// <summary>
/// A broker node of a test's own, which the test may kill: it comes back by itself on the same port with the same data.
/// It costs some seconds to start, so only tests that stop or kill the broker use it; the others use <see cref="TestBroker"/>.
/// </summary>
public sealed class TestBrokerNode : IAsyncLifetime
{
    private LocalServers? _servers;

    /// <summary>The administrator's <c>amqp://</c> address.</summary>
    public Uri Address => Servers.Broker;

    private LocalServers Servers => _servers ?? throw new InvalidOperationException("The node has not been started.");

    public static async Task<TestBrokerNode> StartAsync()
    {
        var node = new TestBrokerNode();
        await node.InitializeAsync();
        return node;
    }

    /// <summary>Declares what <c>provision</c> declares for these councils, but for users.</summary>
    public async Task DeclareTopologyAsync(params CouncilCode[] councils)
    {
        using var management = MessageBroker.Connect(Servers.BrokerManagement, Address);
        await MessageBroker.ImportAsync(management, RegionTopology.OfQueues("/", councils), CancellationToken.None);
    }

    /// <summary>Kills the node with SIGKILL. When this returns it is gone, and its restart is under way.</summary>
    public async Task KillAsync()
    {
        var now = await Servers.Notifications.WaitForResourceHealthyAsync("broker");
        var restarts = now.Snapshot.Restarts;
        using (var process = Process.GetProcessById(now.Snapshot.ProcessId!.Value))
        {
            process.Kill();
        }

        await Servers.Notifications.WaitForResourceAsync("broker", e => e.Snapshot.Restarts > restarts);
    }

    /// <summary>Waits until it answers again after <see cref="KillAsync"/>.</summary>
    public async Task WaitUntilHealthyAsync() => await Servers.Notifications.WaitForResourceHealthyAsync("broker");

    public async ValueTask InitializeAsync() => _servers = await LocalServers.StartAsync(postgres: false, broker: true);

    public async ValueTask DisposeAsync()
    {
        if (_servers is not null)
        {
            await _servers.DisposeAsync();
        }
    }
}
