using System.Globalization;
using System.Security;
using System.Text;
using Partnership.Simulator.Journeys;

namespace Partnership.Cli.Simulate.Journeys;

/// <summary>The study as a picture: for each measure a row of bars, one for each policy, with the middle ninety in a hundred of its repeats.</summary>
internal static class JourneyPicture
{
    private const int Width = 860;
    private const int LabelWidth = 220;
    private const int BarWidth = 520;
    private const int RowHeight = 24;
    private const int GroupHeight = 46;

    private static readonly string[] Colours = ["#b1b4b6", "#5694ca", "#85994b", "#00703c"];

    private static readonly (string Title, Func<JourneyOutcome, double> Of)[] Shown =
    [
        ("Children placed by the end, of a hundred searched for", outcome => outcome.PlacedShare),
        ("Placed within half a year, of a hundred", outcome => outcome.WithinHalfAYearShare),
        ("Of a hundred placed, with a household of the region", outcome => outcome.InRegionShare),
        ("Mean wait of all children, days", outcome => outcome.DaysOfAll),
    ];

    public static string Draw(IReadOnlyDictionary<SearchPolicy, IReadOnlyList<JourneyOutcome>> study, JourneyOptions options)
    {
        var height = 70 + (Shown.Length * (GroupHeight + (study.Count * RowHeight)));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" role="img" font-family="Helvetica, Arial, sans-serif" font-size="14" fill="#0b0c0c">
            <title>Ways of searching compared, {options.FirstYear} to {options.LastYear}</title>
            <desc>{Escaped(Described(study))}</desc>
            <rect width="{Width}" height="{height}" fill="#ffffff"/>
            <text x="20" y="30" font-size="18" font-weight="bold">Ways of searching, {options.FirstYear} to {options.LastYear}, {options.Repeats} simulated lives</text>

            """);
        var y = 50;
        foreach (var (title, of) in Shown)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"20\" y=\"{y + 26}\" font-weight=\"bold\">{Escaped(title)}</text>\n");
            y += GroupHeight - 10;
            var longest = study.Values.Max(outcomes => Percentile(outcomes, of, 0.95));
            foreach (var ((policy, outcomes), colour) in study.Zip(Colours))
            {
                Row(svg, y, policy.Name, colour, outcomes, of, longest);
                y += RowHeight;
            }

            y += 10;
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Row(
        StringBuilder svg, int y, string name, string colour, IReadOnlyList<JourneyOutcome> outcomes, Func<JourneyOutcome, double> of, double longest)
    {
        double At(double value) => LabelWidth + (BarWidth * value / longest);
        var (mean, low, high) = (outcomes.Average(of), Percentile(outcomes, of, 0.05), Percentile(outcomes, of, 0.95));
        svg.Append(CultureInfo.InvariantCulture, $"""
            <text x="{LabelWidth - 8}" y="{y + 16}" text-anchor="end">{Escaped(name)}</text>
            <rect x="{LabelWidth}" y="{y + 3}" width="{At(mean) - LabelWidth:0.0}" height="{RowHeight - 6}" fill="{colour}"/>
            <path d="M{At(low):0.0} {y + 12}H{At(high):0.0}M{At(low):0.0} {y + 8}v8M{At(high):0.0} {y + 8}v8" stroke="#0b0c0c" fill="none"/>
            <text x="{LabelWidth + BarWidth + 40}" y="{y + 16}">{mean:0.0}</text>

            """);
    }

    private static string Described(IReadOnlyDictionary<SearchPolicy, IReadOnlyList<JourneyOutcome>> study) => string.Join(' ', Shown.Select(shown =>
        $"{shown.Title}: {string.Join(", ", study.Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Key.Name} {each.Value.Average(shown.Of):0.0}")))}."));

    private static double Percentile(IReadOnlyList<JourneyOutcome> outcomes, Func<JourneyOutcome, double> of, double share)
    {
        var sorted = outcomes.Select(of).Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];
    }

    private static string Escaped(string text) => SecurityElement.Escape(text);
}
