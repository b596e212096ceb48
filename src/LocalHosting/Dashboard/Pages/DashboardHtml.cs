using Microsoft.AspNetCore.Http;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>A page: its title, the view that it belongs to, what it shows, and how often it looks again.</summary>
internal sealed record PageContent(string Title, string View, Html Body)
{
    /// <summary>Null for a page that stays as it is.</summary>
    public TimeSpan? Refresh { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>The frame that every page has.</summary>
internal static class DashboardHtml
{
    private static readonly (string Path, string Name)[] Views =
        [("/", "Overview"), ("/flow", "Flow"), ("/traces", "Traces"), ("/logs", "Logs"), ("/metrics", "Metrics")];

    public static IResult Page(PageContent page, int status = StatusCodes.Status200OK) =>
        Results.Text(Frame(page).ToString(), "text/html; charset=utf-8", statusCode: status);

    /// <summary>A query string of those values that are given.</summary>
    public static string Query(params (string Name, string? Value)[] values)
    {
        var given = values.Where(pair => !string.IsNullOrEmpty(pair.Value)).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}").ToList();
        return given.Count == 0 ? "" : "?" + string.Join('&', given);
    }

    public static Html ServiceSelect(IEnumerable<string> services, string? chosen, string all = "All services") => Html.Of($"""
        <label for="service">Service</label>
        <select id="service" name="service" data-submit><option value="">{all}</option>{services.Select(service =>
            Html.Of($"<option{(service == chosen ? Selected : Html.None)}>{service}</option>"))}</select>
        """);

    public static Html Selected { get; } = Html.Of($" selected");

    private static Html Frame(PageContent page) => Html.Of($"""
        <!doctype html>
        <html lang="en-GB">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{page.Title} – Partnership</title>
        <link rel="icon" href="{Assets.Path("mark.svg")}">
        <link rel="stylesheet" href="{Assets.Path("dashboard.css")}">
        <script src="{Assets.Path("dashboard.js")}" defer></script>
        </head>
        <body>
        <a class="skip" href="#main">Skip to content</a>
        <header class="top">
        <a class="brand" href="/"><img src="{Assets.Path("mark.svg")}" alt="" width="20" height="20">Partnership</a>
        <nav aria-label="Views"><ul>{Views.Select(view => Link(view, page.View))}</ul></nav>
        {Html.If(page.Refresh is not null, () => Html.Of($"""<p class="live"><button type="button" id="pause" aria-pressed="false" hidden>Pause</button><span id="live" role="status"></span></p>"""))}
        </header>
        <main id="main"{Html.If(page.Refresh is not null, () => Html.Of($" data-refresh=\"{page.Refresh!.Value.TotalMilliseconds}\""))}>
        {page.Body}
        </main>
        </body>
        </html>
        """);

    private static Html Link((string Path, string Name) view, string current) => view.Path == current
        ? Html.Of($"<li><a href=\"{view.Path}\" aria-current=\"page\">{view.Name}</a></li>")
        : Html.Of($"<li><a href=\"{view.Path}\">{view.Name}</a></li>");
}
