using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>
/// Ends the process when it receives nothing although the broker answers; its host starts it again. A broker that shuts down may take a
/// connection and close it in the same moment: MassTransit can miss that, and then asks for channels on the dead connection for ever. It keeps
/// that connection even when the bus is stopped and started, so nothing less than a new process hears again.
/// </summary>
internal sealed class ReceiverWatch(IBusControl bus, BrokerPatience patience, IHostApplicationLifetime lifetime, ILogger<ReceiverWatch> logger) : BackgroundService
{
    // Much longer than MassTransit takes to receive again once the broker answers, on a machine that has other things to do too.
    private const int Looks = 15;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        for (var deaf = 0; deaf < Looks;)
        {
            await timer.WaitForNextTickAsync(stoppingToken);
            deaf = bus.CheckHealth().Status != BusHealthStatus.Healthy && await patience.AnswersAsync() ? deaf + 1 : 0;
        }

        logger.LogCritical("The broker answers and yet nothing is received: this process ends, to be started again.");
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }
}
