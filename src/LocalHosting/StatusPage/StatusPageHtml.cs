using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace Partnership.LocalHosting;

/// <summary>The status page's two pages: plain HTML that reads well without its script.</summary>
internal static class StatusPageHtml
{
    private const string Style = """
        :root { color-scheme: light dark; }
        body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 75rem; padding: 1rem; }
        table { border-collapse: collapse; width: 100%; }
        caption { text-align: left; padding-bottom: .5rem; }
        th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid #8886; vertical-align: top; }
        td.number { font-variant-numeric: tabular-nums; }
        .well { color: #00703c; } .ill { color: #d4351c; font-weight: bold; } .waiting { color: #505a5f; }
        @media (prefers-color-scheme: dark) { .well { color: #5fc990; } .ill { color: #ff8a75; } .waiting { color: #b1b4b6; } }
        pre { border: 1px solid #8886; padding: .75rem; height: 70vh; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem; }
        :focus-visible { outline: 3px solid #fd0; outline-offset: 2px; }
        """;

    private const string RefreshScript = """
        setInterval(async () => {
          try {
            const page = new DOMParser().parseFromString(await (await fetch('/')).text(), 'text/html');
            const rows = document.querySelector('tbody');
            const fresh = page.querySelector('tbody');
            if (rows.innerHTML !== fresh.innerHTML && !rows.contains(document.activeElement)) { rows.replaceWith(fresh); }
            document.querySelector('[role=status]').textContent = page.querySelector('[role=status]').textContent;
          } catch { document.querySelector('[role=status]').textContent = 'The host does not answer.'; }
        }, 2000);
        """;

    private const string FollowScript = """
        const log = document.querySelector('[role=log]');
        log.scrollTop = log.scrollHeight;
        let last = log.dataset.last;
        const source = new EventSource(location.pathname + '/stream?after=' + last);
        source.onmessage = message => {
          const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
          log.append(message.data + '\n');
          while (log.childNodes.length > 2000) { log.firstChild.remove(); }
          if (atEnd) { log.scrollTop = log.scrollHeight; }
        };
        """;

    public sealed record Page(string Nonce, string Html);

    public static Page Resources(IEnumerable<ResourceStatus> resources)
    {
        var all = resources.ToList();
        var ill = all.Count(resource => !resource.Healthy);
        var body = new StringBuilder();
        body.Append("<h1>Resources</h1>");
        body.Append(CultureInfo.InvariantCulture, $"<p role=\"status\">{(ill == 0 ? $"All {all.Count} are well." : $"{ill} of {all.Count} are not ready.")}</p>");
        body.Append("<table><caption>What runs on this machine. Choose a name to follow its console.</caption><thead><tr>");
        foreach (var heading in new[] { "Name", "State", "Health", "Restarts", "Process", "Endpoints" })
        {
            body.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{heading}</th>");
        }

        body.Append("</tr></thead><tbody>");
        all.ForEach(resource => AppendRow(body, resource));
        body.Append("</tbody></table><p><a href=\"/api/resources\">The same as JSON</a></p>");
        return Wrap("Resources", body.ToString(), RefreshScript);
    }

    public static Page Console(ResourceStatus resource, IReadOnlyList<ConsoleLine> lines)
    {
        var name = Encode(resource.Name);
        var body = new StringBuilder();
        body.Append("<p><a href=\"/\">All resources</a></p>");
        body.Append(CultureInfo.InvariantCulture, $"<h1>{name}</h1><p>{Encode(resource.State)}, {Health(resource).Word}");
        if (resource.Reason is { } reason)
        {
            body.Append(CultureInfo.InvariantCulture, $": {Encode(reason)}");
        }

        body.Append("</p>");
        foreach (var endpoint in resource.Endpoints)
        {
            body.Append(CultureInfo.InvariantCulture, $"<p>{Endpoint(endpoint)}</p>");
        }

        var last = lines.Count == 0 ? 0 : lines[^1].Number;
        body.Append(CultureInfo.InvariantCulture, $"<h2 id=\"console\">Console</h2><pre role=\"log\" aria-labelledby=\"console\" tabindex=\"0\" data-last=\"{last}\">");
        foreach (var line in lines)
        {
            body.Append(Encode(Text(line))).Append('\n');
        }

        body.Append(CultureInfo.InvariantCulture, $"</pre><p><a href=\"/api/resources/{name}/logs\">The last lines as text</a></p>");
        return Wrap(name, body.ToString(), FollowScript);
    }

    /// <summary>A console line as shown: the time of day (UTC), then what was written.</summary>
    public static string Text(ConsoleLine line) => string.Create(CultureInfo.InvariantCulture, $"{line.At:HH:mm:ss.fff} {line.Text}");

    private static void AppendRow(StringBuilder body, ResourceStatus resource)
    {
        var name = Encode(resource.Name);
        var (word, look) = Health(resource);
        body.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\"><a href=\"/resources/{name}\">{name}</a></th>");
        body.Append(CultureInfo.InvariantCulture, $"<td>{Encode(resource.State)}</td><td><span class=\"{look}\">{word}</span>");
        if (resource.Reason is { } reason)
        {
            body.Append(CultureInfo.InvariantCulture, $"<br><small>{Encode(reason)}</small>");
        }

        body.Append(CultureInfo.InvariantCulture, $"</td><td class=\"number\">{resource.Restarts}</td><td class=\"number\">{resource.Pid}</td><td>");
        body.AppendJoin("<br>", resource.Endpoints.Select(Endpoint)).Append("</td></tr>");
    }

    private static (string Word, string Look) Health(ResourceStatus resource) => resource switch
    {
        { Healthy: true, State: "finished" } => ("done", "well"),
        { Healthy: true } => ("healthy", "well"),
        { State: "waiting" or "starting" or "not-started" or "stopping" or "exited" } => ("not ready", "waiting"),
        { State: "running", Reason: null } => ("not ready", "waiting"),
        _ => ("unhealthy", "ill"),
    };

    private static string Endpoint(string url) => url.StartsWith("http", StringComparison.Ordinal)
        ? $"<a href=\"{Encode(url)}\">{Encode(url)}</a>"
        : Encode(url);

    private static Page Wrap(string title, string body, string script)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var html = $"""
            <!doctype html>
            <html lang="en-GB">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
            <style nonce="{nonce}">{Style}</style></head>
            <body><main>{body}</main><script nonce="{nonce}">{script}</script></body>
            </html>
            """;
        return new Page(nonce, html);
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
