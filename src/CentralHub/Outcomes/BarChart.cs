using System.Globalization;
using System.Net;
using System.Text;

namespace Partnership.CentralHub.Outcomes;

/// <summary>A bar chart as SVG, with a title and a description for those who hear it. A hidden count is drawn as what it is: not known to the reader.</summary>
internal static class BarChart
{
    private const int Width = 640;
    private const int Left = 150;
    private const int Right = 60;
    private const int Bar = 18;
    private const int Gap = 10;
    private const int Top = 64;

    private static readonly string[] Colours = ["#1d70b8", "#00703c"];

    /// <param name="Label">What is counted.</param>
    /// <param name="Counts">One for each series; null where hidden.</param>
    internal sealed record Row(string Label, IReadOnlyList<int?> Counts);

    internal static string Draw(string title, IReadOnlyList<string> series, IReadOnlyList<Row> rows)
    {
        var most = Math.Max(1, rows.SelectMany(row => row.Counts).Max() ?? 1);
        var band = (Bar * series.Count) + Gap;
        var height = Top + (band * rows.Count) + Gap;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{height}\" viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-labelledby=\"title desc\" font-family=\"sans-serif\" font-size=\"13\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title id=\"title\">{Text(title)}</title>\n<desc id=\"desc\">{Text(string.Join("; ", rows.Select(row => Described(row, series))))}</desc>\n");
        svg.Append("<defs><pattern id=\"hidden\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"2\" height=\"6\" fill=\"#b1b4b6\"/></pattern></defs>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"8\" y=\"22\" font-size=\"16\" font-weight=\"bold\">{Text(title)}</text>\n");
        for (var one = 0; one < series.Count; one++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{8 + (220 * one)}\" y=\"36\" width=\"12\" height=\"12\" fill=\"{Colours[one]}\"/><text x=\"{26 + (220 * one)}\" y=\"47\">{Text(series[one])}</text>\n");
        }

        for (var index = 0; index < rows.Count; index++)
        {
            var y = Top + (band * index);
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + (band / 2) + 1}\" text-anchor=\"end\">{Text(rows[index].Label)}</text>\n");
            for (var one = 0; one < series.Count; one++)
            {
                var top = y + (Bar * one);
                var count = rows[index].Counts[one];
                var length = count is { } known ? (Width - Left - Right) * known / most : 40;
                svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{top}\" width=\"{length}\" height=\"{Bar - 3}\" fill=\"{(count is null ? "url(#hidden)" : Colours[one])}\"/><text x=\"{Left + length + 5}\" y=\"{top + 12}\">{Said(count)}</text>\n");
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string Described(Row row, IReadOnlyList<string> series) =>
        $"{row.Label}: {string.Join(", ", series.Select((name, one) => $"{Said(row.Counts[one])} {name}"))}";

    private static string Said(int? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "hidden";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
