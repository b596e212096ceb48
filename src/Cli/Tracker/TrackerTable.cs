using System.Globalization;
using Spectre.Console;

namespace Partnership.Cli.Tracker;

/// <summary>The gateway's answer: children by stage and banded wait, pooled and council by council.</summary>
internal sealed record TrackerAnswer(IReadOnlyList<TrackerCount> Region, Dictionary<string, IReadOnlyList<TrackerCount>> Councils);

/// <summary>How many children are at one stage with one wait; no number where it is suppressed.</summary>
internal sealed record TrackerCount(string Stage, string Wait, int? Children, bool? Suppressed);

/// <summary>The tracker for a reader at a terminal: a row for each stage and wait, a column for each council that the answer tells of.</summary>
internal static class TrackerTable
{
    public static void Write(TrackerAnswer answer)
    {
        var councils = answer.Councils.OrderBy(council => council.Key, StringComparer.Ordinal).ToList();
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("Stage");
        table.AddColumn("Waiting");
        table.AddColumn(new TableColumn("Region").RightAligned());
        councils.ForEach(council => table.AddColumn(new TableColumn(council.Key).RightAligned()));
        foreach (var cell in answer.Region)
        {
            string[] counts = [Show(cell), .. councils.Select(council => Show(council.Value.FirstOrDefault(
                other => (other.Stage, other.Wait) == (cell.Stage, cell.Wait))))];
            if (counts.Any(count => count != "0"))
            {
                table.AddRow([Words(cell.Stage), Words(cell.Wait), .. counts]);
            }
        }

        Terminal.Output.Write(table);
    }

    private static string Show(TrackerCount? cell) => cell switch
    {
        null => "",
        { Suppressed: true } => "suppressed",
        _ => (cell.Children ?? 0).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>PlacementOrderMade as words.</summary>
    private static string Words(string code) => string.Concat(
        code.Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
}
