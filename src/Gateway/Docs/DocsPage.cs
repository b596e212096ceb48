using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Partnership.Gateway.Docs;

/// <summary>Writes the merged description as one page: operations by group, each with policy, parameters, examples and a command to try.</summary>
internal static class DocsPage
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="api">The merged OpenAPI document.</param>
    /// <param name="council">A council's code for the commands to try.</param>
    public static string Render(JsonObject api, int council)
    {
        var title = Text(api["info"]?["title"]);
        var groups = Operations(api).GroupBy(operation => operation.Group).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        var html = new StringBuilder()
            .Append("<!DOCTYPE html><html lang=\"en-GB\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
            .Append(title).Append("</title><link rel=\"stylesheet\" href=\"/docs/style.css\"></head><body><a class=\"skip\" href=\"#content\">Skip to the content</a><header><a href=\"/\">")
            .Append(title).Append("</a> <a href=\"/openapi/v1.json\">OpenAPI 3.1</a></header><div class=\"columns\"><nav aria-label=\"Operations\">");
        foreach (var group in groups)
        {
            html.Append("<strong>").Append(Encode(group.Key)).Append("</strong><ul>");
            foreach (var operation in group)
            {
                html.Append("<li><a href=\"#").Append(operation.Anchor).Append("\">").Append(Encode(operation.Summary)).Append("</a></li>");
            }

            html.Append("</ul>");
        }

        html.Append("</nav><main id=\"content\"><h1>").Append(title).Append("</h1><p>").Append(Text(api["info"]?["description"]))
            .Append("</p><p>Send <code>Authorization: Bearer</code> with each request. Refusals are problem details (RFC 9457) with a stable <code>code</code> and, where it helps, the <code>field</code> and what to do <code>next</code>.</p>");
        foreach (var group in groups)
        {
            html.Append("<h2>").Append(Encode(group.Key)).Append("</h2>");
            foreach (var operation in group)
            {
                Append(html, operation, council);
            }
        }

        return html.Append("</main></div></body></html>").ToString();
    }

    private static IEnumerable<Operation> Operations(JsonObject api)
    {
        foreach (var (path, item) in api["paths"]!.AsObject())
        {
            foreach (var method in Methods)
            {
                if (item![method] is JsonObject operation)
                {
                    yield return new Operation(
                        operation["tags"]?[0]?.GetValue<string>() ?? "API",
                        method.ToUpperInvariant(),
                        path,
                        operation["summary"]?.GetValue<string>() ?? $"{method.ToUpperInvariant()} {path}",
                        operation);
                }
            }
        }
    }

    private static void Append(StringBuilder html, Operation operation, int council)
    {
        html.Append("<section class=\"operation\" id=\"").Append(operation.Anchor).Append("\"><h3>").Append(Encode(operation.Summary)).Append("</h3><p class=\"address\"><span class=\"method\">")
            .Append(operation.Method).Append("</span> ").Append(Encode(operation.Path)).Append("</p>");
        if (operation.Json["x-policy"] is { } policy)
        {
            html.Append("<p><span class=\"policy\">Policy: ").Append(Text(policy));
            if (operation.Json["x-roles"] is JsonArray roles)
            {
                html.Append(" – ").Append(Encode(string.Join(", ", roles.Select(role => role!.GetValue<string>()))));
            }

            html.Append("</span></p>");
        }

        if (operation.Json["description"] is { } description)
        {
            html.Append("<p>").Append(Text(description)).Append("</p>");
        }

        AppendParameters(html, operation.Json["parameters"] as JsonArray);
        var request = operation.Json["requestBody"]?["content"] as JsonObject;
        AppendExample(html, "Request", request);
        AppendResponses(html, operation.Json["responses"] as JsonObject);
        html.Append("<h4>Try it</h4><pre tabindex=\"0\">").Append(Encode(Command(operation, request, council))).Append("</pre></section>");
    }

    private static void AppendParameters(StringBuilder html, JsonArray? parameters)
    {
        if (parameters is not { Count: > 0 })
        {
            return;
        }

        html.Append("<h4>Parameters</h4><table><thead><tr><th>Name</th><th>In</th><th>Meaning</th></tr></thead><tbody>");
        foreach (var parameter in parameters.OfType<JsonObject>())
        {
            html.Append("<tr><td><code>").Append(Text(parameter["name"])).Append("</code>")
                .Append(parameter["required"]?.GetValue<bool>() is true ? " (required)" : string.Empty)
                .Append("</td><td>").Append(Text(parameter["in"])).Append("</td><td>").Append(Text(parameter["description"])).Append("</td></tr>");
        }

        html.Append("</tbody></table>");
    }

    private static void AppendResponses(StringBuilder html, JsonObject? responses)
    {
        if (responses is null)
        {
            return;
        }

        html.Append("<h4>Answers</h4><table><thead><tr><th>Status</th><th>Meaning</th></tr></thead><tbody>");
        foreach (var (status, response) in responses)
        {
            html.Append("<tr><td>").Append(Encode(status)).Append("</td><td>").Append(Text(response?["description"])).Append("</td></tr>");
        }

        html.Append("</tbody></table>");
        foreach (var (status, response) in responses)
        {
            if (status.StartsWith('2'))
            {
                AppendExample(html, $"Answer {status}", response?["content"] as JsonObject);
            }
        }
    }

    private static void AppendExample(StringBuilder html, string title, JsonObject? content)
    {
        foreach (var (type, media) in content ?? [])
        {
            if (Example(media) is { } example)
            {
                html.Append("<h4>").Append(Encode(title)).Append(" (<code>").Append(Encode(type)).Append("</code>)</h4><pre tabindex=\"0\">")
                    .Append(Encode(example.ToJsonString(Indented))).Append("</pre>");
            }
        }
    }

    private static JsonNode? Example(JsonNode? media) =>
        media?["example"] ?? (media?["examples"] as JsonObject)?.FirstOrDefault().Value?["value"];

    private static string Command(Operation operation, JsonObject? request, int council)
    {
        var code = council.ToString(CultureInfo.InvariantCulture);
        var command = new StringBuilder("curl -sS");
        if (operation.Method != "GET")
        {
            command.Append(" -X ").Append(operation.Method);
        }

        command.Append(" \\\n  -H \"Authorization: Bearer $(./partnership token ").Append(Who(operation, code)).Append(")\"");
        foreach (var header in operation.Json["parameters"]?.AsArray().OfType<JsonObject>().Where(parameter => parameter["in"]?.GetValue<string>() == "header") ?? [])
        {
            var name = header["name"]!.GetValue<string>();
            command.Append(" \\\n  -H '").Append(name).Append(": ").Append(name == "If-Match" ? "\"1\"" : Guid.Empty.ToString()).Append('\'');
        }

        if (request?["multipart/form-data"] is not null)
        {
            command.Append(" \\\n  -F files=@Episodes.csv");
        }
        else if (Example(request?["application/json"]) is { } example)
        {
            command.Append(" \\\n  --json '").Append(example.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Replace("'", "'\\''", StringComparison.Ordinal)).Append('\'');
        }

        return command.Append(" \\\n  'http://localhost:8080").Append(operation.Path.Replace("{code}", code, StringComparison.Ordinal)).Append('\'').ToString();
    }

    private static string Who(Operation operation, string code)
    {
        var roles = (operation.Json["x-roles"] as JsonArray)?.Select(role => role!.GetValue<string>()).ToList() ?? [];
        return roles switch
        {
            _ when roles.Contains("operator") => "--client operator",
            _ when operation.Path.Contains("/region/", StringComparison.Ordinal) => "--client hub-operations",
            _ when operation.Path.Contains("/fund/", StringComparison.Ordinal) => $"--user {(roles.Contains("support-fund") ? "support.fund" : roles[0].Replace('-', '.'))}",
            _ when operation.Path.Contains("/panels", StringComparison.Ordinal) => $"--user {PanelUser(roles, code)}",
            _ => $"--client case-system-{code}",
        };
    }

    private static string PanelUser(List<string> roles, string code) => roles switch
    {
        _ when roles.Contains("panel-adviser") => "panel.adviser",
        _ when roles.Contains("decision-maker") => $"decision.maker.{code}",
        _ => roles[0].Replace('-', '.'),
    };

    private static string Text(JsonNode? node) => node is null ? string.Empty : Encode(node.GetValue<string>());

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private sealed record Operation(string Group, string Method, string Path, string Summary, JsonObject Json)
    {
        public string Anchor { get; } = new([.. (Method + Path).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
    }
}
