using System.Globalization;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Matching;
using Partnership.Simulator.Journeys;
using SiblingSearch = Partnership.Contracts.FamilyFinding.SiblingSearch;

namespace Partnership.Cli.Simulate.Journeys;

/// <summary>The product's own matching, as the simulated region's councils would use it: what they tell becomes snapshots, its lists are what they see.</summary>
internal sealed class EngineSearch : IFamilySearch
{
    private const int LinksPerHousehold = 3;

    private static readonly Quarter Today = new(2026, 1);

    private readonly Func<int, int, bool> _isRuledOut;
    private readonly Dictionary<int, ChildProfiled> _children = [];
    private readonly Dictionary<int, HouseholdOffered> _homes = [];
    private readonly Dictionary<Guid, int> _homeOf = [];
    private RegionIndex _region;
    private RegionIndex _ownCouncil;

    public EngineSearch(IEnumerable<CouncilCode> councils, Func<int, int, bool> isRuledOut)
    {
        _isRuledOut = isRuledOut;
        var rules = new MatchingRules(MatchingWeights.Initial, SharingAgreements.InForce([[.. councils]]), Today, LinksPerHousehold);
        _region = RegionIndex.Empty(rules);
        _ownCouncil = RegionIndex.Empty(rules with { Sharing = SharingAgreements.None });
    }

    public void Tell(SearchedChild child)
    {
        var known = _children.GetValueOrDefault(child.Child);
        var snapshot = Snapshot(child, known);
        if (known is null || snapshot != known with { Version = snapshot.Version })
        {
            _children[child.Child] = snapshot;
            Apply(index => index.Apply(snapshot));
        }

        if (known is null)
        {
            Answer(_homes.Keys.Select(home => (child.Child, home)));
        }
    }

    public void End(int child)
    {
        var ended = _children[child] with { Standing = SearchStanding.Ended, Version = _children[child].Version + 1 };
        _children.Remove(child);
        Apply(index => index.Apply(ended));
    }

    public void Tell(OfferedHome home)
    {
        var known = _homes.GetValueOrDefault(home.Home);
        var snapshot = Snapshot(home, known);
        _homes[home.Home] = snapshot;
        _homeOf[snapshot.Reference] = home.Home;
        Apply(index => index.Apply(snapshot));
        if (known is null)
        {
            Answer(_children.Keys.Select(child => (child, home.Home)));
        }
    }

    public void Close(int home)
    {
        var closed = _homes[home] with { Availability = Availability.Unavailable, Version = _homes[home].Version + 1 };
        _homes.Remove(home);
        Apply(index => index.Apply(closed));
    }

    public void Links(int home, int live)
    {
        var links = new HouseholdLinks(Reference(Kind.Home, home), live);
        Apply(index => index.Apply(links));
    }

    public void Tried(SearchOfChildren search, int home)
    {
        var history = new SearchHistory(KeyOf(search), Reference(Kind.Home, home), Barred: true);
        Apply(index => index.Apply(history));
    }

    public IReadOnlyList<int> Find(SearchOfChildren search, bool ownCouncilAlone, int count) =>
        [.. (ownCouncilAlone ? _ownCouncil : _region).Top(KeyOf(search), count).Candidates.Select(candidate => _homeOf[candidate.Household])];

    private static SearchKey KeyOf(SearchOfChildren search) => search.Child is { } child
        ? SearchKey.OfChild(Reference(Kind.Child, child))
        : SearchKey.OfGroup(Reference(Kind.Family, search.Family));

