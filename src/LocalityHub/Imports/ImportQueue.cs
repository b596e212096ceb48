using Npgsql;
using Partnership.LocalityHub.Webhooks;
using Partnership.ServiceDefaults;

namespace Partnership.LocalityHub.Imports;

/// <summary>A job that this process has taken on.</summary>
internal sealed record ClaimedImport(Guid Id, short Year, int Done, string? TraceParent, bool IsDry = false, Guid? Undoes = null)
{
    /// <summary>Children committed since.</summary>
    public int Written { get; set; }
}

/// <summary>
/// The jobs of the hub, one at a time in the order of their arrival. A worker holds a job under a lease that it renews; when its
/// process dies the lease runs out and another goes on where the last committed chunk ended. Every commit of a job demands that the
/// lease is still its own, so that a worker thought dead cannot write beside its successor.
/// </summary>
internal sealed class ImportQueue(NpgsqlDataSource database, ImportOptions options)
{
    private readonly Guid _owner = Guid.NewGuid();

    public Guid Owner => _owner;

    /// <summary>Wakes the worker of this process when a job was committed; another process may leave one behind without a call.</summary>
    public WakeUp Arrivals { get; } = new();

    /// <summary>Takes the oldest unfinished job; null when there is none or another worker has it.</summary>
    public async Task<ClaimedImport?> ClaimAsync(CancellationToken ct)
    {
        const string Sql = """
            with oldest as (
                select id from import where state in (0, 1) order by sequence limit 1)
            update import i
            set state = 1, lease_owner = $1, lease_until = clock_timestamp() + $2, started_at = coalesce(started_at, clock_timestamp())
            from oldest
            where i.id = oldest.id and (i.lease_until is null or i.lease_until < clock_timestamp() or i.lease_owner = $1)
            returning i.id, i.year, i.done, i.trace_parent, i.is_dry, i.undoes
            """;
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = _owner });
        command.Parameters.Add(new() { Value = options.Lease });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new ClaimedImport(
                reader.GetGuid(0),
                reader.GetInt16(1),
                reader.GetInt32(2),
                reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.GetBoolean(4),
                reader.IsDBNull(5) ? null : reader.GetGuid(5))
            : null;
    }

    /// <summary>Renews the lease; false when another worker has the job now.</summary>
    public async Task<bool> RenewAsync(Guid importId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "update import set lease_until = clock_timestamp() + $3 where id = $1 and lease_owner = $2 and state = 1");
        command.Parameters.Add(new() { Value = importId });
        command.Parameters.Add(new() { Value = _owner });
        command.Parameters.Add(new() { Value = options.Lease });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Gives the job back at a graceful stop, so that the next process need not wait for the lease to run out.</summary>
    public async Task ReleaseAsync(Guid importId)
    {
        await using var command = database.CreateCommand(
            "update import set lease_until = null, lease_owner = null where id = $1 and lease_owner = $2 and state = 1");
        command.Parameters.Add(new() { Value = importId });
        command.Parameters.Add(new() { Value = _owner });
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Ends a job for a reason: children before its position are in, no others will be. Nothing happens when another worker has the job now.</summary>
    public async Task FailAsync(Guid importId, string code, string detail, WebhookDeliveries webhooks, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var command = new NpgsqlCommand(
            """
            update import set state = 3, finished_at = clock_timestamp(), problem_code = $3, problem_detail = $4, lease_until = null
            where id = $1 and lease_owner = $2 and state = 1
            """,
            connection,
            transaction)
        {
            Parameters = { new() { Value = importId }, new() { Value = _owner }, new() { Value = code }, new() { Value = detail } },
        })
        {
            if (await command.ExecuteNonQueryAsync(ct) == 0)
            {
                return;
            }
        }

        await using (var command = new NpgsqlCommand("delete from import_chunk where import_id = $1", connection, transaction) { Parameters = { new() { Value = importId } } })
        {
            await command.ExecuteNonQueryAsync(ct);
        }

        await webhooks.NoteImportAsync(connection, transaction, importId, ct);
        await transaction.CommitAsync(ct);
    }
}

/// <summary>How jobs are run; section <c>Imports</c>.</summary>
internal sealed class ImportOptions
{
    /// <summary>How long a job stays with a worker that has died.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the worker waits before it looks for jobs without being called, and before it takes up again one that a fault has stopped.</summary>
    public TimeSpan LookAgain { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Children that share a transaction: with half as many an import takes a third longer (docs/performance.md), for each is some thirty questions to the server.</summary>
    public int ChunkSize { get; set; } = 1_000;

    /// <summary>Bytes of files that are grouped by child in memory at a time; a larger upload is read several times.</summary>
    public long GroupBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>How long findings and rows given back are kept after an import's end: two returns and the corrections between them.</summary>
    public TimeSpan KeepFindings { get; set; } = TimeSpan.FromDays(800);

    /// <summary>How long a dry run's preview is kept.</summary>
    public TimeSpan KeepPreviews { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long an import can be undone.</summary>
    public TimeSpan KeepBefore { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long it is told that a child is gone whom the hub has forgotten. Who reads changes less often reads them all.</summary>
    public TimeSpan KeepForgotten { get; set; } = TimeSpan.FromDays(90);

    /// <summary>For tests of recovery: the process dies by its own hand after so many chunks. Never set otherwise.</summary>
    public int? DieAfterChunks { get; set; }
}
