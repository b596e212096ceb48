using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json.Serialization;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.Matching;

/// <summary>Whether a search is run.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SearchState>))]
public enum SearchState
{
    /// <summary>There is no such search.</summary>
    None = 0,

    /// <summary>It is run: its list is made.</summary>
    Open = 1,

    /// <summary>A group of which not every member is known yet, or whose councils say different numbers.</summary>
    Incomplete = 2,

    /// <summary>A child is paused by its council.</summary>
    Paused = 3,

    /// <summary>A child's plan is one for which nobody is searched, or an early-permanence request lacks a precondition.</summary>
    NotSearchable = 4,
}

/// <summary>A search as it stands, made ready to go through households.</summary>
public sealed class Search
{
    private static readonly PermanencePlan[] Searched = [PermanencePlan.Adoption, PermanencePlan.EarlyPermanence, PermanencePlan.LongTermFostering];

    private Search(SearchKey key, ImmutableArray<ChildProfiled> children, MatchingRules rules, IReadOnlyDictionary<CouncilCode, int> councils)
    {
        Key = key;
        Children = children;
        Number = NumberOf(key, children);
        Councils = [.. children.Select(child => child.Council).Distinct().Order()];
        State = StateOf();
        Bands = [.. children.Select(child => child.Age).Distinct().Order()];
        Needs = NeedsOf(children);
        Mix = OrderKey.Fold(key.Reference);
        RequiredFacts = FactsRequired();
        CouncilPlaces = [.. Councils.Select(council => councils[council])];
        var byEvidence = Needs.ToLookup(
            need => rules.StateOf(need.Evidence) == EvidenceState.Recent, need => HouseholdColumns.Of(need.Need, need.Level));
        ColumnsWithoutEvidence = Offsets(byEvidence[false]);
        Columns = Offsets(byEvidence[true].Concat(PlainColumns()));
    }

    private Search(Search from)
    {
        (Key, Children, Number, State, Councils, Bands, Needs, Mix) =
            (from.Key, from.Children, from.Number, from.State, from.Councils, from.Bands, from.Needs, from.Mix);
        (RequiredFacts, CouncilPlaces, Columns, ColumnsWithoutEvidence) =
            (from.RequiredFacts, from.CouncilPlaces, from.Columns, from.ColumnsWithoutEvidence);
    }

    /// <summary>Which search.</summary>
    public SearchKey Key { get; }

    /// <summary>The newest snapshots of its children, by reference.</summary>
    public ImmutableArray<ChildProfiled> Children { get; }

    /// <summary>The children's councils.</summary>
    public ImmutableArray<CouncilCode> Councils { get; }

    /// <summary>Whether it is run, and why not.</summary>
    public SearchState State { get; }

    /// <summary>How many children are to be placed together.</summary>
    public ChildCounts Number { get; }

    /// <summary>It is a search for early permanence: every child's plan is.</summary>
    public bool IsEarlyPermanence => Children.All(child => child.Plan == PermanencePlan.EarlyPermanence);

    /// <summary>Age bands, the youngest first.</summary>
    internal ImmutableArray<AgeBands> Bands { get; }

    /// <summary>Each need present, at the highest level among the children, with the evidence of those at this level.</summary>
    internal ImmutableArray<(Need Need, NeedLevel Level, Quarter? Evidence)> Needs { get; }

    internal ulong Mix { get; }

    /// <summary>Facts that must hold: see <see cref="HouseholdColumns"/>.</summary>
    internal int[] RequiredFacts { get; }

    /// <summary>Places of the children's councils among those that search.</summary>
    internal int[] CouncilPlaces { get; }

    /// <summary>Columns to add up, as offsets into a block; those of needs without recent evidence of the child's side stand apart.</summary>
    internal int[] Columns { get; }

    /// <summary>Needs for which the child's side has no recent evidence: nothing is told apart by the household's.</summary>
    internal int[] ColumnsWithoutEvidence { get; }

    /// <summary>By block, households that the hub of every child says yes to.</summary>
    internal ulong[] Possible { get; private init; } = [];

    /// <summary>By block, households that the hub of a child says no to.</summary>
    internal ulong[] Impossible { get; private init; } = [];

    /// <summary>By block, households kept off by what has been between them and this search.</summary>
    internal ulong[] Barred { get; private init; } = [];

    internal IdentitySupport IdentityNeeded => Children.Aggregate(IdentitySupport.None, (needed, child) => needed | child.IdentitySupport);

