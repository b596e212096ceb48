using Npgsql;
using Partnership.CaseData.Ssda903;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Restrictions;
using Partnership.LocalityHub.Webhooks;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Imports;

/// <summary>
/// Writes a chunk of children within one transaction: rows, milestones, what the region may know, findings, and the job's position.
/// </summary>
internal sealed class ChunkWriter(ClaimedImport import, Guid owner, Council council, AreaKey areas, WebhookDeliveries webhooks, TimeProvider clock)
{
    /// <summary>Says how many children there are, once the upload has been read.</summary>
    public async Task AnnounceAsync(NpgsqlDataSource database, UploadGroups upload, CancellationToken ct)
    {
        await using var command = database.CreateCommand("update import set total = $3, tables = $4 where id = $1 and lease_owner = $2");
        command.Parameters.Add(new() { Value = import.Id });
        command.Parameters.Add(new() { Value = owner });
        command.Parameters.Add(new() { Value = upload.ChildCount });
        command.Parameters.Add(new() { Value = upload.Present.Sum(table => 1 << (int)table) });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Writes a chunk up to its commit, which may come once this has returned: then the chunk before is committed.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, PreparedChild[] chunk, ChunkTurn turn, CancellationToken ct)
    {
        await turn.TakeAsync(connection, transaction, ct);
        var stages = await LockAsync(connection, transaction, chunk, ct);
        await TakeInAsync(connection, transaction, chunk, stages, ct);
        await turn.WaitAsync(connection, transaction, ct);
        await AdvanceAsync(connection, transaction, chunk, 0, ct);
    }

