using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Partnership.LocalHosting.Dashboard;
using Partnership.TestSupport;

namespace Partnership.LocalHosting.Tests.Dashboard;

public sealed class ResourceUsageTests : IAsyncDisposable
{
    private readonly TestHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Look_BusyAndIdleResource_TellsThemApartWithTheirChildren()
    {
        var builder = _host.NewBuilder();
        builder.AddExecutable("busy", "sh", "/", "-c", "(while :; do :; done) & wait");
        builder.AddExecutable("idle", "sleep", "/", "infinity");
        var app = await _host.StartAsync(builder);
        await app.HealthyAsync("busy");
        await app.HealthyAsync("idle");
        using var usage = new ResourceUsage(
            app.Services.GetRequiredService<IReadOnlyList<IResource>>(), app.ResourceNotifications, TimeProvider.System, NullLogger.Instance);
        usage.Look();

        await Eventually.TrueAsync(
            () =>
            {
                usage.Look();
                return Task.FromResult(usage.Of("busy").Any(point => point.Cores > 0.05));
            },
            "the busy resource's child to be seen at work");

        Assert.All(usage.Of("idle"), point => Assert.InRange(point.Cores, 0, 0.02));
        Assert.All(usage.Of("idle"), point => Assert.InRange(point.Memory, 1, 50 * 1024 * 1024));
        Assert.True(usage.Of(ResourceUsage.Host)[^1].Memory > 10 * 1024 * 1024);
        Assert.Empty(usage.Of("none"));
    }
}
