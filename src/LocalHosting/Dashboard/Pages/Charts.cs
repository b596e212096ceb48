using System.Globalization;
using System.Text;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>One line of a chart; null in its points is a gap.</summary>
internal sealed record ChartLine(string Label, IReadOnlyList<(long At, double Value)> Points);

/// <summary>
/// Drawings in SVG: only the lines, stretched to whatever room there is; figures and times stand around them as text, so that they
/// stay readable at any width.
/// </summary>
internal static class Charts
{
    public const int Colours = 8;
    private const double Width = 1000;
    private const double Height = 100;

    // A line is broken where nothing came for this long.
    private static readonly long Gap = (long)TimeSpan.FromSeconds(75).TotalNanoseconds;

    /// <summary>A small line without axes; decoration beside a figure that says the same.</summary>
    public static Html Spark(IReadOnlyList<(long At, double Value)> points, double? most = null)
    {
        if (points.Count < 2)
        {
            return Html.Of($"""<svg class="spark" viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true"></svg>""");
        }

        var top = Math.Max(most ?? 0, points.Max(point => point.Value));
        var (path, area) = Draw(points, points[0].At, points[^1].At, top <= 0 ? 1 : top);
        return Html.Of($"""<svg class="spark" viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true"><path class="area" d="{area}"/><path class="line" d="{path}"/></svg>""");
    }

    /// <summary>A chart with its scale in round numbers of a unit, its times and a legend that tells each line's last value.</summary>
    public static Html Lines(string title, IReadOnlyList<ChartLine> lines, Func<double, string> say, double unit = 1)
    {
        var drawn = lines.Where(line => line.Points.Count > 0).ToList();
        if (drawn.Count == 0)
        {
            return Html.Of($"""<figure class="chart"><figcaption>{title}</figcaption><p class="none">Nothing yet.</p></figure>""");
        }

        var from = drawn.Min(line => line.Points[0].At);
        var to = drawn.Max(line => line.Points[^1].At);
        var top = Round(drawn.Max(line => line.Points.Max(point => point.Value)) / unit) * unit;
        var last = string.Join(", ", drawn.Take(4).Select(line => $"{line.Label} {say(line.Points[^1].Value)}"));
        return Html.Of($"""
            <figure class="chart">
            <figcaption>{title}</figcaption>
            <div class="plot"><div class="scale" aria-hidden="true"><span>{say(top)}</span><span>{say(top / 2)}</span><span>{say(0)}</span></div>
            <svg viewBox="0 0 1000 100" preserveAspectRatio="none" role="img" aria-label="{title}, latest: {last}"><path class="grid" d="M0 0H1000M0 50H1000M0 100H1000"/>{drawn.Select((line, index) => Line(line, index, from, to, top))}</svg>
            <div class="times" aria-hidden="true"><span>{Words.ShortTime(from)}</span><span>{Words.ShortTime((from + to) / 2)}</span><span>{Words.ShortTime(to)}</span></div></div>
            {Html.If(drawn.Count > 1, () => Html.Of($"""<ul class="legend">{drawn.Select((line, index) => Html.Of($"""<li><span class="key c{index % Colours}"></span>{line.Label} <b>{say(line.Points[^1].Value)}</b></li>"""))}</ul>"""))}
            </figure>
            """);
    }

    private static Html Line(ChartLine line, int index, long from, long to, double top) =>
        Html.Of($"""<path class="line c{index % Colours}" d="{Draw(line.Points, from, to, top).Path}"/>""");

    private static (string Path, string Area) Draw(IReadOnlyList<(long At, double Value)> points, long from, long to, double top)
    {
        var path = new StringBuilder();
        var area = new StringBuilder();
        double startX = 0, x = 0;
        for (var i = 0; i < points.Count; i++)
        {
            var begins = i == 0 || points[i].At - points[i - 1].At > Gap;
            if (begins && i > 0)
            {
                area.Append(CultureInfo.InvariantCulture, $"L{x:0.#} 100L{startX:0.#} 100Z");
            }

            x = to == from ? Width : (points[i].At - from) * Width / (to - from);
            var y = Height - (Math.Clamp(points[i].Value / top, 0, 1) * (Height - 2)) - 1;
            startX = begins ? x : startX;
            path.Append(CultureInfo.InvariantCulture, $"{(begins ? 'M' : 'L')}{x:0.#} {y:0.#}");
            area.Append(CultureInfo.InvariantCulture, $"{(begins ? 'M' : 'L')}{x:0.#} {y:0.#}");
        }

        area.Append(CultureInfo.InvariantCulture, $"L{x:0.#} 100L{startX:0.#} 100Z");
        return (path.ToString(), area.ToString());
    }

    /// <summary>The next of 1, 2, 2.5, 5, 10… that is not below.</summary>
    private static double Round(double top)
    {
        if (top <= 0)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(top)));
        return power * new[] { 1, 2, 2.5, 5, 10 }.First(step => step * power >= top * 0.999);
    }
}
