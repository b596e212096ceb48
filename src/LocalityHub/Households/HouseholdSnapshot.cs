using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Links;
using Partnership.Statutory.Clocks;

namespace Partnership.LocalityHub.Households;

/// <summary>A household's record as a whole, as it stands, and the highest level of which a version is approved for release.</summary>
internal sealed record HouseholdFacts(
    Household Household,
    IReadOnlyList<HouseholdMember> Members,
    IReadOnlyList<HouseholdAnswer> Answers,
    IReadOnlyList<ApprovalDecision> Decisions,
    IReadOnlyList<CarerDecision> Carers,
    IReadOnlyList<HouseholdHold> Holds,
    IReadOnlyList<HouseholdReview> Reviews,
    IReadOnlyList<FamilyLink> Links,
    DisclosureLevel Released)
{
    /// <summary>
    /// A child of this council's lives with it for early permanence (Children Act 1989, s. 22C(9A) to (9C)) or in long-term fostering (Care Planning, Placement and Case Review (England) Regulations
    /// 2010, reg. 22B): with or without a link.
    /// </summary>
    public bool HasChildPlaced { get; init; }

    public Approval Approval => Approval.Of(Household, Decisions, Carers, Reviews);

    /// <summary>Whether they were approved on a day both to adopt and to foster: what was decided since is left out.</summary>
    public bool AreDuallyApprovedOn(DateOnly day) =>
        ApprovalOn(day) is { State: ApprovalState.Approved or ApprovalState.UnderReview, Decision: { } decision } && decision.Routes.HasFlag(HouseholdRoutes.DuallyApproved);

    /// <summary>The approval by what was decided up to a day.</summary>
    public Approval ApprovalOn(DateOnly day) =>
        Approval.Of(Household, Decisions.Where(decision => decision.DecidedOn <= day), Carers.Where(decision => decision.DecidedOn <= day), Reviews);

    /// <summary>The day by which its approval is to be reviewed; null when none is owed.</summary>
    public DateOnly? ReviewDue => ReviewClock is { } review ? ClockEngine.England.Due(review.Rule, review.Started) : null;

    /// <summary>The rule by which its approval is reviewed, and from when; null when no review is owed: before the approval, and once a child is matched, unless that placement breaks down.</summary>
    public (ClockRule Rule, DateOnly Started)? ReviewClock
    {
        get
        {
            if (Approval is not { State: ApprovalState.Approved or ApprovalState.UnderReview, Decision: { } decision }
                || (!Household.OpenForMore && (Links.Any(link => link.IsMatch) || HasChildOfBefore(decision))))
            {
                return null;
            }

            var started = Reviews.Select(review => review.On).Append(decision.DecidedOn).Max();
            var code = decision.Routes == HouseholdRoutes.LongTermFostering ? ClockCode.FosteringReview : ClockCode.AdopterReview;
            return (ClockRules.InForceOrFirst(code, started), started);
        }
    }

    // Of a child who was placed there before there were links here its own record alone tells. Foster carers are reviewed whoever lives with them.
    private bool HasChildOfBefore(ApprovalDecision decision) =>
        Household.Unavailable == UnavailableReason.ChildPlaced && !AwaitsReview && decision.Routes != HouseholdRoutes.LongTermFostering;

    /// <summary>
    /// After a placement that broke down, until its approval has been reviewed: whether there is to be another child with it, and which, is looked at first
    /// (Adoption Agencies Regulations 2005, reg. 30D: whenever the agency considers it necessary).
    /// </summary>
    public bool AwaitsReview => Links.Any(link => link.DisruptedOn is { } disrupted && !Reviews.Any(review => review.On >= disrupted));

    /// <summary>Its approval is reviewed, or has to be first: it may have to end, or its terms to change. It is neither chosen nor put to panel meanwhile.</summary>
    public bool IsInReview => Approval.State == ApprovalState.UnderReview || AwaitsReview;

    /// <summary>Whether it can be asked on a day: not when a child is on the way to it, unless it is open for more, nor before the review after a disruption. A hold is told also of a household that is spoken for: it stops what goes on with it.</summary>
    public Availability AvailabilityOn(DateOnly day) =>
        Household.Unavailable is not null || AwaitsReview ? Availability.Unavailable
        : Holds.Any(hold => hold.Covers(day)) ? Availability.OnHold
        : !Household.OpenForMore && (HasChildPlaced || Links.Any(link => link.SpeaksForHousehold)) ? Availability.Unavailable
        : Availability.Available;
}

