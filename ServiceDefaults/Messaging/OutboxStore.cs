using Npgsql;
using NpgsqlTypes;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>The relay's statements on <c>outbox</c>, all on the one connection that holds the leader's lock.</summary>
internal sealed class OutboxStore(NpgsqlConnection connection)
{
    // Any number, the same in every process that relays.
    private const long LeaderKey = 0x4F55_5442_4F58_0001;

    /// <summary>
    /// Rows in the order of writing, save those behind an earlier version of their aggregate that waits, is in flight,
    /// is parked or was written later. The last column is the row of the version just before, when there is one.
    /// </summary>
    private const string ClaimStatement = """
        with due as (
            select o.id
            from outbox o
            where o.parked_at is null
                and (o.locked_until is null or o.locked_until < clock_timestamp())
                and (o.next_at is null or o.next_at <= clock_timestamp())
                and not exists (
                    select from outbox earlier
                    where earlier.aggregate_id = o.aggregate_id
                        and (earlier.epoch, earlier.version) < (o.epoch, o.version)
                        and (earlier.id > o.id
                            or earlier.parked_at is not null
                            or earlier.locked_until >= clock_timestamp()
                            or earlier.next_at > clock_timestamp()))
            order by o.id
            limit $1
            for no key update skip locked)
        update outbox
        set locked_until = clock_timestamp() + $2
        from due
        where outbox.id = due.id
        returning outbox.id, aggregate_id, epoch, version, message_id, name, routing_key, body, headers, attempts,
            (select previous.id
            from outbox previous
            where previous.aggregate_id = outbox.aggregate_id
                and (previous.epoch, previous.version) < (outbox.epoch, outbox.version)
            order by previous.epoch desc, previous.version desc
            limit 1)
        """;

    /// <summary>What a sender states anew, and says again when it is asked to. A command is said once, and so is what <see cref="ISaidOnce"/> names.</summary>
    private static readonly string[] SaidAgain =
    [
        .. MessageCatalogue.Types.Where(type => type.IsAssignableTo(typeof(IRegionalSnapshot)) && !type.IsAssignableTo(typeof(ISaidOnce))).Select(MessageCatalogue.NameOf),
    ];

    /// <summary>Anchors of an audit trail: a later one says less than all of them do once the trail was restored.</summary>
    private static readonly string[] EachKept = [MessageCatalogue.NameOf(typeof(AuditSealed))];

    private const string ReleaseStatement = "update outbox set locked_until = null where id = any($1)";

