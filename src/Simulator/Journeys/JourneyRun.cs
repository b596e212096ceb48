namespace Partnership.Simulator.Journeys;

/// <summary>One region's years under one policy, week by week.</summary>
internal sealed class JourneyRun(Arrivals arrivals, SearchPolicy policy, Fate fate, IFamilySearch engine)
{
    // Weeks that steps take, and what ends a wait without a family of the region. Assumptions, see docs/family-finding.md.
    private const int WeeksToAnswer = 3;
    private const int WeeksToVisit = 4;
    private const int WeeksToPanel = 7;
    private const int WeeksToLearn = 4;
    private const int WeeksTogether = 26;
    private const int WeeksBeforeOutside = 26;
    private const int WeeksBeforePlanChanges = 78;
    private const int WeeksBeforeHomesLeave = 78;
    private const int LinksAtOnce = 2;
    private const int WeeksBetweenAges = 4;

    private readonly List<FamilyState> _families = [];
    private readonly List<HomeState> _homes = [];
    private readonly List<LinkState> _links = [];
    private readonly List<(int Week, HomeState Home, Action<HomeState> Learn)> _lessons = [];
    private readonly Dictionary<int, HomeState> _homeOf = [];
    private readonly JourneyOutcome _outcome = new();
    private int _week;

    public JourneyOutcome Live()
    {
        for (_week = 0; _week < arrivals.Weeks; _week++)
        {
            Arrive();
            Grow();
            Learn();
            Advance();
            Leave();
            Propose();
        }

        foreach (var family in _families.Where(family => family.Arrived.Counted))
        {
            _outcome.Waiting += family.Waiting.Count;
            _outcome.WeeksOfAll += (long)family.Waiting.Count * (arrivals.Weeks - family.Arrived.Week);
        }

        return _outcome;
    }

    private void Arrive()
    {
        foreach (var arrived in arrivals.Homes[_week])
        {
            var home = new HomeState(arrived);
            _homes.Add(home);
            _homeOf[arrived.Id] = home;
            engine.Tell(home.Said);
        }

        foreach (var arrived in arrivals.Families[_week])
        {
            var family = new FamilyState(arrived);
            _families.Add(family);
            Tell(family);
            if (arrived.Counted)
            {
                _outcome.Children += arrived.Children.Count;
                _outcome.FollowedForAYear += arrivals.Weeks - _week >= Arrivals.WeeksPerYear ? arrived.Children.Count : 0;
            }
        }
    }

    /// <summary>Children grow older, and brothers and sisters for whom nobody was found together are searched for apart, too.</summary>
    private void Grow()
    {
        foreach (var family in _families)
        {
            if (family.Siblings == SiblingsDecision.Together && _week - family.Arrived.Week == WeeksTogether)
            {
                family.Siblings = SiblingsDecision.Parallel;
                Tell(family);
            }
            else if ((_week - family.Arrived.Week) % WeeksBetweenAges == WeeksBetweenAges - 1)
            {
                family.Waiting.ForEach(child => engine.Tell(Said(family, child)));
            }
        }
    }

    private void Learn()
    {
        foreach (var (_, home, learn) in _lessons.Where(lesson => lesson.Week == _week && _homeOf.ContainsKey(lesson.Home.Arrived.Id)))
        {
            learn(home);
            engine.Tell(home.Said);
        }

        _lessons.RemoveAll(lesson => lesson.Week <= _week);
    }

    private void Advance()
    {
        foreach (var link in _links.Where(link => link.Due <= _week).ToList())
        {
            if (link.Ended)
            {
                continue;
            }

            switch (link.Stage)
            {
                case LinkStage.Proposed when HouseholdAnswer.Of(link, fate) is { } refusal:
                    Decline(link, refusal);
                    break;
                case LinkStage.Proposed:
                    (link.Stage, link.Due) = (LinkStage.Interest, _week + WeeksToVisit);
                    break;
                case LinkStage.Interest when Chances(link, "visit").Chance(120):
                    End(link);
                    break;
                case LinkStage.Interest when link.Search.Links.Exists(other => other.Stage == LinkStage.Preferred)
                    || link.Home.Links.Exists(other => other.Stage == LinkStage.Preferred):
                    link.Due = _week + 1;
                    break;
                case LinkStage.Interest:
                    (link.Stage, link.Due) = (LinkStage.Preferred, _week + WeeksToPanel);
                    break;
                case LinkStage.Preferred when Chances(link, "panel").Chance(30):
                    End(link);
                    break;
                default:
                    Match(link);
                    break;
            }
        }

        _links.RemoveAll(link => link.Ended);
    }

    /// <summary>What happens without a link: a family from elsewhere, another plan, a household that gives up.</summary>
    private void Leave()
    {
        foreach (var family in _families.ToList())
        {
            foreach (var search in family.Searches.Where(search => search.Links.Count == 0).ToList())
            {
                var waited = _week - family.Arrived.Week;
                var hardness = search.Children.Max(child => child.Levels.Count(level => level > 1) + (child.AgeWeeksAtArrival > 260 ? 3 : 0)) + (2 * (search.Children.Count - 1));
                if (family.Searches.Contains(search) && waited >= WeeksBeforeOutside
                    && fate.Of("outside", (family.Arrived.Id * 8) + (search.Key.Child is null ? 7 : 0), _week).Chance(Math.Max(2, 14 - (2 * hardness))))
                {
                    Placed(search, inRegion: false);
                }
            }

            if (_week - family.Arrived.Week >= WeeksBeforePlanChanges && family.Searches.TrueForAll(search => search.Links.Count == 0)
                && fate.Of("plan", family.Arrived.Id, _week).Chance(12))
            {
                ChangePlan(family);
            }
        }

        foreach (var home in _homes.Where(home => home.Links.Count == 0 && _week - home.Arrived.Week >= WeeksBeforeHomesLeave).ToList())
        {
            if (fate.Of("leaves", home.Arrived.Id, _week).Chance(15))
            {
                Close(home);
            }
        }

        _families.RemoveAll(family => family.Waiting.Count == 0);
    }

