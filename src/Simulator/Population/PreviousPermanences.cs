using System.Globalization;
using Partnership.Simulator.Care;
using Partnership.Simulator.Randomness;

namespace Partnership.Simulator.Population;

/// <summary>What is known, when a child starts to be looked after, about an earlier adoption, special guardianship or child arrangements order.</summary>
internal static class PreviousPermanences
{
    private static readonly PreviousPermanence None = new("Z1", "", "");

    public static void Find(Child child, string council, SeededRandom draw)
    {
        PeriodOfCare? before = null;
        foreach (var period in child.Periods)
        {
            period.PreviousPermanence =
                before is { ReasonLeft: "E43" or "E44" or "E45" or "E46" or "E47" or "E48" }
                    ? new PreviousPermanence("P2", council, Written(before.Left!.Value))
                : before is not null ? before.PreviousPermanence
                : child.FormerLocalId is not null ? AfterAdoption(child, period, council, draw)
                : Elsewhere(child, period, draw);
            before = period;
        }
    }

    // A family that adopted a child need not say when or where; what is known may be the year alone.
    private static PreviousPermanence AfterAdoption(Child child, PeriodOfCare period, string council, SeededRandom draw)
    {
        var year = Math.Max(child.Born.Year, period.Entered.Year - 1);
        return draw.Chance(500)
            ? new PreviousPermanence("P1", council, string.Create(CultureInfo.InvariantCulture, $"zz/zz/{year}"))
            : new PreviousPermanence("P1", "999", "zz/zz/zzzz");
    }

    private static PreviousPermanence Elsewhere(Child child, PeriodOfCare period, SeededRandom draw)
    {
        var age = period.Entered.DayNumber - child.Born.DayNumber;
        if (age < 900 || !draw.Chance(40))
        {
            return None;
        }

        var ordered = child.Born.AddDays(draw.Between(250, age - 500));
        var date = draw.Weighted(70, 20, 10) switch
        {
            0 => Written(ordered),
            1 => "zz" + Written(ordered)[2..],
            _ => "zz/zz" + Written(ordered)[5..],
        };
        return new PreviousPermanence(
            draw.Pick<string>(["P1", "P2", "P2", "P3"]), draw.Pick<string>(["330", "855", "831", "WAL", "SCO"]), date);
    }

    private static string Written(DateOnly date) => date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}
