using System.Globalization;
using Partnership.CaseData.Milestones;

namespace Partnership.Simulator.Tests;

/// <summary>What all the simulated returns of a council say of each child, in the form that the hub's library reads.</summary>
internal static class SimulatedFacts
{
    public static Dictionary<string, ChildFacts> Of(SimulatedRegion region, string council)
    {
        var episodes = Read(region, council, "episodes.csv", (row, number, year) => new EpisodeFacts(
            Date(row["DECOM"])!.Value, Date(row["DEC"]), Text(row["RNE"]), Text(row["LS"]), Text(row["PLACE"]), Text(row["REC"]),
            Text(row["PL_POST"]), Text(row["URN"]), number, year));
        var decisions = Read(region, council, "placed_for_adoption.csv", (row, number, year) => new DecisionFacts(
            Date(row["DATE_PLACED"])!.Value, Date(row["DATE_PLACED_CEASED"]), Text(row["REASON_PLACED_CEASED"]), number, year));
        var adoptions = Read(region, council, "ad1.csv", (row, number, year) => new Ad1Facts(
            Date(row["DATE_INT"]), Date(row["DATE_MATCH"]), row["FOSTER_CARE"] == "1", number, year));
        return episodes.ToDictionary(
            child => child.Key, child => ChildFacts.Merge(child, decisions[child.Key], adoptions[child.Key]));
    }

    private static ILookup<string, T> Read<T>(
        SimulatedRegion region, string council, string file, Func<Dictionary<string, string>, int, int, T> read) =>
        region.Years
            .SelectMany(year => region.Rows(council, year, file).Select((row, i) => (Child: row["CHILD"], Facts: read(row, i + 1, year))))
            .ToLookup(entry => entry.Child, entry => entry.Facts);

    private static string? Text(string cell) => cell.Length == 0 ? null : cell;

    private static DateOnly? Date(string cell) =>
        cell.Length == 0 ? null : DateOnly.ParseExact(cell, "dd/MM/yyyy", CultureInfo.InvariantCulture);
}
