using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Placements;
using Partnership.Statutory.Clocks;

namespace Partnership.LocalityHub.TemporaryApprovals;

/// <summary>
/// Approved prospective adopters, approved by the child's council as its foster carers for a time, of one named child (Care Planning, Placement and Case Review (England)
/// Regulations 2010, reg. 25A, since 1 July 2013). It has no length: it expires with what paragraph (3) names.
/// </summary>
internal sealed class TemporaryApproval
{
    public Guid Id { get; init; }

    public Guid ChildId { get; init; }

    /// <summary>The household, where it is one of this council's.</summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>The child's link with a household of another council's: nothing more is said here of who that is.</summary>
    public Guid? LinkId { get; init; }

    /// <summary>The day of the approval.</summary>
    public DateOnly From { get; init; }

    /// <summary>Who approved for the council, by name.</summary>
    public required string ApprovedBy { get; init; }

    /// <summary>When they were approved as adopters: of this council's from its own record, of another's as their agency says.</summary>
    public DateOnly AdoptersApprovedOn { get; init; }

    /// <summary>When their suitability to care for the child as foster parents was assessed (para. (2)(a)).</summary>
    public DateOnly SuitabilityAssessedOn { get; init; }

    /// <summary>When it was considered whether the arrangements will safeguard and promote the child's welfare and meet its needs (para. (2)(b)).</summary>
    public DateOnly WelfareConsideredOn { get; init; }

    /// <summary>Why this is the most appropriate placement, and in the child's best interests (para. (1)); stays in this hub.</summary>
    public required string Welfare { get; init; }

    /// <summary>When those were consulted whose wishes count in the child's case.</summary>
    public DateOnly ConsultedOn { get; init; }

    public required string NominatedOfficer { get; init; }

    public DateOnly NominatedOfficerApprovedOn { get; init; }

    public required string EnteredBy { get; init; }

    public DateTimeOffset EnteredAt { get; init; }

    /// <summary>When written notice of the carers was received: 28 days later it ends.</summary>
    public DateOnly? NoticeOn { get; set; }

    /// <summary>The first day without it, as a person entered it; most ends follow from other records.</summary>
    public DateOnly? EndedOn { get; set; }

    public TemporaryApprovalEnd? End { get; set; }

    public string? EndWords { get; set; }
}

/// <summary>Why a temporary approval is over (reg. 25A(3)).</summary>
internal enum TemporaryApprovalEnd
{
    /// <summary>The child's placement was ended.</summary>
    PlacementTerminated = 1,

    /// <summary>The approval as adopters ended.</summary>
    AdoptersApprovalEnded = 2,

    /// <summary>They were approved as foster parents in their own right.</summary>
    ApprovedAsFosterParents = 3,

    /// <summary>28 days after written notice that they no longer wish it.</summary>
    CarersNotice = 4,

    /// <summary>The child was placed with them for adoption.</summary>
    PlacedForAdoption = 5,

    /// <summary>It never was: entered in error.</summary>
    InError = 6,
}

/// <summary>A temporary approval and when it is over, by whatever record says so first: nobody has to think of ending it.</summary>
/// <param name="Approval">The record.</param>
/// <param name="EndsOn">The first day without it; null while nothing ends it.</param>
/// <param name="Why">What ends it.</param>
internal sealed record TemporaryApprovalStanding(TemporaryApproval Approval, DateOnly? EndsOn, TemporaryApprovalEnd? Why)
{
    public bool StandsOn(DateOnly day) => Why != TemporaryApprovalEnd.InError && day >= Approval.From && !(EndsOn <= day);

    /// <summary>Whether it is of those with whom the child is placed: the household, or the link with another council's. Approval of one link's carers is none of another's.</summary>
    public bool IsOf(Guid? householdId, Guid? linkId) => Names(Approval, householdId, linkId);

    /// <summary>Whether it is of those with whom the child is placed.</summary>
    public bool IsOf(Placement placement) => IsOf(placement.HouseholdId, placement.LinkId);

