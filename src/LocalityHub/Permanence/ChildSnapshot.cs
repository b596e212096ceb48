using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Searches;

namespace Partnership.LocalityHub.Permanence;

/// <summary>All that family finding may know of a child before a link: no name, place or day.</summary>
internal static class ChildSnapshot
{
    /// <summary>The snapshot, without epoch and version.</summary>
    /// <param name="facts">The child.</param>
    /// <param name="reference">Under which the region knows the child.</param>
    /// <param name="council">The child's.</param>
    /// <param name="register">What the regional register was told of stage and wait; null when it was told nothing.</param>
    /// <param name="approved">The highest level of which a version is approved for release.</param>
    /// <param name="restrictedTo">Who may see the record.</param>
    public static ChildProfiled Of(FamilyFacts facts, Guid reference, CouncilCode council, ChildStageChanged? register, DisclosureLevel approved, RestrictedTo restrictedTo)
    {
        var record = facts.Record!;
        if (facts.Standing == SearchStanding.Ended)
        {
            // The rest is not to be used, so it is not said either.
            return new ChildProfiled(
                reference, council, 0, 0, SearchStanding.Ended, SearchLength.None, record.Plan, ChildStage.Ended, AuthorityToPlace.None, WaitBand.None, AgeBands.None,
                ChildCounts.One, SiblingSearch.Alone, null, PriorityFlags.None, IdentitySupport.None, EarlyPermanenceRequest.None, EarlyPermanencePreconditions.None,
                NeedProfile.None, EvidenceDates.None, DisclosureLevel.None, NeedVocabulary.Version, restrictedTo);
        }

        var needs = NeedProfile.None;
        var evidence = EvidenceDates.None;
        foreach (var need in facts.Needs)
        {
            needs = needs.With(need.Need, need.Level);
            evidence = evidence.With(need.Need, need.EvidenceOn is { } on ? Quarter.Of(on) : null);
        }

        return new ChildProfiled(
            reference,
            council,
            0,
            0,
            facts.Standing,
            SearchDays.LengthOf(SearchDays.Count(facts.Search!, facts.Pauses, facts.Today)),
            record.Plan,
            register?.Stage ?? ChildStage.Ended,
            facts.Authority,
            register?.Wait ?? WaitBand.None,
            facts.Age,
            facts.Siblings.Count,
            facts.Siblings.Search,
            facts.Siblings.TogetherSearch,
            facts.Priority,
            facts.Background?.Support ?? IdentitySupport.None,
            record.EarlyPermanence,
            record.EarlyPermanence == EarlyPermanenceRequest.None ? EarlyPermanencePreconditions.None : record.Preconditions,
            needs,
            evidence,
            approved,
            NeedVocabulary.Version,
            restrictedTo);
    }
}
