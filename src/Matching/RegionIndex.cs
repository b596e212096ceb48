using System.Collections.Immutable;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Matching;

/// <summary>
/// Children, households and what stands between them, as at one moment: everything that a list is made of. Never changed once made: each
/// <c>Apply</c> gives another, so that readers go on undisturbed with the one they have. It knows no clock and does no I/O; what it is given
/// in another order gives the same lists.
/// </summary>
public sealed partial class RegionIndex
{
    private MatchingRules _rules;
    private ImmutableDictionary<Guid, ChildOfRegion> _children = ImmutableDictionary<Guid, ChildOfRegion>.Empty;
    private ImmutableDictionary<Guid, HouseholdOfRegion> _households = ImmutableDictionary<Guid, HouseholdOfRegion>.Empty;
    private ImmutableDictionary<Guid, int> _links = ImmutableDictionary<Guid, int>.Empty;
    private ImmutableDictionary<Guid, ImmutableHashSet<Guid>> _groups = ImmutableDictionary<Guid, ImmutableHashSet<Guid>>.Empty;
    private ImmutableDictionary<SearchKey, ImmutableHashSet<Guid>> _barred = ImmutableDictionary<SearchKey, ImmutableHashSet<Guid>>.Empty;
    private ImmutableDictionary<SearchKey, Search> _searches = ImmutableDictionary<SearchKey, Search>.Empty;
    private ImmutableDictionary<CouncilCode, int> _councilPlaces = ImmutableDictionary<CouncilCode, int>.Empty;
    private ImmutableArray<CouncilCode> _councils = [];
    private HouseholdBlock[] _blocks = [];
    private int _places;

    private RegionIndex(MatchingRules rules) => _rules = rules;

    private RegionIndex(RegionIndex from)
    {
        _rules = from._rules;
        _children = from._children;
        _households = from._households;
        _links = from._links;
        _groups = from._groups;
        _came = from._came;
        _joined = from._joined;
        _apart = from._apart;
        _barred = from._barred;
        _searches = from._searches;
        _councilPlaces = from._councilPlaces;
        _councils = from._councils;
        _blocks = from._blocks;
        _places = from._places;
    }

    /// <summary>What holds for all lists alike.</summary>
    public MatchingRules Rules => _rules;

    /// <summary>Every search that there is, run or not.</summary>
    public IEnumerable<Search> Searches => _searches.Values;

    /// <summary>Nobody yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not from 0 to 100.</exception>
    public static RegionIndex Empty(MatchingRules rules) => new(Checked(rules));

    /// <summary>A search; null when there is none.</summary>
    public Search? Find(SearchKey search) => _searches.GetValueOrDefault(search);

    /// <summary>The searches that a child belongs to: its own, its group's, both or none.</summary>
    public IEnumerable<Search> SearchesOf(Guid child) =>
        _children.TryGetValue(child, out var known) ? KeysOf(known.Profile).Where(_searches.ContainsKey).Select(key => _searches[key]) : [];

    /// <summary>The same region under other rules: weights, agreements, the quarter, the number of links.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not from 0 to 100.</exception>
    public RegionIndex With(MatchingRules rules)
    {
        var made = new RegionIndex(this) { _rules = Checked(rules) };
        made._blocks = Array.ConvertAll(_blocks, block => block.With(rules, _councils));
        made.Make(_searches.Keys.Union(made.Regroup(_groups.Keys)));
        return made;
    }

    /// <summary>
    /// Takes a child's snapshot. The same index comes back when it is not newer than the one that is known, or when it is not of the council
    /// that the reference came from.
    /// </summary>
    public RegionIndex Apply(ChildProfiled snapshot)
    {
        var known = _children.GetValueOrDefault(snapshot.Reference);
        if (known is not null && !Follows(snapshot, known.Profile))
        {
            return this;
        }

        var made = new RegionIndex(this);
        made.KnowCouncil(snapshot.Council);
        made._children = _children.SetItem(snapshot.Reference, new ChildOfRegion(snapshot, known?.Possible ?? [], known?.Impossible ?? []));
        List<SearchKey> before = known is null ? [] : [.. KeysOf(known.Profile)];
        if (known?.Profile.TogetherSearch is { } left && left != snapshot.TogetherSearch)
        {
            made._groups = made._groups.SetItem(left, made._groups[left].Remove(snapshot.Reference));
        }

        if (snapshot.TogetherSearch is { } joined)
        {
            made._groups = made._groups.SetItem(joined, made._groups.GetValueOrDefault(joined, []).Add(snapshot.Reference));
        }

        var regrouped = made.Regroup(new[] { known?.Profile.TogetherSearch, snapshot.TogetherSearch }.OfType<Guid>().Distinct());
        made.Make(before.Union(made.KeysOf(snapshot)).Union(regrouped));
        return made;
    }

    /// <summary>Takes a household's snapshot, as <see cref="Apply(ChildProfiled)"/> takes a child's.</summary>
    public RegionIndex Apply(HouseholdOffered snapshot)
    {
        var known = _households.GetValueOrDefault(snapshot.Reference);
        if (known is not null && !Follows(snapshot, known.Offer))
        {
            return this;
        }

        var made = new RegionIndex(this) { _blocks = [.. _blocks] };
        if (known is null || (known.Offer.HomeArea is { } lived && snapshot.HomeArea != lived))
        {
            // What was answered about another home must not count for this one, nor once nobody knows which it is: the place that the answers are kept by is given up.
            if (known is not null)
            {
                made.Put(known.Place, null);
            }

            made._households = _households.SetItem(snapshot.Reference, new HouseholdOfRegion(snapshot, made._places++));
            made.Put(made._places - 1, snapshot);
            made.Renew([.. _barred.Where(history => history.Value.Contains(snapshot.Reference)).Select(history => history.Key)]);
        }
        else
        {
            made._households = _households.SetItem(snapshot.Reference, known with { Offer = snapshot });
            made.Put(known.Place, snapshot);
        }

        return made;
    }

