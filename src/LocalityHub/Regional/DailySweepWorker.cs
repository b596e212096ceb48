using Partnership.LocalityHub.Identity;
using Partnership.LocalityHub.Support;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Regional;

/// <summary>Runs the sweeps at the start, for a night that was missed, and then each night at five past midnight in England.</summary>
internal sealed class DailySweepWorker(DailySweep sweep, SupportSweep support, FamilySweep families, IdentitySweep identities, TimeProvider clock, ILogger<DailySweepWorker> logger) : BackgroundService
{
    private static readonly TimeOnly AfterMidnight = new(0, 5);
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = LondonClock.Next(clock, AfterMidnight) - clock.GetUtcNow();
            try
            {
                await sweep.RunAsync(stoppingToken);
                await support.RunAsync(stoppingToken);
                await families.RunOnceADayAsync(stoppingToken);
                await identities.RunAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError("The daily sweep stopped by {ExceptionType} at {StackTrace}; trying again", exception.GetType().FullName, exception.StackTrace);
                wait = Retry;
            }

            await Task.Delay(wait, clock, stoppingToken);
        }
    }
}
