using System.Buffers.Text;
using System.Text;

namespace Partnership.EndToEnd.Tests.Fuzz;

/// <summary>What can be done with method, path and query.</summary>
internal static class AddressTricks
{
    public static IReadOnlyList<Trick> All { get; } =
    [
        new("path: a parameter's value", HasPathParameters, ReplaceInPath),
        new("path: out of the council", shape => shape.Operation.IsOfCouncil, Escape),
        new("path: spelling", _ => true, Respell),
        new("path: too long", _ => true, (draft, hostility) => (draft.Path, draft.IsElsewhere, draft.MayBeRefusedBare) = ($"{draft.Path}/{new string('a', hostility.Random.Next(9_000, 20_000))}{hostility.Marker}", true, true)),
        new("query: a parameter's value", shape => shape.In("query").Any(), SetInQuery),
        new("query: a parameter twice", shape => shape.In("query").Any(), (draft, hostility) =>
        {
            var name = hostility.Pick([.. hostility.Shape.In("query")]).Name;
            draft.AddToQuery($"{name}={hostility.Marker}");
            draft.AddToQuery($"{name}=1");
        }),
        new("query: a cursor", shape => shape.In("query").Any(parameter => parameter.Name == "cursor"), SetCursor),
        new("query: of nobody's asking", _ => true, (draft, hostility) => draft.AddToQuery($"{Encode(hostility.ShortText)}={Encode(hostility.ShortText)}")),
        new("query: spelling", _ => true, (draft, hostility) => draft.AddToQuery(hostility.Pick("%zz", "%", "%ff%fe", "&&&==&", "a=b=c=d", "%00", "+++", "limit", "[]=&[x]=", "a%5Bb%5D=", "?", ";") + hostility.Marker)),
        new("query: long", _ => true, (draft, hostility) => draft.AddToQuery($"q={new string('a', 7_000)}{hostility.Marker}")),
        new("query: too long", _ => true, (draft, hostility) => (draft.Query, draft.MayBeRefusedBare, draft.IsElsewhere) = ($"?q={new string('a', 9_000)}{hostility.Marker}", true, true)),
        new("method", _ => true, (draft, hostility) =>
        {
            draft.IsElsewhere = true;
            draft.MayBeRefusedBare = true;
            draft.Method = hostility.Pick("PATCH", "DELETE", "OPTIONS", "TRACE", "HEAD", "get", "CONNECT", "PROPFIND", hostility.Marker, $"{hostility.Marker}-{new string('M', 500)}");
        }),
        new("version", _ => true, (draft, hostility) => (draft.Version, draft.IsElsewhere, draft.MayBeRefusedBare) = (hostility.Pick("HTTP/0.9", "HTTP/9.9", $"HTTP/{hostility.Marker}", ""), true, true)),
    ];

    private static bool HasPathParameters(OperationShape shape) => shape.In("path").Any();

    private static void ReplaceInPath(Draft draft, Hostility hostility)
    {
        var template = hostility.Shape.Operation.Path.Split('/');
        var places = Enumerable.Range(0, template.Length).Where(at => template[at].StartsWith('{')).ToArray();
        var at = hostility.Pick(places);
        var steps = draft.Path.Split('/');
        string text;
        do
        {
            text = hostility.Pick(hostility.ShortText, "0", "-1", "860'", " 894", "%", "{code}", "null", hostility.Marker);
        }
        while (text.Length == 0 || text is "." or "..");
        steps[at] = Encode(text);
        draft.Path = string.Join('/', steps);
        draft.MustBeRefused = true;

        // A server need not look at an address with a NUL in it.
        draft.MayBeRefusedBare |= text.Contains('\0', StringComparison.Ordinal);
    }

    /// <summary>From one's own council to another's, by ways that a proxy and a service may read differently.</summary>
    private static void Escape(Draft draft, Hostility hostility)
    {
        var (own, other) = ($"/councils/{hostility.Target.Council}", $"/councils/{hostility.Target.OtherCouncil}");
        draft.Path = hostility.Pick(
            draft.Path.Replace(own, $"{own}/..%2f{hostility.Target.OtherCouncil}", StringComparison.Ordinal),
            draft.Path.Replace(own, $"{own}/%2e%2e/{hostility.Target.OtherCouncil}", StringComparison.Ordinal),
            draft.Path.Replace(own, $"{own}/../{hostility.Target.OtherCouncil}", StringComparison.Ordinal),
            draft.Path.Replace(own, $"{own}%2f..%2f{hostility.Target.OtherCouncil}", StringComparison.Ordinal),
            draft.Path.Replace(own, $"{own}\\..\\{hostility.Target.OtherCouncil}", StringComparison.Ordinal),
            draft.Path.Replace(own, $"{own}%5c..%5c{hostility.Target.OtherCouncil}", StringComparison.Ordinal),
            draft.Path.Replace(own, $"{own};/../{hostility.Target.OtherCouncil}", StringComparison.Ordinal),
            draft.Path.Replace(own, $"{own}%00/../{hostility.Target.OtherCouncil}", StringComparison.Ordinal),
            draft.Path.Replace(own, $"{own}/%252e%252e/{hostility.Target.OtherCouncil}", StringComparison.Ordinal),
            draft.Path.Replace(own, other, StringComparison.Ordinal),
            draft.Path.Replace(own, $"{other}%20", StringComparison.Ordinal),
            draft.Path.Replace(own, $"/councils/{hostility.Target.Council},{hostility.Target.OtherCouncil}", StringComparison.Ordinal),
            $"http://127.0.0.1{draft.Path.Replace(own, other, StringComparison.Ordinal)}");
        draft.MustBeRefused = true;
        draft.IsElsewhere = true;
        draft.MayBeRefusedBare = true;
    }

