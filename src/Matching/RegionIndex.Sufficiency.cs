using System.Numerics;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Matching.Sufficiency;

namespace Partnership.Matching;

public sealed partial class RegionIndex
{
    private static readonly (int From, int? To)[] Choices = [(1, 4), (5, 19), (20, null)];
    private static readonly (int From, int? To)[] Claims = [(0, 0), .. Choices];

    /// <summary>
    /// Whether there are families for all who wait. Takes up to seconds on the largest regions: not for a request's thread.
    /// </summary>
    /// <param name="withPipeline">Households in stage two count as if they were approved; else only those who are.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public SufficiencyFigures Sufficiency(bool withPipeline = false, CancellationToken ct = default)
    {
        var (searches, households, costs) = Demand(withPipeline);
        var assignment = AssignmentSolver.Solve(costs, ct);
        var served = new ServedSearches(costs, assignment);
        var choices = served.Choices();
        var withoutHousehold = choices.Count(number => number == 0);
        var parts = SmallCounts.Parts(assignment.Served, searches.Count - assignment.Served - withoutHousehold, withoutHousehold);
        return new SufficiencyFigures(
            SmallCounts.Shown(searches.Count),
            SmallCounts.Shown(households.Count),
            parts[0],
            parts[1],
            parts[2],
            assignment.IsExact,
            assignment.IsExact ? 0 : Math.Round((assignment.Sum - assignment.SumBound) / (decimal)Math.Max(1, assignment.SumBound), 4),
            BandsOf(Choices, choices, hidden: parts.Contains(null)),
            BandsOf(Claims, served.Claims(), hidden: false),
            [.. Shown(served.Contests()).Select(contest => ContestOf([.. contest.Searches.Select(row => searches[row])], contest.Households))],
            TargetsOf(searches, households, served, ct));
    }

    /// <summary>The assignment itself: what <see cref="Sufficiency"/> counts, and the bench measures.</summary>
    internal Assignment Assign(CancellationToken ct = default) => AssignmentSolver.Solve(Demand().Costs, ct);

    /// <summary>Searches, each child in one; households that can be asked; what each pair costs.</summary>
    internal (IReadOnlyList<Search> Searches, IReadOnlyList<HouseholdOffered> Households, CostMatrix Costs) Demand(bool withPipeline = false)
    {
        var asked = new ulong[_blocks.Length];
        var columns = new Dictionary<int, int>();
        var households = new List<HouseholdOffered>();
        foreach (var household in _households.Values.OrderBy(household => household.Place))
        {
            if ((withPipeline || household.Offer.Approval == ApprovalState.Approved) && household.Offer.IsOpen(_links.GetValueOrDefault(household.Offer.Reference), _rules))
            {
                asked[household.Place / HouseholdBlock.Size] |= 1UL << (household.Place % HouseholdBlock.Size);
                columns[household.Place] = households.Count;
                households.Add(household.Offer);
            }
        }

        var searches = Counted(asked);
        var costs = new CostMatrix(searches.Count, households.Count);
        Span<uint> keys = stackalloc uint[HouseholdBlock.Size];
        for (var row = 0; row < searches.Count; row++)
        {
            for (var block = 0; block < _blocks.Length; block++)
            {
                var lanes = LanesOf(searches[row], block, Answered.Whatever) & asked[block];
                for (var found = lanes == 0 ? 0 : _blocks[block].Keys(searches[row], lanes, OrderKey.Refused - 1, keys); found != 0; found &= found - 1)
                {
                    var lane = BitOperations.TrailingZeroCount(found);
                    costs[row, columns[(block * HouseholdBlock.Size) + lane]] = (ushort)OrderKey.SumOf(keys[lane]);
                }
            }
        }

        return (searches, households, costs);
    }

    /// <param name="bands">From and to.</param>
    /// <param name="numbers">What falls in them.</param>
    /// <param name="hidden">With a count beside them that is hidden, these would tell it.</param>
    private static List<ChoiceBand> BandsOf((int From, int? To)[] bands, int[] numbers, bool hidden)
    {
        var shown = SmallCounts.Parts(Array.ConvertAll(bands, band => numbers.Count(number => number >= band.From && number <= (band.To ?? int.MaxValue))));
        return [.. bands.Select((band, i) => new ChoiceBand(band.From, band.To, hidden ? null : shown[i]))];
    }

