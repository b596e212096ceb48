using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using Partnership.CaseData.Milestones;
using Partnership.CaseData.Ssda903;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Regional;
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
    /// <summary>Where people and other systems keep something of a child: whoever stands in one of these is not forgotten.</summary>
    public static readonly string[] EnteredTables =
    [
        "given_milestone", "feed_record", "child_restriction", "break_glass_grant", "support_child", "assessed_child",
        "permanence", "plan_change", "child_need", "child_background", "exclusion_area", "priority_flag", "sibling_group_member",
        "child_search", "search_pause", "search_escalation", "placement", "child_move", "court_order", "ruled_out", "candidate_question",
        "profile_version", "disclosure", "family_link_child", "match_decision", "case_event", "duty_reason", "case_transfer_child",
        "case_paper", "case_decision",
    ];

    /// <summary>Likewise, where one row is of several children.</summary>
    public static readonly string[] EnteredLists = ["panel_case"];

    public async Task RunAsync(ClaimedImport undo, CancellationToken ct)
    {
        var import = undo.Undoes!.Value;
        var children = await ChildrenAsync(import, ct);
        await DemandAsync(database.CreateCommand("update import set total = $3 where id = $1 and lease_owner = $2 and state = 1"), undo, children.Count, ct);

        // Chunks before the position were committed by a run that was killed.
        var written = 0;
        foreach (var chunk in children.Skip(undo.Done).Chunk(options.ChunkSize))
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await PutBackAsync(connection, transaction, undo, chunk, ct);
            await DemandAsync(
                new NpgsqlCommand(
                    "update import set done = done + $3, children_updated = children_updated + $3 where id = $1 and lease_owner = $2 and state = 1", connection, transaction),
                undo,
                chunk.Length,
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

    private async Task PutBackAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, ClaimedImport undo, Touched[] chunk, CancellationToken ct)
    {
        Guid[] ids = [.. chunk.Select(child => child.Id)];
        var import = undo.Undoes!.Value;
        await ChildWrites.LockAsync(connection, transaction, ids, ct);
        await ImportBefore.RestoreAsync(connection, transaction, import, undo.Year, ids, ct);
        var forgotten = await ForgetAsync(connection, transaction, [.. chunk.Where(child => child.IsNew).Select(child => child.Id)], ct);

        var kept = await KeptAsync(connection, transaction, ids, ct);
        var stored = await StoredRows.LoadAsync(connection, kept, null, Tables.All.ToHashSet(), ct);
        var given = await GivenMilestones.OfChildrenAsync(connection, transaction, [.. kept.Keys], ct);
        var references = await RegionalStore.OfChildrenAsync(connection, transaction, ids, ct);
        var ledger = new RegionalLedger(council.Code, await RegionalStore.EpochAsync(connection, transaction, ct), clock.GetUtcNow());
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
            ledger.Settle(id, [.. references[id]], region);
        }

        foreach (var id in forgotten)
        {
            ledger.Forget(id, [.. references[id]]);
        }

        await UpdateAsync(connection, transaction, [.. kept.Keys], [.. stages], ct);
        DerivedMilestones.Write(connection, milestones);
        await RegionalStore.SaveAsync(connection, transaction, ledger, ct);
        await SearchedChildren.TellAsync(connection, transaction, [.. kept.Keys], council, areas, clock, ct);
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

    /// <summary>Deletes the children whom only the import brought, with all that imports and dry runs have found of them; gives those that are gone.</summary>
    private static async Task<List<Guid>> ForgetAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] brought, CancellationToken ct)
    {
        var (forgotten, locals) = (new List<Guid>(), new List<string>());
        if (brought.Length == 0)
        {
            return forgotten;
        }

        // Whoever has entered, named, restricted or opened anything has raised the version, or has a row of their own.
        await using (var command = new NpgsqlCommand(
            $"""
            delete from child c
            where id = any($1) and version = 1
                and {string.Join(" and ", EnteredTables.Append("child_year").Select(table => $"not exists (select from {table} t where t.child_id = c.id)"))}
                and {string.Join(" and ", EnteredLists.Select(table => $"not exists (select from {table} t where t.child_ids @> array[c.id])"))}
            returning id, local_id
            """,
            connection,
            transaction)
        {
            Parameters = { Ids(brought) },
        })
        {
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                forgotten.Add(reader.GetGuid(0));
                locals.Add(reader.GetString(1));
            }
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var table in (string[])["import_finding", "import_rejected_row", "import_held_child"])
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"delete from {table} where child_id = any($1)") { Parameters = { Ids([.. forgotten]) } });
        }

        // A dry run before the import knew the child by the council's number alone.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("delete from import_preview where child_id = any($1) or local_id = any($2)") { Parameters = { Ids([.. forgotten]), new() { Value = locals.ToArray() } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("delete from milestone where child_id = any($1)") { Parameters = { Ids([.. forgotten]) } });
        await batch.ExecuteNonQueryAsync(ct);
        return forgotten;
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
            null,
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
    private async Task DemandAsync(NpgsqlCommand command, ClaimedImport undo, int? count, CancellationToken ct)
    {
        await using (command)
        {
            command.Parameters.Add(new() { Value = undo.Id });
            command.Parameters.Add(new() { Value = queue.Owner });
            if (count is { } given)
            {
                command.Parameters.Add(new() { Value = given });
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
