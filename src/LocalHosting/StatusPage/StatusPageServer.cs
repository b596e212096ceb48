using Microsoft.Extensions.Hosting;

namespace Partnership.LocalHosting;

internal sealed class StatusPageServer : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