    /// <summary>Contests in which nothing is below six, nor in the rest of them: neither searches nor households nor those left over.</summary>
    private static List<(IReadOnlyList<int> Searches, int Households)> Shown(IReadOnlyList<(IReadOnlyList<int> Searches, int Households)> contests)
    {
        static int Left((IReadOnlyList<int> Searches, int Households) contest) => contest.Searches.Count - contest.Households;

        var shown = contests
            .Where(contest => contest.Households >= SmallCounts.Least && Left(contest) >= SmallCounts.Least)
            .OrderByDescending(contest => contest.Searches.Count)
            .ToList();
        while (shown.Count > 0 && contests.Sum(Left) - shown.Sum(Left) is > 0 and < SmallCounts.Least)
        {
            shown.RemoveAt(shown.Count - 1);
        }

        return shown;
    }

    private static Contest ContestOf(List<Search> searches, int households)
    {
        int? Count(Func<Search, bool> has) => SmallCounts.Parts(searches.Count(has), searches.Count(search => !has(search)))[0];
        return new Contest(
            searches.Count,
            households,
            Count(search => search.Number != ChildCounts.One),
            Count(search => search.Bands[^1] >= AgeBands.FiveOrSix),
            Enum.GetValues<NeedArea>().ToDictionary(
                area => area,
                area => Count(search => search.Needs.Any(need => NeedVocabulary.AreaOf(need.Need) == area && need.Level >= NeedLevel.Medium))));
    }

    private List<RecruitmentTarget> TargetsOf(
        IReadOnlyList<Search> searches, IReadOnlyList<HouseholdOffered> households, ServedSearches served, CancellationToken ct)
    {
        var refused = Recruits.MostlyRefused(households);
        var targets = new List<RecruitmentTarget>();
        foreach (var kind in Recruits.Kinds())
        {
            ct.ThrowIfCancellationRequested();
            var block = HouseholdBlock.Empty(0).With(0, Recruits.Of(kind, refused), 0, _rules, []);
            var takes = searches.Select(search => (block.Passing(search, sharing: false) & 1) != 0 && block.Key(search, 0) < OrderKey.Refused).ToArray();
            var more = served.MoreServedBy(takes, SufficiencyFigures.Recruited);

            // More demanding than a kind that helps as much: not worth telling.
            if (more >= SmallCounts.Least && !targets.Exists(other => IsPartOf(other, kind) && other.More >= more))
            {
                targets.Add(kind with { More = more });
            }
        }

        return [.. targets.OrderByDescending(target => target.More)];
    }

    /// <summary>Whether who is the second is the first, too.</summary>
    private static bool IsPartOf(RecruitmentTarget first, RecruitmentTarget second) =>
        first.Number == second.Number
        && (first.Area is null || first.Area == second.Area)
        && (first.Route == second.Route || (first.Route == HouseholdRoutes.Adoption && second.Route == HouseholdRoutes.DuallyApproved))
        && (first.Ages == second.Ages || second.Ages == AgeRange.Any || (first.Ages == AgeRange.UnderTwo && second.Ages == AgeRange.UnderFive));

    /// <summary>
    /// Open searches with each child in one of them. A group counts while a household is possible for it, or while none of its children is also
    /// searched for alone; else its children count.
    /// </summary>
    private List<Search> Counted(ulong[] asked)
    {
        var open = _searches.Values.Where(search => search.State == SearchState.Open).OrderBy(search => search.Key.Reference).ToList();
        var counted = open.FindAll(search => search.Key.Of == SearchOf.Group
            && (HasHousehold(search, asked) || search.Children.All(child => child.SiblingSearch == SiblingSearch.Together)));
        var together = counted.SelectMany(search => search.Children).Select(child => child.Reference).ToHashSet();
        counted.AddRange(open.Where(search => search.Key.Of == SearchOf.Child && !together.Contains(search.Key.Reference)));
        return counted;
    }

    private bool HasHousehold(Search search, ulong[] asked)
    {
        Span<uint> keys = stackalloc uint[HouseholdBlock.Size];
        for (var block = 0; block < _blocks.Length; block++)
        {
            var lanes = LanesOf(search, block, Answered.Whatever) & asked[block];
            if (lanes != 0 && _blocks[block].Keys(search, lanes, OrderKey.Refused - 1, keys) != 0)
            {
                return true;
            }
        }

        return false;
    }
}
