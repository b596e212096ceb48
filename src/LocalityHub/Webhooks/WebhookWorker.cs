using System.Collections.Concurrent;
using Partnership.ServiceDefaults;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.LocalityHub.Webhooks;

/// <summary>Wakes the worker when a webhook or a call was added, and when a call has ended.</summary>
internal sealed class WebhookSignal : WakeUp;

/// <summary>
/// Makes the calls that are due, several at a time and of each webhook one: a receiver that is slow or away holds up nobody's import, no other request and no other
/// receiver, and what happens meanwhile is noted.
/// </summary>
internal sealed class WebhookWorker(
    WebhookDeliveries deliveries, WebhookCaller caller, WebhookSignal signal, WebhookOptions options, ILogger<WebhookWorker> logger) : BackgroundService
{
    // Most councils have none, and need not ask their database for them.
    private static readonly TimeSpan WithoutWebhooks = TimeSpan.FromMinutes(5);

    /// <summary>The calls under way, by webhook.</summary>
    private readonly ConcurrentDictionary<Guid, Task> _underWay = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = options.LookAgain;
            try
            {
                wait = await BeginAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                Log(exception);
            }

            await ((Task)signal.WaitAsync(wait, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(_underWay.Values);
    }

    /// <summary>Begins the calls that are due and for which there is room; answers how long to wait for more.</summary>
    private async Task<TimeSpan> BeginAsync(CancellationToken ct)
    {
        if (!await deliveries.HasWebhooksAsync(ct))
        {
            return WithoutWebhooks;
        }

        await deliveries.NoteChangesAsync(ct);
        while (_underWay.Count < WebhookCaller.AtOnce && await deliveries.TakeAsync([.. _underWay.Keys], ct) is { } due)
        {
            // One that is over at once has left already, and stays so.
            _underWay[due.Webhook.Id] = Task.CompletedTask;
            _underWay.TryUpdate(due.Webhook.Id, MakeAsync(due.Webhook, due.Delivery, ct), Task.CompletedTask);
        }

        await deliveries.ForgetAsync(ct);
        return options.LookAgain;
    }

    /// <summary>Makes one call and notes how it went. It never fails: unsettled, a call is made again when its lease has run out.</summary>
    private async Task MakeAsync(Webhook webhook, WebhookDelivery delivery, CancellationToken ct)
    {
        try
        {
            var outcome = await caller.CallAsync(webhook, delivery, ct);
            await deliveries.SettleAsync(delivery, outcome, ct);
            if (!outcome.IsDelivered)
            {
                logger.LogInformation("Webhook {WebhookId} was not reached: {Status} {Fault}", webhook.Id, outcome.Status, outcome.Fault);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The hub stops.
        }
        catch (Exception exception)
        {
            Log(exception);
        }
        finally
        {
            _underWay.TryRemove(webhook.Id, out _);
            signal.Wake();
        }
    }

    private void Log(Exception exception)
    {
        // While the database is away the calls stay where they are.
        if (!DatabaseFaults.MayBe(exception))
        {
            logger.LogError("Webhooks stopped by {ExceptionType} at {StackTrace}; trying again", exception.GetType().FullName, exception.StackTrace);
        }
    }
}
