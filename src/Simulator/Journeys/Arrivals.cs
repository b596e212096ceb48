using Partnership.Simulator.Counts;
using Partnership.Simulator.Randomness;

namespace Partnership.Simulator.Journeys;

/// <summary>
/// Who begins to wait and which households are approved, week by week: children as many as the council's published adoptions of the year and some more
/// whose plan will not come about, households in proportion. Two years before the first are lived so that it does not begin with nobody waiting.
/// </summary>
internal sealed class Arrivals
{
    public const int WarmUpYears = 2;
    public const int WeeksPerYear = 52;

    // For each hundred adopted: as many searched for, and as many households approved. Assumptions, see docs/family-finding.md.
    private const int SearchedPerHundredAdopted = 115;
    private const int HomesPerHundredAdopted = 68;

    private readonly Fate _fate;
    private readonly List<ArrivingFamily> _families = [];
    private readonly List<ArrivingHome> _homes = [];
    private int _children;

    public Arrivals(JourneyOptions options, long seed)
    {
        _fate = new Fate(seed);
        var first = options.FirstYear - WarmUpYears;
        Weeks = (options.LastYear - first + 1) * WeeksPerYear;
        for (var year = first; year <= options.LastYear; year++)
        {
            foreach (var council in options.Councils.Select(council => council.Code))
            {
                var adopted = PublishedCounts.For(council, year, options.Seed).Adopted;
                var starts = (year - first) * WeeksPerYear;
                AddFamilies(council, starts, adopted * SearchedPerHundredAdopted / 100, counted: year >= options.FirstYear);
                AddHomes(council, starts, adopted * HomesPerHundredAdopted / 100);
            }
        }

        Families = _families.ToLookup(family => family.Week);
        Homes = _homes.ToLookup(home => home.Week);
    }

    public int Weeks { get; }

    public ILookup<int, ArrivingFamily> Families { get; }

    public ILookup<int, ArrivingHome> Homes { get; }

    private void AddFamilies(string council, int starts, int children, bool counted)
    {
        while (children > 0)
        {
            var draw = _fate.Of("family", _families.Count);
            var size = Math.Min(children, 1 + draw.Weighted(72, 22, 6));
            children -= size;
            var youngest = (draw.Weighted(20, 24, 18, 13, 9, 7, 5, 3, 1) * WeeksPerYear) + draw.Between(0, WeeksPerYear - 1);
            var members = new List<TrueChild>();
            for (var child = 0; child < size; child++)
            {
                members.Add(new TrueChild(_children++, youngest + (child * draw.Between(50, 110)), Levels(draw)));
            }

            _families.Add(new ArrivingFamily(_families.Count, council, starts + draw.Between(0, WeeksPerYear - 1), counted, members));
        }
    }

    private static int[] Levels(SeededRandom draw)
    {
        var levels = new int[JourneyNeeds.Count];
        for (var need = 0; need < levels.Length; need++)
        {
            levels[need] = draw.Chance(JourneyNeeds.InAThousand(need)) ? 1 + draw.Weighted(60, 28, 12) : 0;
        }

        return levels;
    }

    private void AddHomes(string council, int starts, int homes)
    {
        for (; homes > 0; homes--)
        {
            var id = _homes.Count;
            var draw = _fate.Of("home", id);
            var open = draw.Weighted(30, 40, 30);
            var (truth, said) = (new int[JourneyNeeds.Count], new SaidOfNeed[JourneyNeeds.Count]);
            for (var need = 0; need < truth.Length; need++)
            {
                truth[need] = Math.Min(3, JourneyNeeds.FewGoFar(need) ? draw.Weighted(45, 33, 15, 7) + (draw.Chance(250 * open) ? 1 : 0)
                    : draw.Weighted(6, 20, 40, 34) + (draw.Chance(250 * open) ? 1 : 0));
                said[need] = Said(truth[need], draw);
            }

            var oldest = draw.Pick<int>([1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6, 8, 10]);
            var (fewest, most, could) = draw.Weighted(48, 16, 20, 10, 6) switch
            {
                0 => (1, 1, 1),
                1 => (1, 1, 2),
                2 => (1, 2, 2),
                3 => (2, 2, 3),
                _ => (2, 3, 3),
            };
            _homes.Add(new ArrivingHome(
                id,
                starts + draw.Between(0, WeeksPerYear - 1),
                new OfferedHome(id, council, oldest, oldest + draw.Between(0, 2), fewest, most, could, said),
                truth));
        }
    }

    /// <summary>What is said of a need differs from what is truly so in about half of all cases, to either side.</summary>
    private static SaidOfNeed Said(int truth, SeededRandom draw) => draw.Weighted(10, 16, 22, 14, 38) switch
    {
        0 => new SaidOfNeed(false, 0, 0),
        1 => new SaidOfNeed(true, Math.Min(3, truth + 1), Math.Min(3, truth + 1)),
        2 => new SaidOfNeed(true, Math.Max(0, truth - 1), truth),
        3 => new SaidOfNeed(true, truth, Math.Min(3, truth + 1)),
        _ => new SaidOfNeed(true, truth, truth),
    };
}
