using Npgsql;
using NpgsqlTypes;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Permanence;

namespace Partnership.LocalityHub.Imports;

/// <summary>
/// Notes which priority groups a return shows children to be in who wait for a family, on the day on which it says so first; and takes that back with
/// the import.
/// </summary>
internal static class PrioritySeen
{
    // As FamilyFacts.Priority derives them of one child; needs and brothers and sisters are no return's to tell.
    private const string Seen = """
        lateral (values
            ($4::smallint, child.date_of_birth + interval '5 years' <= $3),
            ($5::smallint, child.ethnicity = any($6))) seen (flag, holds)
        """;

    private const string Note = $"""
        with noted as (
            insert into priority_flag (child_id, flag, first_seen_on)
            select child.id, seen.flag, $7
            from child cross join {Seen}
            where child.id = any($2) and child.stage in (1, 2) and seen.holds
            on conflict do nothing
            returning child_id, flag)
        update import_before before set priority_flags = by_child.flags
        from (select child_id, array_agg(flag) as flags from noted group by child_id) by_child
        where before.import_id = $1 and before.child_id = by_child.child_id
        """;

    // A child whose plan is kept here is in its groups wherever the plan stands; of one of whom others tell, nobody can say when they would have shown it.
    private const string TakeBack = $"""
        delete from priority_flag noted
        using import_before before, child cross join {Seen}
        where before.import_id = $1 and before.child_id = any($2) and child.id = before.child_id
            and noted.child_id = child.id and noted.flag = any(before.priority_flags) and noted.flag = seen.flag
            and not (coalesce(seen.holds, false) and (coalesce(child.stage in (1, 2), false) or exists (select from permanence kept where kept.child_id = child.id)
                or exists (select from feed_record fed where fed.child_id = child.id) or exists (select from given_milestone given where given.child_id = child.id)
                or exists (select from case_event event where event.child_id = child.id)))
        """;

    /// <summary>Whether a child of this stage waits for a family, so that there is something to note.</summary>
    public static bool Concerns(ChildStage? stage) => stage is ChildStage.ShouldBePlaced or ChildStage.PlacementOrderMade;

    /// <summary>In the transaction of an import, once the children are written and what they were before is kept.</summary>
    public static Task NoteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid import, Guid[] children, DateOnly today, CancellationToken ct) =>
        RunAsync(Note, connection, transaction, import, children, today, ct, new NpgsqlParameter { Value = today });

    /// <summary>In the transaction of an undo, once the children are put back: what the import noted, and what nothing else shows, is no more.</summary>
    public static Task TakeBackAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid import, Guid[] children, DateOnly today, CancellationToken ct) =>
        RunAsync(TakeBack, connection, transaction, import, children, today, ct);

    private static async Task RunAsync(
        string sql, NpgsqlConnection connection, NpgsqlTransaction transaction, Guid import, Guid[] children, DateOnly today, CancellationToken ct, params NpgsqlParameter[] more)
    {
#pragma warning disable CA2100 // Constants of this file.
        await using var command = new NpgsqlCommand(sql, connection, transaction);
#pragma warning restore CA2100
        command.Parameters.Add(new() { Value = import });
        command.Parameters.Add(new() { Value = children, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });

        // Birthdays count from the first of the month after.
        command.Parameters.Add(new() { Value = new DateOnly(today.Year, today.Month, 1).AddDays(-1) });
        command.Parameters.Add(new() { Value = (short)PriorityFlags.FiveOrOver });
        command.Parameters.Add(new() { Value = (short)PriorityFlags.EthnicityOtherThanWhiteBritish });
        command.Parameters.Add(new() { Value = FamilyFacts.OtherThanWhiteBritish.ToArray() });
        command.Parameters.AddRange(more);
        await command.ExecuteNonQueryAsync(ct);
    }
}
