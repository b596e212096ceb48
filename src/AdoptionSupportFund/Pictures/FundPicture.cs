using System.Globalization;
using System.Net;
using System.Text;

namespace Partnership.AdoptionSupportFund.Pictures;

/// <summary>A bar of a picture: a name, parts one after another, and what is said beside it.</summary>
internal sealed record Bar(string Name, IReadOnlyList<(string Part, long Value)> Parts, string Said);

/// <summary>
/// Draws spend, balances and deadlines as one SVG that stands by itself: words beside every bar, so that nobody has to tell colours apart, and a
/// title and description for who does not see it. Pure.
/// </summary>
internal static class FundPicture
{
    private const int Width = 760;
    private const int Left = 190;
    private const int Right = 170;
    private const int Row = 26;

    // Told apart by lightness too.
    private static readonly Dictionary<string, string> Fills = new()
    {
        ["spent"] = "#1d5a8a", ["set apart"] = "#7fb2d9", ["to give back"] = "#d4351c", ["left"] = "#cfe3d4", ["used"] = "#28735a", ["due"] = "#5a4b8a", ["hidden"] = "#b1b4b6", ["the fund"] = "#1d5a8a", ["others"] = "#f47738",
    };

    public static string Draw(string title, string description, params IReadOnlyList<(string Heading, IReadOnlyList<Bar> Bars)> panels)
    {
        var height = 48 + panels.Sum(panel => 34 + (panel.Bars.Count * Row) + 14) + 30;
        var svg = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"t d\" font-family=\"Arial, sans-serif\" font-size=\"13\">")
            .Append("<title id=\"t\">").Append(Text(title)).Append("</title><desc id=\"d\">").Append(Text(description)).Append("</desc>")
            .Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{height}\" fill=\"#ffffff\"/><text x=\"16\" y=\"28\" font-size=\"18\" font-weight=\"bold\" fill=\"#0b0c0c\">{Text(title)}</text>");
        var y = 48;
        foreach (var (heading, bars) in panels)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"16\" y=\"{y + 18}\" font-weight=\"bold\" fill=\"#0b0c0c\">{Text(heading)}</text>");
            y += 34;
            var longest = Math.Max(1, bars.Count == 0 ? 1 : bars.Max(bar => bar.Parts.Sum(part => part.Value)));
            foreach (var bar in bars)
            {
                Append(svg, bar, y, longest);
                y += Row;
            }

            y += 14;
        }

        var x = 16;
        foreach (var part in panels.SelectMany(panel => panel.Bars).SelectMany(bar => bar.Parts).Select(part => part.Part).Distinct())
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"{y}\" width=\"12\" height=\"12\" fill=\"{Fills[part]}\" stroke=\"#0b0c0c\"/><text x=\"{x + 18}\" y=\"{y + 11}\" fill=\"#0b0c0c\">{Text(part)}</text>");
            x += 36 + (part.Length * 8);
        }

        return svg.Append("</svg>").ToString();
    }

    private static void Append(StringBuilder svg, Bar bar, int y, long longest)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 10}\" y=\"{y + 14}\" text-anchor=\"end\" fill=\"#0b0c0c\">{Text(bar.Name)}</text>");
        double x = Left;
        foreach (var (part, value) in bar.Parts)
        {
            var width = (double)value / longest * (Width - Left - Right);
            if (width > 0)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.0}\" y=\"{y}\" width=\"{width:0.0}\" height=\"18\" fill=\"{Fills[part]}\" stroke=\"#0b0c0c\" stroke-width=\"0.5\"/>");
                x += width;
            }
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 8:0.0}\" y=\"{y + 14}\" fill=\"#0b0c0c\">{Text(bar.Said)}</text>");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