    /// <summary>Takes what the hub of a child has answered. Answers about nobody known, or about a former home, change nothing.</summary>
    public RegionIndex Apply(CandidateVerdict verdict) => Apply([verdict]);

    /// <summary>Takes many answers at once.</summary>
    public RegionIndex Apply(IEnumerable<CandidateVerdict> verdicts)
    {
        var children = _children.ToBuilder();
        var changed = new HashSet<SearchKey>();
        foreach (var ofChild in verdicts.GroupBy(verdict => verdict.Child))
        {
            if (!_children.TryGetValue(ofChild.Key, out var child))
            {
                continue;
            }

            var (possible, impossible) = ((ulong[])[.. child.Possible], (ulong[])[.. child.Impossible]);
            foreach (var verdict in ofChild)
            {
                if (_households.TryGetValue(verdict.Household, out var household) && household.Offer.HomeArea == verdict.HomeArea)
                {
                    BitWords.Set(ref possible, household.Place, verdict.Possible);
                    BitWords.Set(ref impossible, household.Place, !verdict.Possible);
                }
            }

            children[ofChild.Key] = child with { Possible = possible, Impossible = impossible };
            changed.UnionWith(KeysOf(child.Profile));
        }

        if (changed.Count == 0)
        {
            return this;
        }

        var made = new RegionIndex(this) { _children = children.ToImmutable() };
        made.Renew(changed);
        return made;
    }

    /// <summary>Takes how many live links a household has; it may be told before the household is known.</summary>
    public RegionIndex Apply(HouseholdLinks links)
    {
        var made = new RegionIndex(this) { _links = _links.SetItem(links.Household, links.Live) };
        if (_households.TryGetValue(links.Household, out var household))
        {
            var (block, lane) = Math.DivRem(household.Place, HouseholdBlock.Size);
            made._blocks = [.. _blocks];
            made._blocks[block] = _blocks[block].WithLinks(lane, links.Live, _rules);
        }

        return made;
    }

    /// <summary>Takes what has been between a search and a household; it may be told before either is known.</summary>
    public RegionIndex Apply(SearchHistory history)
    {
        var before = _barred.GetValueOrDefault(history.Search, []);
        var after = history.Barred ? before.Add(history.Household) : before.Remove(history.Household);
        if (after == before)
        {
            return this;
        }

        var made = new RegionIndex(this) { _barred = _barred.SetItem(history.Search, after) };
        made.Renew([history.Search]);
        return made;
    }

    private static MatchingRules Checked(MatchingRules rules) => rules.Weights.OutOfRange() is { } name
        ? throw new ArgumentOutOfRangeException(nameof(rules), $"The weight {name} is not from 0 to {MatchingWeights.Highest}.")
        : rules;

    private static bool Follows(IRegionalSnapshot next, IRegionalSnapshot known) =>
        next.Council == known.Council && (next.Epoch, next.Version).CompareTo((known.Epoch, known.Version)) > 0;

    private void KnowCouncil(CouncilCode council)
    {
        if (!_councilPlaces.ContainsKey(council))
        {
            _councilPlaces = _councilPlaces.Add(council, _councils.Length);
            _councils = _councils.Add(council);
            _blocks = Array.ConvertAll(_blocks, block => block.WithCouncil(_rules, _councils));
        }
    }

    private void Put(int place, HouseholdOffered? household)
    {
        var (block, lane) = Math.DivRem(place, HouseholdBlock.Size);
        if (block == _blocks.Length)
        {
            _blocks = [.. _blocks, HouseholdBlock.Empty(_councils.Length)];
        }

        var links = household is null ? 0 : _links.GetValueOrDefault(household.Reference);
        _blocks[block] = _blocks[block].With(lane, household, links, _rules, _councils);
    }

    /// <summary>Makes searches anew, or takes them out where no child of theirs is searched for.</summary>
    private void Make(IEnumerable<SearchKey> keys)
    {
        var searches = _searches.ToBuilder();
        foreach (var key in keys)
        {
            var members = MembersOf(key);
            if (members.Count == 0)
            {
                searches.Remove(key);
            }
            else
            {
                searches[key] = Search.Make(key, members, _rules, _councilPlaces, BarredFrom(key));
            }
        }

        _searches = searches.ToImmutable();
    }

    /// <summary>Gives searches of the same children their newest answers and history.</summary>
    private void Renew(IEnumerable<SearchKey> keys)
    {
        var searches = _searches.ToBuilder();
        foreach (var key in keys)
        {
            if (searches.TryGetValue(key, out var search))
            {
                searches[key] = search.With(MembersOf(key), BarredFrom(key));
            }
        }

        _searches = searches.ToImmutable();
    }

    private ulong[] BarredFrom(SearchKey key)
    {
        var barred = Array.Empty<ulong>();
        foreach (var household in _barred.GetValueOrDefault(key, []))
        {
            if (_households.TryGetValue(household, out var known))
            {
                BitWords.Set(ref barred, known.Place, true);
            }
        }

        return barred;
    }

    /// <param name="Offer">The newest snapshot.</param>
    /// <param name="Place">Its place in the blocks: another for another home.</param>
    private sealed record HouseholdOfRegion(HouseholdOffered Offer, int Place);
}
