using System.Globalization;
using Partnership.Simulator.Care;
using Partnership.Simulator.Randomness;

namespace Partnership.Simulator.Returns;

/// <summary>Who was the child's social worker and when: the same chain of workers whichever year's return tells of it.</summary>
internal static class SocialWorkerEpisodes
{
    public static void Add(ReturnTable table, Child child, PeriodOfCare period, CollectionYear year, string council, long seed)
    {
        if (year.Ending < 2024)
        {
            return;
        }

        var draw = SeededRandom.For(seed, $"workers/{council}/{child.LocalId}/{period.Entered.DayNumber}");
        var reason = "OTHERS";
        for (var from = period.Entered; from <= year.End && (period.Left is not { } left || from < left);)
        {
            var next = from.AddDays(draw.Between(90, 700));
            DateOnly? until = period.Left is { } leaves && next >= leaves ? leaves : next;
            var worker = string.Create(CultureInfo.InvariantCulture, $"SW{draw.Between(1_000, 9_999)}");
            if (until >= year.Start)
            {
                table.Add(
                    child.LocalId, child.LocalId, ReturnDate.Write(child.Born), worker, ReturnDate.Write(from),
                    until <= year.End ? ReturnDate.Write(until) : "", reason);
            }

            from = next;
            reason = draw.Pick<string>(["LEFTRL", "ORGRST", "TSPROC", "ABSENC", "CHCHAN", "MANAGE"]);
        }
    }
}
