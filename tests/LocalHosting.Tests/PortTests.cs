using System.Net;
using System.Net.Sockets;

namespace Partnership.LocalHosting.Tests;

public sealed class PortTests : IAsyncDisposable
{
    private readonly TestHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Start_FixedPortTaken_NamesPortAndResourceAndStartsNothing()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var builder = _host.NewBuilder("--LocalHosting:RandomisePorts=false");
        builder.AddExecutable("sleeper", "sleep", "/", "infinity");
        builder.AddProject("shop", TestHost.SampleService).WithHttpEndpoint(port);
        var app = _host.Build(builder);

        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains($"Port {port} is taken", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("'shop'", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(KnownResourceStates.NotStarted, app.Snapshot("sleeper").State?.Text);
    }

    [Fact]
    public async Task Start_SamePortTwice_NamesBoth()
    {
        var builder = _host.NewBuilder("--LocalHosting:RandomisePorts=false");
        builder.AddProject("one", TestHost.SampleService).WithHttpEndpoint(31999);
        builder.AddProject("other", TestHost.SampleService).WithHttpEndpoint(31999);

        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => _host.Build(builder).StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("'one'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("'other'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PortBeforeAnotherPort_IsRefusedBecauseNoProxyRuns()
    {
        var builder = _host.NewBuilder("--LocalHosting:RandomisePorts=false");
        builder.AddProject("shop", TestHost.SampleService).WithHttpEndpoint(port: 31997, targetPort: 31998);

        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => _host.Build(builder).StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("no proxy", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SecondHostOnTheSameData_IsRefused()
    {
        await _host.StartAsync(_host.NewBuilder());

        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(() => _host.StartAsync(_host.NewBuilder()));

        Assert.Contains(_host.Data, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ports_Chosen_AreFreeForTheProcessAtItsStartAndForOtherHostsAtTheEnd()
    {
        var ports = new PortAllocator();
        var port = ports.TakeAny();
        Assert.False(Binds(port));

        // The process has not bound it yet: another host that looked now would take it from under its feet.
        ports.Release(port);
        Assert.True(Binds(port));
        Assert.True(await IsTakenForAnotherHostAsync(port));

        ports.Dispose();
        Assert.False(await IsTakenForAnotherHostAsync(port));
    }

    private static bool Binds(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<bool> IsTakenForAnotherHostAsync(int port)
    {
        using var ports = new PortAllocator();
        try
        {
            await ports.TakeFixedAsync(port, "this test", TestContext.Current.CancellationToken);
            return false;
        }
        catch (DistributedApplicationException)
        {
            return true;
        }
    }
}
