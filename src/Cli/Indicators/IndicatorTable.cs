using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Partnership.Cli.Indicators;

/// <summary>Indicators for a reader at a terminal.</summary>
internal static class IndicatorTable
{
    private static readonly (string Code, string Words)[] Known =
    [
        ("A1", "Days from entering care to moving in with adopters"),
        ("A10", "The same, to moving in with foster carers who adopt"),
        ("A2", "Days from placement order to match"),
        ("A3", "Waited less than 14 months to move in"),
    ];

    public static void Write(IndicatorAnswer answer)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("Indicator");
        table.AddColumn("Region");
        var councils = answer.Councils ?? [];
        foreach (var council in councils.Keys.Order(StringComparer.Ordinal))
        {
            table.AddColumn(council);
        }

        foreach (var (code, words) in Known)
        {
            var cells = councils.OrderBy(council => council.Key, StringComparer.Ordinal)
                .Select(council => Show(council.Value.GetValueOrDefault(code)));
            table.AddRow([$"{code}  {words}", Show(answer.Region.GetValueOrDefault(code)), .. cells]);
        }

        Terminal.Print(string.Create(
            CultureInfo.InvariantCulture, $"Children adopted from {answer.Window.From:d MMMM yyyy} to {answer.Window.To:d MMMM yyyy}"));
        Terminal.Output.Write(table);
        WriteExclusions(answer);
    }

    private static void WriteExclusions(IndicatorAnswer answer)
    {
        foreach (var (code, _) in Known)
        {
            if (answer.Region.GetValueOrDefault(code)?.Excluded is { Count: > 0 } excluded)
            {
                var reasons = string.Join(", ", excluded.Select(entry =>
                    $"{(entry.Value.ValueKind == JsonValueKind.Number ? entry.Value.ToString() : "fewer than may be shown,")} {entry.Key}"));
                Terminal.Print($"Left out of {code}: {reasons}");
            }
        }
    }

    private static string Show(IndicatorFigure? figure) => figure switch
    {
        null => "",
        { Suppressed: true } => "suppressed",
        { Of: { } of, Within: { } within } => of == 0
            ? "none"
            : string.Create(CultureInfo.InvariantCulture, $"{within} of {of} ({100m * within / of:0} %)"),
        { Rounded: { } rounded, N: { } n } => string.Create(CultureInfo.InvariantCulture, $"{rounded} ({n} children)"),
        { N: { } n } => string.Create(CultureInfo.InvariantCulture, $"{n} children"),
        _ => "",
    };
}
