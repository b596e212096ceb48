using System.Diagnostics;
using System.Text.Json;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>The W3C trace context as a row's <c>headers</c>: <c>{"traceparent":"…","tracestate":"…"}</c> or <c>{}</c>.</summary>
internal static class TraceHeaders
{
    public static string Write(Activity? activity)
    {
        if (activity is not { IdFormat: ActivityIdFormat.W3C, Id: { } parent })
        {
            return "{}";
        }

        return string.IsNullOrEmpty(activity.TraceStateString)
            ? $$"""{"traceparent":"{{parent}}"}"""
            : Write(parent, activity.TraceStateString);
    }

    public static string Write(string? parent, string? state)
    {
        var headers = new Dictionary<string, string>();
        if (parent is not null)
        {
            headers.Add("traceparent", parent);
        }

        if (state is not null)
        {
            headers.Add("tracestate", state);
        }

        return JsonSerializer.Serialize(headers);
    }

    public static (string? Parent, string? State) Read(string headers)
    {
        using var document = JsonDocument.Parse(headers);
        string? Value(string name) => document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
        return (Value("traceparent"), Value("tracestate"));
    }
}
