using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using Partnership.CaseData.Milestones;
using Partnership.CaseData.Ssda903;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Restrictions;
using Partnership.LocalityHub.Webhooks;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Imports;

/// <summary>
/// Puts back the children whom an import changed, a chunk in one transaction: their rows, then everything derived from rows, and what the
/// region may know. A child whom the import brought is forgotten, unless somebody has added something since.
/// </summary>
internal sealed class UndoJob(
    NpgsqlDataSource database,
    ImportQueue queue,
    ImportOptions options,
    Council council,
    AreaKey areas,
    OutboxSignal outbox,
    WebhookDeliveries webhooks,
    WebhookSignal calls,
    TimeProvider clock)
{
    public async Task RunAsync(ClaimedImport undo, CancellationToken ct)
    {
        var import = undo.Undoes!.Value;
        var children = await ChildrenAsync(import, ct);
        await DemandAsync(database.CreateCommand("update import set total = $3 where id = $1 and lease_owner = $2 and state = 1"), undo, [children.Count], ct);

        // Chunks before the position were committed by a run that was killed.
        var written = 0;
        foreach (var chunk in children.Skip(undo.Done).Chunk(options.ChunkSize))
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            var putBack = await PutBackAsync(connection, transaction, undo, chunk, ct);
            await DemandAsync(
                new NpgsqlCommand(
                    "update import set done = done + $3, children_updated = children_updated + $4 where id = $1 and lease_owner = $2 and state = 1", connection, transaction),
                undo,
                [chunk.Length, putBack],
                ct);
            await transaction.CommitAsync(ct);
            undo.Written += chunk.Length;
            outbox.Wake();
            if (++written == options.DieAfterChunks)
            {
                Process.GetCurrentProcess().Kill();
            }
        }

        await FinishAsync(undo, import, ct);
        calls.Wake();
    }

    /// <summary>Puts a chunk of children back; returns how many there still were.</summary>
    private async Task<int> PutBackAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, ClaimedImport undo, Touched[] chunk, CancellationToken ct)
    {
        // Whoever was erased after the undo was asked for stays so.
        Guid[] ids = [.. (await ChildWrites.LockAsync(connection, transaction, [.. chunk.Select(child => child.Id)], ct)).Keys];
        var import = undo.Undoes!.Value;
        await ImportBefore.RestoreAsync(connection, transaction, import, undo.Year, ids, ct);
        var references = await RegionalStore.OfChildrenAsync(connection, transaction, ids, ct);
        var ledger = new RegionalLedger(council.Code, await RegionalStore.EpochAsync(connection, transaction, ct), clock.GetUtcNow());
        Guid[] forgotten = [.. await ForgetChildren.UntouchedAsync(connection, transaction, [.. chunk.Where(child => child.IsNew).Select(child => child.Id)], ct)];
        await ForgetChildren.ForgetAsync(connection, transaction, forgotten, references, ledger, clock.GetUtcNow(), ct);
        await ForgetChildren.ForgetAnswersAsync(connection, transaction, forgotten, ct);

        var kept = await KeptAsync(connection, transaction, ids, ct);
        var stored = await StoredRows.LoadAsync(connection, kept, null, Tables.All.ToHashSet(), ct);
        var given = await GivenMilestones.OfChildrenAsync(connection, transaction, [.. kept.Keys], ct);
        var restricted = await ToldRestriction.OfEachAsync(connection, transaction, [.. kept.Keys], ct);
        var today = LondonCalendar.Today(clock);
        var milestones = new List<StoredMilestone>(ids.Length * 4);
        var stages = new List<short?>(kept.Count);
        foreach (var id in kept.Keys)
        {
            var derived = ChildMilestones.Derive(
                ReturnFacts.Merge(stored[id].Select(row => (row.Row, (int)row.Year))), given[id].Select(each => each.AsEntered()));
            milestones.AddRange(DerivedMilestones.Of(id, derived, given[id]));
            var region = RegionalFacts.Of(derived, today);
            stages.Add((short?)region.Stage?.Stage);
            ledger.Settle(id, [.. references[id]], region, restricted.GetValueOrDefault(id));
        }

        await UpdateAsync(connection, transaction, [.. kept.Keys], [.. stages], ct);
        await PrioritySeen.TakeBackAsync(connection, transaction, import, [.. kept.Keys], today, ct);
        DerivedMilestones.Write(connection, milestones);
        await RegionalStore.SaveAsync(connection, transaction, ledger, ct);
        await SearchedChildren.TellAsync(connection, transaction, [.. kept.Keys], council, areas, clock, ct);
        return ids.Length;
    }

    /// <summary>Every child whom the import changed, in one order.</summary>
    private async Task<List<Touched>> ChildrenAsync(Guid import, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select child_id, identity is null from import_before where import_id = $1 order by child_id");
        command.Parameters.Add(new() { Value = import });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var children = new List<Touched>();
        while (await reader.ReadAsync(ct))
        {
            children.Add(new Touched(reader.GetGuid(0), reader.GetBoolean(1)));
        }

        return children;
    }

    private static async Task<Dictionary<Guid, string>> KeptAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] ids, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select id, local_id from child where id = any($1) order by id", connection, transaction) { Parameters = { Ids(ids) } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var kept = new Dictionary<Guid, string>(ids.Length);
        while (await reader.ReadAsync(ct))
        {
            kept.Add(reader.GetGuid(0), reader.GetString(1));
        }

        return kept;
    }

    private async Task UpdateAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] ids, short?[] stages, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("delete from milestone where child_id = any($1)") { Parameters = { Ids(ids) } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            update child set
                held = exists (select from child_year y where y.child_id = child.id and y.held_import_id is not null),
                stage = given.stage, version = child.version + 1, updated_at = $3
            from unnest($1, $2) as given (id, stage)
            where child.id = given.id
            """)
        {
            Parameters = { Ids(ids), new() { Value = stages, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint }, new() { Value = clock.GetUtcNow() } },
        });
        await batch.ExecuteNonQueryAsync(ct);
    }

    private async Task FinishAsync(ClaimedImport undo, Guid import, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await DemandAsync(
            new NpgsqlCommand(
                "update import set state = 2, finished_at = clock_timestamp(), lease_until = null where id = $1 and lease_owner = $2 and state = 1", connection, transaction),
            undo,
            [],
            ct);
        await using (var batch = new NpgsqlBatch(connection, transaction))
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("update import set undone_at = clock_timestamp() where id = $1") { Parameters = { new() { Value = import } } });
            batch.BatchCommands.Add(new NpgsqlBatchCommand("delete from import_before where import_id = $1") { Parameters = { new() { Value = import } } });
            await batch.ExecuteNonQueryAsync(ct);
        }

        await webhooks.NoteImportAsync(connection, transaction, undo.Id, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Moves the job on, while it is still this worker's.</summary>
    private async Task DemandAsync(NpgsqlCommand command, ClaimedImport undo, int[] counts, CancellationToken ct)
    {
        await using (command)
        {
            command.Parameters.Add(new() { Value = undo.Id });
            command.Parameters.Add(new() { Value = queue.Owner });
            foreach (var count in counts)
            {
                command.Parameters.Add(new() { Value = count });
            }

            if (await command.ExecuteNonQueryAsync(ct) != 1)
            {
                throw new LeaseLostException();
            }
        }
    }

    private static NpgsqlParameter Ids(Guid[] ids) => new() { Value = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    /// <summary>A child whom the import changed, or brought.</summary>
    private readonly record struct Touched(Guid Id, bool IsNew);
}
