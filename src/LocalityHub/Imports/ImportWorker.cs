using System.Diagnostics;

namespace Partnership.LocalityHub.Imports;

/// <summary>Runs the hub's import jobs, one after the other.</summary>
internal sealed class ImportWorker(ImportQueue queue, ImportJob job, ImportOptions options, ILogger<ImportWorker> logger) : BackgroundService
{
    private static readonly ActivitySource Activities = new("Partnership.LocalityHub");
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var cleared = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!cleared)
                {
                    await queue.DiscardOrphansAsync(stoppingToken);
                    cleared = true;
                }

                if (await queue.ClaimAsync(stoppingToken) is { } import)
                {
                    await RunAsync(import, stoppingToken);
                    continue;
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The database is away, or a fault of ours: the lease keeps the job's place, the next turn goes on from its last chunk.
                // By type alone: a message could quote a row.
                logger.LogError("Imports stopped by {ExceptionType} at {StackTrace}; trying again", exception.GetType().FullName, exception.StackTrace);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await queue.WaitAsync(LookAgain, stoppingToken);
        }
    }

    private async Task RunAsync(ClaimedImport import, CancellationToken stoppingToken)
    {
        using var activity = import.TraceParent is { } parent
            ? Activities.StartActivity("import returns", ActivityKind.Consumer, parent)
            : Activities.StartActivity("import returns");
        activity?.SetTag("import.id", import.Id);
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var renewing = RenewAsync(import.Id, lost);
        try
        {
            logger.LogInformation("Import {ImportId} of year {Year} begins at child {Done}", import.Id, import.Year, import.Done);
            await job.RunAsync(import, lost.Token);
            logger.LogInformation("Import {ImportId} has ended", import.Id);
        }
        finally
        {
            await lost.CancelAsync();
            await renewing;
            if (stoppingToken.IsCancellationRequested)
            {
                await queue.ReleaseAsync(import.Id);
            }
        }
    }

    private async Task RenewAsync(Guid importId, CancellationTokenSource lost)
    {
        using var timer = new PeriodicTimer(options.Lease / 3);
        try
        {
            while (await timer.WaitForNextTickAsync(lost.Token))
            {
                if (!await queue.RenewAsync(importId, lost.Token))
                {
                    await lost.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The job has ended.
        }
        catch (Exception exception)
        {
            // Without a renewal the lease may run out under the job: stop it, its commits would be refused anyway.
            logger.LogWarning("Import {ImportId} could not renew its lease: {ExceptionType}", importId, exception.GetType().FullName);
            await lost.CancelAsync();
        }
    }
}
