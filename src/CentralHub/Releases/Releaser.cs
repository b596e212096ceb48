using Partnership.CentralHub.Persistence;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.CentralHub.Releases;

/// <summary>Cuts releases when it has become quiet, and looks now and then by itself for what a restart left behind.</summary>
internal sealed partial class Releaser(SystemScopes scopes, ReleaseSignal signal, ILogger<Releaser> log) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    // What another instance consumed, or this one before it was restarted, has no signal here.
    private const int TicksBetweenLooks = 25;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        signal.Arrived();
        using var timer = new PeriodicTimer(Tick);
        for (var tick = 1; await timer.WaitForNextTickAsync(stoppingToken); tick++)
        {
            try
            {
                if (signal.TakeDue())
                {
                    await using var scope = scopes.Create("release");
                    await scope.ServiceProvider.GetRequiredService<EditionCutter>().CutAsync(stoppingToken);
                }
                else if (tick % TicksBetweenLooks == 0)
                {
                    await using var scope = scopes.Create("release");
                    var db = scope.ServiceProvider.GetRequiredService<CentralHubDbContext>();
                    if (!await EditionCutter.IsSettledAsync(db, stoppingToken))
                    {
                        signal.Arrived();
                    }
                }
            }
            catch (Exception exception) when (DatabaseFaults.MayBe(exception))
            {
                LogFailed(exception.GetType().Name);
                signal.Arrived();
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The release was not cut ({Fault}); it is tried again.")]
    private partial void LogFailed(string fault);
}