    /// <summary>Workers look at the lists of those who have waited longest first.</summary>
    private void Propose()
    {
        foreach (var search in _families.OrderBy(family => family.Arrived.Week).ThenBy(family => family.Arrived.Id).SelectMany(family => family.Searches))
        {
            var free = LinksAtOnce - search.Links.Count;
            if (free <= 0 || search.Links.Exists(link => link.Stage == LinkStage.Preferred))
            {
                continue;
            }

            var ownCouncilAlone = _week - search.Family.Arrived.Week < policy.OwnCouncilWeeks;
            foreach (var home in engine.Find(search.Key, ownCouncilAlone, free).Select(found => _homeOf[found]))
            {
                var link = new LinkState(search, home, _week + WeeksToAnswer);
                _links.Add(link);
                search.Links.Add(link);
                home.Links.Add(link);
                engine.Tried(search.Key, home.Arrived.Id);
                engine.Links(home.Arrived.Id, home.Links.Count);
                _outcome.Links += search.Family.Arrived.Counted ? 1 : 0;
            }
        }
    }

    private void Decline(LinkState link, Refusal refusal)
    {
        End(link);
        _outcome.Declined += link.Search.Family.Arrived.Counted ? 1 : 0;
        if (policy.Learns && refusal.Learn is { } learn && Chances(link, "confirms").Chance(800))
        {
            _lessons.Add((_week + WeeksToLearn, link.Home, learn));
        }
    }

    private void End(LinkState link)
    {
        link.Ended = true;
        link.Search.Links.Remove(link);
        link.Home.Links.Remove(link);
        engine.Links(link.Home.Arrived.Id, link.Home.Links.Count);
    }

    private void Match(LinkState link)
    {
        var (search, home) = (link.Search, link.Home);
        Placed(search, inRegion: true);
        Close(home);
    }

    private void Placed(SearchState search, bool inRegion)
    {
        var (family, waited) = (search.Family, _week - search.Family.Arrived.Week);
        if (family.Arrived.Counted)
        {
            var (children, followed) = (search.Children.Count, arrivals.Weeks - family.Arrived.Week >= Arrivals.WeeksPerYear);
            _outcome.InRegion += inRegion ? children : 0;
            _outcome.Outside += inRegion ? 0 : children;
            _outcome.WeeksOfPlaced += (long)waited * children;
            _outcome.WeeksOfAll += (long)waited * children;
            _outcome.WithinHalfAYear += followed && waited <= Arrivals.WeeksPerYear / 2 ? children : 0;
            _outcome.WithinAYear += followed && waited <= Arrivals.WeeksPerYear ? children : 0;
        }

        Leave(family, search.Children);
    }

    private void ChangePlan(FamilyState family)
    {
        if (family.Arrived.Counted)
        {
            _outcome.PlanChanged += family.Waiting.Count;
            _outcome.WeeksOfAll += (long)(_week - family.Arrived.Week) * family.Waiting.Count;
        }

        Leave(family, [.. family.Waiting]);
    }

    /// <summary>Children are searched for no longer; who is left of them is searched for alone.</summary>
    private void Leave(FamilyState family, IReadOnlyList<TrueChild> children)
    {
        foreach (var child in children)
        {
            family.Waiting.Remove(child);
            engine.End(child.Id);
        }

        family.Siblings = SiblingsDecision.Alone;
        Tell(family);
    }

    private void Close(HomeState home)
    {
        home.Links.ToList().ForEach(End);
        engine.Close(home.Arrived.Id);
        _homes.Remove(home);
        _homeOf.Remove(home.Arrived.Id);
    }

    /// <summary>Tells of the family as it is now; links of searches that are over end with them.</summary>
    private void Tell(FamilyState family)
    {
        family.Waiting.ForEach(child => engine.Tell(Said(family, child)));
        var together = family.Siblings != SiblingsDecision.Alone;
        var now = new List<(SearchOfChildren Key, IReadOnlyList<TrueChild> Children)>();
        if (family.Siblings != SiblingsDecision.Alone)
        {
            now.Add((new SearchOfChildren(family.Arrived.Id, null), [.. family.Waiting]));
        }

        if (family.Siblings != SiblingsDecision.Together)
        {
            now.AddRange(family.Waiting.Select(child => (new SearchOfChildren(family.Arrived.Id, child.Id), (IReadOnlyList<TrueChild>)[child])));
        }

        var searches = now.ConvertAll(each => family.Searches.Find(search => search.Key == each.Key) ?? new SearchState(each.Key, family, each.Children));
        family.Searches.Except(searches).SelectMany(search => search.Links).ToList().ForEach(End);
        family.Searches.Clear();
        family.Searches.AddRange(searches);
    }

    private SearchedChild Said(FamilyState family, TrueChild child) => new(
        child.Id, family.Arrived.Council, (child.AgeWeeksAtArrival + _week - family.Arrived.Week) * 12 / Arrivals.WeeksPerYear, child.Levels, family.Arrived.Id,
        family.Siblings == SiblingsDecision.Alone ? 1 : family.Waiting.Count, family.Siblings);

    private Randomness.SeededRandom Chances(LinkState link, string what) =>
        fate.Of(what, (link.Search.Family.Arrived.Id * 1000) + (link.Search.Key.Child is { } child ? 1 + child : 0), link.Home.Arrived.Id);
}
