using Partnership.Simulator.Returns;
using static Partnership.Simulator.PlantedErrors.PlantableErrors;

namespace Partnership.Simulator.PlantedErrors;

/// <summary>Breaks between the tables of a plan for adoption: days of one that cannot go with those of another.</summary>
internal static class AdoptionErrors
{
    /// <summary>Placement orders came with an Act that began on 30 December 2005; the rule's day is a month before.</summary>
    private static readonly DateOnly BeforePlacementOrders = new(2005, 11, 30);

    public static IEnumerable<PlantableError> For(CouncilReturn collected) => [.. InAdopted(collected), .. InDecisions(collected), .. InEpisodes(collected)];

    private static IEnumerable<PlantableError> InAdopted(CouncilReturn collected)
    {
        var table = collected.Adopted;
        var episodes = collected.Episodes;
        PlantableError Decided(string rule, Func<ReturnRow, bool> isBeside, int days) => Change(
            rule,
            table,
            row => EpisodesOf(collected, row.Child).Any(isBeside),
            row => table.Set(row, "DATE_INT", Written(Read(episodes.Get(EpisodesOf(collected, row.Child).Last(isBeside), "DECOM")).AddDays(days))));

        yield return Change("601", table, _ => true, row =>
        {
            foreach (var column in (string[])["DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR"])
            {
                table.Set(row, column, "");
            }
        });
        yield return Decided("521", episode => IsAdoptive(collected, episode), days: 1);
        yield return Decided("334", episode => episodes.Get(episode, "RNE") == "S", days: -1);
    }

    private static IEnumerable<PlantableError> InDecisions(CouncilReturn collected)
    {
        var table = collected.PlacedForAdoption;
        var episodes = collected.Episodes;
        bool IsOpen(ReturnRow row) => table.Get(row, "DATE_PLACED_CEASED").Length == 0;
        bool IsOnly(ReturnRow row) => table.Rows.Count(other => other.Child == row.Child) == 1;
        bool IsAdoptedChild(ReturnRow row) => collected.Adopted.Rows.Exists(adopted => adopted.Child == row.Child);
        DateOnly Decided(ReturnRow row) => Read(table.Get(row, "DATE_PLACED"));
        ReturnRow? Start(ReturnRow row) => EpisodesOf(collected, row.Child).FirstOrDefault(episode => episodes.Get(episode, "RNE") == "S");
        ReturnRow Second(ReturnRow row, DateOnly decided)
        {
            table.Add(row.Child, row.Child, table.Get(row, "DOB"), Written(decided), "", "");
            return table.Rows[^1];
        }

        yield return Change("525", table, row => IsOpen(row) && IsOnly(row) && IsAdoptedChild(row), row =>
        {
            table.Set(row, "DATE_PLACED_CEASED", Written(collected.Year.Start));
            table.Set(row, "REASON_PLACED_CEASED", "RD4");
        });
        yield return Change("118", table, row => !IsOpen(row) && Decided(row) < collected.Year.Start.AddDays(-1), row =>
            table.Set(row, "DATE_PLACED_CEASED", Written(collected.Year.Start.AddDays(-1))));
        yield return Change("1003", table, row => IsOpen(row) && IsOnly(row) && !IsAdoptedChild(row) && Start(row) is not null, row =>
            table.Set(row, "DATE_PLACED", Written(Read(episodes.Get(Start(row)!, "DECOM")).AddDays(-1))));
        yield return new PlantableError("579", table, table, row => !IsOpen(row) && IsOnly(row) && Decided(row) < Read(table.Get(row, "DATE_PLACED_CEASED")).AddDays(-1), row =>
            Second(row, Read(table.Get(row, "DATE_PLACED_CEASED")).AddDays(-1)));
        if (collected.Year.Ending >= 2023)
        {
            yield return new PlantableError("583", table, table, row => IsOpen(row) && IsOnly(row) && !IsAdoptedChild(row), row =>
            {
                Second(row, Decided(row).AddDays(1));
                return row;
            });
        }
    }

    private static IEnumerable<PlantableError> InEpisodes(CouncilReturn collected)
    {
        var table = collected.Episodes;
        var header = collected.Header;
        string Cell(ReturnRow row, string column) => table.Get(row, column);
        IEnumerable<ReturnRow> Before(ReturnRow row) => EpisodesOf(collected, row.Child).Where(other => Read(Cell(other, "DECOM")) < Read(Cell(row, "DECOM")));
        PlantableError OfAge(string rule, Func<ReturnRow, bool> leaves, int daysAfterBirthday) => Change(rule, table, leaves, row =>
            BornOn(collected, row.Child, Written(Read(Cell(row, "DEC")).AddYears(-18).AddDays(-daysAfterBirthday))));

        yield return Change("141", table, row => Cell(row, "RNE") == "S", row => table.Set(row, "DECOM", NoDate));
        yield return Change("446", table, row => Cell(row, "LS") == "E1", row => table.Set(row, "DECOM", Written(BeforePlacementOrders)));
        yield return Change("336", table, row => Cell(row, "PLACE") is "A3" or "A5" && Before(row).Any(), row =>
        {
            foreach (var earlier in Before(row))
            {
                table.Set(earlier, "PLACE", "S1");
            }
        });
        yield return OfAge("386", row => IsAdopted(collected, row) && header.Rows.Exists(each => each.Child == row.Child), daysAfterBirthday: 0);
        yield return OfAge("407", row => Cell(row, "REC") is "E45" or "E46" or "E47" or "E48" && header.Rows.Exists(each => each.Child == row.Child), daysAfterBirthday: 1);
    }
}
