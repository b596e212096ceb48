using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.TestSupport;

/// <summary>Messages about invented children and households; a test changes what it is about by <c>with</c>.</summary>
public static class Families
{
    /// <summary>A child of two with a placement order, without any need.</summary>
    /// <param name="council">Its council's code.</param>
    /// <param name="reference">Its reference, for a child that a test knows already.</param>
    public static ChildProfiled Child(int council, Guid? reference = null) => new(
        reference ?? Guid.NewGuid(), new CouncilCode(council), 1, 1, SearchStanding.Searching, SearchLength.UnderThirtyDays, PermanencePlan.Adoption,
        ChildStage.PlacementOrderMade, AuthorityToPlace.PlacementOrder, WaitBand.ThreeToSixMonths, AgeBands.Two, ChildCounts.One, SiblingSearch.Alone, null,
        PriorityFlags.None, IdentitySupport.None, EarlyPermanenceRequest.None, EarlyPermanencePreconditions.None, NeedProfile.None, EvidenceDates.None,
        DisclosureLevel.Summary, NeedVocabulary.Version);

    /// <summary>Two adopters who take one child or two of up to four years, and have not been asked about any need.</summary>
    /// <param name="council">Its council's code.</param>
    /// <param name="reference">Its reference, for a household that a test knows already.</param>
    public static HouseholdOffered Household(int council, Guid? reference = null) => new(
        reference ?? Guid.NewGuid(), new CouncilCode(council), 1, 1, ApprovalState.Approved, null, false, HouseholdRoutes.Adoption, Availability.Available,
        Parents.Two, ChildCounts.None, ChildCounts.One | ChildCounts.Two, ChildCounts.None,
        AgeBands.UnderOne | AgeBands.One | AgeBands.Two | AgeBands.Three, AgeBands.Four, OfferProfile.NotAsked, EvidenceDates.None, IdentitySupport.None,
        new CouncilCode(council), Guid.NewGuid(), true, DisclosureLevel.Full, NeedVocabulary.Version);

    /// <summary>The same children once more under the next version, searched for no longer.</summary>
    /// <param name="child">As it was.</param>
    public static ChildProfiled Ended(this ChildProfiled child) => child with { Version = child.Version + 1, Standing = SearchStanding.Ended, Searched = SearchLength.None };
}
