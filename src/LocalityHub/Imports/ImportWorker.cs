using System.Diagnostics;
using Npgsql;
using Partnership.LocalityHub.Webhooks;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.LocalityHub.Imports;

/// <summary>Runs the hub's import jobs, one after the other.</summary>
internal sealed class ImportWorker(
    ImportQueue queue, ImportJob job, UndoJob undo, ImportOptions options, WebhookDeliveries webhooks, WebhookSignal calls, ILogger<ImportWorker> logger) : BackgroundService
{
    private static readonly ActivitySource Activities = new("Partnership.LocalityHub");
    private const int MostTimesStuck = 3;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var hasRun = false;
        (Guid Id, int Place, int Times) stuck = default;
        while (!stoppingToken.IsCancellationRequested)
        {
            ClaimedImport? claimed = null;
            try
            {
                if (await queue.ClaimAsync(stoppingToken) is { } import)
                {
                    claimed = import;
                    hasRun = true;
                    await RunAsync(import, stoppingToken);
                    continue;
                }

                if (hasRun)
                {
                    // After the last job of a run the hub may have little to do for months: what the jobs needed goes back to the machine.
                    hasRun = false;
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The database is away, or a fault of ours: the lease keeps the job's place, the next turn goes on from its last chunk.
                // By type alone: a message could quote a row.
                logger.LogError("Imports stopped by {ExceptionType} at {StackTrace}; trying again", exception.GetType().FullName, exception.StackTrace);

                // An outage is no attempt, nor is what others did meanwhile. A fault that stops the job at the same place again and again would keep all later ones waiting.
                if (claimed is not null && exception is not (NpgsqlException { IsTransient: true } or OperationCanceledException or LeaseLostException or ChildForgottenException))
                {
                    var place = claimed.Done + claimed.Written;
                    stuck = (claimed.Id, place, stuck.Id == claimed.Id && stuck.Place == place ? stuck.Times + 1 : 1);
                    if (stuck.Times == MostTimesStuck)
                    {
                        await GiveUpAsync(claimed, stoppingToken);
                    }
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await queue.Arrivals.WaitAsync(options.LookAgain, stoppingToken);
        }
    }

    private async Task GiveUpAsync(ClaimedImport import, CancellationToken ct)
    {
        try
        {
            await queue.FailAsync(
                import.Id,
                "import.fault",
                $"A fault of the hub stopped the import after {import.Done + import.Written} children, which were taken in. Report the import's id; hand the files in again once it is mended.",
                webhooks,
                ct);
            calls.Wake();
        }
        catch (Exception exception) when (DatabaseFaults.MayBe(exception))
        {
            logger.LogWarning("Import {ImportId} could not be given up: {ExceptionType}", import.Id, exception.GetType().FullName);
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
            await (import.Undoes is null ? job.RunAsync(import, lost.Token) : undo.RunAsync(import, lost.Token));
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