    private static void Respell(Draft draft, Hostility hostility)
    {
        draft.Path = hostility.Pick(
            draft.Path + "/",
            draft.Path + "//" + hostility.Marker,
            draft.Path + "%2f" + hostility.Marker,
            draft.Path + "%zz" + hostility.Marker,
            draft.Path + "%c0%af" + hostility.Marker,
            draft.Path + "%ed%a0%80" + hostility.Marker,
            draft.Path + "\u00e9" + hostility.Marker,
            draft.Path + ";jsessionid=" + hostility.Marker,
            draft.Path + ".json" + hostility.Marker,
            draft.Path + "#" + hostility.Marker,
            draft.Path + " " + hostility.Marker,
            draft.Path.Replace("/api/v1/", "/api//v1/", StringComparison.Ordinal),
            draft.Path.Replace("/api/v1/", "/api/./v1/", StringComparison.Ordinal),
            draft.Path.Replace("/api/v1/", "/API/V1/", StringComparison.Ordinal),
            draft.Path.Replace("/api/v1/", "/api/v2/", StringComparison.Ordinal) + hostility.Marker,
            draft.Path.Replace("/api/v1/", "/api%2fv1/", StringComparison.Ordinal),
            draft.Path[1..],
            "*",
            "/" + draft.Path,
            "http://" + hostility.Marker + ".example" + draft.Path,
            "ftp://localhost" + draft.Path);
        draft.IsElsewhere = true;
        draft.MayBeRefusedBare = true;
    }

    private static void SetInQuery(Draft draft, Hostility hostility)
    {
        var parameter = hostility.Pick([.. hostility.Shape.In("query")]);
        var schema = hostility.Schemas.Resolve(parameter.Schema);
        var (value, isWrong) = HostileValues.Argument(
            hostility.Random, hostility.Marker, hostility.Schemas.TypesOf(schema), schema.TryGetProperty("format", out var format) ? format.GetString() : null);
        draft.Query = "?" + string.Join('&', draft.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(pair => pair.Split('=')[0] != parameter.Name).Append($"{parameter.Name}={Encode(value)}"));
        draft.MustBeRefused |= isWrong;
    }

    private static void SetCursor(Draft draft, Hostility hostility)
    {
        var m = hostility.Marker;
        var (cursor, isWrong) = hostility.Pick(
            ($"!{m}!", true),
            ("%ff%fe" + m, true),
            (Coded($"\"{m}\""), true),
            (Coded("{\"parkedAt\":\"" + m + "\"}"), true),
            (Coded($"{{not json {m}"), true),
            (Coded(new string('[', 300) + m), true),
            (Coded("null"), false),
            (Coded("{}"), false),
            (Coded("[]"), false),
            (Coded("-1"), false),
            (Coded("9223372036854775807"), false),
            (Coded("9223372036854775808"), false),
            (Coded("1e308"), false),
            (Coded("true"), false),
            (Coded("{\"parkedAt\":\"0001-01-01T00:00:00+14:00\",\"messageId\":\"00000000-0000-0000-0000-000000000000\"}"), false),
            (Coded("{\"parkedAt\":\"9999-12-31T23:59:59.9999999-14:00\",\"messageId\":\"ffffffff-ffff-ffff-ffff-ffffffffffff\"}"), false),
            (Coded("{\"parkedAt\":\"2025-01-01T00:00:00+05:30\",\"parkedAt\":1}"), false),
            (Coded($"\"{Guid.Empty}\""), false),
            (new string('A', 6_000), false),
            ("", false));
        draft.Query = "?" + string.Join('&', draft.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(pair => !pair.StartsWith("cursor=", StringComparison.Ordinal)).Append($"cursor={cursor}"));
        draft.MustBeRefused |= isWrong;
    }

    private static string Coded(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static string Encode(string text) => Uri.EscapeDataString(text);
}
