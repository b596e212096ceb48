using Partnership.Contracts.FamilyFinding;
using Partnership.Matching;

namespace Partnership.CentralHub.Searches;

/// <summary>One factor of a candidate; what does not belong to its kind is null.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Fit">fits, stretch or conflict. Only a stretch may be put to a household; a conflict is a question for its worker.</param>
/// <param name="Need">The need.</param>
/// <param name="Level">Its level, the highest among the children.</param>
/// <param name="Number">How many children.</param>
/// <param name="Age">The age band.</param>
/// <param name="Approval">The household's approval.</param>
/// <param name="ReviewOverdue">Whether its yearly review is overdue.</param>
/// <param name="Route">Dual approval, or the temporary approval that would be needed.</param>
/// <param name="Answer">What the household answered.</param>
/// <param name="Child">Evidence of the child's side.</param>
/// <param name="Household">Evidence of the household's side.</param>
internal sealed record ShownFactor(
    FactorKind Kind,
    Fit Fit,
    Need? Need,
    NeedLevel? Level,
    ChildCounts? Number,
    AgeBands? Age,
    ApprovalState? Approval,
    bool? ReviewOverdue,
    HouseholdRoutes? Route,
    OfferAnswer? Answer,
    ShownEvidence? Child,
    ShownEvidence? Household)
{
    internal static ShownFactor Of(Factor factor) => new(
        factor.Kind,
        factor.Fit,
        factor.Need,
        factor.Need is null ? null : factor.Level,
        factor.Number == ChildCounts.None ? null : factor.Number,
        factor.Age == AgeBands.None ? null : factor.Age,
        factor.Approval,
        factor.Approval is null ? null : factor.ReviewOverdue,
        factor.Route == HouseholdRoutes.None ? null : factor.Route,
        factor.Kind is FactorKind.Approval or FactorKind.Route ? null : factor.Answer,
        ShownEvidence.Of(factor.Child),
        ShownEvidence.Of(factor.Household));
}

/// <summary>Evidence of one side.</summary>
/// <param name="State">none, old (more than four quarters) or recent.</param>
/// <param name="From">From which quarter; null without any.</param>
internal sealed record ShownEvidence(EvidenceState State, Quarter? From)
{
    internal static ShownEvidence? Of(Evidence evidence) => evidence.State == EvidenceState.NotDated ? null : new(evidence.State, evidence.From);
}

/// <summary>Support for the children's identity.</summary>
/// <param name="Needed">What a match would need.</param>
/// <param name="Shown">What the household's assessment shows that it can give.</param>
/// <param name="ToArrange">What would be left to arrange.</param>
internal sealed record ShownIdentity(IReadOnlyList<IdentitySupport> Needed, IReadOnlyList<IdentitySupport> Shown, IReadOnlyList<IdentitySupport> ToArrange)
{
    internal static ShownIdentity Of(IdentityShown identity) => new(Flags.Each(identity.Needed), Flags.Each(identity.Shown), Flags.Each(identity.ToArrange));
}
