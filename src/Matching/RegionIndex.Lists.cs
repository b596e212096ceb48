using System.Numerics;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Matching;

public sealed partial class RegionIndex
{
    // Their rankings and columns beside one block: about as much as the processor keeps close.
    private const int SearchesAtOnce = 256;

    /// <summary>Which answers of the child's hub a household needs.</summary>
    private enum Answered
    {
        /// <summary>A yes of each child's: what every list is made of.</summary>
        Yes,

        /// <summary>No no: it may be a candidate once it is answered.</summary>
        NotNo,

        /// <summary>Whatever was answered: for figures that must not tell.</summary>
        Whatever,
    }

    /// <summary>
    /// The first <paramref name="count"/> candidates of a search, each with its factors; none when the search is not open. Everybody on it
    /// passes every limit, a yes of the child's hub among them.
    /// </summary>
    public CandidateList Top(SearchKey key, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        if (Find(key) is not { } search)
        {
            return new CandidateList(key, SearchState.None, _rules.Weights.Version, []);
        }

        return ListOf(search, Rank(search, Answered.Yes, count));
    }

    /// <summary>
    /// A household as a candidate of a search, checked against every limit now, its place left out (0); null when it fails one, and nothing tells
    /// which.
    /// </summary>
    public Candidate? Consider(SearchKey key, Guid household) =>
        Find(key) is { } search && _households.TryGetValue(household, out var known) && KeyOf(search, known.Place) < OrderKey.Refused
            ? Explanation.Of(search, known.Offer, 0, _rules)
            : null;

    /// <summary>
    /// Questions for the hubs of a search's children: about the first <paramref name="count"/> households that pass all other limits and
    /// have no no, those that have no answer. Never for readers: what is asked about tells what was answered.
    /// </summary>
    public IReadOnlyList<CandidateQuestion> Unanswered(SearchKey key, int count)
    {
        if (Find(key) is not { } search)
        {
            return [];
        }

        var questions = new List<CandidateQuestion>();
        foreach (var place in Rank(search, Answered.NotNo, count).Places)
        {
            var household = OfferAt(place);
            questions.AddRange(search.Children
                .Where(child => !_children[child.Reference].Possible.Has(place))
                .Select(child => new CandidateQuestion(child.Reference, household.Reference, household.HomeArea!.Value)));
        }

        return questions;
    }

    /// <summary>
    /// Searches whose first <paramref name="count"/> may differ from those of an earlier index of the same region: their lists are to be made anew,
    /// all others stand.
    /// </summary>
    public IReadOnlyList<SearchKey> TouchedSince(RegionIndex before, int count)
    {
        if (before._rules != _rules)
        {
            return [.. before._searches.Keys.Union(_searches.Keys)];
        }

        var changed = PlacesChangedSince(before);
        var touched = before._searches.Keys.Where(key => !_searches.ContainsKey(key)).ToList();
        foreach (var (key, search) in _searches)
        {
            if (before._searches.GetValueOrDefault(key) is not { } former || !former.SameAs(search)
                || changed.Exists(place => before.IsAmongFirst(former, place, count) || IsAmongFirst(search, place, count)))
            {
                touched.Add(key);
            }
        }

        return touched;
    }

    /// <summary>The first so many of every search, as a sweep makes them: the same lists as one by one, in a fraction of the time.</summary>
    public IEnumerable<CandidateList> TopOfAll(int count)
    {
        foreach (var searches in _searches.Values.Chunk(SearchesAtOnce))
        {
            var rankings = Array.ConvertAll(searches, _ => new Ranking(count));
            RankFirst(searches, rankings);
            for (var i = 0; i < searches.Length; i++)
            {
                yield return ListOf(searches[i], rankings[i]);
            }
        }
    }

    /// <summary>Whether a household passes every limit of a search.</summary>
    internal bool Passes(SearchKey key, Guid household) =>
        Find(key) is { } search && _households.TryGetValue(household, out var known) && KeyOf(search, known.Place) < OrderKey.Refused;

    /// <summary>The newest offer of a household; null when it is not known.</summary>
    internal HouseholdOffered? Offer(Guid household) => _households.GetValueOrDefault(household)?.Offer;

    /// <summary>
    /// The first of searches into as many rankings. Goes through them block by block: the columns of one block stay in the processor's first
    /// cache while all of these searches pass over it.
    /// </summary>
    internal void RankFirst(ReadOnlySpan<Search> searches, ReadOnlySpan<Ranking> rankings)
    {
        foreach (var ranking in rankings)
        {
            ranking.Clear();
        }

        for (var block = 0; block < _blocks.Length; block++)
        {
            for (var i = 0; i < searches.Length; i++)
            {
                RankBlock(searches[i], block, Answered.Yes, rankings[i]);
            }
        }
    }

