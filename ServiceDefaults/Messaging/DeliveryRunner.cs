using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>
/// Gathers what has arrived into batches. A batch that fails is halved down to the message at fault; a message that fails twice
/// goes to the retry table, so that it holds nobody up. While the database is away nothing is attempted: the
/// deliveries stay unacknowledged, and the broker counts nothing against them.
/// </summary>
internal sealed class DeliveryRunner(
    DeliveryReceiver receiver,
    Inbox inbox,
    MessagingDatabase database,
    MessagingOptions options,
    IHostApplicationLifetime lifetime,
    ILogger<DeliveryRunner> logger) : BackgroundService
{
    // An exception that looks like an outage while the database answers: after this many it is the message's own.
    private const int SuspectedOutages = 3;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var batch = new List<Delivery>(options.BatchSize);
        try
        {
            while (await receiver.Arrived.WaitToReadAsync(stoppingToken))
            {
                batch.Clear();
                while (batch.Count < options.BatchSize && receiver.Arrived.TryRead(out var delivery))
                {
                    batch.Add(delivery);
                }

                // The receiver hands over side by side; the tags tell the order on the wire.
                batch.Sort((one, other) => one.Tag.CompareTo(other.Tag));
                await RunAsync(batch, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            batch.ForEach(delivery => delivery.GiveBack());
        }

        while (receiver.Arrived.TryRead(out var delivery))
        {
            delivery.GiveBack();
        }
    }

    private async Task RunAsync(List<Delivery> batch, CancellationToken stoppingToken)
    {
        var failure = await TryApplyAsync(batch, stoppingToken);
        if (failure is null)
        {
            batch.ForEach(delivery => delivery.Acknowledge());
            return;
        }

        if (batch.Count > 1)
        {
            // By halves down to the message at fault: seven transactions more for one bad message in a hundred.
            var half = batch.Count / 2;
            await RunAsync(batch[..half], stoppingToken);
            await RunAsync(batch[half..], stoppingToken);
            return;
        }

        // One retry at once: a deadlock or a race is over by then.
        failure = await TryApplyAsync(batch, stoppingToken);
        if (failure is not null)
        {
            try
            {
                await OutlastOutagesAsync(() => inbox.PutOffAsync(batch[0], 2, FailureReason.Of(failure), stoppingToken), stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Not even the retry table takes it. The broker keeps it and counts; one message must not end the service.
                logger.LogError("Message {MessageId} could not be put off ({Reason}).", batch[0].MessageId, FailureReason.Of(exception));
                batch[0].GiveBack();
                return;
            }
        }

        batch[0].Acknowledge();
    }

    /// <summary>Applies the deliveries and returns null, or what was wrong with them.</summary>
    private async Task<Exception?> TryApplyAsync(IReadOnlyList<Delivery> deliveries, CancellationToken stoppingToken)
    {
        try
        {
            await OutlastOutagesAsync(() => inbox.ApplyAsync(deliveries, null, stoppingToken), stoppingToken);
            return null;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            return exception;
        }
    }

    /// <summary>Repeats an action for as long as the database is away.</summary>
    private async Task OutlastOutagesAsync(Func<Task> action, CancellationToken stoppingToken)
    {
        var suspected = 0;
        while (true)
        {
            try
            {
                await action();
                return;
            }
            catch (Exception exception) when (MessagingDatabase.MayBeAway(exception) && suspected < SuspectedOutages && !stoppingToken.IsCancellationRequested)
            {
                suspected++;
                if (await database.AnswersAsync(stoppingToken))
                {
                    continue;
                }

                suspected = 0;
                logger.LogWarning("The database is away ({Reason}); consuming pauses.", FailureReason.Of(exception));
                await WaitForDatabaseAsync(stoppingToken);
                logger.LogInformation("The database is back; consuming goes on.");
            }
        }
    }

    private async Task WaitForDatabaseAsync(CancellationToken stoppingToken)
    {
        // A host that stops does not wait: the deliveries go back to the queue.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        do
        {
            await Task.Delay(options.PollInterval / 2, stopping.Token);
        }
        while (!await database.AnswersAsync(stopping.Token));
    }
}
