using System.Globalization;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>The newest traces.</summary>
internal sealed class TracesPage(Telemetry telemetry)
{
    private const int Most = 100;

    public PageContent Show(string? service, string? text, bool errorsOnly, string? atLeast)
    {
        var least = double.TryParse(atLeast, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is > 0 and < 1e9
            ? TimeSpan.FromMilliseconds(milliseconds)
            : (TimeSpan?)null;
        var traces = telemetry.Spans.Newest(new TraceFilter(service, text?.Trim(), errorsOnly, least), Most);
        var longest = traces.Count == 0 ? 1 : Math.Max(1, traces.Max(trace => trace.Duration));
        return new PageContent("Traces", "/traces", Html.Of($"""
            <h1>Traces</h1>
            <form class="filters" method="get" role="search">
            {DashboardHtml.ServiceSelect(telemetry.Spans.Services(), service)}
            <label for="q">Operation or trace id</label><input id="q" name="q" type="search" value="{text}" autocomplete="off">
            <label for="min">At least, ms</label><input id="min" name="min" inputmode="decimal" size="5" value="{atLeast}">
            <label class="check"><input type="checkbox" name="errors"{Html.If(errorsOnly, () => Html.Of($" checked"))} data-submit> Failed only</label>
            <button type="submit">Show</button>
            </form>
            {(traces.Count == 0 ? Html.Of($"""<p class="none card">No trace fits. Every request, import and message makes one; background polling of the database makes none.</p>""") : Table(traces, longest))}
            <p class="store">{Words.Number(telemetry.Spans.Received)} spans received, {Words.Bytes(telemetry.Spans.Bytes)} kept{Html.If(telemetry.Spans.Dropped > 0, () => Html.Of($", the oldest {Words.Number(telemetry.Spans.Dropped)} let go"))}.</p>
            """));
    }

    private static Html Table(List<TraceSummary> traces, long longest) => Html.Of($"""
        <div class="card scroll" tabindex="0" role="region" aria-label="Traces"><table class="traces"><thead><tr><th scope="col">Begun (UTC)</th><th scope="col">Operation</th><th scope="col">Services</th><th scope="col" class="number">Spans</th><th scope="col">Duration</th></tr></thead>
        <tbody>{traces.Select(trace => Row(trace, longest))}</tbody></table></div>
        """);

    private static Html Row(TraceSummary trace, long longest) => Html.Of($"""
        <tr data-key="{Telemetry.Hex(trace.Id)}"{Html.If(trace.Errors > 0, () => Html.Of($" class=\"failed\""))}><td><time>{Words.Time(trace.Start)}</time></td>
        <th scope="row"><a href="/traces/{Telemetry.Hex(trace.Id)}">{trace.Name}</a>{Html.If(trace.Errors > 0, () => Html.Of($""" <span class="badge ill">{Words.Count(trace.Errors, "error")}</span>"""))}</th>
        <td class="services">{Html.Join(trace.Services.Take(6).Select(service => Html.Of($"""<span class="chip">{service}</span>""")), " ")}{Html.If(trace.Services.Count > 6, () => Html.Of($" and {trace.Services.Count - 6} more"))}</td>
        <td class="number">{trace.Spans}</td>
        <td class="duration"><svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect width="{Math.Max(4, trace.Duration * 1000.0 / longest)}" height="10" rx="2"/></svg>{Words.Nanoseconds(trace.Duration)}</td></tr>
        """);
}
