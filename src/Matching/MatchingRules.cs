using Partnership.Contracts.FamilyFinding;

namespace Partnership.Matching;

/// <summary>What holds for all lists alike.</summary>
/// <param name="Weights">The weights that the region has declared.</param>
/// <param name="Sharing">Agreements in force.</param>
/// <param name="Today">The present quarter: evidence more than four quarters old counts as old.</param>
/// <param name="LinksPerHousehold">As many live links make a household unavailable for more.</param>
public sealed record MatchingRules(MatchingWeights Weights, SharingAgreements Sharing, Quarter Today, int LinksPerHousehold)
{
    /// <summary>After so many quarters evidence is old.</summary>
    public const int EvidenceLasts = 4;

    /// <summary>How evidence of a quarter stands today.</summary>
    public EvidenceState StateOf(Quarter? evidence) => evidence is not { } quarter ? EvidenceState.None
        : Today.Index - quarter.Index > EvidenceLasts ? EvidenceState.Old
        : EvidenceState.Recent;
}
