using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Matching.Tests;

/// <summary>A child and a household that fit each other in everything, to be changed by one fact; and a region of them.</summary>
internal static class Sample
{
    public static readonly CouncilCode Staffordshire = new(860);
    public static readonly CouncilCode StokeOnTrent = new(861);
    public static readonly CouncilCode Telford = new(894);
    public static readonly Quarter Today = new(2026, 4);

    public static readonly MatchingRules Rules = new(
        MatchingWeights.Initial, SharingAgreements.InForce([[Staffordshire, StokeOnTrent]]), Today, LinksPerHousehold: 3);

    public static ChildProfiled Child(CouncilCode? council = null) => new(
        Guid.NewGuid(), council ?? Staffordshire, 1, 1, SearchStanding.Searching, SearchLength.UnderThirtyDays, PermanencePlan.Adoption,
        ChildStage.ShouldBePlaced, AuthorityToPlace.PlacementOrder, WaitBand.None, AgeBands.Two, ChildCounts.One, SiblingSearch.Alone, null,
        PriorityFlags.None, IdentitySupport.None, EarlyPermanenceRequest.None, EarlyPermanencePreconditions.None, NeedProfile.None,
        EvidenceDates.None, DisclosureLevel.Anonymous, NeedVocabulary.Version);

    public static HouseholdOffered Household(CouncilCode? council = null) => new(
        Guid.NewGuid(), council ?? StokeOnTrent, 1, 1, ApprovalState.Approved, null, false, HouseholdRoutes.Adoption, Availability.Available,
        Parents.Two, ChildCounts.None, ChildCounts.One, ChildCounts.None, AgeBands.One | AgeBands.Two, AgeBands.Three, OfferProfile.NotAsked,
        EvidenceDates.None, IdentitySupport.None, council ?? StokeOnTrent, Guid.NewGuid(), true, DisclosureLevel.Anonymous, NeedVocabulary.Version);

    public static RegionIndex Region(params ReadOnlySpan<object> known)
    {
        var region = RegionIndex.Empty(Rules);
        foreach (var fact in known)
        {
            region = fact switch
            {
                ChildProfiled child => region.Apply(child),
                HouseholdOffered household => region.Apply(household),
                _ => throw new ArgumentException("A child or a household."),
            };
        }

        return region;
    }

    /// <summary>The same with a yes of each child's hub about each household.</summary>
    public static RegionIndex WithYes(this RegionIndex region, IEnumerable<ChildProfiled> children, params HouseholdOffered[] households) =>
        region.Apply(children.SelectMany(child => households.Select(household => Yes(child, household))));

    public static CandidateVerdict Yes(ChildProfiled child, HouseholdOffered household) =>
        new(child.Reference, household.Reference, household.HomeArea!.Value, true);

    public static CandidateVerdict No(ChildProfiled child, HouseholdOffered household) => Yes(child, household) with { Possible = false };

    /// <summary>The households on a search's list, in order.</summary>
    public static IEnumerable<Guid> Listed(this RegionIndex region, SearchKey search, int count = 20) =>
        region.Top(search, count).Candidates.Select(candidate => candidate.Household);
}
