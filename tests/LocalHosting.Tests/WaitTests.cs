using Microsoft.Extensions.DependencyInjection;
using Partnership.LocalHosting.Dashboard;

namespace Partnership.LocalHosting.Tests;

public sealed class WaitTests : IAsyncDisposable
{
    private readonly TestHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task WaitFor_DependencyRunsButIsNotHealthy_Waits()
    {
        var builder = _host.NewBuilder();
        var back = Service(builder, "back").WithHttpHealthCheck("/health", statusCode: 503);
        builder.AddExecutable("front", "sleep", "/", "infinity").WaitFor(back);
        var app = await _host.StartAsync(builder);

        // Answers 200, where the check wants 503: it runs and is unhealthy until told to be ill.
        await app.ReachesAsync("back", snapshot => snapshot.Reason?.Contains("answered 200", StringComparison.Ordinal) == true);
        Assert.Equal(KnownResourceStates.Waiting, app.Snapshot("front").State?.Text);
        Assert.Equal("waits for 'back'", app.Snapshot("front").Reason);

        await app.PostAsync("back", "/health/false");

        await app.HealthyAsync("front");
    }

    [Fact]
    public async Task Restart_WhileOthersWaitForIt_LeavesThemWaiting()
    {
        var builder = _host.NewBuilder();
        var back = Service(builder, "back").WithHttpHealthCheck("/health", statusCode: 503);
        builder.AddExecutable("front", "sleep", "/", "infinity").WaitFor(back);
        var app = await _host.StartAsync(builder);
        var first = await app.ReachesAsync("back", snapshot => snapshot.Reason?.Contains("answered 200", StringComparison.Ordinal) == true);
        await app.ReachesAsync("front", KnownResourceStates.Waiting);

        Assert.True(app.Services.GetRequiredService<ApplicationRunner>().TryCommand(back.Resource, ResourceCommand.Restart));
        await app.ReachesAsync("back", snapshot => snapshot.ProcessId != first.ProcessId
            && snapshot.Reason?.Contains("answered 200", StringComparison.Ordinal) == true);
        Assert.Equal(KnownResourceStates.Waiting, app.Snapshot("front").State?.Text);

        await app.PostAsync("back", "/health/false");
        await app.HealthyAsync("front");
    }

    [Fact]
    public async Task Restart_WhileItWaitsItself_WaitsAgain()
    {
        var builder = _host.NewBuilder();
        var back = Service(builder, "back").WithHttpHealthCheck("/health", statusCode: 503);
        var middle = builder.AddExecutable("middle", "sleep", "/", "infinity").WaitFor(back);
        builder.AddExecutable("front", "sleep", "/", "infinity").WaitFor(middle);
        var app = await _host.StartAsync(builder);
        await app.ReachesAsync("middle", KnownResourceStates.Waiting);
        await app.ReachesAsync("back", snapshot => snapshot.Reason?.Contains("answered 200", StringComparison.Ordinal) == true);

        Assert.True(app.Services.GetRequiredService<ApplicationRunner>().TryCommand(middle.Resource, ResourceCommand.Restart));
        await app.PostAsync("back", "/health/false");

        await app.HealthyAsync("front");
    }

    [Fact]
    public async Task Restart_AndTheHostStops_IsShownAsStopped()
    {
        var builder = _host.NewBuilder();
        var back = builder.AddExecutable("back", "sh", "/", "-c", "trap 'sleep 0.5; exit 0' TERM; while :; do sleep 0.1; done");
        var app = await _host.StartAsync(builder);
        await app.HealthyAsync("back");

        Assert.True(app.Services.GetRequiredService<ApplicationRunner>().TryCommand(back.Resource, ResourceCommand.Restart));
        await app.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(KnownResourceStates.Exited, app.Snapshot("back").State?.Text);
    }

    [Fact]
    public async Task WaitForStart_DependencyRunsButIsNotHealthy_Starts()
    {
        var builder = _host.NewBuilder();
        var back = Service(builder, "back").WithHttpHealthCheck("/health", statusCode: 503);
        builder.AddExecutable("front", "sleep", "/", "infinity").WaitForStart(back);
        var app = await _host.StartAsync(builder);

        await app.HealthyAsync("front");

        Assert.False(ResourceNotificationService.IsReady(app.Snapshot("back")));
    }

