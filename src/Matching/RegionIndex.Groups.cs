using System.Collections.Immutable;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Matching;

/// <summary>
/// Who is searched for with whom. A reference that a council has learned does not make its children another council's children's brothers and sisters: who has it is searched for
/// with those who came before once their councils share and all say the same, and until then apart, without a change to the others' search.
/// </summary>
public sealed partial class RegionIndex
{
    private ImmutableDictionary<Guid, ImmutableArray<CouncilCode>> _came = ImmutableDictionary<Guid, ImmutableArray<CouncilCode>>.Empty;
    private ImmutableDictionary<Guid, ImmutableArray<CouncilCode>> _joined = ImmutableDictionary<Guid, ImmutableArray<CouncilCode>>.Empty;

    // By the reference of the search of those who are apart.
    private ImmutableDictionary<Guid, Guid> _apart = ImmutableDictionary<Guid, Guid>.Empty;

    /// <summary>Whose children are searched for together under a reference, in the order in which their councils came to it; none when there is no such search.</summary>
    public ImmutableArray<CouncilCode> CouncilsOf(Guid togetherSearch) => _joined.GetValueOrDefault(togetherSearch, []);

    /// <summary>Takes in which order councils have come to a group: those who came before stay in it, whatever another says later.</summary>
    public RegionIndex Apply(GroupCouncils group)
    {
        var made = new RegionIndex(this) { _came = _came.SetItem(group.TogetherSearch, group.Councils) };
        made.Make(made.Regroup([group.TogetherSearch]));
        return made;
    }

    /// <summary>The same region, in which whoever is searched for together now came before all who come to a group later.</summary>
    public RegionIndex Settled() => _came == _joined ? this : new RegionIndex(this) { _came = _joined };

    /// <summary>The searches that a child takes part in by its decision about brothers and sisters.</summary>
    private IEnumerable<SearchKey> KeysOf(ChildProfiled child)
    {
        if (child.SiblingSearch != SiblingSearch.Together)
        {
            yield return SearchKey.OfChild(child.Reference);
        }

        if (child.SiblingSearch != SiblingSearch.Alone && child.TogetherSearch is { } group)
        {
            yield return CouncilsOf(group).Contains(child.Council) ? SearchKey.OfGroup(group) : SearchKey.OfApart(group, child.Council);
        }
    }

    private List<ChildOfRegion> MembersOf(SearchKey key)
    {
        var members = new List<ChildOfRegion>();
        IEnumerable<Guid> candidates = key.Of == SearchOf.Child ? [key.Reference]
            : _groups.GetValueOrDefault(key.Reference, []).Union(_apart.TryGetValue(key.Reference, out var group) ? _groups.GetValueOrDefault(group, []) : []).Order();
        foreach (var reference in candidates)
        {
            if (_children.GetValueOrDefault(reference) is { Profile.Standing: not SearchStanding.Ended } child && KeysOf(child.Profile).Contains(key))
            {
                members.Add(child);
            }
        }

        return members;
    }

    /// <summary>Works out anew who is searched for together under some references; returns the searches that may be others by it.</summary>
    private HashSet<SearchKey> Regroup(IEnumerable<Guid> groups)
    {
        var touched = new HashSet<SearchKey>();
        foreach (var group in groups)
        {
            var members = _groups.GetValueOrDefault(group, []).Select(reference => _children[reference].Profile)
                .Where(child => child is { Standing: not SearchStanding.Ended, SiblingSearch: not SiblingSearch.Alone }).ToLookup(child => child.Council);
            var joined = Joined(members, _came.GetValueOrDefault(group, []));
            _joined = joined.IsEmpty ? _joined.Remove(group) : _joined.SetItem(group, joined);
            touched.Add(SearchKey.OfGroup(group));
            foreach (var council in _groups.GetValueOrDefault(group, []).Select(reference => _children[reference].Profile.Council).Distinct())
            {
                var apart = SearchKey.OfApart(group, council);
                touched.Add(apart);
                if (members.Contains(council) && !joined.Contains(council))
                {
                    _apart = _apart.SetItem(apart.Reference, group);
                }
            }
        }

        return touched;
    }

    /// <summary>Who has come stays while the councils share; others are in it once they fit those who are. Of several that would, the lowest code is first, whatever is told first.</summary>
    private ImmutableArray<CouncilCode> Joined(ILookup<CouncilCode, ChildProfiled> members, ImmutableArray<CouncilCode> came)
    {
        var joined = ImmutableArray.CreateBuilder<CouncilCode>();
        var children = new List<ChildProfiled>();
        foreach (var council in came.Where(members.Contains).Concat(members.Select(ofCouncil => ofCouncil.Key).Except(came).Order()))
        {
            if (joined.All(other => _rules.Sharing.Allow(other, council)) && (joined.Count == 0 || came.Contains(council) || AreOneGroup([.. children, .. members[council]])))
            {
                joined.Add(council);
                children.AddRange(members[council]);
            }
        }

        return joined.ToImmutable();
    }

    private static bool AreOneGroup(List<ChildProfiled> children) =>
        children.TrueForAll(child => child.Siblings == children[0].Siblings) && (children[0].Siblings == ChildCounts.ThreeOrMore || children.Count <= 2);
}
