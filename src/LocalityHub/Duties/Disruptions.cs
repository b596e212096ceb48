using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.Milestones;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Placements;

namespace Partnership.LocalityHub.Duties;

/// <summary>
/// Which ends of placements are disruptions, about which the council meets: a placement for adoption that ended before the order, whoever tells of it, and any other that was entered as broken down. It is
/// asked how the child came away, and not by which operation: a move ends a placement as well as an end does.
/// </summary>
internal static class Disruptions
{
    /// <summary>The end of the last placement that broke down, as hand or feed tells it; null when none did.</summary>
    /// <param name="placements">All that were entered of the child, in error too: the end of such a one is no milestone of anything.</param>
    /// <param name="wentHome">The days on which the child moved to a parent, relatives or friends.</param>
    /// <param name="milestones">As derived from all sources; an end is taken there only after a placement with adopters.</param>
    /// <param name="plannedOn">The days of the plans that were kept here: of what the feed brings from before the first, the hub does not know what was done.</param>
    public static DateOnly? Last(IReadOnlyCollection<Placement> placements, IReadOnlyCollection<DateOnly> wentHome, IEnumerable<StoredMilestone> milestones, IEnumerable<DateOnly> plannedOn) =>
        placements.Where(placement => IsDisrupted(placement, wentHome)).Select(placement => placement.EndedOn)
            .Concat(milestones.Where(milestone => milestone.Kind == MilestoneKind.PlacementEnded
                    && (milestone.Source != MilestoneSource.Feed || plannedOn.Any(planned => planned <= milestone.Date)) && !placements.Any(placement => IsExplained(placement, milestone.Date)))
                .Select(milestone => (DateOnly?)milestone.Date))
            .Max();

    /// <summary>
    /// The day on which each child left adopters, as the returns alone tell it. They reach back for years: only of an end that came after a plan was kept here does the hub know
    /// whether anybody met about it.
    /// </summary>
    public static async Task<Dictionary<Guid, DateOnly>> ToldByReturnsAsync(IReadOnlyCollection<Guid> ids, ILookup<Guid, DateOnly> plannedOn, LocalityHubDbContext db, CancellationToken ct)
    {
        Dictionary<Guid, DateOnly> told = [];
        var planned = ids.Where(id => plannedOn[id].Any()).ToList();
        string[] withAdopters = ["A3", "A4", "A5", "A6"];
        foreach (var id in await db.Episodes.Where(row => planned.Contains(row.ChildId) && !row.Held && withAdopters.Contains(row.Place)).Select(row => row.ChildId).Distinct().ToListAsync(ct))
        {
            if (await ToldCare.LeftAdoptersAsync(id, DateOnly.MinValue, db, ct) is { } left && plannedOn[id].Min() <= left)
            {
                told.Add(id, left);
            }
        }

        return told;
    }

    private static bool IsDisrupted(Placement placement, IReadOnlyCollection<DateOnly> wentHome) => placement switch
    {
        { EndedOn: null } => false,
        { EndReason: PlacementEnd.Disrupted } => true,
        { EndReason: PlacementEnd.Moved, Kind: PlacementKind.Adoption } => true,

        // Who is fostered early may yet go home: that the court finds for the family is what it was meant to leave open.
        { EndReason: PlacementEnd.Moved, Kind: PlacementKind.EarlyPermanence, EndedOn: { } ended } => !wentHome.Contains(ended),
        _ => false,
    };

    /// <summary>The milestone is this placement's end, and that is none: it never was, ended as planned or by an order.</summary>
    private static bool IsExplained(Placement placement, DateOnly ended) =>
        placement.Kind == PlacementKind.Adoption && placement.EndedOn == ended && placement.EndReason is PlacementEnd.InError or PlacementEnd.Planned or PlacementEnd.OrderMade;
}
