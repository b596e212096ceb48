using System.Text.Json;
using Spectre.Console;

namespace Partnership.Cli.Tracker;

/// <summary>The tracker for a reader at a terminal: a row for each council, stage and wait that the answer tells of.</summary>
internal static class TrackerTable
{
    private static readonly string[] CountNames = ["n", "count", "children"];

    public static void Write(JsonElement answer)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("Where");
        table.AddColumn("Stage");
        table.AddColumn("Waiting");
        table.AddColumn(new TableColumn("Children").RightAligned());
        foreach (var (where, cell) in Cells(answer, "region"))
        {
            table.AddRow(where, Words(Text(cell, "stage")), Words(Text(cell, "wait")), Count(cell));
        }

        Terminal.Output.Write(table);
    }

    /// <summary>Every object that names a stage, with the council or region that it lies under.</summary>
    private static IEnumerable<(string Where, JsonElement Cell)> Cells(JsonElement element, string where)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                return element.EnumerateArray().SelectMany(item => Cells(item, where));

            case JsonValueKind.Object when element.TryGetProperty("stage", out _):
                return [(Text(element, "council") is { Length: > 0 } council ? council : where, element)];

            case JsonValueKind.Object:
                return element.EnumerateObject().SelectMany(property => Cells(property.Value, Place(property.Name) ?? where));

            default:
                return [];
        }
    }

    private static string? Place(string name) => name.Length == 3 && name.All(char.IsDigit) ? name : null;

    private static string Count(JsonElement cell)
    {
        if (cell.TryGetProperty("suppressed", out var suppressed) && suppressed.ValueKind == JsonValueKind.True)
        {
            return "suppressed";
        }

        foreach (var name in CountNames)
        {
            if (cell.TryGetProperty(name, out var count))
            {
                return count.ValueKind == JsonValueKind.Object ? Count(count) : count.ToString();
            }
        }

        return "";
    }

    private static string Text(JsonElement cell, string name) =>
        cell.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>PlacementOrderMade, or placement-order-made, as words.</summary>
    private static string Words(string code) =>
        string.Concat(code.Replace('-', ' ').Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
}
