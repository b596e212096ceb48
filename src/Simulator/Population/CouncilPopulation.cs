using Partnership.Simulator.Adoption;
using Partnership.Simulator.Care;
using Partnership.Simulator.Counts;
using Partnership.Simulator.Randomness;

namespace Partnership.Simulator.Population;

/// <summary>
/// All the children of one council over the years. Adoptions and special guardianship are laid out backwards from their orders, so that
/// their numbers are exactly those published; everyone else comes and goes so that the number looked after on each 31 March is, too.
/// </summary>
internal sealed class CouncilPopulation
{
    // Children who will be adopted after the last return are in it as children who wait.
    private const int YearsBeyond = 4;

    private readonly SimulationOptions _options;
    private readonly string _council;
    private readonly SeededRandom _draw;
    private readonly ChildRegister _register;

    public CouncilPopulation(SimulationOptions options, string council)
    {
        _options = options;
        _council = council;
        _draw = SeededRandom.For(options.Seed, $"population/{council}");
        _register = new ChildRegister(council, SeededRandom.For(options.Seed, $"register/{council}"));
    }

    public IReadOnlyList<Child> Children => _register.Children;

    public DateOnly Horizon => new(_options.LastYear, 3, 31);

    public CouncilCounts CountsOf(int year) => PublishedCounts.For(_council, year, _options.Seed).Scaled(_options.Scale);

    public void Grow()
    {
        for (var year = _options.FirstYear; year <= _options.LastYear + YearsBeyond; year++)
        {
            Adoptions(year);
            if (year <= _options.LastYear)
            {
                SpecialGuardianships(year);
            }
        }

        new EveryoneElse(_options, _council, _register, _draw, CountsOf).ComeAndGo();
        foreach (var period in Children.SelectMany(child => child.Periods))
        {
            period.MakeEpisodes();
            RecordSomeChangesLate(period);
        }

        foreach (var child in Children)
        {
            PreviousPermanences.Find(child, _council, _draw);
        }
    }

    private void Adoptions(int year)
    {
        var counts = CountsOf(year);
        var unopposedLeft = counts.Unopposed;
        var left = counts.Adopted;
        while (left > 0)
        {
            var size = Math.Min(left, _draw.Weighted(0, 68, 25, 7));
            var route = _options.NeverPlaced > 0 && _draw.Chance((int)(_options.NeverPlaced * 1000))
                ? AdoptionRoute.NeverPlaced
                : AdoptionJourney.DrawRoute(_draw);
            if (AdoptionJourney.IsByConsent(route) && unopposedLeft < size)
            {
                route = AdoptionRoute.Strangers;
            }

            var order = DayIn(new CollectionYear(year));
            var journey = _draw.Between(1, int.MaxValue - 1);
            var group = size > 1 ? _register.NewSiblingGroup() : null;
            for (var sibling = 0; sibling < size; sibling++)
            {
                // The same stream of draws for each of them: one family, one set of dates.
                var period = AdoptionJourney.Make(route, order, _council, new SeededRandom((ulong)journey));
                var unopposed = AdoptionJourney.IsByConsent(route)
                    || (unopposedLeft > 0 && (unopposedLeft >= left || _draw.Chance((1000 * unopposedLeft) / left)));
                unopposedLeft -= unopposed ? 1 : 0;
                left--;
                period.Leave(order, unopposed ? "E11" : "E12");

                var child = _register.Add(BornBefore(period.Entered, sibling, route), group);
                child.Periods.Add(period);
                HadEarlierCare(child, period);
            }
        }
    }

    private void SpecialGuardianships(int year)
    {
        var left = CountsOf(year).SpecialGuardianship;
        while (left > 0)
        {
            var size = Math.Min(left, _draw.Weighted(0, 60, 28, 12));
            var order = DayIn(new CollectionYear(year));
            var journey = _draw.Between(1, int.MaxValue - 1);
            var group = size > 1 ? _register.NewSiblingGroup() : null;
            for (var sibling = 0; sibling < size; sibling++, left--)
            {
                var period = Guardianship.Make(order, _council, new SeededRandom((ulong)journey));
                var age = sibling == 0 ? _draw.Between(0, 3000) : _draw.Between(300, 4200);
                _register.Add(period.Entered.AddDays(-age), group).Periods.Add(period);
            }
        }
    }

    /// <summary>A few were looked after once before, went home, and came back: the clock runs from the later start.</summary>
    private void HadEarlierCare(Child child, PeriodOfCare period)
    {
        var age = period.Entered.DayNumber - child.Born.DayNumber;
        if (age < 400 || child.SiblingGroup is not null || !_draw.Chance(160))
        {
            return;
        }

        var entered = child.Born.AddDays(_draw.Between(5, age - 300));
        var earlier = OrdinaryCare.Start(child, entered, unaccompanied: false, _council, _draw);
        earlier.Leave(entered.AddDays(_draw.Between(15, 200)), "E4A");
        OrdinaryCare.Live(earlier, child, entered, Horizon, _council, _draw);
        child.Periods.Insert(0, earlier);
    }

    private DateOnly BornBefore(DateOnly entered, int sibling, AdoptionRoute route)
    {
        var days = sibling > 0 ? _draw.Between(sibling * 320, 700 + (sibling * 700))
            : route is AdoptionRoute.Relinquished or AdoptionRoute.ConsentThenOrder ? _draw.Between(1, 12)
            : _draw.Weighted(45, 25, 20, 10) switch
            {
                0 => _draw.Between(0, 40),
                1 => _draw.Between(40, 365),
                2 => _draw.Between(365, 1100),
                _ => _draw.Between(1100, 2000),
            };
        return entered.AddDays(-days);
    }

    private void RecordSomeChangesLate(PeriodOfCare period)
    {
        if (period.Plan is not { AdoptionOrder: not null } plan)
        {
            return;
        }

        DateOnly?[] changes = [plan.PlacementOrders.LastOrDefault()?.Made, plan.Families.LastOrDefault()?.Placed];
        foreach (var change in changes)
        {
            var inTime = change is not { Month: 3, Day: >= 6 } || plan.Decisions.Any(d => d.Reversed >= change);
            var tells = change?.Year >= _options.FirstYear && change?.Year < _options.LastYear;
            if (!inTime && tells && period.Entered < change && _draw.Chance(300))
            {
                period.RecordLate(change!.Value);
            }
        }
    }

    private DateOnly DayIn(CollectionYear year)
    {
        var day = year.Start.AddDays(_draw.Between(0, year.End.DayNumber - year.Start.DayNumber));

        // Courts do not sit at weekends.
        return day.DayOfWeek switch
        {
            DayOfWeek.Saturday => day == year.Start ? day.AddDays(2) : day.AddDays(-1),
            DayOfWeek.Sunday => day == year.End ? day.AddDays(-2) : day.AddDays(1),
            _ => day,
        };
    }
}
