using Partnership.Simulator.Journeys;

namespace Partnership.Simulator.Tests.Journeys;

/// <summary>The lives behind a comparison of policies, with a search that knows no rule: whoever is free, in order of number.</summary>
public sealed class JourneyStudyTests
{
    private static readonly JourneyOptions Options = new()
    {
        Councils = SimulatedRegion.Together4Children, FirstYear = 2021, LastYear = 2025, Seed = 5, Repeats = 2,
    };

    private static readonly JourneyOptions TwoYears = Options with { FirstYear = 2024 };

    [Fact]
    public void Run_EveryChild_IsPlacedWaitingOrWithAnotherPlan()
    {
        var searches = new List<WhoeverIsFree>();
        var study = JourneyStudy.Run(Options, _ => Made(searches), ct: TestContext.Current.CancellationToken);

        Assert.Equal(SearchPolicy.Compared, study.Keys);
        foreach (var outcome in study.Values.SelectMany(outcomes => outcomes))
        {
            Assert.Equal(outcome.Children, outcome.InRegion + outcome.Outside + outcome.PlanChanged + outcome.Waiting);
            Assert.InRange(outcome.Children, 600, 700);
            Assert.True(outcome.InRegion > 100 && outcome.WithinHalfAYear <= outcome.WithinAYear && outcome.WithinAYear <= outcome.FollowedForAYear);
            Assert.True(outcome.WeeksOfAll >= outcome.WeeksOfPlaced && outcome.Links > outcome.Declined && outcome.Declined > 0);
        }

        Assert.All(searches, search => Assert.Empty(search.Faults));
    }

    [Fact]
    public void Run_PoliciesOfOneRepeat_MeetTheSameChildren()
    {
        var study = JourneyStudy.Run(TwoYears, _ => new WhoeverIsFree(), ct: TestContext.Current.CancellationToken);

        Assert.All(Enumerable.Range(0, TwoYears.Repeats), repeat =>
            Assert.Single(study.Values.Select(outcomes => (outcomes[repeat].Children, outcomes[repeat].FollowedForAYear)).Distinct()));
    }

    [Fact]
    public void Run_OneSeedTwice_IsTheSame_AnotherIsNot()
    {
        var (first, second) = (Told(TwoYears), Told(TwoYears));

        Assert.Equal(first, second);
        Assert.NotEqual(first, Told(TwoYears with { Seed = 6 }));
    }

    [Fact]
    public void Run_OnlyLearningPolicies_HearWhatHouseholdsTaught()
    {
        var searches = new List<WhoeverIsFree>();
        JourneyStudy.Run(Options with { Repeats = 1 }, _ => Made(searches), ct: TestContext.Current.CancellationToken);

        var restated = SearchPolicy.Compared.Zip(searches, (policy, search) => (policy.Learns, search.Restated)).ToList();
        Assert.All(restated, each => Assert.Equal(each.Learns, each.Restated > 20));
    }

    [Fact]
    public void Run_OwnCouncilFirst_AsksForOthersOnlyAfterItsWeeks()
    {
        var searches = new List<WhoeverIsFree>();
        JourneyStudy.Run(TwoYears with { Repeats = 1 }, _ => Made(searches), ct: TestContext.Current.CancellationToken);

        Assert.All(SearchPolicy.Compared.Zip(searches), each => Assert.Equal(each.First.OwnCouncilWeeks > 0, each.Second.AskedOwnCouncilAlone));
        Assert.All(searches, search => Assert.True(search.AskedRegion));
    }

    private static WhoeverIsFree Made(List<WhoeverIsFree> searches)
    {
        var made = new WhoeverIsFree();
        lock (searches)
        {
            searches.Add(made);
        }

        return made;
    }

    private static string Told(JourneyOptions options) => string.Join('\n',
        JourneyStudy.Run(options, _ => new WhoeverIsFree(), ct: TestContext.Current.CancellationToken).Values.SelectMany(outcomes => outcomes));

    /// <summary>Keeps books of all it is told, and notes what cannot be.</summary>
    private sealed class WhoeverIsFree : IFamilySearch
    {
        private readonly Dictionary<int, SearchedChild> _children = [];
        private readonly SortedDictionary<int, OfferedHome> _homes = [];
        private readonly Dictionary<int, int> _links = [];
        private readonly HashSet<(SearchOfChildren, int)> _tried = [];
        private readonly HashSet<int> _gone = [];

        public List<string> Faults { get; } = [];

        public int Restated { get; private set; }

        public bool AskedOwnCouncilAlone { get; private set; }

        public bool AskedRegion { get; private set; }

        public void Tell(SearchedChild child)
        {
            Note(_gone.Contains(child.Child), $"child {child.Child} was gone");
            _children[child.Child] = child;
        }

        public void End(int child)
        {
            Note(!_children.Remove(child) || !_gone.Add(child), $"child {child} was not there");
        }

        public void Tell(OfferedHome home)
        {
            Restated += _homes.ContainsKey(home.Home) ? 1 : 0;
            _homes[home.Home] = home;
        }

        public void Close(int home)
        {
            Note(_links.GetValueOrDefault(home) != 0, $"home {home} had live links when it closed");
            Note(!_homes.Remove(home), $"home {home} was not there");
        }

        public void Links(int home, int live)
        {
            Note(live is < 0 or > 3, $"home {home} had {live} links");
            _links[home] = live;
        }

        public void Tried(SearchOfChildren search, int home) => Note(!_tried.Add((search, home)), $"{search} and {home} were linked twice");

        public IReadOnlyList<int> Find(SearchOfChildren search, bool ownCouncilAlone, int count)
        {
            var searched = _children.Values.Where(child => search.Child is { } one ? child.Child == one : child.Family == search.Family).ToList();
            Note(searched.Count == 0, $"{search} has no child");
            AskedOwnCouncilAlone |= ownCouncilAlone;
            AskedRegion |= !ownCouncilAlone;
            return [.. _homes.Values
                .Where(home => !ownCouncilAlone || home.Council == searched[0].Council)
                .Where(home => _links.GetValueOrDefault(home.Home) < 3 && !_tried.Contains((search, home.Home)))
                .Take(count)
                .Select(home => home.Home)];
        }

        private void Note(bool wrong, string what)
        {
            if (wrong)
            {
                Faults.Add(what);
            }
        }
    }
}
