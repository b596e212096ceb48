using System.Text.Json.Serialization;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.Contracts.LocalityHub;

/// <summary>
/// All that family finding may know of a child before a link. Sent from the day on which the child's council registers the child, when any of
/// it changes, and with <see cref="SearchStanding.Ended"/> on the day on which the child moves in. Bands that follow the child's age move
/// on the first of a month alone.
/// </summary>
/// <param name="Reference">The child, by the reference minted for family finding alone: it cannot be joined to the child's stages or measures.</param>
/// <param name="Council">The council that looks after the child and decides for it.</param>
/// <param name="Epoch">See <see cref="IRegionalSnapshot.Epoch"/>.</param>
/// <param name="Version">See <see cref="IRegionalSnapshot.Version"/>.</param>
/// <param name="Standing">Whether a family is looked for. When ended, the rest is not to be used.</param>
/// <param name="Searched">How long, pauses left out.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Stage">The stage; <see cref="ChildStage.Ended"/> also before the decision that the child should be placed.</param>
/// <param name="Authority">What allows the agency to place.</param>
/// <param name="Wait">As in <see cref="ChildStageChanged.Wait"/>.</param>
/// <param name="Age">One band.</param>
/// <param name="Siblings">How many are to be placed together with this child, itself included: one count.</param>
/// <param name="SiblingSearch">How they are searched for.</param>
/// <param name="TogetherSearch">
/// The group to be placed together: the same in each member's snapshots, across councils too. Null when, and only when, the search is
/// <see cref="SiblingSearch.Alone"/>.
/// </param>
/// <param name="Priority">Priority groups.</param>
/// <param name="IdentitySupport">Support for identity that a match would need.</param>
/// <param name="EarlyPermanence">Whether early permanence is asked for; requested only with every precondition.</param>
/// <param name="Preconditions">Preconditions of early permanence that are recorded.</param>
/// <param name="Needs">Needs.</param>
/// <param name="Evidence">Quarters of the evidence for them.</param>
/// <param name="Approved">The highest level of which a version is approved for release.</param>
/// <param name="Vocabulary">See <see cref="NeedVocabulary.Version"/>.</param>
/// <param name="RestrictedTo">Who of the council's people may see the child in the services that councils share, while its record is restricted.</param>
public sealed record ChildProfiled(
    Guid Reference,
    CouncilCode Council,
    int Epoch,
    long Version,
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
    PriorityFlags Priority,
    IdentitySupport IdentitySupport,
    EarlyPermanenceRequest EarlyPermanence,
    EarlyPermanencePreconditions Preconditions,
    NeedProfile Needs,
    EvidenceDates Evidence,
    DisclosureLevel Approved,
    int Vocabulary,
    RestrictedTo RestrictedTo = RestrictedTo.None) : IRegionalSnapshot
{
    /// <inheritdoc />
    [JsonIgnore]
    public Guid AggregateId => Reference;
}
