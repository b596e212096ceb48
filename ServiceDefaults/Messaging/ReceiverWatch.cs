using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>
/// Starts the receiver anew when it receives nothing although the broker answers. A broker that shuts down may take a connection and
/// close it in the same moment: MassTransit can miss that, and then asks for channels on the dead connection for ever.
/// </summary>
internal sealed class ReceiverWatch(IBusControl bus, BrokerPatience patience, ILogger<ReceiverWatch> logger) : BackgroundService
{
    // Longer than MassTransit takes to receive again once the broker answers.
    private const int Looks = 10;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        var deaf = 0;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            deaf = bus.CheckHealth().Status != BusHealthStatus.Healthy && await patience.AnswersAsync() ? deaf + 1 : 0;
            if (deaf < Looks)
            {
                continue;
            }

            deaf = 0;
            logger.LogWarning("The broker answers and yet nothing is received: the receiver starts anew.");
            try
            {
                await RestartAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is, the next look finds the receiver deaf or well.
                logger.LogWarning("The receiver did not start ({Reason}).", FailureReason.Of(exception));
            }
        }
    }

    private async Task RestartAsync(CancellationToken stoppingToken)
    {
        using var patient = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        patient.CancelAfter(StopWait);
        try
        {
            await bus.StopAsync(patient.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // What it still waited for came over the dead connection, and comes again.
        }

        await bus.StartAsync(stoppingToken);
    }
}
