using System.Net;

namespace Partnership.LocalHosting.Tests.Dashboard;

public sealed class ResourceCommandTests : IAsyncDisposable
{
    private readonly DashboardHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Stop_ThenStart_EndsTheProcessAndBringsUpAnother()
    {
        var app = await _host.StartAsync();
        var first = app.Snapshot("back").ProcessId!.Value;

        Assert.Equal(HttpStatusCode.Accepted, await AskAsync("stop"));
        var stopped = await app.ReachesAsync("back", KnownResourceStates.Exited);
        Assert.Null(stopped.ProcessId);
        Assert.False(Processes.IsAlive(first));
        Assert.Contains("is stopped", await _host.ReadAsync("/"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Accepted, await AskAsync("start"));
        var second = await app.HealthyAsync("back");
        Assert.NotEqual(first, second.ProcessId);
        Assert.Equal(0, second.Restarts);
    }

    [Fact]
    public async Task Restart_GivesAnotherProcess()
    {
        var app = await _host.StartAsync();
        var first = app.Snapshot("back").ProcessId;

        Assert.Equal(HttpStatusCode.Accepted, await AskAsync("restart"));
        await app.ReachesAsync("back", snapshot => snapshot.ProcessId is { } now && now != first);

        await app.HealthyAsync("back");
    }

    [Theory]
    [InlineData("/resources/back/start", HttpStatusCode.Conflict)]
    [InlineData("/resources/back/explode", HttpStatusCode.NotFound)]
    [InlineData("/resources/back/1", HttpStatusCode.NotFound)]
    [InlineData("/resources/none/stop", HttpStatusCode.NotFound)]
    public async Task Command_ThatCannotBe_IsRefused(string path, HttpStatusCode expected)
    {
        await _host.StartAsync();

        using var response = await _host.PostAsync(path, await _host.LogInAsync(), _host.Origin);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Host_StopsWhileAResourceIsStopped_EndsAtOnce()
    {
        var app = await _host.StartAsync();
        await AskAsync("stop");
        await app.ReachesAsync("back", KnownResourceStates.Exited);

        await app.StopAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Conflict, await AskAsync("start"));
    }

    private async Task<HttpStatusCode> AskAsync(string verb)
    {
        using var response = await _host.PostAsync($"/resources/back/{verb}", await _host.LogInAsync(), _host.Origin);
        return response.StatusCode;
    }
}
