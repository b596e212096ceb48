using Partnership.Simulator.Randomness;

namespace Partnership.Simulator.Care;

/// <summary>Care without a plan for adoption: homes that last for a while, and legal statuses as the courts go on.</summary>
internal static class OrdinaryCare
{
    // H5 needs an Ofsted number from 28 October 2023 that it could not have before; K3 is not a placement before the 2025 return.
    private static readonly DateOnly UnregisteredUntil = new(2023, 10, 28);
    private static readonly DateOnly SupportedFrom = new(2024, 4, 1);

    public static PeriodOfCare Start(Child child, DateOnly entered, bool unaccompanied, string council, SeededRandom draw)
    {
        var homes = new Homes(council, draw);
        var need = unaccompanied ? "N8" : draw.Pick<string>(["N1", "N1", "N1", "N1", "N2", "N3", "N4", "N5", "N5", "N8"]);
        var period = new PeriodOfCare(entered, need, unaccompanied ? "" : homes.HomePostcode()) { Unaccompanied = unaccompanied };
        if (unaccompanied || (child.AgeOn(entered) >= 10 && draw.Chance(550)))
        {
            period.SetLegalStatus(entered, "V2");
            return period;
        }

        switch (draw.Weighted(40, 8, 52))
        {
            case 0:
                period.SetLegalStatus(entered, "V2");
                period.SetLegalStatus(entered.AddDays(draw.Between(20, 160)), "C1");
                break;
            case 1:
                period.SetLegalStatus(entered, "L1");
                period.SetLegalStatus(entered.AddDays(2), "C1");
                break;
            default:
                period.SetLegalStatus(entered, "C1");
                break;
        }

        period.SetLegalStatus(entered.AddDays(draw.Between(180, 320)), "C2");
        return period;
    }

    /// <summary>Homes from a day until the child leaves, or until the last day that any return will tell of.</summary>
    public static void Live(PeriodOfCare period, Child child, DateOnly from, DateOnly horizon, string council, SeededRandom draw)
    {
        var homes = new Homes(council, draw);
        var until = period.Left ?? horizon.AddDays(1);
        var day = from;
        Placement? home = null;
        while (day < until)
        {
            var next = day.AddDays(home is null ? draw.Around(20, 500) : draw.Around(60, 1500));
            if (next > until.AddDays(-6))
            {
                next = until;
            }

            home = Choose(child, day, next, period, home, homes, draw);
            period.Place(day, home, draw.Pick<string>(["CARPL", "CARPL", "CREQB", "CREQO", "CHILD", "OTHER", "CLOSE"]));
            if (home.Place[0] == 'U' && next.DayNumber - day.DayNumber > 60 && draw.Chance(80))
            {
                TakeRespite(period, homes, home, day, next, draw);
            }

            day = next;
        }
    }

    public static string ReasonForLeaving(Child child, DateOnly left, bool unaccompanied, SeededRandom draw)
    {
        var age = child.AgeOn(left);
        return age switch
        {
            >= 18 => draw.Pick<string>(["E5", "E5", "E5", "E5", "E17", "E17", "E6", "E7", "E8"]),
            >= 16 when unaccompanied => draw.Pick<string>(["E5", "E15", "E8", "E13"]),
            >= 16 => draw.Pick<string>(["E4A", "E4A", "E4B", "E4B", "E5", "E8", "E13", "E9"]),
            _ => draw.Weighted(520, 110, 130, 110, 40, 60, 4) switch
            {
                0 => "E4A", 1 => "E4B", 2 => "E13", 3 => "E41", 4 => "E3", 5 => "E8", _ => "E2",
            },
        };
    }

    private static Placement Choose(
        Child child, DateOnly from, DateOnly to, PeriodOfCare period, Placement? before, Homes homes, SeededRandom draw)
    {
        var age = child.AgeOn(from);
        if (age >= 16 && draw.Chance(380))
        {
            if (from >= SupportedFrom)
            {
                return homes.SupportedAccommodation("K3");
            }

            if (to < UnregisteredUntil)
            {
                return homes.SupportedAccommodation("H5");
            }
        }

        // With parents only under a care order, long enough after the start for one to have been made.
        if (before?.Place != "P1" && from > period.Entered.AddDays(330) && period.LegalDates.Count() > 1 && draw.Chance(90))
        {
            return homes.Parents(period.HomePost);
        }

        return age switch
        {
            >= 12 => draw.Weighted(30, 40, 10, 20) switch
            {
                0 => homes.Foster("U4"), 1 => homes.Foster("U6"), 2 => homes.Family("U1"), _ => homes.ChildrensHome(),
            },
            >= 6 => draw.Weighted(35, 45, 12, 8) switch
            {
                0 => homes.Foster("U4"), 1 => homes.Foster("U6"), 2 => homes.Family("U3"), _ => homes.ChildrensHome(),
            },
            _ => draw.Weighted(10, 65, 25) switch
            {
                0 => homes.Foster("U4"), 1 => homes.Foster("U6"), _ => homes.Family("U3"),
            },
        };
    }

    private static void TakeRespite(
        PeriodOfCare period, Homes homes, Placement home, DateOnly from, DateOnly to, SeededRandom draw)
    {
        var place = draw.Pick<string>(["T2", "T3", "T4"]);
        var starts = from.AddDays(draw.Between(8, to.DayNumber - from.DayNumber - 30));
        var ends = starts.AddDays(draw.Between(2, place == "T4" ? 6 : 13));
        if (period.NothingChanges(starts.AddDays(-1), ends.AddDays(1)))
        {
            period.Place(starts, homes.Temporary(place));
            period.Place(ends, home);
        }
    }
}
