using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.CentralHub.Register;

/// <summary>A need, as those see it who may see a child's whole snapshot.</summary>
/// <param name="Level">How much of it there is.</param>
/// <param name="Evidence">From which quarter the evidence is; null without any.</param>
internal sealed record ShownNeed(NeedLevel Level, Quarter? Evidence);

/// <summary>A household's answers to the three levels of a need.</summary>
/// <param name="Low">To low.</param>
/// <param name="Medium">To medium.</param>
/// <param name="High">To high.</param>
/// <param name="Evidence">From which quarter the evidence is; null without any.</param>
internal sealed record ShownOffer(OfferAnswer Low, OfferAnswer Medium, OfferAnswer High, Quarter? Evidence);

/// <summary>
/// All that the region knows of a child, for the child's own council and for the councils of a link. By the reference of its group another council's hub would join it: it is for the child's
/// own council alone.
/// </summary>
internal sealed record ChildSnapshot(
    Guid Child,
    CouncilCode Council,
    SearchStanding Standing,
    SearchLength Searched,
    PermanencePlan Plan,
    ChildStage Stage,
    AuthorityToPlace Authority,
    WaitBand Wait,
    AgeBands Age,
    ChildCounts Siblings,
    SiblingSearch SiblingSearch,
    Guid? TogetherSearch,
    IReadOnlyList<PriorityFlags> Priority,
    IReadOnlyList<IdentitySupport> IdentitySupport,
    EarlyPermanenceRequest EarlyPermanence,
    IReadOnlyList<EarlyPermanencePreconditions> Preconditions,
    IReadOnlyDictionary<Need, ShownNeed> Needs,
    DisclosureLevel Approved)
{
    /// <param name="child">The newest that the child's hub has said.</param>
    /// <param name="isOwn">Whether it is shown to the child's own council.</param>
    internal static ChildSnapshot Of(ChildProfiled child, bool isOwn) => new(
        child.Reference,
        child.Council,
        child.Standing,
        child.Searched,
        child.Plan,
        child.Stage,
        child.Authority,
        child.Wait,
        child.Age,
        child.Siblings,
        child.SiblingSearch,
        isOwn ? child.TogetherSearch : null,
        Flags.Each(child.Priority),
        Flags.Each(child.IdentitySupport),
        child.EarlyPermanence,
        Flags.Each(child.Preconditions),
        child.Needs.Present().ToDictionary(need => need.Need, need => new ShownNeed(need.Level, child.Evidence[need.Need])),
        child.Approved);
}

/// <summary>All that the region knows of a household but where it lives, for its own council and for the councils of a link.</summary>
internal sealed record HouseholdSnapshot(
    Guid Household,
    CouncilCode Council,
    ApprovalState Approval,
    Quarter? ApprovalExpected,
    bool ReviewOverdue,
    IReadOnlyList<HouseholdRoutes> Routes,
    Availability Availability,
    Parents Parents,
    ChildCounts ChildrenAtHome,
    IReadOnlyList<ChildCounts> NumbersYes,
    IReadOnlyList<ChildCounts> NumbersCouldConsider,
    IReadOnlyList<AgeBands> AgesYes,
    IReadOnlyList<AgeBands> AgesCouldConsider,
    IReadOnlyDictionary<Need, ShownOffer> Offers,
    IReadOnlyList<IdentitySupport> IdentitySupport,
    CouncilCode? LivesIn,
    bool MatchingPlan,
    DisclosureLevel Approved)
{
    internal static HouseholdSnapshot Of(HouseholdOffered household) => new(
        household.Reference,
        household.Council,
        household.Approval,
        household.ApprovalExpected,
        household.ReviewOverdue,
        Flags.Each(household.Routes),
        household.Availability,
        household.Parents,
        household.ChildrenAtHome,
        Flags.Each(household.NumbersYes),
        Flags.Each(household.NumbersCouldConsider),
        Flags.Each(household.AgesYes),
        Flags.Each(household.AgesCouldConsider),
        Asked(household).ToDictionary(offer => offer.Need, offer => offer.Offer),
        Flags.Each(household.IdentitySupport),
        household.LivesIn,
        household.MatchingPlan,
        household.Approved);

    private static IEnumerable<(Need Need, ShownOffer Offer)> Asked(HouseholdOffered household) =>
        from need in NeedVocabulary.All
        let offer = new ShownOffer(
            household.Offers[need, NeedLevel.Low], household.Offers[need, NeedLevel.Medium], household.Offers[need, NeedLevel.High], household.Evidence[need])
        where offer is not { Low: OfferAnswer.NotAsked, Medium: OfferAnswer.NotAsked, High: OfferAnswer.NotAsked }
        select (need, offer);
}