/// <summary>All that the region may know of a household: no name, place or day.</summary>
internal static class HouseholdSnapshot
{
    /// <summary>The snapshot, without reference, epoch and version; null for a household that the region has nothing to do with yet.</summary>
    public static HouseholdOffered? Of(HouseholdFacts facts, CouncilCode council, AreaKey areas, DateOnly today)
    {
        var household = facts.Household;
        var approval = facts.Approval;
        switch (approval.State)
        {
            case null:
                return null;
            case ApprovalState.Ended:
                return Ended(facts, council);
        }

        var decision = approval.State == ApprovalState.StageTwo ? null : approval.Decision!;
        var answers = OfferProfile.NotAsked;
        var evidence = EvidenceDates.None;
        foreach (var answer in facts.Answers)
        {
            answers = answers.With(answer.Need, answer.Low, answer.Medium, answer.High);
            evidence = evidence.With(answer.Need, answer.EvidenceOn is { } on ? Quarter.Of(on) : null);
        }

        return new HouseholdOffered(
            Guid.Empty,
            council,
            0,
            0,
            approval.State.Value,
            approval.State == ApprovalState.StageTwo && household.ApprovalExpectedOn is { } expected ? Quarter.Of(expected) : null,
            facts.ReviewDue < today,
            RoutesOf(household, decision),
            facts.AvailabilityOn(today),
            facts.Members.Count(member => member.Role == MemberRole.Parent) > 1 ? Parents.Two : Parents.One,
            Count(facts.Members.Count(member => member.Role == MemberRole.Child)),
            household.NumbersYes & (decision?.Numbers ?? household.NumbersYes),
            household.NumbersCouldConsider & (decision?.Numbers ?? household.NumbersCouldConsider),
            household.AgesYes & (decision?.Ages ?? household.AgesYes),
            household.AgesCouldConsider & (decision?.Ages ?? household.AgesCouldConsider),
            answers,
            evidence,
            household.IdentitySupport,
            household.LivesIn is { } code ? new CouncilCode(code) : null,
            household.Postcode is { } postcode ? areas.Digest(AreaKey.DistrictOf(postcode, "postcode")) : null,
            household.MatchingPlanOn is not null,
            facts.Released,
            NeedVocabulary.Version);
    }

    public static ChildCounts Count(int children) => children switch
    {
        0 => ChildCounts.None,
        1 => ChildCounts.One,
        2 => ChildCounts.Two,
        _ => ChildCounts.ThreeOrMore,
    };

    // Approved for what was decided; that it would be approved for a named child besides is its own offer.
    private static HouseholdRoutes RoutesOf(Household household, ApprovalDecision? decision) => decision is null
        ? household.Routes
        : decision.Routes | (decision.Routes.HasFlag(HouseholdRoutes.Adoption) ? household.Routes & HouseholdRoutes.TemporaryApproval : HouseholdRoutes.None);

    // The rest is not to be used, so it is not said either.
    private static HouseholdOffered Ended(HouseholdFacts facts, CouncilCode council) => new(
        Guid.Empty, council, 0, 0, ApprovalState.Ended, null, false, HouseholdRoutes.None, Availability.Unavailable,
        facts.Members.Count(member => member.Role == MemberRole.Parent) > 1 ? Parents.Two : Parents.One, ChildCounts.None, ChildCounts.None, ChildCounts.None,
        AgeBands.None, AgeBands.None, OfferProfile.NotAsked, EvidenceDates.None, IdentitySupport.None, null, null, false, DisclosureLevel.None, NeedVocabulary.Version);
}
