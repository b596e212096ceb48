using Partnership.Simulator.Adoption;
using Partnership.Simulator.Care;
using Partnership.Simulator.Counts;
using Partnership.Simulator.Randomness;

namespace Partnership.Simulator.Population;

/// <summary>
/// Children without an adoption or special guardianship order: a stock at the start, then, each year, as many who come and go as it takes
/// to end with the number looked after on 31 March. Among them those whose plan for adoption was given up, children who return to
/// care, adopted children who come back under a new number, and unaccompanied young people.
/// </summary>
internal sealed class EveryoneElse(
    SimulationOptions options, string council, ChildRegister register, SeededRandom draw, Func<int, CouncilCounts> countsOf)
{
    private readonly List<Stay> _stays = [];
    private readonly List<Stay> _planGivenUp = [];
    private readonly List<Child> _mayReturn = [];

    public void ComeAndGo()
    {
        var first = new CollectionYear(options.FirstYear);
        var dayBefore = first.Start.AddDays(-1);
        var fixedPeriods = register.Children.SelectMany(child => child.Periods).ToList();
        GiveUpSomePlans();

        var counts = countsOf(first.Ending);
        var before = Math.Max(0, counts.LookedAfter - counts.Started + counts.Ceased - CountInCare(fixedPeriods, dayBefore));
        var alreadyIn = _planGivenUp.Where(stay => stay.Period.Entered <= dayBefore).ToList();
        _stays.AddRange(alreadyIn);
        for (var i = alreadyIn.Count; i < before; i++)
        {
            var age = draw.Between(0, 6400);
            var inCare = draw.Chance(500) ? draw.Between(1, 500) : draw.Between(1, 2600);
            Admit(dayBefore.AddDays(-age), dayBefore.AddDays(-Math.Min(inCare, age)), unaccompanied: false);
        }

        for (var year = first; year.Ending <= options.LastYear; year = new CollectionYear(year.Ending + 1))
        {
            LiveThrough(year, fixedPeriods);
        }

        var horizon = new DateOnly(options.LastYear, 3, 31);
        foreach (var stay in _stays)
        {
            OrdinaryCare.Live(stay.Period, stay.Child, stay.OrdinaryFrom, horizon, council, draw);
        }
    }

    private void LiveThrough(CollectionYear year, List<PeriodOfCare> fixedPeriods)
    {
        var counts = countsOf(year.Ending);
        var present = _stays.Where(stay => stay.Period.Left is null).ToList();
        var target = Math.Max(0, counts.LookedAfter - CountInCare(fixedPeriods, year.End));
        var comeOfAge = present.Where(stay => stay.Child.Birthday(18) <= year.End).ToList();
        var fixedLeavers = fixedPeriods.Count(period => period.Left is { } left && year.Includes(left));
        var arriving = _planGivenUp.Where(stay => year.Includes(stay.Period.Entered)).ToList();

        var leaving = Math.Max(comeOfAge.Count, counts.Ceased - fixedLeavers);
        var entering = target - present.Count + leaving;
        if (entering < arriving.Count)
        {
            leaving += arriving.Count - entering;
            entering = arriving.Count;
        }

        _stays.AddRange(arriving);
        Enter(year, entering - arriving.Count);
        comeOfAge.ForEach(stay => Leave(stay, Later(stay.Child.Birthday(18), year.Start)));
        LetGo(year, leaving - comeOfAge.Count);
        _mayReturn.AddRange(register.Children.Where(child =>
            child.Periods[^1] is { ReasonLeft: "E4A" or "E4B" or "E13" or "E41" or "E45" or "E46" or "E47", Left: { } left }
            && year.Includes(left) && child.AgeOn(left) < 15));
    }

    private void Enter(CollectionYear year, int count)
    {
        var returned = register.Children.Select(child => child.FormerLocalId).ToHashSet();
        var adopted = register.Children
            .Where(child => child.Periods[^1].Plan?.AdoptionOrder is { } order
                && order < year.Start.AddDays(-300) && !returned.Contains(child.LocalId))
            .ToList();
        while (count > 0)
        {
            var entered = year.Start.AddDays(draw.Between(0, year.End.DayNumber - year.Start.DayNumber));
            switch (draw.Weighted(860, adopted.Count > 20 ? 6 : 0, _mayReturn.Count > 0 ? 70 : 0, 60))
            {
                case 1:
                    var former = Take(adopted);
                    if (former.Birthday(17) > year.End)
                    {
                        Admit(former.Born, entered, unaccompanied: false, formerLocalId: former.LocalId);
                        count--;
                    }

                    break;
                case 2:
                    var returning = Take(_mayReturn);
                    if (returning.Birthday(17) > year.End && returning.Periods[^1].Left < year.Start)
                    {
                        Stay(returning, entered, unaccompanied: false);
                        count--;
                    }

                    break;
                case 3:
                    var latest = year.End.AddYears(-18).AddDays(2);
                    Admit(latest.AddDays(draw.Between(0, 500)), entered, unaccompanied: true);
                    count--;
                    break;
                default:
                    count -= EnterTogether(entered, Math.Min(count, draw.Weighted(0, 62, 24, 10, 4)));
                    break;
            }
        }
    }

    private int EnterTogether(DateOnly entered, int size)
    {
        var group = size > 1 ? register.NewSiblingGroup() : null;
        for (var sibling = 0; sibling < size; sibling++)
        {
            // Not so old as to come of age in the year they enter: the year's leavers are already counted.
            var age = draw.Weighted(22, 18, 20, 28, 12) switch
            {
                0 => draw.Between(0, 300), 1 => draw.Between(300, 1500), 2 => draw.Between(1500, 3300),
                3 => draw.Between(3300, 5600), _ => draw.Between(5600, 6150),
            };
            Admit(entered.AddDays(-age), entered, unaccompanied: false, group);
        }

        return size;
    }

    /// <summary>Lets children leave, those who came within the year six times as likely as those long looked after.</summary>
    private void LetGo(CollectionYear year, int count)
    {
        var candidates = _stays
            .Where(stay => stay.Period.Left is null && stay.NotBefore.AddDays(3) <= year.End)
            .Select(stay => (Stay: stay, Weight: (year.End.DayNumber - stay.Period.Entered.DayNumber) switch
            {
                < 400 => 6, < 1100 => 3, _ => 1,
            }))
            .ToList();
        var total = candidates.Sum(candidate => candidate.Weight);
        for (; count > 0 && candidates.Count > 0; count--)
        {
            var drawn = draw.Between(1, total);
            var index = 0;
            while (drawn > candidates[index].Weight)
            {
                drawn -= candidates[index++].Weight;
            }

            var (stay, weight) = candidates[index];
            total -= weight;
            candidates.RemoveAt(index);
            var earliest = Later(stay.NotBefore.AddDays(3), year.Start);
            Leave(stay, earliest.AddDays(draw.Between(0, year.End.DayNumber - earliest.DayNumber)));
        }
    }

    private void Leave(Stay stay, DateOnly on) =>
        stay.Period.Leave(on, OrdinaryCare.ReasonForLeaving(stay.Child, on, stay.Period.Unaccompanied, draw));

    /// <summary>About one child whose plan is given up for every four adopted; the reversals fall in the years of the returns and just after.</summary>
    private void GiveUpSomePlans()
    {
        for (var year = options.FirstYear; year <= options.LastYear + 1; year++)
        {
            var count = (countsOf(year).Adopted + draw.Between(0, 3)) / 4;
            for (var i = 0; i < count; i++)
            {
                var entered = new CollectionYear(year).Start.AddDays(draw.Between(-420, 200));
                var child = register.Add(entered.AddDays(-draw.Between(0, 2400)));
                var period = PlanGivenUp.Make(entered, council, draw);
                child.Periods.Add(period);
                var reversed = period.Plan!.Decisions[^1].Reversed!.Value;
                _planGivenUp.Add(new Stay(child, period, reversed, reversed.AddDays(draw.Between(0, 60))));
            }
        }
    }

    private void Admit(
        DateOnly born, DateOnly entered, bool unaccompanied, string? siblingGroup = null, string? formerLocalId = null) =>
        Stay(register.Add(born, siblingGroup, formerLocalId, unaccompanied), entered, unaccompanied);

    private void Stay(Child child, DateOnly entered, bool unaccompanied)
    {
        var period = OrdinaryCare.Start(child, entered, unaccompanied, council, draw);
        child.Periods.Add(period);
        _stays.Add(new Stay(child, period, entered, entered));
    }

    private T Take<T>(List<T> from)
    {
        var index = draw.Between(0, from.Count - 1);
        var taken = from[index];
        from.RemoveAt(index);
        return taken;
    }

    private static int CountInCare(List<PeriodOfCare> periods, DateOnly day) => periods.Count(period => period.InCareAtEndOf(day));

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}

/// <summary>One child's time in care while it is being lived.</summary>
/// <param name="Child">Who.</param>
/// <param name="Period">The period of care.</param>
/// <param name="OrdinaryFrom">The day from which ordinary care goes on: the start, or the day a plan for adoption was given up.</param>
/// <param name="NotBefore">The child leaves some days after this at the earliest.</param>
internal sealed record Stay(Child Child, PeriodOfCare Period, DateOnly OrdinaryFrom, DateOnly NotBefore);
