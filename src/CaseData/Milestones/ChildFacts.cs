namespace Partnership.CaseData.Milestones;

/// <summary>One episode of care from an SSDA903 return, as far as milestones need it. Codes in upper case; blank is null.</summary>
/// <param name="Decom">The day the episode began.</param>
/// <param name="Dec">The day it ended; null while open.</param>
/// <param name="Rne">Reason for the new episode: S, L, P, T, B or U.</param>
/// <param name="Ls">Legal status; E1 is a placement order, D1 the freeing order before it.</param>
/// <param name="Place">Placement type; A3 to A6 are adoptive, T0 to T4 temporary.</param>
/// <param name="Rec">Reason the episode ceased: X1 when another follows, E11 and E12 on adoption.</param>
/// <param name="PlacePost">Postcode of the placement.</param>
/// <param name="Urn">Ofsted's number of the placement.</param>
/// <param name="Row">The 1-based data row in the Episodes table.</param>
/// <param name="Year">The calendar year in which the return's year ends.</param>
public sealed record EpisodeFacts(
    DateOnly Decom, DateOnly? Dec, string? Rne, string? Ls, string? Place, string? Rec, string? PlacePost, string? Urn, int Row, int Year)
{
    /// <summary>Whether the child lives with prospective adopters (A3 to A6).</summary>
    public bool IsAdoptive => Place is "A3" or "A4" or "A5" or "A6";

    /// <summary>Whether the placement is a short stay away from the usual one (T0 to T4).</summary>
    public bool IsTemporary => Place is "T0" or "T1" or "T2" or "T3" or "T4";

    /// <summary>Whether the episode ended with an adoption order.</summary>
    public bool EndsInAdoption => Rec is "E11" or "E12" && Dec is not null;

    /// <summary>Whether a placement order, or a freeing order before it, is in force.</summary>
    public bool IsUnderPlacementOrder => Ls is "E1" or "D1";
}

/// <summary>One decision that the child should be placed for adoption, from the PlacedAdoption table.</summary>
/// <param name="DatePlaced">The agency decision maker's date, not a placement.</param>
/// <param name="Ceased">The day on which it was decided that the child should no longer be placed; null while the decision stands.</param>
/// <param name="Reason">RD1 to RD4; a reason without a day counts as reversed from the first.</param>
/// <param name="Row">The 1-based data row in the PlacedAdoption table.</param>
/// <param name="Year">The calendar year in which the return's year ends.</param>
public sealed record DecisionFacts(DateOnly DatePlaced, DateOnly? Ceased, string? Reason, int Row, int Year)
{
    /// <summary>Whether the decision was reversed, on whatever day.</summary>
    public bool IsReversed => Ceased is not null || Reason is not null;
}

/// <summary>What the AD1 table says of an adopted child, as far as milestones need it.</summary>
/// <param name="DateInt">The decision that the child should be placed.</param>
/// <param name="DateMatch">The decision maker's match with the adopters.</param>
/// <param name="FosterCare">Whether the adopters fostered the child before; null when blank.</param>
/// <param name="Row">The 1-based data row in the AD1 table.</param>
/// <param name="Year">The calendar year in which the return's year ends.</param>
public sealed record Ad1Facts(DateOnly? DateInt, DateOnly? DateMatch, bool? FosterCare, int Row, int Year);

/// <summary>
/// What the returns of all years together say of one child. A later return replaces episodes with the same DECOM and decisions
/// with the same DATE_PLACED; of AD1 the latest return's row holds.
/// </summary>
public sealed class ChildFacts
{
    private ChildFacts(EpisodeFacts[] episodes, DecisionFacts[] decisions, Ad1Facts? adoption)
    {
        Episodes = episodes;
        Decisions = decisions;
        Adoption = adoption;
    }

    /// <summary>In order of DECOM; episodes of the same day in file order. Nothing follows an adoption.</summary>
    public IReadOnlyList<EpisodeFacts> Episodes { get; }

    /// <summary>In order of DATE_PLACED.</summary>
    public IReadOnlyList<DecisionFacts> Decisions { get; }

    /// <summary>The AD1 row of the latest return that has one; null for a child not adopted.</summary>
    public Ad1Facts? Adoption { get; }

    /// <summary>The latest return that mentions an episode of the child; null without episodes.</summary>
    public int? LatestYear => Episodes.Count == 0 ? null : Episodes.Max(episode => episode.Year);

    /// <summary>Merges rows of one child from any number of returns, in any order.</summary>
    public static ChildFacts Merge(
        IEnumerable<EpisodeFacts> episodes, IEnumerable<DecisionFacts> decisions, IEnumerable<Ad1Facts> adoptions)
    {
        var ordered = episodes
            .GroupBy(episode => episode.Decom)
            .SelectMany(sameDay => sameDay.Where(episode => episode.Year == sameDay.Max(other => other.Year)))
            .OrderBy(episode => episode.Decom).ThenBy(episode => episode.Row)
            .ToArray();

        // An adopted child who returns is a new person in the returns: what follows under the old number is refused (rule 199).
        var adopted = Array.FindIndex(ordered, episode => episode.EndsInAdoption);
        return new ChildFacts(
            adopted < 0 ? ordered : ordered[..(adopted + 1)],
            [.. decisions.GroupBy(decision => decision.DatePlaced)
                .Select(same => same.OrderBy(decision => decision.Year).ThenBy(decision => decision.Row).Last())
                .OrderBy(decision => decision.DatePlaced)],
            adoptions.OrderBy(row => row.Year).ThenBy(row => row.Row).LastOrDefault());
    }

    /// <summary>
    /// The facts as they stood at the end of a day: what began later is not there, what ended later is open. Whether the
    /// adopters fostered the child is kept, since it tells about the placement and not about a day.
    /// </summary>
    public ChildFacts AsAt(DateOnly day) => new(
        [.. Episodes.Where(episode => episode.Decom <= day)
            .Select(episode => episode.Dec > day ? episode with { Dec = null, Rec = null } : episode)],
        [.. Decisions.Where(decision => decision.DatePlaced <= day)
            .Select(decision => decision.Ceased > day ? decision with { Ceased = null, Reason = null } : decision)],
        Adoption is null ? null : Adoption with
        {
            DateInt = Adoption.DateInt > day ? null : Adoption.DateInt,
            DateMatch = Adoption.DateMatch > day ? null : Adoption.DateMatch,
        });
}
