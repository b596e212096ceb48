using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.Milestones;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Placements;

namespace Partnership.LocalityHub.SiblingGroups;

/// <summary>
/// Brothers and sisters for whom it is decided, each by itself, whether they are to be placed together. Those of other councils are counted
/// here and decided about there; the councils' hubs name the group by the same reference.
/// </summary>
internal sealed class SiblingGroup
{
    public Guid Id { get; init; }

    /// <summary>The group as the region knows it: shared between councils by their workers.</summary>
    public Guid TogetherSearch { get; init; }

    /// <summary>The together-or-apart assessment.</summary>
    public required string Assessment { get; set; }

    public DateOnly AssessedOn { get; set; }

    /// <summary>The last day on which they are searched for together alone; afterwards apart as well.</summary>
    public DateOnly? TogetherUntil { get; set; }

    /// <summary>How brothers and sisters stay in touch who are not placed together.</summary>
    public string? ContactPlan { get; set; }

    /// <summary>How many of another council's children are to be placed together with these, by the codes of their councils.</summary>
    public short[] ElsewhereCouncils { get; set; } = [];

    public short[] ElsewhereChildren { get; set; } = [];

    /// <summary>How many children of this council are in it, seen or not: who does not see all of them does not see the group.</summary>
    public int Members { get; set; }

    public long Version { get; set; }

    /// <summary>Groups all of whose children the caller sees.</summary>
    public static IQueryable<SiblingGroup> Visible(LocalityHubDbContext db) =>
        db.SiblingGroups.Where(group => group.Members == db.SiblingGroupMembers.Count(member => member.GroupId == group.Id));
}

/// <summary>A child of this council in a group, and what is decided for it.</summary>
internal sealed class SiblingGroupMember
{
    public Guid GroupId { get; init; }

    public Guid ChildId { get; init; }

    public SiblingDecision Decision { get; set; }

    public DateOnly DecidedOn { get; set; }

    public required string Reason { get; set; }

    public required string DecidedBy { get; set; }
}

/// <summary>What is decided for one child of a group.</summary>
internal enum SiblingDecision
{
    /// <summary>To be placed with the others for whom it is the same.</summary>
    Together = 1,

    /// <summary>To be placed apart.</summary>
    Apart = 2,
}

/// <summary>How a child's brothers and sisters are searched for on a day.</summary>
/// <param name="Count">How many are to be placed together, the child included.</param>
/// <param name="Search">Together, in parallel or alone.</param>
/// <param name="TogetherSearch">The group; null when alone.</param>
internal sealed record SiblingStanding(ChildCounts Count, SiblingSearch Search, Guid? TogetherSearch)
{
    private static readonly SiblingStanding Alone = new(ChildCounts.One, SiblingSearch.Alone, null);

    public static async Task<SiblingStanding> OfAsync(Guid childId, LocalityHubDbContext db, DateOnly today, CancellationToken ct)
    {
        var group = await db.SiblingGroupMembers.AsNoTracking().Where(member => member.ChildId == childId && member.Decision == SiblingDecision.Together)
            .Join(db.SiblingGroups, member => member.GroupId, known => known.Id, (_, known) => known).SingleOrDefaultAsync(ct);
        if (group is null)
        {
            return Alone;
        }

        // Who has moved in is looked for no more, and the others with one fewer: the region would wait for the whole group for ever.
        var members = await db.SiblingGroupMembers.AsNoTracking().Where(
            member => member.GroupId == group.Id && member.Decision == SiblingDecision.Together
                && !db.Milestones.Any(milestone => milestone.ChildId == member.ChildId && milestone.Date <= today && (milestone.Kind == MilestoneKind.Placed || milestone.Kind == MilestoneKind.AdoptionOrder))
                && !db.Placements.Any(placement => placement.ChildId == member.ChildId && placement.EndedOn == null)

                // Nor is who is matched without this child: its own match fell through, or there was none.
                && !FamilyLinkChild.Matched(db).Any(matched => matched.ChildId == member.ChildId
                    && !FamilyLinkChild.Matched(db).Any(own => own.LinkId == matched.LinkId && own.ChildId == childId)))
            .Select(member => member.ChildId).ToListAsync(ct);
        var here = 0;
        foreach (var member in members)
        {
            here += await IsToBePlacedAsync(member, db, today, ct) ? 1 : 0;
        }

        var count = here + group.ElsewhereChildren.Sum(children => children);
        return count < 2 ? Alone : new SiblingStanding(
            HouseholdSnapshot.Count(count), today <= group.TogetherUntil ? SiblingSearch.Together : SiblingSearch.Parallel, group.TogetherSearch);
    }

    /// <summary>Whether a family is to be found for a child who has not been placed for adoption: not when another order stands, the plan is another one, or feed or returns tell that it has moved in.</summary>
    private static async Task<bool> IsToBePlacedAsync(Guid childId, LocalityHubDbContext db, DateOnly today, CancellationToken ct)
    {
        var record = await db.PermanenceRecords.AsNoTracking().SingleOrDefaultAsync(record => record.ChildId == childId, ct);
        if (record is { IsSearchedFor: false })
        {
            return false;
        }

        var enteredCare = await db.Milestones.Where(milestone => milestone.ChildId == childId && milestone.Kind == MilestoneKind.EnteredCare).MaxAsync(milestone => (DateOnly?)milestone.Date, ct);
        var orders = await db.CourtOrders.AsNoTracking().Where(order => order.ChildId == childId && order.Kind != OrderKind.AdoptionOrder).ToListAsync(ct);
        return !orders.Exists(order => order.Stands(enteredCare, record))
            && (record is null || await ToldCare.HoldingAsync(childId, db, ct) is not { } told || (told.Order is null && !(told.From <= today && told.Fulfils(record))));
    }

    /// <summary>The other children of this council in a group with a child, in the order in which every writer locks them.</summary>
    public static async Task<List<Guid>> OthersAsync(Guid childId, LocalityHubDbContext db, CancellationToken ct)
    {
        var groups = db.SiblingGroupMembers.Where(member => member.ChildId == childId).Select(member => member.GroupId);
        return await db.SiblingGroupMembers.AsNoTracking().Where(member => groups.Contains(member.GroupId) && member.ChildId != childId)
            .Select(member => member.ChildId).Distinct().OrderBy(id => id).ToListAsync(ct);
    }
}
