using Npgsql;
using Partnership.CaseData.Milestones;

namespace Partnership.LocalityHub.Milestones;

/// <summary>Reads what people and feeds gave, for many children at once.</summary>
internal static class GivenMilestones
{
    public static async Task<ILookup<Guid, GivenMilestone>> OfChildrenAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] childIds, CancellationToken ct)
    {
        if (childIds.Length == 0)
        {
            return Array.Empty<GivenMilestone>().ToLookup(given => given.ChildId);
        }

        await using var command = new NpgsqlCommand(
            "select child_id, kind, source, date, reason, entered_by, entered_at from given_milestone where child_id = any($1)", connection, transaction)
        {
            Parameters = { new() { Value = childIds } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var given = new List<GivenMilestone>();
        while (await reader.ReadAsync(ct))
        {
            given.Add(new GivenMilestone
            {
                ChildId = reader.GetGuid(0),
                Kind = (MilestoneKind)reader.GetInt16(1),
                Source = (MilestoneSource)reader.GetInt16(2),
                Date = reader.GetFieldValue<DateOnly>(3),
                Reason = reader.IsDBNull(4) ? null : reader.GetString(4),
                EnteredBy = reader.GetString(5),
                EnteredAt = reader.GetFieldValue<DateTimeOffset>(6),
            });
        }

        return given.ToLookup(each => each.ChildId);
    }

    public static EnteredMilestone AsEntered(this GivenMilestone given) => new(given.Kind, given.Date, given.Source);
}