    [Fact]
    public async Task WaitForCompletion_WantedExitCode_Starts()
    {
        var builder = _host.NewBuilder();
        var prepare = builder.AddExecutable("prepare", "sh", "/", "-c", "exit 3");
        builder.AddExecutable("front", "sleep", "/", "infinity").WaitForCompletion(prepare, exitCode: 3);
        var app = await _host.StartAsync(builder);

        await app.HealthyAsync("front");

        Assert.Equal(3, app.Snapshot("prepare").ExitCode);
        Assert.Equal(0, app.Snapshot("prepare").Restarts);
    }

    [Fact]
    public async Task WaitForCompletion_OtherExitCode_FailsAllThatWaitWithAReason()
    {
        var builder = _host.NewBuilder();
        var prepare = builder.AddExecutable("prepare", "sh", "/", "-c", "exit 2");
        var back = Service(builder, "back").WaitForCompletion(prepare);
        Service(builder, "front").WaitFor(back);
        var app = await _host.StartAsync(builder);

        await app.ReachesAsync("front", KnownResourceStates.FailedToStart);

        Assert.Equal("'prepare' ended with exit code 2 instead of 0", app.Snapshot("back").Reason);
        Assert.Contains("'back' is FailedToStart", app.Snapshot("front").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_MoreThanMayStartAtOnce_TakeTurns()
    {
        var builder = _host.NewBuilder("--LocalHosting:MaxParallelStarts=1");
        string[] names = ["one", "other"];
        foreach (var name in names)
        {
            Service(builder, name).WithHttpHealthCheck("/health", statusCode: 503);
        }

        var app = await _host.StartAsync(builder);
        var first = await Task.WhenAny(names.Select(async name =>
        {
            await app.ReachesAsync(name, snapshot => snapshot.Reason?.Contains("answered 200", StringComparison.Ordinal) == true);
            return name;
        })).Unwrap();
        var second = names.Single(name => name != first);

        Assert.Equal(KnownResourceStates.Starting, app.Snapshot(second).State?.Text);
        Assert.Null(app.Snapshot(second).ProcessId);

        await app.PostAsync(first, "/health/false");
        await app.ReachesAsync(second, KnownResourceStates.Running);
    }

    [Fact]
    public async Task Executable_EndsWithZero_IsFinishedAndNotStartedAgain()
    {
        var builder = _host.NewBuilder();
        builder.AddExecutable("once", "true", "/");
        var app = await _host.StartAsync(builder);

        var finished = await app.ReachesAsync("once", KnownResourceStates.Finished);

        Assert.Equal(0, finished.ExitCode);
        Assert.Equal(0, finished.Restarts);
    }

    [Fact]
    public async Task Start_WaitsInARing_NamesTheRing()
    {
        var builder = _host.NewBuilder();
        var one = Service(builder, "one");
        var other = Service(builder, "other").WaitFor(one);
        one.WaitFor(other);

        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(() => _host.StartAsync(builder));

        Assert.Contains("one → other → one", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ProgramMissing_FailsWithItsName()
    {
        var builder = _host.NewBuilder();
        builder.AddExecutable("tool", "no-such-program", "/");
        var app = await _host.StartAsync(builder);

        var failed = await app.ReachesAsync("tool", KnownResourceStates.FailedToStart);

        Assert.Contains("'no-such-program'", failed.Reason, StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => app.ResourceNotifications.WaitForResourceHealthyAsync("tool", TestContext.Current.CancellationToken));
        Assert.Contains("'no-such-program'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Health_Pauses_GrowToFiveSeconds()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(250), ResourceHealth.UnhealthyPause(1));
        Assert.Equal(TimeSpan.FromSeconds(1), ResourceHealth.UnhealthyPause(5));
        Assert.Equal(TimeSpan.FromSeconds(1.5), ResourceHealth.UnhealthyPause(6));
        Assert.Equal(TimeSpan.FromSeconds(5), ResourceHealth.UnhealthyPause(500));
    }

    private static IResourceBuilder<ProjectResource> Service(IDistributedApplicationBuilder builder, string name) =>
        builder.AddProject(name, TestHost.SampleService).WithHttpEndpoint();
}
