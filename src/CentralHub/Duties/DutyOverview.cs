using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Outcomes;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.CentralHub.Duties;

/// <summary>How many duties are overdue, by council, or by duty for the region. Council 0 is the region.</summary>
internal sealed record DutyCount
{
    public required short Council { get; init; }

    /// <summary>None for all of them together.</summary>
    public required short Duty { get; init; }

    public required Lateness Lateness { get; init; }

    /// <summary>Null where hidden.</summary>
    public int? Count { get; init; }
}

/// <summary>Duties that are overdue. Which child or household they are owed to, and by whom, stays in the hubs.</summary>
/// <param name="Councils">By council and lateness, all duties together.</param>
/// <param name="Duties">By duty and lateness, all councils together; null where below six.</param>
internal sealed record ShownDuties(IReadOnlyList<ShownDuties.OfCouncil> Councils, IReadOnlyList<ShownDuties.OfDuty> Duties)
{
    /// <param name="Council">Who owes them.</param>
    /// <param name="Lateness">How late they are.</param>
    /// <param name="Count">How many.</param>
    internal sealed record OfCouncil(CouncilCode Council, Lateness Lateness, int Count);

    /// <param name="Duty">Which.</param>
    /// <param name="Lateness">How late they are.</param>
    /// <param name="Count">How many; null where hidden.</param>
    internal sealed record OfDuty(Duty Duty, Lateness Lateness, int? Count);
}

internal static class DutyOverview
{
    /// <summary>
    /// Counts anew. All duties of a council together say how it keeps up, and nothing about anybody; one duty in one council could be one
    /// child's disruption, so duties are told for the region alone and from six on.
    /// </summary>
    internal static async Task<IReadOnlyList<DutyCount>> CountAsync(CentralHubDbContext db, CancellationToken ct)
    {
        var late = (await db.OverdueDuties.AsNoTracking().Where(duty => duty.Live).ToListAsync(ct)).ConvertAll(duty => duty.Snapshot);
        return
        [
            .. late.CountBy(duty => (duty.Council, duty.Lateness)).Select(of => new DutyCount { Council = (short)of.Key.Council.Number, Duty = 0, Lateness = of.Key.Lateness, Count = of.Value }),
            .. late.CountBy(duty => (duty.Duty, duty.Lateness)).Select(of => new DutyCount
            {
                Council = 0, Duty = (short)of.Key.Duty, Lateness = of.Key.Lateness, Count = of.Value < OutcomeCell.Threshold ? null : of.Value,
            }),
        ];
    }

    internal static async Task<Ok<ShownDuties>> ReadAsync(CentralHubDbContext db, CancellationToken ct)
    {
        var rows = await db.DutyCounts.AsNoTracking().OrderBy(row => row.Council).ThenBy(row => row.Duty).ThenBy(row => row.Lateness).ToListAsync(ct);
        return TypedResults.Ok(new ShownDuties(
            [.. rows.Where(row => row.Duty == 0).Select(row => new ShownDuties.OfCouncil(new CouncilCode(row.Council), row.Lateness, row.Count ?? 0))],
            [.. rows.Where(row => row.Duty != 0).Select(row => new ShownDuties.OfDuty((Duty)row.Duty, row.Lateness, row.Count))]));
    }
}
