using Partnership.ServiceDefaults;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.LocalityHub.Webhooks;

/// <summary>Wakes the worker when a webhook or a call was added.</summary>
internal sealed class WebhookSignal : WakeUp;

/// <summary>Makes the calls that are due. A receiver that is slow or away holds up nobody's import and no other request.</summary>
internal sealed class WebhookWorker(
    WebhookDeliveries deliveries, WebhookCaller caller, WebhookSignal signal, WebhookOptions options, ILogger<WebhookWorker> logger) : BackgroundService
{
    // Most councils have none, and need not ask their database for them.
    private static readonly TimeSpan WithoutWebhooks = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await deliveries.HasWebhooksAsync(stoppingToken))
                {
                    await signal.WaitAsync(WithoutWebhooks, stoppingToken);
                    continue;
                }

                await deliveries.NoteChangesAsync(stoppingToken);
                while (await deliveries.TakeAsync(stoppingToken) is { } due)
                {
                    var outcome = await caller.CallAsync(due.Webhook, due.Delivery, stoppingToken);
                    await deliveries.SettleAsync(due.Delivery, outcome, stoppingToken);
                    if (!outcome.IsDelivered)
                    {
                        logger.LogInformation("Webhook {WebhookId} was not reached: {Status} {Fault}", due.Webhook.Id, outcome.Status, outcome.Fault);
                    }
                }

                await deliveries.ForgetAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (DatabaseFaults.MayBe(exception))
            {
                // The calls stay where they are.
            }
            catch (Exception exception)
            {
                logger.LogError("Webhooks stopped by {ExceptionType} at {StackTrace}; trying again", exception.GetType().FullName, exception.StackTrace);
            }

            await signal.WaitAsync(options.LookAgain, stoppingToken);
        }
    }
}