    public static async Task<ILookup<Guid, TemporaryApprovalStanding>> OfAsync(IReadOnlyCollection<Guid> children, LocalityHubDbContext db, CancellationToken ct)
    {
        var approvals = await db.TemporaryApprovals.AsNoTracking().Where(approval => children.Contains(approval.ChildId)).OrderBy(approval => approval.From).ThenBy(approval => approval.Id).ToListAsync(ct);
        if (approvals.Count == 0)
        {
            return approvals.ToLookup(approval => approval.ChildId, approval => new TemporaryApprovalStanding(approval, null, null));
        }

        var households = approvals.Select(approval => approval.HouseholdId).OfType<Guid>().Distinct().ToList();
        var decisions = (await db.ApprovalDecisions.AsNoTracking().Where(decision => households.Contains(decision.HouseholdId)).ToListAsync(ct)).ToLookup(decision => (Guid?)decision.HouseholdId);
        var carers = (await db.CarerDecisions.AsNoTracking().Where(decision => households.Contains(decision.HouseholdId)).ToListAsync(ct)).ToLookup(decision => (Guid?)decision.HouseholdId);
        var closed = await db.Households.AsNoTracking().Where(household => households.Contains(household.Id) && household.ClosedOn != null).ToDictionaryAsync(household => household.Id, household => household.ClosedOn, ct);
        var placements = (await db.Placements.AsNoTracking().Where(placement => children.Contains(placement.ChildId) && placement.EndReason != PlacementEnd.InError).ToListAsync(ct))
            .ToLookup(placement => placement.ChildId);
        return approvals.ToLookup(
            approval => approval.ChildId,
            approval => Of(approval, placements[approval.ChildId], decisions[approval.HouseholdId], carers[approval.HouseholdId], approval.HouseholdId is { } own ? closed.GetValueOrDefault(own) : null));
    }

    private static TemporaryApprovalStanding Of(TemporaryApproval approval, IEnumerable<Placement> placements, IEnumerable<ApprovalDecision> decisions, IEnumerable<CarerDecision> carers, DateOnly? closed)
    {
        if (approval.End == TemporaryApprovalEnd.InError)
        {
            return new TemporaryApprovalStanding(approval, approval.From, TemporaryApprovalEnd.InError);
        }

        (DateOnly? On, TemporaryApprovalEnd Why)[] ends =
        [
            .. placements.Where(placement => placement.From >= approval.From && EndsWith(approval, placement)).Select(placement => placement.Kind == PlacementKind.Adoption
                ? ((DateOnly?)placement.From, TemporaryApprovalEnd.PlacedForAdoption)
                : (placement.Kind == PlacementKind.EarlyPermanence ? placement.EndedOn : null, TemporaryApprovalEnd.PlacementTerminated)),
            .. decisions.Where(decision => decision.DecidedOn >= approval.From).Select(decision => decision.Decision != HouseholdDecision.Approved
                ? ((DateOnly?)decision.DecidedOn, TemporaryApprovalEnd.AdoptersApprovalEnded)
                : (decision.Routes.HasFlag(HouseholdRoutes.DuallyApproved) ? (DateOnly?)decision.DecidedOn : null, TemporaryApprovalEnd.ApprovedAsFosterParents)),
            .. carers.Where(decision => decision.DecidedOn >= approval.From && decision.Decision == HouseholdDecision.Approved)
                .Select(decision => ((DateOnly?)decision.DecidedOn, TemporaryApprovalEnd.ApprovedAsFosterParents)),
            (closed, TemporaryApprovalEnd.AdoptersApprovalEnded),
            (approval.EndedOn, approval.End ?? default),
            (approval.NoticeOn is { } notice ? ClockEngine.England.Due(ClockRules.InForceOrFirst(ClockCode.TemporaryApprovalNotice, notice), notice) : null, TemporaryApprovalEnd.CarersNotice),
        ];

        // A placement to foster that ends because another begins for adoption has not broken down.
        return ends.Where(end => end.On is not null).OrderBy(end => end.On).ThenByDescending(end => end.Why == TemporaryApprovalEnd.PlacedForAdoption).FirstOrDefault() is { On: { } on } first
            ? new TemporaryApprovalStanding(approval, on, first.Why)
            : new TemporaryApprovalStanding(approval, null, null);
    }

    private static bool Names(TemporaryApproval approval, Guid? householdId, Guid? linkId) =>
        approval.HouseholdId is { } own ? own == householdId : linkId is not null && approval.LinkId == linkId;

    /// <summary>A child who was placed for adoption and nobody says with whose household lives with foster carers no more, whoever they were.</summary>
    private static bool EndsWith(TemporaryApproval approval, Placement placement) =>
        Names(approval, placement.HouseholdId, placement.LinkId) || (approval.LinkId is not null && placement is { Kind: PlacementKind.Adoption, HouseholdId: null, LinkId: null });
}
