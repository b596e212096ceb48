using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Partnership.ServiceDefaults.Persistence;
using RabbitMQ.Client.Exceptions;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>
/// Sends what the outbox holds. One process per database leads; the others stand by. While one batch is on its way the
/// next is claimed. A row leaves the table only when the broker has confirmed it.
/// </summary>
internal sealed class OutboxRelay(
    MessagingDatabase database,
    BrokerPublisher publisher,
    OutboxSignal signal,
    MessagingOptions options,
    MessagingTelemetry telemetry,
    MessagingSteps steps,
    ILogger<OutboxRelay> logger) : BackgroundService
{
    private const int BatchSize = 500;
    private static readonly TimeSpan MeasureInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ExpireInterval = TimeSpan.FromMinutes(10);

    // A broker that says no to everything (a full queue) is asked again some twenty times a second, not thousands.
    private static readonly TimeSpan UnsentPause = TimeSpan.FromMilliseconds(50);

    private long _lastMeasured;
    private long _lastExpired;
    private bool _oneByOne;
    private int _brokerFailures;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not on the thread that starts the host.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await StandByOrLeadAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (DatabaseFaults.MayBe(exception))
            {
                logger.LogWarning("The relay lost its database ({Reason}) and starts again.", FailureReason.Of(exception));
                await PauseAsync(options.PollInterval / 2, stoppingToken);
            }
        }
    }

    private async Task StandByOrLeadAsync(CancellationToken stoppingToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(stoppingToken);
        var store = new OutboxStore(connection);
        while (!await store.TryLeadAsync(stoppingToken))
        {
            await PauseAsync(options.PollInterval, stoppingToken);
        }

        telemetry.Leadership.Add(1);
        logger.LogInformation("This process now relays the outbox.");
        try
        {
            await store.EndLeasesAsync(stoppingToken);
            await LeadAsync(store, stoppingToken);
        }
        finally
        {
            // A connection that goes back to the pool alive must not keep the lock.
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await store.ResignAsync();
            }
        }
    }

    private async Task LeadAsync(OutboxStore store, CancellationToken stoppingToken)
    {
        List<OutboxRow> sending = [];
        var sent = Task.CompletedTask;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await ExpireAsync(store, stoppingToken);
                await MeasureAsync(store, stoppingToken);
                if (sending.Count == 0 && !await BrokerIsOpenAsync(stoppingToken))
                {
                    continue;
                }

                // Over a closed channel nothing more is claimed: the batch in flight is given back first.
                List<OutboxRow> next = publisher.IsOpen ? await store.ClaimAsync(BatchSize, options.Lease, stoppingToken) : [];
                if (sending.Count > 0)
                {
                    await sent;
                    steps.ConfirmedNotDeleted();
                    await SettleAsync(store, sending);
                    if (sending.Any(row => row.Outcome == SendOutcome.Unsent))
                    {
                        await PauseAsync(UnsentPause, stoppingToken);
                    }
                }
                else if (next.Count == 0)
                {
                    await signal.WaitAsync(options.PollInterval, stoppingToken);
                }

                sending = next;
                sent = SendAsync(next, stoppingToken);
            }
        }
        finally
        {
            // Stopping: what is on its way gets its answer, the rest goes back.
            if (sending.Count > 0)
            {
                await sent;
                await SettleAsync(store, sending);
            }
        }
    }

    private async Task<bool> BrokerIsOpenAsync(CancellationToken stoppingToken)
    {
        try
        {
            await publisher.OpenAsync(stoppingToken);
            if (_brokerFailures > 0)
            {
                logger.LogInformation("The broker is back.");
            }

            _brokerFailures = 0;
            return true;
        }
        catch (Exception exception) when (exception is RabbitMQClientException or IOException or TimeoutException
            || (exception is OperationCanceledException && !stoppingToken.IsCancellationRequested))
        {
            if (_brokerFailures++ == 0)
            {
                logger.LogWarning("The broker is away ({Reason}); messages wait in the outbox.", FailureReason.Of(exception));
            }

            await PauseAsync(TimeSpan.FromMilliseconds(Math.Min(100 * Math.Pow(2, _brokerFailures), 3000)), stoppingToken);
            return false;
        }
    }

    /// <summary>Sends a batch: aggregates side by side, the versions of each one after the other's confirmation.</summary>
    private async Task SendAsync(List<OutboxRow> rows, CancellationToken stoppingToken)
    {
        if (rows.Count == 0)
        {
            return;
        }

        await Task.Yield();
        using var activity = MessagingTelemetry.Source.StartActivity("relay outbox");
        activity?.SetTag("messaging.batch.message_count", rows.Count);

        // A broker that takes the messages and never answers is away too; well within the lease.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        patience.CancelAfter(options.Lease / 2);
        if (_oneByOne)
        {
            await SendOneByOneAsync(rows, patience.Token);
            return;
        }

        var halfway = rows.Count / 2;
        var confirmed = 0;
        await Task.WhenAll(rows.GroupBy(row => row.AggregateId).Select(SendInOrderAsync).ToList());
        if (patience.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
        {
            await publisher.CloseAsync();
        }

        if (publisher.ClosedOverMessage)
        {
            _oneByOne = true;
        }

        async Task SendInOrderAsync(IEnumerable<OutboxRow> versions)
        {
            foreach (var row in versions)
            {
                await publisher.SendAsync(row, patience.Token);
                if (row.Outcome != SendOutcome.Confirmed)
                {
                    return;
                }

                if (Interlocked.Increment(ref confirmed) == halfway)
                {
                    steps.SendingBatch();
                }
            }
        }
    }

    /// <summary>Finds the message over which the broker closes the channel; each such closure is that message's failure.</summary>
    private async Task SendOneByOneAsync(List<OutboxRow> rows, CancellationToken cancellationToken)
    {
        var blocked = new HashSet<Guid>();
        foreach (var row in rows)
        {
            if (blocked.Contains(row.AggregateId))
            {
                continue;
            }

            await publisher.SendAsync(row, cancellationToken);
            if (publisher.ClosedOverMessage)
            {
                row.Outcome = SendOutcome.Failed;
                row.FailureReason = $"The broker refused {row.RoutingKey}.";
                try
                {
                    await publisher.OpenAsync(cancellationToken);
                }
                catch (Exception exception) when (exception is RabbitMQClientException or IOException or OperationCanceledException or TimeoutException)
                {
                    return;
                }
            }

            if (row.Outcome != SendOutcome.Confirmed)
            {
                blocked.Add(row.AggregateId);
            }
        }

        _oneByOne = false;
    }

    private async Task SettleAsync(OutboxStore store, List<OutboxRow> rows)
    {
        // Not to be interrupted by the stop: what is confirmed but not deleted would be sent twice.
        await store.SettleAsync(rows, options, CancellationToken.None);
        telemetry.Sent.Add(rows.Count(row => row.Outcome == SendOutcome.Confirmed));
        foreach (var row in rows.Where(row => row.Outcome == SendOutcome.Failed))
        {
            if (row.Attempts + 1 < options.MaxAttempts)
            {
                telemetry.OutboxRetries.Add(1);
                continue;
            }

            telemetry.OutboxParked.Add(1);
            logger.LogError("Message {MessageId} ({Name}) is parked: {Reason} Later versions of its aggregate wait behind it.", row.MessageId, row.Name, row.FailureReason);
        }
    }

    private async Task ExpireAsync(OutboxStore store, CancellationToken stoppingToken)
    {
        if (_lastExpired != 0 && Stopwatch.GetElapsedTime(_lastExpired) < ExpireInterval)
        {
            return;
        }

        foreach (var (message, name) in await store.ExpireParkedAsync(options.ParkedRetention, stoppingToken))
        {
            logger.LogWarning("Message {MessageId} ({Name}) was parked for {Days} days and is deleted.", message, name, options.ParkedRetention.Days);
        }

        _lastExpired = Stopwatch.GetTimestamp();
    }

    private async Task MeasureAsync(OutboxStore store, CancellationToken stoppingToken)
    {
        if (_lastMeasured != 0 && Stopwatch.GetElapsedTime(_lastMeasured) < MeasureInterval)
        {
            return;
        }

        var (oldestAge, backlog, parked, parkedIn, retrying) = await store.MeasureAsync(stoppingToken);
        telemetry.Observe(oldestAge, backlog, parked, parkedIn, retrying);
        _lastMeasured = Stopwatch.GetTimestamp();
    }

    private static Task PauseAsync(TimeSpan about, CancellationToken cancellationToken) =>
        Task.Delay(about * (0.75 + (Random.Shared.NextDouble() / 2)), cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
