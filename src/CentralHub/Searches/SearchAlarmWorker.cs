using Partnership.CentralHub.Persistence;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.CentralHub.Searches;

/// <summary>Looks at the clock for <see cref="SearchAlarms"/>, apart from the register: lists that stand still must not keep it quiet that one is late.</summary>
internal sealed partial class SearchAlarmWorker(SystemScopes scopes, TimeProvider clock, ILogger<SearchAlarmWorker> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.Create("search alarms");
                var db = scope.ServiceProvider.GetRequiredService<CentralHubDbContext>();
                await using var transaction = await db.Database.BeginTransactionAsync(stoppingToken);
                await scope.ServiceProvider.GetRequiredService<SearchAlarms>().SweepAsync(stoppingToken);
                await transaction.CommitAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception.GetType().Name);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Late searches were not looked for ({Fault}); it is tried again.")]
    private partial void LogFailed(string fault);
}
