using System.Globalization;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>The newest log records, by service, level, text or trace.</summary>
internal sealed class LogsPage(Telemetry telemetry)
{
    private const int PageSize = 200;
    private const int Debug = 5;
    private const int Information = 9;
    private const int Warning = 13;
    private const int Error = 17;

    private static readonly (string Value, string Name, int Severity)[] Levels =
        [("", "All levels", 0), ("debug", "Debug and up", Debug), ("information", "Information and up", Information), ("warning", "Warning and up", Warning), ("error", "Errors", Error)];

    public PageContent Show(string? service, string? level, string? text, string? trace, string? before)
    {
        var severity = Levels.FirstOrDefault(known => known.Value == level).Severity;
        var older = long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var ofTrace = Telemetry.ParseTraceId(trace);
        var records = telemetry.Logs.Newest(new LogFilter(service, severity, text?.Trim(), ofTrace), PageSize, older ? number : long.MaxValue);
        return new PageContent("Logs", "/logs", Html.Of($"""
            <h1>Logs</h1>
            <form class="filters" method="get" role="search">
            {DashboardHtml.ServiceSelect(telemetry.Logs.Services(), service)}
            <label for="level">Level</label><select id="level" name="level" data-submit>{Levels.Select(known => Html.Of($"""<option value="{known.Value}"{(known.Value == (level ?? "") ? DashboardHtml.Selected : Html.None)}>{known.Name}</option>"""))}</select>
            <label for="q">Text</label><input id="q" name="q" type="search" value="{text}" autocomplete="off">
            {Html.If(ofTrace is not null, () => Html.Of($"""<label class="check"><input type="checkbox" name="trace" value="{trace}" checked data-submit> Only trace <code>{trace![..8]}</code></label>"""))}
            <button type="submit">Show</button>
            </form>
            {(records.Count == 0 ? Html.Of($"""<p class="none card">No record fits.</p>""") : Html.Of($"""<div class="card logs"><div class="row head" aria-hidden="true"><span>Time (UTC)</span><span>Level</span><span>Service</span><span>Message</span></div>{records.Select(Row)}</div>"""))}
            {Html.If(records.Count == PageSize, () => Html.Of($"""<p><a href="/logs{DashboardHtml.Query(("service", service), ("level", level), ("q", text), ("trace", trace), ("before", records[^1].Number.ToString(CultureInfo.InvariantCulture)))}">Older records</a></p>"""))}
            <p class="store">{Words.Number(telemetry.Logs.Received)} records received, {Words.Bytes(telemetry.Logs.Bytes)} kept{Html.If(telemetry.Logs.Dropped > 0, () => Html.Of($", the oldest {Words.Number(telemetry.Logs.Dropped)} let go"))}.</p>
            """))
        {
            // Someone who reads old records wants them to stay.
            Refresh = older ? null : TimeSpan.FromSeconds(2),
        };
    }

    private static Html Row(StoredLog record)
    {
        var (word, look) = Level(record.Severity);
        return Html.Of($"""
            <details data-key="{record.Number}"><summary class="row"><time>{Words.Time(record.At)}</time><span class="level {look}">{word}</span><span class="chip">{record.Service}</span><span class="message">{FirstLine(record.Body)}</span></summary>
            <div class="span-facts">{Html.If(record.Body.Contains('\n', StringComparison.Ordinal), () => Html.Of($"<pre tabindex=\"0\">{record.Body}</pre>"))}
            <dl class="attributes"><div><dt>category</dt><dd>{record.Category}</dd></div>
            {Html.If(record.TraceId != 0, () => Html.Of($"""<div><dt>trace</dt><dd><a href="/traces/{Telemetry.Hex(record.TraceId)}#s{Telemetry.Hex(record.SpanId)}"><code>{Telemetry.Hex(record.TraceId)}</code></a></dd></div>"""))}
            {record.Attributes().Select(pair => Html.Of($"<div><dt>{pair.Key}</dt><dd>{pair.Value}</dd></div>"))}</dl></div></details>
            """);
    }

    private static (string Word, string Look) Level(int severity) => severity switch
    {
        >= 21 => ("Critical", "ill"),
        >= Error => ("Error", "ill"),
        >= Warning => ("Warning", "warn"),
        >= Information => ("Info", "soft"),
        >= Debug => ("Debug", "soft"),
        > 0 => ("Trace", "soft"),
        _ => ("–", "soft"),
    };

    private static string FirstLine(string body)
    {
        var end = body.IndexOf('\n', StringComparison.Ordinal);
        return OtlpText.Shortened(end < 0 ? body : body[..end], 400);
    }
}
