using Npgsql;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>A message that waits for a person.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Outgoing">True when it could not be sent, false when it could not be consumed.</param>
/// <param name="Name">The message's name, such as <c>child-stage-changed</c>; empty when it came without.</param>
/// <param name="Attempts">How often it was tried; 0 when it could not be read.</param>
/// <param name="ParkedAt">When it was given up, UTC by the database's clock.</param>
/// <param name="Reason">Why, without any content.</param>
public sealed record ParkedEntry(Guid MessageId, bool Outgoing, string Name, int Attempts, DateTimeOffset ParkedAt, string Reason);

/// <summary>What could not be sent or consumed: to be listed, tried again or thrown away.</summary>
public sealed class ParkedMessages
{
    private readonly MessagingDatabase _database;
    private readonly OutboxSignal _signal;

    internal ParkedMessages(MessagingDatabase database, OutboxSignal signal)
    {
        _database = database;
        _signal = signal;
    }

    /// <summary>The messages parked longest, at most <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<ParkedEntry>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        await using var command = _database.Source.CreateCommand(
            """
            select message_id, true, name, attempts, parked_at, parked_reason from outbox where parked_at is not null
            union all
            select message_id, false, name, attempts, parked_at, reason from parked
            order by 5, 1
            limit $1
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = limit });
        var entries = new List<ParkedEntry>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(new ParkedEntry(
                reader.GetGuid(0), reader.GetBoolean(1), reader.GetString(2), reader.GetInt32(3), reader.GetFieldValue<DateTimeOffset>(4), reader.GetString(5)));
        }

        return entries;
    }

    /// <summary>Tries messages again from the first attempt, and returns how many of the ids were parked.</summary>
    public async Task<int> ReplayAsync(IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken)
    {
        var sent = await RunAsync(
            "update outbox set parked_at = null, parked_reason = null, attempts = 0, next_at = null where parked_at is not null and message_id = any($1)",
            messageIds,
            cancellationToken);
        var consumed = await RunAsync(
            """
            with taken as (delete from parked where message_id = any($1) returning *)
            insert into retry (message_id, consumer, name, body, headers, attempts, next_at, reason)
            select message_id, consumer, name, body, headers, 0, clock_timestamp(), reason from taken
            on conflict (message_id, consumer) do update set attempts = 0, next_at = excluded.next_at
            """,
            messageIds,
            cancellationToken);
        _signal.Wake();
        return sent + consumed;
    }

    /// <summary>
    /// Throws messages away and returns how many of the ids were parked. A discarded outgoing message lets the later
    /// versions of its aggregate go.
    /// </summary>
    public async Task<int> DiscardAsync(IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken)
    {
        var sent = await RunAsync("delete from outbox where parked_at is not null and message_id = any($1)", messageIds, cancellationToken);
        var consumed = await RunAsync("delete from parked where message_id = any($1)", messageIds, cancellationToken);
        _signal.Wake();
        return sent + consumed;
    }

    private async Task<int> RunAsync(string statement, IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken)
    {
        await using var command = _database.Source.CreateCommand(statement);
        command.Parameters.Add(new NpgsqlParameter { Value = messageIds.ToArray() });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