    /// <summary>Becomes the relay of this database unless another process is.</summary>
    public async Task<bool> TryLeadAsync(CancellationToken cancellationToken)
    {
        // The tables are small or momentarily large, and their statistics never right: by index, whatever they say. A scan that there is no
        // index for then looks so dear that the server compiles the question each time, which costs more than a hundred times its answer.
        await using var command = new NpgsqlCommand(
            "set enable_hashjoin = off; set enable_mergejoin = off; set enable_seqscan = off; set jit = off", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await using var attempt = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = LeaderKey } } };
        return (bool)(await attempt.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>
    /// Ends the leases of whoever led before. The lock came free, so that process is dead or has lost its database; what
    /// it may still be sending arrives twice, in order, and the inbox drops it. Without this a killed relay's rows would
    /// wait for the end of their lease.
    /// </summary>
    public async Task EndLeasesAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("update outbox set locked_until = null where locked_until is not null", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Lets another process lead.</summary>
    public async Task ResignAsync()
    {
        await using var command = new NpgsqlCommand("select pg_advisory_unlock($1)", connection) { Parameters = { new() { Value = LeaderKey } } };
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Takes rows for the length of the lease and commits; nobody else sends them until it ends.</summary>
    public async Task<List<OutboxRow>> ClaimAsync(int limit, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ClaimStatement, connection)
        {
            Parameters = { new() { Value = limit }, new() { Value = lease } },
        };
        await command.PrepareAsync(cancellationToken);
        var rows = new List<OutboxRow>();
        var previous = new Dictionary<long, long>();
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(new OutboxRow(
                    reader.GetInt64(0),
                    reader.GetGuid(1),
                    reader.GetInt32(2),
                    reader.GetInt64(3),
                    reader.GetGuid(4),
                    reader.GetString(5),
                    reader.GetString(6),
                    reader.GetFieldValue<byte[]>(7),
                    reader.GetString(8),
                    reader.GetInt32(9)));
                if (!await reader.IsDBNullAsync(10, cancellationToken))
                {
                    previous.Add(reader.GetInt64(0), reader.GetInt64(10));
                }
            }
        }

        return await WithoutGapsAsync(rows, previous, cancellationToken);
    }

    /// <summary>
    /// Gives back rows whose version just before was not claimed with them: it lies beyond the limit, for identities
    /// need not follow the versions. The first row of a claim always stays, so there is always progress.
    /// </summary>
    private async Task<List<OutboxRow>> WithoutGapsAsync(List<OutboxRow> rows, Dictionary<long, long> previous, CancellationToken cancellationToken)
    {
        var kept = new HashSet<long>(rows.Count);
        var inOrder = new List<OutboxRow>(rows.Count);
        var early = new List<long>();
        foreach (var row in rows.OrderBy(row => row.Epoch).ThenBy(row => row.Version).ThenBy(row => row.Id))
        {
            if (!previous.TryGetValue(row.Id, out var before) || kept.Contains(before))
            {
                kept.Add(row.Id);
                inOrder.Add(row);
            }
            else
            {
                early.Add(row.Id);
            }
        }

        if (early.Count > 0)
        {
            await using var command = new NpgsqlCommand(ReleaseStatement, connection) { Parameters = { new() { Value = early.ToArray() } } };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return inOrder;
    }

    /// <summary>Forgets what was confirmed, gives back what was not sent, and puts off or parks what failed.</summary>
    public async Task SettleAsync(IReadOnlyList<OutboxRow> rows, MessagingOptions options, CancellationToken cancellationToken)
    {
        await RunAsync("delete from outbox where id = any($1)", SendOutcome.Confirmed);
        await RunAsync(ReleaseStatement, SendOutcome.Unsent);
        foreach (var row in rows.Where(row => row.Outcome == SendOutcome.Failed))
        {
            var attempts = row.Attempts + 1;
            await using var command = new NpgsqlCommand(
                """
                update outbox
                set attempts = $2,
                    locked_until = null,
                    next_at = clock_timestamp() + $3,
                    parked_at = case when $2 >= $4 then clock_timestamp() end,
                    parked_reason = case when $2 >= $4 then $5 end
                where id = $1
                """,
                connection)
            {
                Parameters =
                {
                    new() { Value = row.Id },
                    new() { Value = attempts },
                    new() { Value = options.DelayAfter(attempts) },
                    new() { Value = options.MaxAttempts },
                    new() { Value = row.FailureReason, NpgsqlDbType = NpgsqlDbType.Text },
                },
            };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        async Task RunAsync(string statement, SendOutcome outcome)
        {
            var ids = rows.Where(row => row.Outcome == outcome).Select(row => row.Id).ToArray();
            if (ids.Length > 0)
            {
                await using var command = new NpgsqlCommand(statement, connection) { Parameters = { new() { Value = ids } } };
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }

    /// <summary>
    /// Deletes what has been parked for longer than a time and is told otherwise: outgoing, what a later version waits behind; incoming, what its sender says again.
    /// Returns which messages those were.
    /// </summary>
    public async Task<List<(Guid MessageId, string Name)>> ExpireParkedAsync(TimeSpan retention, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            with unsent as (
                    delete from outbox o
                    where parked_at < clock_timestamp() - $1 and name <> all($3)
                        and exists (select from outbox later where later.aggregate_id = o.aggregate_id and (later.epoch, later.version) > (o.epoch, o.version))
                    returning message_id, name),
                unread as (delete from parked where parked_at < clock_timestamp() - $1 and replay_at is null and name = any($2) returning message_id, name)
            select message_id, name from unsent union all select message_id, name from unread
            """,
            connection)
        {
            Parameters = { new() { Value = retention }, new() { Value = SaidAgain }, new() { Value = EachKept } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var gone = new List<(Guid, string)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            gone.Add((reader.GetGuid(0), reader.GetString(1)));
        }

        return gone;
    }

    /// <summary>Age of the oldest unsent row in seconds, how many there are, how many are parked, and how many that were taken in are tried again.</summary>
    public async Task<(double OldestAge, long Backlog, long Parked, long ParkedIn, long Retrying)> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            select coalesce(extract(epoch from clock_timestamp() - min(created_at) filter (where parked_at is null)), 0)::float8,
                count(*) filter (where parked_at is null),
                count(*) filter (where parked_at is not null),
                (select count(*) from parked where replay_at is null),
                (select count(*) from retry)
            from outbox
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetDouble(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4));
    }
}
