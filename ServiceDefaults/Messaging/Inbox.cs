using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Partnership.Contracts;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>Applies deliveries in one transaction with the mark that they were applied.</summary>
internal sealed class Inbox(
    IServiceScopeFactory scopes,
    MessagingDatabase database,
    MessagingOptions options,
    MessagingTelemetry telemetry,
    MessagingSteps steps,
    ILogger<Inbox> logger)
{
    private const string MarkStatement = """
        insert into inbox (message_id, consumer)
        select id, $2 from unnest($1) as id
        order by id
        on conflict do nothing
        returning message_id
        """;

    private const string ParkStatement = """
        insert into parked (message_id, consumer, name, body, headers, attempts, reason)
        values ($1, $2, $3, $4, $5::jsonb, $6, $7)
        on conflict (message_id, consumer) do update set attempts = excluded.attempts, reason = excluded.reason, parked_at = excluded.parked_at, replay_at = null
        """;

    private string Consumer => options.Queue!;

    /// <summary>
    /// Applies what was not applied before, parks what cannot be read, and commits; or throws and changes nothing.
    /// </summary>
    /// <param name="deliveries">In the order of their arrival.</param>
    /// <param name="within">What else belongs to the transaction.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ApplyAsync(
        IReadOnlyList<Delivery> deliveries, Func<NpgsqlConnection, Task>? within, CancellationToken cancellationToken)
    {
        var readable = new List<(Delivery Delivery, ConsumerRegistration Consumer, IMessage Message)>(deliveries.Count);
        var unreadable = new List<(Delivery Delivery, string Reason)>();
        foreach (var delivery in deliveries)
        {
            if (!options.Consumers.TryGetValue(delivery.Name, out var consumer))
            {
                unreadable.Add((delivery, $"This service takes in no message named '{delivery.Name}'."));
                continue;
            }

            try
            {
                readable.Add((delivery, consumer, consumer.Read(delivery.Body)));
            }
            catch (Exception exception) when (exception is JsonException or ArgumentException or NotSupportedException or FormatException)
            {
                var at = exception is JsonException { LineNumber: { } line, BytePositionInLine: { } position } ? $", line {line + 1}, byte {position + 1}" : "";
                unreadable.Add((delivery, $"The body is not a {delivery.Name}{at}."));
            }
        }

        using var activity = StartActivity(readable.ConvertAll(item => item.Delivery));
        await using var scope = scopes.CreateAsyncScope();
        var db = database.ContextOf(scope.ServiceProvider);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();

        var fresh = await MarkAsync(connection, [.. readable.Select(item => item.Delivery.MessageId)], cancellationToken);
        var toApply = readable.Where(item => fresh.Remove(item.Delivery.MessageId)).ToList();
        var spans = readable.Count > 1 ? toApply.ConvertAll(item => StartActivity([item.Delivery])) : [];
        try
        {
            foreach (var group in toApply.GroupBy(item => item.Consumer))
            {
                await group.Key.ConsumeAsync(scope.ServiceProvider, group.Select(item => item.Message), cancellationToken);

                // What the next kind of message asks the database about may be this one's work: a hub that was restored says last what it has forgotten.
                await db.SaveChangesAsync(cancellationToken);
            }

            foreach (var (delivery, reason) in unreadable)
            {
                await ParkAsync(connection, delivery, 0, reason, cancellationToken);
            }

            if (within is not null)
            {
                await within(connection);
            }

            steps.AppliedNotCommitted();
            await transaction.CommitAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, FailureReason.Of(exception));
            spans.ForEach(span => span?.SetStatus(ActivityStatusCode.Error));
            throw;
        }
        finally
        {
            spans.ForEach(span => span?.Dispose());
        }

        telemetry.Consumed.Add(toApply.Count);
        telemetry.Duplicates.Add(readable.Count - toApply.Count);
        steps.CommittedNotAcknowledged();
    }

    /// <summary>Puts a message that failed into the retry table, to be applied later.</summary>
    public async Task PutOffAsync(Delivery delivery, int attempts, string reason, CancellationToken cancellationToken)
    {
        await using var command = database.Source.CreateCommand(
            """
            insert into retry (message_id, consumer, name, body, headers, attempts, next_at, reason)
            values ($1, $2, $3, $4, $5::jsonb, $6, clock_timestamp() + $7, $8)
            on conflict do nothing
            """);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            new() { Value = delivery.MessageId },
            new() { Value = Consumer },
            new() { Value = delivery.Name },
            new() { Value = delivery.Body },
            new() { Value = delivery.Headers },
            new() { Value = attempts },
            new() { Value = options.DelayAfter(attempts) },
            new() { Value = reason },
        });
        await command.ExecuteNonQueryAsync(cancellationToken);
        telemetry.InboxRetries.Add(1);
        logger.LogWarning("Message {MessageId} ({Name}) failed and is tried again later: {Reason}", delivery.MessageId, delivery.Name, reason);
    }

    /// <summary>Keeps a message for a person, within the transaction of the connection.</summary>
    public async Task ParkAsync(NpgsqlConnection connection, Delivery delivery, int attempts, string reason, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ParkStatement, connection)
        {
            Parameters =
            {
                new() { Value = delivery.MessageId },
                new() { Value = Consumer },
                new() { Value = delivery.Name },
                new() { Value = delivery.Body },
                new() { Value = delivery.Headers },
                new() { Value = attempts },
                new() { Value = reason },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
        telemetry.InboxParked.Add(1);
        logger.LogError("Message {MessageId} ({Name}) is parked: {Reason}", delivery.MessageId, delivery.Name, reason);
    }

    private async Task<HashSet<Guid>> MarkAsync(NpgsqlConnection connection, Guid[] messageIds, CancellationToken cancellationToken)
    {
        var fresh = new HashSet<Guid>();
        if (messageIds.Length == 0)
        {
            return fresh;
        }

        await using var command = new NpgsqlCommand(MarkStatement, connection) { Parameters = { new() { Value = messageIds }, new() { Value = Consumer } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            fresh.Add(reader.GetGuid(0));
        }

        return fresh;
    }

    /// <summary>
    /// A span within the trace that the messages carry. A batch of several traces gets a trace of its own; each of
    /// its messages has a span in its own trace besides.
    /// </summary>
    private static Activity? StartActivity(List<Delivery> deliveries)
    {
        if (deliveries.Count == 0 || !MessagingTelemetry.Source.HasListeners())
        {
            return null;
        }

        var contexts = deliveries.ConvertAll(delivery => delivery.TraceContext);
        var shared = contexts.TrueForAll(context => context.TraceId == contexts[0].TraceId) ? contexts[0] : default;
        var activity = MessagingTelemetry.Source.StartActivity(
            deliveries.Count == 1 ? $"process {deliveries[0].Name}" : "process batch",
            ActivityKind.Consumer,
            shared,
            links: deliveries.Count == 1 ? null : contexts.Where(context => context != default).Distinct().Select(context => new ActivityLink(context)));
        activity?.SetTag("messaging.system", "rabbitmq");
        activity?.SetTag("messaging.operation.type", "process");
        if (deliveries.Count == 1)
        {
            activity?.SetTag("messaging.message.id", deliveries[0].MessageId.ToString());
        }
        else
        {
            activity?.SetTag("messaging.batch.message_count", deliveries.Count);
        }

        return activity;
    }
}