    /// <summary>Child by child under a savepoint: what the database refuses is given back, row by row, and the others stay.</summary>
    public async Task WriteSinglyAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, PreparedChild[] chunk, CancellationToken ct)
    {
        var stages = await LockAsync(connection, transaction, chunk, ct);
        var written = new List<PreparedChild>(chunk.Length);
        var refused = new List<PreparedChild>();
        foreach (var child in chunk)
        {
            await transaction.SaveAsync("child", ct);
            try
            {
                await TakeInAsync(connection, transaction, [child], stages, ct);
                written.Add(child);
            }
            catch (PostgresException exception) when (exception.SqlState.StartsWith("22", StringComparison.Ordinal))
            {
                await transaction.RollbackAsync("child", ct);
                refused.Add(child);
            }
        }

        var rows = refused.SelectMany(child => child.Submission.Rows.Select(row => new ImportRejectedRow
        {
            ImportId = import.Id,
            ChildId = child.IsNew ? null : child.Id,
            Table = (short)row.Table,
            Row = row.Row,
            Reason = "A row of this child holds a character that cannot be stored, so none of the child's rows was taken in.",
        })).ToList();
        ImportLists.Write(connection, rows);
        await AdvanceAsync(connection, transaction, [.. written], refused.Count, ct, rows.Count);
    }

    /// <summary>Ends the job: the rows that were given back, the last counts, the rules that were not checked, and the staged bytes, which are no longer needed.</summary>
    public async Task FinishAsync(NpgsqlDataSource database, UploadGroups upload, string[] notChecked, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        ImportLists.Write(connection, await RejectedAsync(connection, transaction, upload, ct));
        await using (var command = new NpgsqlCommand(
            """
            update import set state = 2, finished_at = clock_timestamp(), lease_until = null, rows = $3, rejected_rows = rejected_rows + $4, not_checked = $5
            where id = $1 and lease_owner = $2 and state = 1
            """,
            connection,
            transaction)
        {
            Parameters = { new() { Value = import.Id }, new() { Value = owner }, new() { Value = upload.RowCount }, new() { Value = upload.Rejected.Count }, new() { Value = notChecked } },
        })
        {
            await DemandLeaseAsync(command, ct);
        }

        await using (var command = new NpgsqlCommand("delete from import_chunk where import_id = $1", connection, transaction) { Parameters = { new() { Value = import.Id } } })
        {
            await command.ExecuteNonQueryAsync(ct);
        }

        await webhooks.NoteImportAsync(connection, transaction, import.Id, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>
    /// Locks every known child of a chunk, in the one order, and gives their stages: of one that does not change, and by a dry run, rows are written too, and
    /// must not be left behind by whoever forgets the child meanwhile.
    /// </summary>
    private static async Task<Dictionary<Guid, ChildStage?>> LockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, PreparedChild[] chunk, CancellationToken ct)
    {
        var known = chunk.Where(child => !child.IsNew).Select(child => child.Id).ToArray();
        var stages = await ChildWrites.LockAsync(connection, transaction, known, ct);
        return stages.Count < known.Length ? throw new ChildForgottenException() : stages;
    }

    private Task TakeInAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PreparedChild[] chunk, Dictionary<Guid, ChildStage?> stages, CancellationToken ct) => import.IsDry
        ? DryRun.WriteAsync(connection, transaction, import.Id, chunk, LondonCalendar.Today(clock), ct)
        : WriteChildrenAsync(connection, transaction, chunk, stages, ct);

    private async Task WriteChildrenAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PreparedChild[] chunk, Dictionary<Guid, ChildStage?> stages, CancellationToken ct)
    {
        var changed = Array.FindAll(chunk, child => child.Changes);
        if (changed.Length > 0)
        {
            await SettleAsync(connection, transaction, changed, stages, ct);
        }

        ImportLists.Write(connection, [.. chunk.SelectMany(child => child.Findings)]);
        ImportLists.Write(connection, [.. chunk.Where(child => child.Outcome == Outcome.Held).Select(child => new ImportHeldChild
        {
            ImportId = import.Id,
            ChildId = child.Id,
            Reasons = child.HoldReasons,
            ReversalInDoubt = child.SpeaksOfReversal && stages.GetValueOrDefault(child.Id) is { } stage and not ChildStage.Ended,
        })]);
    }

    private async Task SettleAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PreparedChild[] changed, Dictionary<Guid, ChildStage?> stages, CancellationToken ct)
    {
        var known = changed.Where(child => !child.IsNew).Select(child => child.Id).ToArray();
        var epoch = await RegionalStore.EpochAsync(connection, transaction, ct);
        var given = await GivenMilestones.OfChildrenAsync(connection, transaction, known, ct);
        var references = await RegionalStore.OfChildrenAsync(connection, transaction, known, ct);
        var restricted = await ToldRestriction.OfEachAsync(connection, transaction, known, ct);
        var ledger = new RegionalLedger(council.Code, epoch, clock.GetUtcNow());
        var today = LondonCalendar.Today(clock);
        var milestones = new List<StoredMilestone>(changed.Length * 4);
        foreach (var child in changed)
        {
            if (child.IsHeldNow || child.Facts is not { } facts)
            {
                stages.TryAdd(child.Id, null);
                if (child.Submission.Rows.OfType<EpisodeRow>().Any(episode => episode.IsAdopted))
                {
                    // Held or not: a record made after the order must find nothing to be compared with.
                    ledger.SettleIdentity(child.Id, references[child.Id].SingleOrDefault(each => each.Purpose == ReferencePurpose.Identity), byNhsNumber: null, byPupilNumber: null);
                }

                continue;
            }

            var (derived, rows) = child.Derived ?? DerivedMilestones.Derive(child.Id, facts, [.. given[child.Id]]);
            milestones.AddRange(rows);
            var region = RegionalFacts.Of(derived, today);
            stages[child.Id] = region.Stage?.Stage;
            ledger.Settle(child.Id, [.. references[child.Id]], region, restricted.GetValueOrDefault(child.Id));
        }

        await ImportBefore.NoteAsync(connection, transaction, import, changed, ct);
        await ChildWrites.DeleteReplacedAsync(connection, transaction, changed, import.Year, ct);
        ChildWrites.Add(connection, Array.FindAll(changed, child => child.IsNew), stages, clock.GetUtcNow());
        await ChildWrites.UpdateAsync(connection, transaction, Array.FindAll(changed, child => !child.IsNew), stages, clock.GetUtcNow(), ct);
        ChildWrites.AddYears(connection, Array.FindAll(changed, child => !child.HasRowsOfYear), import);
        await ChildWrites.UpdateYearsAsync(connection, transaction, Array.FindAll(changed, child => child.HasRowsOfYear), import, ct);
        new RowCopy(connection, import.Id, import.Year).Write(
            [.. changed.Select(child => new RowCopy.Rows(child.Id, child.Outcome == Outcome.Held, child.Submission.Rows, child.Submission.Kept))]);
        DerivedMilestones.Write(connection, milestones);
        await RegionalStore.SaveAsync(connection, transaction, ledger, ct);
        await PrioritySeen.NoteAsync(connection, transaction, import.Id, [.. changed.Select(child => child.Id).Where(id => PrioritySeen.Concerns(stages[id]))], today, ct);
        await SearchedChildren.TellAsync(connection, transaction, known, council, areas, clock, ct);
    }

    private async Task AdvanceAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PreparedChild[] written, int refused, CancellationToken ct, int refusedRows = 0)
    {
        int Count(Outcome outcome) => written.Count(child => child.Outcome == outcome);
        await using var command = new NpgsqlCommand(
            """
            update import
            set done = done + $3, children_new = children_new + $4, children_updated = children_updated + $5,
                children_unchanged = children_unchanged + $6, children_held = children_held + $7, findings = findings + $8,
                rejected_rows = rejected_rows + $9
            where id = $1 and lease_owner = $2 and state = 1
            """,
            connection,
            transaction)
        {
            Parameters =
            {
                new() { Value = import.Id },
                new() { Value = owner },
                new() { Value = written.Length + refused },
                new() { Value = Count(Outcome.New) },
                new() { Value = Count(Outcome.Updated) },
                new() { Value = Count(Outcome.Unchanged) },
                new() { Value = Count(Outcome.Held) },
                new() { Value = written.Sum(child => child.Findings.Count) },
                new() { Value = refusedRows },
            },
        };
        await DemandLeaseAsync(command, ct);
    }

    private static async Task DemandLeaseAsync(NpgsqlCommand command, CancellationToken ct)
    {
        if (await command.ExecuteNonQueryAsync(ct) != 1)
        {
            throw new LeaseLostException();
        }
    }

    private async Task<List<ImportRejectedRow>> RejectedAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, UploadGroups upload, CancellationToken ct)
    {
        var locals = upload.Rejected.Select(row => row.Child).OfType<string>().Distinct().ToArray();
        var ids = await ChildWrites.IdsAsync(connection, locals, ct);
        var there = await ChildWrites.LockAsync(connection, transaction, [.. ids.Values.Select(child => child.Id)], ct);
        return [.. upload.Rejected.Select(row => new ImportRejectedRow
        {
            ImportId = import.Id,
            ChildId = row.Child is { } local && ids.TryGetValue(local, out var found) && there.ContainsKey(found.Id) ? found.Id : null,
            Table = (short)row.Table,
            Row = row.Row,
            Reason = row.Reason,
        })];
    }
}

/// <summary>A child was forgotten between the reading and the writing of a chunk: prepared again, the chunk brings a new one.</summary>
internal sealed class ChildForgottenException() : Exception("A child of an import was forgotten meanwhile.");

/// <summary>Another worker has taken the job over: what this one still writes is rolled back.</summary>
internal sealed class LeaseLostException() : Exception("The lease of an import ran out under its worker.");
