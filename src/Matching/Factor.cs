using System.Text.Json.Serialization;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.Matching;

/// <summary>What a factor is about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FactorKind>))]
public enum FactorKind
{
    /// <summary>The number of children.</summary>
    Number = 1,

    /// <summary>The age of the child, or of the oldest.</summary>
    Age = 2,

    /// <summary>The age of the youngest, where it is in another band.</summary>
    YoungestAge = 3,

    /// <summary>How far the household's approval has come.</summary>
    Approval = 4,

    /// <summary>For early permanence, by which approval the household would foster first.</summary>
    Route = 5,

    /// <summary>A need that is present.</summary>
    Need = 6,
}

/// <summary>How search and household stand to each other in one factor.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Fit>))]
public enum Fit
{
    /// <summary>The household says yes.</summary>
    Fits = 0,

    /// <summary>The household said that it could consider it: it may be asked.</summary>
    Stretch = 1,

    /// <summary>Nobody has asked the household: a question for its worker, not to be put to the household as a stretch.</summary>
    Conflict = 2,
}

/// <summary>How a piece of evidence stands today.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EvidenceState>))]
public enum EvidenceState
{
    /// <summary>The factor is read off the record or the approval: it has no evidence of its own.</summary>
    NotDated = 0,

    /// <summary>No evidence.</summary>
    None = 1,

    /// <summary>Older than four quarters.</summary>
    Old = 2,

    /// <summary>Not older than four quarters.</summary>
    Recent = 3,
}

/// <summary>Evidence of one side.</summary>
/// <param name="State">How it stands, absence included.</param>
/// <param name="From">From which quarter; null when there is none.</param>
public readonly record struct Evidence(EvidenceState State, Quarter? From)
{
    /// <summary>Of a factor that has none of its own.</summary>
    public static Evidence NotDated => default;
}

/// <summary>One factor of a candidate, with all that explains it.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Fit">How both stand.</param>
/// <param name="Need">The need; null for other kinds.</param>
/// <param name="Level">Its level: the highest among the children.</param>
/// <param name="Number">How many children; none for other kinds.</param>
/// <param name="Age">The band; none for other kinds.</param>
/// <param name="Approval">The household's approval; null for other kinds.</param>
/// <param name="ReviewOverdue">For <see cref="FactorKind.Approval"/>: its yearly review is overdue.</param>
/// <param name="Route">
/// For <see cref="FactorKind.Route"/>: dual approval, or the temporary approval that would be needed
/// (Care Planning, Placement and Case Review Regulations 2010, reg. 25A).
/// </param>
/// <param name="Answer">What the household answered; <see cref="OfferAnswer.NotAsked"/> for approval and route, which are not answers.</param>
/// <param name="Child">Evidence of the child's side; of several children at the highest level the oldest, and none when one has none.</param>
/// <param name="Household">Evidence of the household's side.</param>
public sealed record Factor(
    FactorKind Kind,
    Fit Fit,
    Need? Need = null,
    NeedLevel Level = NeedLevel.None,
    ChildCounts Number = ChildCounts.None,
    AgeBands Age = AgeBands.None,
    ApprovalState? Approval = null,
    bool ReviewOverdue = false,
    HouseholdRoutes Route = HouseholdRoutes.None,
    OfferAnswer Answer = OfferAnswer.NotAsked,
    Evidence Child = default,
    Evidence Household = default);

/// <summary>
/// Support for a child's identity, shown beside the factors. It is no limit and has no part in the order (Adoption and Children Act 2002, s. 1(4);
/// Equality Act 2010, s. 29): a match is helped to give it, a household is not ranked by it.
/// </summary>
/// <param name="Needed">What a match would need, for one or other of the children.</param>
/// <param name="Shown">What the household's assessment shows.</param>
public readonly record struct IdentityShown(IdentitySupport Needed, IdentitySupport Shown)
{
    /// <summary>What would be left to arrange.</summary>
    public IdentitySupport ToArrange => Needed & ~Shown;
}

/// <summary>A household that passes every limit of a search, with its factors. Neither a score nor a chance of success.</summary>
/// <param name="Rank">Its place, from 1.</param>
/// <param name="Household">The household's family-finding reference.</param>
/// <param name="Council">The council that approves it.</param>
/// <param name="Approval">Stage 2 is marked: a link stops at interest until the household is approved.</param>
/// <param name="ApprovalExpected">In stage 2, the quarter in which a decision is expected.</param>
/// <param name="Factors">Every factor.</param>
/// <param name="Identity">Support for identity.</param>
public sealed record Candidate(
    int Rank,
    Guid Household,
    CouncilCode Council,
    ApprovalState Approval,
    Quarter? ApprovalExpected,
    IReadOnlyList<Factor> Factors,
    IdentityShown Identity);

/// <summary>The first candidates of a search in order. It does not tell how many more there are, nor who failed which limit.</summary>
/// <param name="Search">The search.</param>
/// <param name="State">Only an open search has candidates.</param>
/// <param name="WeightsVersion">See <see cref="MatchingWeights.Version"/>.</param>
/// <param name="Candidates">In order.</param>
public sealed record CandidateList(SearchKey Search, SearchState State, int WeightsVersion, IReadOnlyList<Candidate> Candidates);
