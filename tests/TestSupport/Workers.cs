using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Partnership.TestSupport;

/// <summary>What runs in a host beside its requests.</summary>
public static class Workers
{
    /// <summary>The host's background services that have failed, and why; one failure makes the host stop.</summary>
    public static IReadOnlyList<string> FailedIn(IServiceProvider services) =>
    [
        .. services.GetServices<IHostedService>().OfType<BackgroundService>()
            .Where(worker => worker.ExecuteTask is { IsFaulted: true })
            .Select(worker => $"{worker.GetType().Name}: {worker.ExecuteTask!.Exception!.InnerException}"),
        .. services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested ? ["the host stops"] : Array.Empty<string>(),
    ];
}
