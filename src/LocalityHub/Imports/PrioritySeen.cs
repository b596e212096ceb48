using Npgsql;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.LocalityHub.Imports;

/// <summary>Notes which priority groups a return shows children to be in who wait for a family, on the day on which it says so first.</summary>
internal static class PrioritySeen
{
    // As FamilyFacts.Priority derives them of one child; needs and brothers and sisters are no return's to tell.
    private const string Note = """
        insert into priority_flag (child_id, flag, first_seen_on)
        select child.id, seen.flag, $2
        from child cross join lateral (values
            ($4, date_of_birth + interval '5 years' <= $3),
            ($5, ethnicity is not null and ethnicity not in ('WBRI', 'REFU', 'NOBT'))) seen (flag, holds)
        where child.id = any($1) and child.stage in (1, 2) and seen.holds
        on conflict do nothing
        """;

    /// <summary>In the caller's transaction, once the children are written.</summary>
    public static async Task NoteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] children, DateOnly today, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Note, connection, transaction)
        {
            Parameters =
            {
                new() { Value = children },
                new() { Value = today },

                // Birthdays count from the first of the month after.
                new() { Value = new DateOnly(today.Year, today.Month, 1).AddDays(-1) },
                new() { Value = (int)PriorityFlags.FiveOrOver },
                new() { Value = (int)PriorityFlags.EthnicityOtherThanWhiteBritish },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
