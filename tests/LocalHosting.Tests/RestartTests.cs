using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Partnership.LocalHosting.Tests;

public sealed class RestartTests : IAsyncDisposable
{
    private readonly TestHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Process_Killed_IsStartedAgainAndCounted()
    {
        var builder = _host.NewBuilder();
        builder.AddProject("back", TestHost.SampleService).WithHttpEndpoint().WithHttpHealthCheck("/health");
        var app = await _host.StartAsync(builder);
        var before = await app.HealthyAsync("back");

        Signals.Send(before.ProcessId!.Value, Signals.Kill);
        var died = await app.ReachesAsync("back", snapshot => snapshot.Restarts == 1);
        var after = await app.HealthyAsync("back");

        Assert.Equal(128 + Signals.Kill, died.ExitCode);
        Assert.Contains("starts again", died.Reason, StringComparison.Ordinal);
        Assert.NotEqual(before.ProcessId, after.ProcessId);
        Assert.Equal(1, after.Restarts);
    }

    [Fact]
    public async Task Server_EndsWithZeroUnasked_IsStartedAgain()
    {
        var builder = _host.NewBuilder();
        builder.AddProject("back", TestHost.SampleService).WithHttpEndpoint().WithHttpHealthCheck("/health");
        var app = await _host.StartAsync(builder);
        await app.HealthyAsync("back");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => app.PostAsync("back", "/end/0"));
        await app.ReachesAsync("back", snapshot => snapshot.Restarts == 1);

        await app.HealthyAsync("back");
    }

    [Fact]
    public async Task Process_NeverReady_IsGivenUpAfterFiveStarts()
    {
        var builder = _host.NewBuilder();
        builder.Services.AddSingleton(new RunnerOptions(builder.Configuration) { FirstRestartDelay = TimeSpan.FromMilliseconds(10) });
        builder.Services.AddHealthChecks().AddCheck("never", () => throw new InvalidOperationException("not yet"));
        var failing = builder.AddExecutable("failing", "sh", "/", "-c", "echo no such plugin; exit 7").WithHealthCheck("never");
        builder.AddExecutable("front", "sleep", "/", "infinity").WaitFor(failing);
        var app = await _host.StartAsync(builder);

        await app.ReachesAsync("front", KnownResourceStates.FailedToStart);

        Assert.Equal("ended 5 times (last exit code 7) without being ready once; it said last: no such plugin / no such plugin / no such plugin / no such plugin / no such plugin", app.Snapshot("failing").Reason);
        Assert.Equal(4, app.Snapshot("failing").Restarts);
        Assert.Contains("'failing' is FailedToStart", app.Snapshot("front").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_DyingAgainAfterItRanWell_StartsAsSoonAsTheFirstTime()
    {
        var builder = _host.NewBuilder();
        builder.Services.AddSingleton(new RunnerOptions(builder.Configuration)
        {
            FirstRestartDelay = TimeSpan.FromSeconds(2), RunAfterWhichDelaysStartAnew = TimeSpan.Zero,
        });
        builder.AddProject("back", TestHost.SampleService).WithHttpEndpoint().WithHttpHealthCheck("/health");
        var app = await _host.StartAsync(builder);

        for (var death = 1; death <= 2; death++)
        {
            var running = await app.HealthyAsync("back");
            Signals.Send(running.ProcessId!.Value, Signals.Kill);
            var died = await app.ReachesAsync("back", snapshot => snapshot.Restarts == death && snapshot.ProcessId is null);
            Assert.EndsWith("starts again in 2 s", died.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1, 0.25)]
    [InlineData(2, 0.5)]
    [InlineData(3, 1)]
    [InlineData(7, 16)]
    [InlineData(8, 30)]
    [InlineData(5000, 30)]
    public void Delay_AfterSoManyDeaths_DoublesToHalfAMinute(int deaths, double seconds)
    {
        var options = new RunnerOptions(new ConfigurationBuilder().Build());

        Assert.Equal(TimeSpan.FromSeconds(seconds), ResourceRunner.RestartDelay(deaths, options));
    }
}
