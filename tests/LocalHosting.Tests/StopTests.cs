namespace Partnership.LocalHosting.Tests;

public sealed class StopTests : IAsyncDisposable
{
    private readonly TestHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Stop_ChainOfWaits_EndsDependantsFirst()
    {
        var journal = Path.Combine(_host.Root, "journal");
        var builder = _host.NewBuilder();
        var server = Witness("server");
        var back = Witness("back").WaitFor(server);
        Witness("front").WaitFor(back);
        var app = await _host.StartAsync(builder);
        await app.HealthyAsync("front");
        await TestSupport.Eventually.TrueAsync(
            async () => File.Exists(journal) && (await File.ReadAllLinesAsync(journal)).Length == 3, "all three to listen for the signal");

        await app.StopAsync(TestContext.Current.CancellationToken);

        var lines = await File.ReadAllLinesAsync(journal, TestContext.Current.CancellationToken);
        Assert.Equal(["front ends", "back ends", "server ends"], lines[3..]);
        Assert.Equal(KnownResourceStates.Exited, app.Snapshot("server").State?.Text);

        // Takes its time to end: whoever does not wait for it would overtake it.
        IResourceBuilder<ExecutableResource> Witness(string name) => builder.AddExecutable(
            name, "sh", "/", "-c",
            $"trap 'sleep 0.3; echo {name} ends >> {journal}; exit 0' TERM; echo {name} starts >> {journal}; while true; do sleep 0.05; done");
    }

    [Fact]
    public async Task Stop_ProcessDoesNotListen_IsKilledWithItsChildren()
    {
        var builder = _host.NewBuilder("--LocalHosting:StopTimeout=00:00:00.3");
        builder.AddExecutable("deaf", "sh", "/", "-c", "trap '' TERM; sleep 1000 & while true; do sleep 1000; done");
        var app = await _host.StartAsync(builder);
        var process = (await app.HealthyAsync("deaf")).ProcessId!.Value;
        await TestSupport.Eventually.TrueAsync(() => Task.FromResult(Processes.DescendantsOf(process).Count == 2), "its two children");
        var family = Processes.DescendantsOf(process).Append(process).ToList();

        await app.StopAsync(TestContext.Current.CancellationToken);

        await TestSupport.Eventually.TrueAsync(() => Task.FromResult(!family.Any(Processes.IsAlive)), "the whole family to end");
    }

    [Fact]
    public async Task Stop_WhileOthersStillWait_EndsAtOnce()
    {
        var builder = _host.NewBuilder();
        var back = builder.AddProject("back", TestHost.SampleService).WithHttpEndpoint().WithHttpHealthCheck("/no-such-path");
        builder.AddExecutable("front", "sleep", "/", "infinity").WaitFor(back);
        var app = await _host.StartAsync(builder);
        await app.ReachesAsync("front", KnownResourceStates.Waiting);

        await app.StopAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(KnownResourceStates.Exited, app.Snapshot("front").State?.Text);
        Assert.Null(app.Snapshot("front").ProcessId);
    }
}