    private static ChildProfiled Snapshot(SearchedChild child, ChildProfiled? known)
    {
        var needs = NeedProfile.None;
        for (var need = 0; need < child.Levels.Count; need++)
        {
            needs = needs.With((Need)(need + 1), (NeedLevel)child.Levels[need]);
        }

        var decision = child.Siblings switch
        {
            SiblingsDecision.Together => SiblingSearch.Together,
            SiblingsDecision.Parallel => SiblingSearch.Parallel,
            _ => SiblingSearch.Alone,
        };
        return new ChildProfiled(
            Reference(Kind.Child, child.Child), CouncilCode.Parse(child.Council, CultureInfo.InvariantCulture), 1, (known?.Version ?? 0) + 1, SearchStanding.Searching,
            SearchLength.UnderThirtyDays, PermanencePlan.Adoption, ChildStage.PlacementOrderMade, AuthorityToPlace.PlacementOrder, WaitBand.UnderThreeMonths,
            BandOf(child.AgeMonths / 12), CountOf(child.FamilySize), decision,
            decision == SiblingSearch.Alone ? null : Reference(Kind.Family, child.Family), PriorityFlags.None, IdentitySupport.None,
            EarlyPermanenceRequest.None, EarlyPermanencePreconditions.None, needs, EvidenceDates.None, DisclosureLevel.Anonymous, NeedVocabulary.Version);
    }

    private static HouseholdOffered Snapshot(OfferedHome home, HouseholdOffered? known)
    {
        var offers = OfferProfile.NotAsked;
        for (var need = 0; need < home.Needs.Count; need++)
        {
            var said = home.Needs[need];
            OfferAnswer Answer(int level) => !said.Asked ? OfferAnswer.NotAsked
                : level <= said.Yes ? OfferAnswer.Yes
                : level <= said.CouldConsider ? OfferAnswer.CouldConsider
                : OfferAnswer.No;
            offers = offers.With((Need)(need + 1), Answer(1), Answer(2), Answer(3));
        }

        var reference = Reference(Kind.Home, home.Home);
        return new HouseholdOffered(
            reference, CouncilCode.Parse(home.Council, CultureInfo.InvariantCulture), 1, (known?.Version ?? 0) + 1, ApprovalState.Approved, null, false, HouseholdRoutes.Adoption,
            Availability.Available, Parents.Two, ChildCounts.None, Counts(home.FewestYes, home.MostYes), Counts(home.FewestYes, home.MostCouldConsider),
            Bands(home.OldestYes), Bands(home.OldestCouldConsider), offers, EvidenceDates.None, IdentitySupport.None, null, reference, true,
            DisclosureLevel.Anonymous, NeedVocabulary.Version);
    }

    private static ChildCounts CountOf(int children) => children switch
    {
        1 => ChildCounts.One,
        2 => ChildCounts.Two,
        _ => ChildCounts.ThreeOrMore,
    };

    private static ChildCounts Counts(int from, int to) =>
        Enumerable.Range(from, to - from + 1).Aggregate(ChildCounts.None, (counts, number) => counts | CountOf(number));

    private static AgeBands BandOf(int years) => years switch
    {
        0 => AgeBands.UnderOne,
        1 => AgeBands.One,
        2 => AgeBands.Two,
        3 => AgeBands.Three,
        4 => AgeBands.Four,
        5 or 6 => AgeBands.FiveOrSix,
        < 10 => AgeBands.SevenToNine,
        _ => AgeBands.TenOrOver,
    };

    private static AgeBands Bands(int oldest) => Enumerable.Range(0, oldest + 1).Aggregate(AgeBands.Unborn, (bands, years) => bands | BandOf(years));

    /// <summary>A reference that follows from the number: the same run has the same lists.</summary>
    private static Guid Reference(Kind kind, int number) => new(number, (short)kind, 0, 0x80, 0, 0, 0, 0, 0, 0, 0);

    private void Answer(IEnumerable<(int Child, int Home)> pairs)
    {
        var verdicts = pairs.Select(pair =>
            new CandidateVerdict(Reference(Kind.Child, pair.Child), Reference(Kind.Home, pair.Home), Reference(Kind.Home, pair.Home), !_isRuledOut(pair.Child, pair.Home)))
            .ToList();
        Apply(index => index.Apply(verdicts));
    }

    private void Apply(Func<RegionIndex, RegionIndex> change) => (_region, _ownCouncil) = (change(_region), change(_ownCouncil));

    private enum Kind
    {
        Child = 1,
        Home = 2,
        Family = 3,
    }
}
