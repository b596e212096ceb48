namespace Partnership.LocalHosting.Dashboard;

/// <summary>Every metric of a service as a small chart, and one metric as a large one, line by line.</summary>
internal sealed class MetricsPage(Telemetry telemetry)
{
    private const int MostLines = Charts.Colours;
    private const int MostCards = 400;
    private const int MostRows = 200;

    // What an operator looks at first stands first; the rest follows by name.
    private static readonly string[] First =
        ["Partnership.Messaging", "Partnership.LocalityHub", "Partnership.CentralHub", "Microsoft.AspNetCore.Hosting", "System.Net.Http", "Npgsql", "System.Runtime"];

    public PageContent ShowAll(string? service, string? text)
    {
        var series = telemetry.Metrics.Select(
            one => (string.IsNullOrEmpty(service) || one.Name.Service == service)
                && (string.IsNullOrWhiteSpace(text) || one.Name.Name.Contains(text.Trim(), StringComparison.OrdinalIgnoreCase)),
            Snapshot.Of);
        var metrics = series.GroupBy(one => (one.Name.Meter, one.Name.Name)).OrderBy(group => group.Key.Name, StringComparer.Ordinal).Take(MostCards).ToList();
        var meters = metrics.GroupBy(metric => metric.Key.Meter).OrderBy(meter => Rank(meter.Key)).ThenBy(meter => meter.Key, StringComparer.Ordinal);
        return new PageContent("Metrics", "/metrics", Html.Of($"""
            <h1>Metrics</h1>
            {Filters(service, text)}
            {(metrics.Count == 0 ? Html.Of($"""<p class="none card">No metric fits. Services tell theirs every few seconds.</p>""") : Html.Join(meters.Select(meter => Meter(meter.Key, meter, service))))}
            {Store()}
            """))
        {
            Refresh = TimeSpan.FromSeconds(5),
        };
    }

    public PageContent ShowOne(string? service, string meter, string name)
    {
        var series = telemetry.Metrics.Select(
            one => one.Name.Meter == meter && one.Name.Name == name && (string.IsNullOrEmpty(service) || one.Name.Service == service),
            Snapshot.Of).OrderByDescending(one => one.Points.Count == 0 ? 0 : one.Points.Max(point => point.Value)).ToList();
        var first = series.FirstOrDefault();
        var back = "/metrics" + DashboardHtml.Query(("service", service));
        if (first is null)
        {
            return new PageContent(name, "/metrics", Html.Of($"""<div class="crumbs"><a href="{back}">Metrics</a></div><h1>{name}</h1>{Filters(service, null, meter, name)}<p class="none card">Nobody tells this metric now.</p>"""));
        }

        return new PageContent(name, "/metrics", Html.Of($"""
            <div class="crumbs"><a href="{back}">Metrics</a></div>
            <h1>{name}</h1>
            <p class="soft">{first.Description} <span class="chip">{meter}</span></p>
            {Filters(service, null, meter, name)}
            {Html.If(first.Kind == MetricKind.Histogram, () => Charts.Lines("95% are below", Lines(series, point => point.P95, point => point.Value > 0), value => Words.Measured(value, first.Unit)))}
            {Charts.Lines(TitleOf(first), Lines(series, point => point.Value), value => Say(first, value), first.Unit == "By" ? 1024 * 1024 : 1)}
            <div class="card scroll" tabindex="0" role="region" aria-label="Series"><table><thead><tr><th scope="col">Service</th><th scope="col">Attributes</th><th scope="col" class="number">Now</th>{Html.If(first.Kind == MetricKind.Histogram, () => Html.Of($"""<th scope="col" class="number">Median</th><th scope="col" class="number">95%</th><th scope="col" class="number">99%</th>"""))}{Html.If(first.Kind != MetricKind.Gauge, () => Html.Of($"""<th scope="col" class="number">Since start</th>"""))}</tr></thead>
            <tbody>{series.Take(MostRows).Select(one => Row(one))}</tbody></table></div>
            {Html.If(series.Count > MostRows, () => Html.Of($"""<p>{series.Count - MostRows} more series are not shown.</p>"""))}
            """))
        {
            Refresh = TimeSpan.FromSeconds(5),
        };
    }

    private Html Filters(string? service, string? text, string? meter = null, string? name = null)
    {
        var services = telemetry.Metrics.Select(_ => true, one => one.Name.Service).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return Html.Of($"""
            <form class="filters" method="get" role="search">
            {DashboardHtml.ServiceSelect(services, service)}
            {(name is null ? Html.Of($"""<label for="q">Name</label><input id="q" name="q" type="search" value="{text}" autocomplete="off">""") : Html.Of($"""<input type="hidden" name="meter" value="{meter}"><input type="hidden" name="name" value="{name}">"""))}
            <button type="submit">Show</button>
            </form>
            """);
    }

