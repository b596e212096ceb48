namespace Partnership.LocalHosting.Dashboard;

/// <summary>One trace as a waterfall: who did what, after what, for how long.</summary>
internal sealed class TracePage(Telemetry telemetry)
{
    private const int MostRows = 1000;
    private const int DeepestIndent = 12;

    /// <summary>Null when no span of the trace is kept.</summary>
    public PageContent? Show(UInt128 id, bool showAll)
    {
        var spans = telemetry.Spans.Find(id);
        if (spans.Count == 0)
        {
            return null;
        }

        var rows = Waterfall.Of(spans, showAll);
        var start = spans.Min(span => span.Start);
        var duration = Math.Max(1, spans.Max(span => span.End) - start);
        var colours = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var service in spans.Select(span => span.Service))
        {
            colours.TryAdd(service, colours.Count % Charts.Colours);
        }

        var errors = spans.Count(span => span.IsError);
        var logs = telemetry.Logs.Newest(new LogFilter(Trace: id), 200).Count;
        var root = spans.FirstOrDefault(span => span.ParentId == 0) ?? spans[0];
        var isGrouped = rows.Any(row => row.More > 0);
        return new PageContent(root.Name, "/traces", Html.Of($"""
            <div class="crumbs"><a href="/traces">Traces</a></div>
            <h1>{root.Name}</h1>
            <dl class="facts">
            <div><dt>Begun (UTC)</dt><dd>{Words.Time(start)}</dd></div>
            <div><dt>Took</dt><dd>{Words.Nanoseconds(duration)}</dd></div>
            <div><dt>Spans</dt><dd>{spans.Count}</dd></div>
            <div><dt>Errors</dt><dd>{(errors == 0 ? Html.Of($"none") : Html.Of($"""<span class="badge ill">{errors}</span>"""))}</dd></div>
            <div><dt>Logs</dt><dd>{(logs == 0 ? Html.Of($"none") : Html.Of($"""<a href="/logs?trace={Telemetry.Hex(id)}">{Words.Count(logs, "record")}</a>"""))}</dd></div>
            <div><dt>Trace</dt><dd><code>{Telemetry.Hex(id)}</code></dd></div>
            </dl>
            <ul class="legend" aria-label="Services">{colours.Select(entry => Html.Of($"""<li><span class="key c{entry.Value}"></span>{entry.Key} <b>{spans.Count(span => span.Service == entry.Key)}</b></li>"""))}</ul>
            {Html.If(isGrouped || showAll, () => Html.Of($"""<p>{(showAll ? Html.Of($"""<a href="/traces/{Telemetry.Hex(id)}">Put spans of one name together</a>""") : Html.Of($"""<a href="?all=on">Show every span</a>"""))}</p>"""))}
            <div class="card waterfall">
            <div class="row head" aria-hidden="true"><span>Operation</span><span class="scale"><span>0</span><span>{Words.Nanoseconds(duration / 2)}</span><span>{Words.Nanoseconds(duration)}</span></span><span class="took">Took</span></div>
            {rows.Take(MostRows).Select(row => Row(row, start, duration, colours))}
            {Html.If(rows.Count > MostRows, () => Html.Of($"""<p class="none">{rows.Count - MostRows} more rows are not shown.</p>"""))}
            </div>
            """))
        {
            Refresh = TimeSpan.FromSeconds(5),
        };
    }

    private static Html Row(WaterfallRow row, long start, long duration, Dictionary<string, int> colours)
    {
        var colour = row.Service == Waterfall.Broker && row.Span is null ? Html.Of($"broker") : Html.Of($"c{colours.GetValueOrDefault(row.Service)}");
        var x = (row.Start - start) * 1000.0 / duration;
        var width = Math.Max(3, (row.End - row.Start) * 1000.0 / duration);
        var line = Html.Of($"""
            <span class="op d{Math.Min(row.Depth, DeepestIndent)}"><span class="service {colour}">{row.Service}</span> <span class="name">{row.Name}</span>{Html.If(row.More > 0, () => Html.Of($""" <span class="badge">and {row.More} more</span>"""))}{Html.If(row.IsError, () => Html.Of($""" <span class="badge ill">error</span>"""))}</span><svg class="bar {colour}{(row.IsError ? " failed" : "")}" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect x="{Math.Min(x, 997)}" width="{width}" height="10"/></svg><span class="took">{Words.Nanoseconds(row.End - row.Start)}</span>
            """);
        return row.Span is { } span
            ? Html.Of($"""<details id="s{Telemetry.Hex(span.Id)}" data-key="{Telemetry.Hex(span.Id)}"><summary class="row">{line}</summary>{Facts(span, start)}</details>""")
            : Html.Of($"""<div class="row">{line}</div>""");
    }

    private static Html Facts(StoredSpan span, long start)
    {
        var links = span.LinkedTraces();
        var events = span.Events();
        return Html.Of($"""
            <div class="span-facts">
            <dl class="attributes">
            {Html.If(span.StatusMessage() is not null, () => Html.Of($"""<div class="ill"><dt>error</dt><dd>{span.StatusMessage()}</dd></div>"""))}
            <div><dt>begins after</dt><dd>{Words.Nanoseconds(span.Start - start)}</dd></div>
            <div><dt>kind</dt><dd>{span.Kind.ToString().ToLowerInvariant()}</dd></div>
            <div><dt>source</dt><dd>{span.Scope}</dd></div>
            {span.Attributes().OrderBy(pair => pair.Value.Length > 40).Select(pair => Html.Of($"<div><dt>{pair.Key}</dt><dd>{pair.Value}</dd></div>"))}
            </dl>
            {Html.If(events.Count > 0, () => Html.Of($"""<ul class="events">{events.Take(50).Select(spanEvent => Html.Of($"""<li><b>{spanEvent.Name}</b> after {Words.Nanoseconds(spanEvent.At - start)}{spanEvent.Attributes.Select(pair => Html.Of($"""<br><span class="soft">{pair.Key}</span> {pair.Value}"""))}</li>"""))}</ul>"""))}
            {Html.If(links.Count > 0, () => Html.Of($"""<p>Linked: {Html.Join(links.Take(20).Select(link => Html.Of($"""<a href="/traces/{Telemetry.Hex(link)}"><code>{Telemetry.Hex(link)[..8]}</code></a>""")), ", ")}</p>"""))}
            </div>
            """);
    }
}
