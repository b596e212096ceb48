using System.Globalization;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>One resource: what it is doing, what it uses, and its console.</summary>
internal sealed class ResourcePage(ResourceNotificationService notifications, ResourceConsoles consoles, ResourceUsage usage)
{
    public PageContent Show(IResource resource, string? search)
    {
        var status = ResourceStatus.All([resource], notifications).Single();
        var points = usage.Of(resource.Name);
        var lines = consoles.Of(resource).LastLines();
        var last = lines.Count == 0 ? 0 : lines[^1].Number;
        return new PageContent(resource.Name, "/", Html.Of($"""
            <div class="crumbs"><a href="/">Overview</a></div>
            <div class="titled"><h1>{resource.Name}</h1><div class="actions">{ResourceWords.Actions(status, $"/resources/{resource.Name}")}</div></div>
            <dl class="facts">
            <div><dt>State</dt><dd>{ResourceWords.State(status)}</dd></div>
            <div><dt>Process</dt><dd>{status.Pid?.ToString(CultureInfo.InvariantCulture) ?? "none"}</dd></div>
            <div><dt>Restarts</dt><dd>{status.Restarts}</dd></div>
            {Html.If(status.ExitCode is not null, () => Html.Of($"<div><dt>Last exit code</dt><dd>{status.ExitCode!.Value}</dd></div>"))}
            {Html.If(status.Endpoints.Count > 0, () => Html.Of($"<div><dt>Address</dt><dd>{ResourceWords.Addresses(status)}</dd></div>"))}
            {Html.If(status.Type == "project", () => Html.Of($"""<div><dt>Telemetry</dt><dd><a href="/traces{DashboardHtml.Query(("service", resource.Name))}">Traces</a> <a href="/logs{DashboardHtml.Query(("service", resource.Name))}">Logs</a> <a href="/metrics{DashboardHtml.Query(("service", resource.Name))}">Metrics</a></dd></div>"""))}
            </dl>
            <div class="charts">
            {Charts.Lines("Processor", [new ChartLine("cores", [.. points.Skip(1).Select(point => (point.At, point.Cores))])], ResourceWords.Cores)}
            {Charts.Lines("Memory", [new ChartLine("PSS", [.. points.Select(point => (point.At, (double)point.Memory))])], Words.Bytes, unit: 1024 * 1024)}
            </div>
            <section class="card console" data-keep>
            <div class="titled"><h2 id="console">Console</h2>
            <form role="search" method="get" class="filters"><label for="q">Search</label><input id="q" name="q" type="search" value="{search}" data-console-search autocomplete="off"><span id="found" role="status"></span></form></div>
            <div role="log" aria-labelledby="console" tabindex="0" data-follow="/resources/{resource.Name}/stream" data-after="{last}">{lines.Where(line => IsFound(line, search)).Select(Line)}</div>
            </section>
            """));
    }

    /// <summary>A console line as text: the time of day (UTC), then what was written.</summary>
    public static string Text(ConsoleLine line) => string.Create(CultureInfo.InvariantCulture, $"{line.At:HH:mm:ss.fff} {line.Text}");

    private static bool IsFound(ConsoleLine line, string? search) =>
        string.IsNullOrEmpty(search) || line.Text.Contains(search, StringComparison.OrdinalIgnoreCase);

    private static Html Line(ConsoleLine line) =>
        Html.Of($"""<div class="{Look(line.Text)}"><time>{line.At.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)}</time> <span>{line.Text}</span></div>""");

    private static string Look(string text) =>
        text.StartsWith("fail:", StringComparison.Ordinal) || text.StartsWith("crit:", StringComparison.Ordinal) || text.Contains("[error]", StringComparison.Ordinal) ? "line ill"
        : text.StartsWith("warn:", StringComparison.Ordinal) || text.StartsWith("[host]", StringComparison.Ordinal) || text.Contains("[warning]", StringComparison.Ordinal) ? "line warn"
        : "line";
}