    private static Html Meter(string meter, IEnumerable<IGrouping<(string Meter, string Name), Snapshot>> metrics, string? service) => Html.Of($"""
        <section data-key="{meter}"><h2 class="meter">{meter}</h2><ul class="tiles metrics">{metrics.Select(metric => Card(metric.Key.Meter, metric.Key.Name, [.. metric], service))}</ul></section>
        """);

    private static Html Card(string meter, string name, List<Snapshot> series, string? service)
    {
        var first = series[0];
        var sum = SeriesSum.Of(series.ConvertAll(one => one.Points));
        var last = sum.Count == 0 ? 0 : sum[^1].Value;
        var p95 = first.Kind == MetricKind.Histogram ? series.Where(one => one.Points.Count > 0 && one.Points[^1].Value > 0).Select(one => one.Points[^1].P95).DefaultIfEmpty().Max() : 0;
        return Html.Of($"""
            <li data-key="{name}"><a class="tile" href="/metrics{DashboardHtml.Query(("service", service), ("meter", meter), ("name", name))}"><span class="label">{name}</span><span class="figure">{Say(first, last)}{Html.If(p95 > 0, () => Html.Of($""" <small>95% below {Words.Measured(p95, first.Unit)}</small>"""))}</span>{Charts.Spark(sum)}</a></li>
            """);
    }

    private static Html Row(Snapshot one)
    {
        var last = one.Points.Count == 0 ? default : one.Points[^1];
        return Html.Of($"""
            <tr><th scope="row">{one.Name.Service}</th><td>{Html.Join(one.Attributes.Select(pair => Html.Of($"""<span class="soft">{pair.Key}</span> {pair.Value}""")), ", ")}</td><td class="number">{Say(one, last.Value)}</td>
            {Html.If(one.Kind == MetricKind.Histogram, () => Html.Of($"""<td class="number">{Words.Measured(last.Median, one.Unit)}</td><td class="number">{Words.Measured(last.P95, one.Unit)}</td><td class="number">{Words.Measured(last.P99, one.Unit)}</td>"""))}
            {Html.If(one.Kind != MetricKind.Gauge, () => Html.Of($"""<td class="number">{Words.Number(one.Total)}</td>"""))}</tr>
            """);
    }

    private static List<ChartLine> Lines(List<Snapshot> series, Func<MetricPoint, double> value, Func<MetricPoint, bool>? isSaid = null)
    {
        // What all have alike tells nothing: the version of HTTP, the scheme.
        var alike = series.SelectMany(one => one.Attributes).CountBy(pair => pair).Where(count => count.Value == series.Count && series.Count > 1).Select(count => count.Key).ToHashSet();
        return [.. series.Take(MostLines).Select(one => new ChartLine(
            LabelOf(one, alike),
            [.. one.Points.Where(point => isSaid is null || isSaid(point)).Select(point => (point.At, value(point)))]))];
    }

    private static string LabelOf(Snapshot one, HashSet<KeyValuePair<string, string>> alike)
    {
        var attributes = string.Join(' ', one.Attributes.Where(pair => !alike.Contains(pair)).Select(pair => pair.Value));
        return OtlpText.Shortened(attributes.Length == 0 ? one.Name.Service : $"{one.Name.Service} {attributes}", 90);
    }

    private static string TitleOf(Snapshot one) => one.Kind == MetricKind.Gauge ? "Value" : "A second";

    private static string Say(Snapshot one, double value) => one.Kind switch
    {
        MetricKind.Gauge => Words.Measured(value, one.Unit),
        MetricKind.Histogram => $"{Words.Number(value)} a second",
        _ => one.Unit == "By" ? $"{Words.Bytes(value)} a second" : $"{Words.Number(value)} a second",
    };

    private static int Rank(string meter) => Array.IndexOf(First, meter) is >= 0 and var place ? place : First.Length;

    private Html Store() => Html.Of($"""
        <p class="store">{Words.Number(telemetry.Metrics.Count)} series, {Words.Bytes(telemetry.Metrics.Bytes)}{Html.If(telemetry.Metrics.Refused > 0, () => Html.Of($"; {Words.Number(telemetry.Metrics.Refused)} points of series for which there was no room were refused"))}.</p>
        """);

    private sealed record Snapshot(
        MetricName Name, MetricKind Kind, string Unit, string Description, List<KeyValuePair<string, string>> Attributes, List<MetricPoint> Points, double Total)
    {
        public static Snapshot Of(MetricSeries series) =>
            new(series.Name, series.Kind, series.Unit, series.Description, series.Attributes, series.Points(), series.Total);
    }
}
