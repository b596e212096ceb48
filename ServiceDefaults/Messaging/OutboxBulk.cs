using Npgsql;
using NpgsqlTypes;
using Partnership.Contracts;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>The outbox for imports that write thousands of messages in one transaction.</summary>
public static class OutboxBulk
{
    /// <summary>
    /// Adds an outbox row for each message by COPY, within the transaction that writes the state. Call
    /// <see cref="WakeUp.Wake"/> of <see cref="OutboxSignal"/> after the commit; without it they wait up to a second.
    /// </summary>
    /// <exception cref="PostgresException">A version was published before (23505).</exception>
    public static async Task WriteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyCollection<IMessage> messages, CancellationToken cancellationToken)
    {
        if (transaction.Connection != connection)
        {
            throw new ArgumentException("The transaction belongs to another connection.", nameof(transaction));
        }

        if (messages.Count == 0)
        {
            return;
        }

        await using var copy = await connection.BeginBinaryImportAsync(
            "copy outbox (aggregate_id, epoch, version, message_id, name, routing_key, body, headers) from stdin (format binary)", cancellationToken);
        foreach (var message in messages)
        {
            var row = OutboxExtensions.CreateRow(message);
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(row.AggregateId, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(row.Epoch, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(row.Version, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.MessageId, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(row.Name, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.RoutingKey, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.Body, NpgsqlDbType.Bytea, cancellationToken);
            await copy.WriteAsync(row.Headers, NpgsqlDbType.Jsonb, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }
}
