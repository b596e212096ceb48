using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>
/// Applies what the retry table holds when it is due; parks what still fails at the last attempt. Forgets old inbox rows.
/// </summary>
internal sealed class RetryRunner(
    Inbox inbox, MessagingDatabase database, MessagingOptions options, ILogger<RetryRunner> logger) : BackgroundService
{
    private const int ForgottenAtOnce = 5000;
    private static readonly TimeSpan ForgetInterval = TimeSpan.FromMinutes(10);

    // A request in another process of this service cannot call: asked now and then.
    private const int TurnsBetweenReplays = 10;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var sinceForgetting = ForgetInterval;
        try
        {
            for (var turn = 0; ; turn++)
            {
                try
                {
                    if (await options.Replays.WaitAsync(options.PollInterval, stoppingToken) || turn % TurnsBetweenReplays == 0)
                    {
                        await TakeReplaysAsync(stoppingToken);
                    }

                    while (await RunNextAsync(stoppingToken))
                    {
                    }

                    sinceForgetting += options.PollInterval;
                    if (sinceForgetting >= ForgetInterval)
                    {
                        while (await ForgetAsync(stoppingToken) == ForgottenAtOnce)
                        {
                        }

                        sinceForgetting = TimeSpan.Zero;
                    }
                }
                catch (Exception exception) when (DatabaseFaults.MayBe(exception))
                {
                    logger.LogWarning("Retries wait for the database ({Reason}).", FailureReason.Of(exception));
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Rows stay for the next start.
        }
    }

    /// <summary>Moves what a person asked to try again from the parked messages to those that are due.</summary>
    private async Task TakeReplaysAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Source.CreateCommand(
            """
            with taken as (delete from parked where consumer = $1 and replay_at is not null returning *)
            insert into retry (message_id, consumer, name, body, headers, attempts, next_at, reason)
            select message_id, consumer, name, body, headers, 0, clock_timestamp(), reason from taken
            on conflict (message_id, consumer) do update set attempts = 0, next_at = excluded.next_at
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = options.Queue! });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Takes the message that is due longest; false when none is.</summary>
    private async Task<bool> RunNextAsync(CancellationToken stoppingToken)
    {
        // The row's lock keeps other processes off it; it is released with this connection, whatever happens.
        await using var connection = await database.Source.OpenConnectionAsync(stoppingToken);
        await using var transaction = await connection.BeginTransactionAsync(stoppingToken);
        if (await TakeAsync(connection, stoppingToken) is not var (delivery, attempts))
        {
            return false;
        }

        try
        {
            await inbox.ApplyAsync([delivery], null, stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            if (MessagingDatabase.MayBeAway(exception) && !await database.AnswersAsync(stoppingToken))
            {
                return false;
            }

            attempts++;
            var reason = FailureReason.Of(exception);
            if (attempts < options.MaxAttempts)
            {
                await PutOffAgainAsync(connection, delivery, attempts, reason, stoppingToken);
                await transaction.CommitAsync(stoppingToken);
                return true;
            }

            await inbox.ParkAsync(connection, delivery, attempts, reason, stoppingToken);
        }

        // After a crash just here the message is applied already: the inbox knows it, and this row goes then.
        await DeleteAsync(connection, delivery, stoppingToken);
        await transaction.CommitAsync(stoppingToken);
        return true;
    }

    private async Task<(Delivery Delivery, int Attempts)?> TakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            select message_id, name, body, headers, attempts
            from retry
            where consumer = $1 and next_at <= clock_timestamp()
            order by next_at
            limit 1
            for update skip locked
            """,
            connection)
        {
            Parameters = { new() { Value = options.Queue! } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (new Delivery(reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2), reader.GetString(3), 0), reader.GetInt32(4))
            : null;
    }

    private async Task PutOffAgainAsync(NpgsqlConnection connection, Delivery delivery, int attempts, string reason, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "update retry set attempts = $3, next_at = clock_timestamp() + $4, reason = $5 where message_id = $1 and consumer = $2", connection)
        {
            Parameters =
            {
                new() { Value = delivery.MessageId },
                new() { Value = options.Queue! },
                new() { Value = attempts },
                new() { Value = options.DelayAfter(attempts) },
                new() { Value = reason },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task DeleteAsync(NpgsqlConnection connection, Delivery delivery, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("delete from retry where message_id = $1 and consumer = $2", connection)
        {
            Parameters = { new() { Value = delivery.MessageId }, new() { Value = options.Queue! } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Deletes a bounded number of inbox rows older than the retention and returns how many there were.</summary>
    private async Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Source.CreateCommand(
            """
            delete from inbox
            where (message_id, consumer) in (
                select message_id, consumer from inbox
                where received_at < clock_timestamp() - $1
                order by received_at
                limit $2
                for update skip locked)
            """);
        command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = options.InboxRetention }, new() { Value = ForgottenAtOnce } });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
