using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Partnership.LocalHosting.Dashboard;

namespace Partnership.LocalHosting;

/// <summary>Ties the runner and the dashboard to the host's life.</summary>
internal sealed class ApplicationService(ApplicationRunner runner, DashboardServer dashboard, ILoggerFactory loggers) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await runner.PrepareAsync(cancellationToken);
        await dashboard.StartAsync(cancellationToken);
        if (dashboard.Address is { } address)
        {
            loggers.CreateLogger("Partnership.LocalHosting").LogInformation("The dashboard is at {Address}", address);
        }

        runner.Start();
    }

    public Task StopAsync(CancellationToken cancellationToken) => runner.StopAsync(cancellationToken);
}