    /// <summary>The households of a ranking, in order.</summary>
    internal Guid[] HouseholdsOf(Ranking ranking)
    {
        var households = new Guid[ranking.Count];
        for (var i = 0; i < households.Length; i++)
        {
            households[i] = OfferAt(ranking.Places[i]).Reference;
        }

        return households;
    }

    /// <summary>Whether fewer than so many come before the household in a place, of those that pass all limits like it.</summary>
    private bool IsAmongFirst(Search search, int place, int count)
    {
        var key = KeyOf(search, place);
        if (key >= OrderKey.Refused)
        {
            return false;
        }

        var (mix, reference) = (OrderKey.Mix(search.Mix, MixAt(place)), OfferAt(place).Reference);
        Span<uint> keys = stackalloc uint[HouseholdBlock.Size];
        for (var block = 0; block < _blocks.Length; block++)
        {
            var lanes = LanesOf(search, block, Answered.Yes);
            for (var found = lanes == 0 ? 0 : _blocks[block].Keys(search, lanes, key, keys); found != 0; found &= found - 1)
            {
                var lane = BitOperations.TrailingZeroCount(found);
                var otherMix = keys[lane] < key ? 0 : OrderKey.Mix(search.Mix, _blocks[block].Mix(lane));
                if ((keys[lane] < key || otherMix < mix || (otherMix == mix && _blocks[block].Offer(lane)!.Reference.CompareTo(reference) < 0))
                    && --count == 0)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private CandidateList ListOf(Search search, Ranking ranking)
    {
        var candidates = new Candidate[ranking.Count];
        for (var i = 0; i < candidates.Length; i++)
        {
            candidates[i] = Explanation.Of(search, OfferAt(ranking.Places[i]), i + 1, _rules);
        }

        return new CandidateList(search.Key, search.State, _rules.Weights.Version, candidates);
    }

    private List<int> PlacesChangedSince(RegionIndex before)
    {
        var changed = new List<int>();
        for (var block = 0; block < _blocks.Length; block++)
        {
            var former = block < before._blocks.Length ? before._blocks[block] : null;
            for (var lane = 0; lane < HouseholdBlock.Size && !ReferenceEquals(former, _blocks[block]); lane++)
            {
                if (former?.Offer(lane) != _blocks[block].Offer(lane) || former?.Links(lane) != _blocks[block].Links(lane))
                {
                    changed.Add((block * HouseholdBlock.Size) + lane);
                }
            }
        }

        return changed;
    }

    private Ranking Rank(Search search, Answered answered, int count)
    {
        var ranking = new Ranking(count);
        for (var block = 0; block < _blocks.Length; block++)
        {
            RankBlock(search, block, answered, ranking);
        }

        return ranking;
    }

    private void RankBlock(Search search, int block, Answered answered, Ranking ranking)
    {
        var lanes = LanesOf(search, block, answered);
        if (lanes == 0)
        {
            return;
        }

        var households = _blocks[block];
        Span<uint> keys = stackalloc uint[HouseholdBlock.Size];
        for (var found = households.Keys(search, lanes, ranking.Highest, keys); found != 0; found &= found - 1)
        {
            var lane = BitOperations.TrailingZeroCount(found);
            if (keys[lane] <= ranking.Highest)
            {
                ranking.Offer(
                    keys[lane], OrderKey.Mix(search.Mix, households.Mix(lane)), (block * HouseholdBlock.Size) + lane, households.Offer(lane)!.Reference);
            }
        }
    }

    /// <summary>The key of the household in a place, or one that is refused when it passes not all limits.</summary>
    private uint KeyOf(Search search, int place)
    {
        var (block, lane) = Math.DivRem(place, HouseholdBlock.Size);
        return block < _blocks.Length && (LanesOf(search, block, Answered.Yes) >> lane & 1) != 0 ? _blocks[block].Key(search, lane) : OrderKey.Refused;
    }

    /// <summary>Households of a block that pass all limits but those of needs, which are in their keys.</summary>
    private ulong LanesOf(Search search, int block, Answered answered)
    {
        if (search.State != SearchState.Open)
        {
            return 0;
        }

        var lanes = _blocks[block].Passing(search, sharing: true) & ~search.Barred.At(block);
        return answered switch
        {
            Answered.Yes => lanes & search.Possible.At(block),
            Answered.NotNo => lanes & ~search.Impossible.At(block),
            _ => lanes,
        };
    }

    private HouseholdOffered OfferAt(int place) =>
        _blocks[place / HouseholdBlock.Size].Offer(place % HouseholdBlock.Size)!;

    private ulong MixAt(int place) => _blocks[place / HouseholdBlock.Size].Mix(place % HouseholdBlock.Size);
}
