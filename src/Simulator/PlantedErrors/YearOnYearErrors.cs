using Partnership.Simulator.Returns;
using static Partnership.Simulator.PlantedErrors.PlantableErrors;

namespace Partnership.Simulator.PlantedErrors;

/// <summary>Breaks that only show beside last year's return, as it is without breaks of its own.</summary>
internal static class YearOnYearErrors
{
    public static IEnumerable<PlantableError> For(CouncilReturn collected, CouncilReturn last)
    {
        var header = collected.Header;
        ReturnRow? Before(ReturnRow row) => last.Header.Rows.Find(other => other.Child == row.Child);
        PlantableError OfChild(string rule, Func<ReturnRow, bool> fits, Action<ReturnRow> change) => Change(rule, header, row => Before(row) is not null && fits(row), change);

        yield return OfChild("203", _ => true, row => BornOn(collected, row.Child, Later(header.Get(row, "DOB"))));
        yield return OfChild("204", _ => true, row => header.Set(row, "ETHNIC", header.Get(row, "ETHNIC") == "WIRI" ? "WBRI" : "WIRI"));
        yield return OfChild("208", row => last.Header.Get(Before(row)!, "UPN").Length > 3, row => header.Set(row, "UPN", "UN5"));
        foreach (var error in OfDecisions(collected, last))
        {
            yield return error;
        }
    }

    private static IEnumerable<PlantableError> OfDecisions(CouncilReturn collected, CouncilReturn last)
    {
        var table = collected.PlacedForAdoption;
        var episodes = collected.Episodes;
        var before = collected.Year.Start.AddDays(-1);
        List<ReturnRow> Then(ReturnRow row) => [.. last.PlacedForAdoption.Rows.Where(other => other.Child == row.Child)];
        ReturnRow? Reversed(ReturnRow row) => Then(row) is [var only] && last.PlacedForAdoption.Get(only, "DATE_PLACED_CEASED").Length > 0 ? only : null;
        bool HasNone(ReturnRow row) => !table.Rows.Exists(other => other.Child == row.Child);
        bool IsOnly(ReturnRow row) => table.Rows.Count(other => other.Child == row.Child) == 1;
        bool IsAdoptedChild(ReturnRow row) => collected.Adopted.Rows.Exists(adopted => adopted.Child == row.Child);
        bool WasInCare(ReturnRow row) => EpisodesOf(collected, row.Child).Any(episode => Read(episodes.Get(episode, "DECOM")) < before);
        PlantableError Again(string rule, int days) => new(rule, collected.Header, table, row => HasNone(row) && Reversed(row) is not null && EpisodesOf(collected, row.Child).Any(), row =>
        {
            var decided = Read(last.PlacedForAdoption.Get(Reversed(row)!, "DATE_PLACED")).AddDays(days);
            table.Add(row.Child, row.Child, collected.Header.Get(row, "DOB"), Written(decided), "", "");
            return table.Rows[^1];
        });

        yield return Change("559", table, row => IsOnly(row) && !IsAdoptedChild(row) && Then(row).Count == 0 && WasInCare(row), row => table.Set(row, "DATE_PLACED", Written(before)));
        yield return Change(
            "560",
            table,
            row => IsOnly(row) && !IsAdoptedChild(row) && Then(row) is [var only] && last.PlacedForAdoption.Get(only, "DATE_PLACED_CEASED").Length == 0,
            row => table.Set(row, "DATE_PLACED", Written(Read(table.Get(row, "DATE_PLACED")).AddDays(-1))));
        yield return Again("561", days: 0);
        yield return Again("584", days: -1);
    }
}
