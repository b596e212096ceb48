using System.Text.Json.Serialization;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.Contracts.LocalityHub;

/// <summary>All that family finding may know of a household before a link. Sent when any of it changes.</summary>
/// <param name="Reference">The household, by the reference minted for family finding alone.</param>
/// <param name="Council">The council that approves the household and owns its record.</param>
/// <param name="Epoch">See <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">See <see cref="IRegionalSnapshot.Version"/>.</param>
/// <param name="Approval">How far the approval has come. When ended, the rest is not to be used.</param>
/// <param name="ApprovalExpected">In stage 2 the quarter in which a decision is expected; null otherwise.</param>
/// <param name="ReviewOverdue">The yearly review is overdue.</param>
/// <param name="Routes">Ways to permanence.</param>
/// <param name="Availability">Whether it can be asked now.</param>
/// <param name="Parents">One or two.</param>
/// <param name="ChildrenAtHome">Children who live there: one count.</param>
/// <param name="NumbersYes">Numbers of children, within the terms of approval, that it says yes to.</param>
/// <param name="NumbersCouldConsider">Numbers that it could consider. What is in neither is a no.</param>
/// <param name="AgesYes">Ages, within the terms of approval, that it says yes to.</param>
/// <param name="AgesCouldConsider">Ages that it could consider. What is in neither is a no.</param>
/// <param name="Offers">Answers to needs.</param>
/// <param name="Evidence">Quarters of the evidence for the answers.</param>
/// <param name="IdentitySupport">Support for a child's identity that its assessment shows it can give.</param>
/// <param name="LivesIn">The council of the region in whose area it lives; null when elsewhere.</param>
/// <param name="HomeArea">
/// The postcode district as a digest under the region's area key, which hubs alone hold: the child's hub can compare it, the central hub
/// can read no place from it. Null when the home is not known yet: then no child's hub can be asked, and the household is no candidate.
/// </param>
/// <param name="MatchingPlan">Its matching plan is agreed.</param>
/// <param name="Approved">The highest level of which a version is approved for release.</param>
/// <param name="Vocabulary">See <see cref="NeedVocabulary.Version"/>.</param>
/// <param name="RestrictedTo">Who of the council's people may see the household in the services that councils share, while its record is restricted.</param>
public sealed record HouseholdOffered(
    Guid Reference,
    CouncilCode Council,
    int Epoch,
    long Version,
    ApprovalState Approval,
    Quarter? ApprovalExpected,
    bool ReviewOverdue,
    HouseholdRoutes Routes,
    Availability Availability,
    Parents Parents,
    ChildCounts ChildrenAtHome,
    ChildCounts NumbersYes,
    ChildCounts NumbersCouldConsider,
    AgeBands AgesYes,
    AgeBands AgesCouldConsider,
    OfferProfile Offers,
    EvidenceDates Evidence,
    IdentitySupport IdentitySupport,
    CouncilCode? LivesIn,
    Guid? HomeArea,
    bool MatchingPlan,
    DisclosureLevel Approved,
    int Vocabulary,
    RestrictedTo RestrictedTo = RestrictedTo.None) : IRegionalSnapshot
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Reference;
}