    /// <summary>Whether the route is a factor.</summary>
    internal bool RouteCounts => Children.Any(child => child.Plan == PermanencePlan.EarlyPermanence);

    /// <summary>Whether households would be listed alike: the children, the answers of their hubs and the history are the same.</summary>
    internal bool SameAs(Search other) => ReferenceEquals(this, other)
        || (Children.AsSpan().SequenceEqual(other.Children.AsSpan())
            && Possible.AsSpan().SequenceEqual(other.Possible)
            && Barred.AsSpan().SequenceEqual(other.Barred));

    /// <summary>Makes a search of the children that it is for now.</summary>
    internal static Search Make(
        SearchKey key, List<ChildOfRegion> members, MatchingRules rules, IReadOnlyDictionary<CouncilCode, int> councils, ulong[] barred) =>
        new Search(key, [.. members.Select(child => child.Profile)], rules, councils).With(members, barred);

    /// <summary>The same with the newest answers about the same children, and the newest history.</summary>
    internal Search With(List<ChildOfRegion> members, ulong[] barred) => new(this)
    {
        Possible = BitWords.All(members.ConvertAll(child => child.Possible)),
        Impossible = BitWords.Any(members.ConvertAll(child => child.Impossible)),
        Barred = barred,
    };

    /// <summary>Where brothers and sisters are to stay together, those of them that are known. Three and more are three.</summary>
    private static ChildCounts NumberOf(SearchKey key, ImmutableArray<ChildProfiled> children) => key.Of == SearchOf.Child ? ChildCounts.One
        : children.Length > 2 || children.Any(child => child.Siblings == ChildCounts.ThreeOrMore) ? ChildCounts.ThreeOrMore
        : ChildCounts.Two;

    private static ImmutableArray<(Need, NeedLevel, Quarter?)> NeedsOf(ImmutableArray<ChildProfiled> children)
    {
        var needs = ImmutableArray.CreateBuilder<(Need, NeedLevel, Quarter?)>();
        var present = children.Aggregate(UInt128.Zero, (cells, child) => cells | child.Needs.Cells);
        foreach (var need in NeedVocabulary.All)
        {
            if ((present >> NeedVocabulary.CellOf(need, NeedLevel.Low) & 0b111) != 0)
            {
                // Of several children the weakest evidence counts: none, else the oldest.
                var level = children.Max(child => child.Needs[need]);
                var evidence = children.Where(child => child.Needs[need] == level).Select(child => child.Evidence[need]).ToList();
                needs.Add((need, level, evidence.Contains(null) ? null : evidence.Min()));
            }
        }

        return needs.DrainToImmutable();
    }

    private static int[] Offsets(IEnumerable<int> columns) => [.. columns.Select(column => column * HouseholdBlock.Size)];

    private SearchState StateOf() =>
        Children.Any(child => child.Standing == SearchStanding.Paused) ? SearchState.Paused
        : !Children.All(IsSearchable) ? SearchState.NotSearchable
        : Key.Of == SearchOf.Group && (Children.Length < (Number == ChildCounts.ThreeOrMore ? 3 : 2) || (Councils.Length > 1 && Children.Any(child => child.Siblings != Number))) ? SearchState.Incomplete
        : SearchState.Open;

    private static bool IsSearchable(ChildProfiled child) => Searched.Contains(child.Plan)
        && BitOperations.IsPow2((uint)child.Age)
        && (child.Plan != PermanencePlan.EarlyPermanence
            || (child.EarlyPermanence == EarlyPermanenceRequest.Requested && child.Preconditions == EarlyPermanencePreconditions.All));

    private int[] FactsRequired() =>
    [
        HouseholdColumns.Open,
        .. Children.Select(child => child.Plan).Distinct().Where(Searched.Contains).Select(plan => plan switch
        {
            PermanencePlan.EarlyPermanence => HouseholdColumns.EarlyPermanence,
            PermanencePlan.LongTermFostering => HouseholdColumns.LongTermFostering,
            _ => HouseholdColumns.Adoption,
        }),
        HouseholdColumns.FactOf(Number),
        .. Bands.Select(HouseholdColumns.FactOf),
    ];

    private IEnumerable<int> PlainColumns()
    {
        yield return HouseholdColumns.Of(Number);
        yield return HouseholdColumns.Of(Bands[^1]);
        if (Bands.Length > 1)
        {
            yield return HouseholdColumns.Of(Bands[0]);
        }

        yield return HouseholdColumns.Approval;
        if (RouteCounts)
        {
            yield return HouseholdColumns.Route;
        }
    }
}
