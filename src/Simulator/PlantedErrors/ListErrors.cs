using Partnership.Simulator.Lists;
using Partnership.Simulator.Returns;

namespace Partnership.Simulator.PlantedErrors;

/// <summary>Breaks of the rules that look things up in the postcode directory or the list of providers, planted only beside invented ones.</summary>
internal static class ListErrors
{
    public static IEnumerable<PlantableError> For(CouncilReturn collected)
    {
        var table = collected.Episodes;
        var unaccompanied = collected.Uasc.Rows.Select(row => row.Child).ToHashSet(StringComparer.Ordinal);
        string Cell(ReturnRow row, string column) => table.Get(row, column);
        PlantableError Set(string rule, string column, string value, Func<ReturnRow, bool> fits) =>
            PlantableErrors.Change(rule, table, fits, row => table.Set(row, column, value));
        bool IsFromHere(ReturnRow row) => !unaccompanied.Contains(row.Child) && Cell(row, "HOME_POST").Length > 0;
        bool IsFostered(ReturnRow row) => Cell(row, "PLACE") is "U4" or "U6" && IsFromHere(row);
        bool IsInAHome(ReturnRow row) => Cell(row, "PLACE") == "K2";
        bool IsWithOwnAgency(ReturnRow row) => IsFostered(row) && Cell(row, "PLACE_PROVIDER") == "PR1";

        yield return Set("164", "PL_POST", InventedPostcodes.Impossible, IsFostered);
        yield return Set("169", "PL_POST", InventedPostcodes.Unknown, IsFostered);
        yield return Set("179", "PL_POST", InventedPostcodes.Unknown, IsInAHome);
        yield return Set("392a", "HOME_POST", InventedPostcodes.Unknown, IsFostered);
        yield return Set("406", "HOME_POST", InventedPostcodes.Home, row => unaccompanied.Contains(row.Child) && Cell(row, "PL_POST").Length > 0);
        yield return Set("420", "LS", "V3", IsFostered);
        yield return Set("1015", "PL_POST", InventedPostcodes.Far, row => IsInAHome(row) && Cell(row, "PLACE_PROVIDER") == "PR1");
        yield return Set("221", "PL_POST", InventedPostcodes.Far, IsInAHome);
        yield return Set("1008", "URN", InventedProviders.Unknown, IsFostered);
        yield return Set("219", "PLACE", "K1", IsInAHome);
        yield return Set("224", "PLACE_PROVIDER", "PR3", row => IsFostered(row) && Cell(row, "PLACE_PROVIDER") == "PR4");
        yield return Set("227", "URN", InventedProviders.Closed, IsFostered);
        yield return Set("228", "URN", InventedProviders.Closed, row => IsFostered(row) && Cell(row, "DEC").Length == 0);
        yield return Set("229", "PLACE_PROVIDER", "PR2", IsWithOwnAgency);
        if (collected.Year.Ending >= 2026)
        {
            yield return Set("454", "PL_POST", InventedPostcodes.Far, IsFostered);
        }
    }
}
