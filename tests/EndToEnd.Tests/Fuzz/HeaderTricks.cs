using System.Text;

namespace Partnership.EndToEnd.Tests.Fuzz;

/// <summary>What can be done with headers, and with the frame that they give to a body.</summary>
internal static class HeaderTricks
{
    private static readonly string[] Pretended =
    [
        "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override", "X-Council", "X-User", "X-Role", "X-Real-IP", "Forwarded", "Via",
        "Cookie", "User-Agent", "Referer", "Origin", "traceparent", "tracestate", "baggage", "X-Request-Id", "X-Correlation-Id", "From", "Accept-Language", "If-None-Match", "If-Modified-Since",
        "Range", "Accept-Encoding", "Upgrade", "Max-Forwards", "TE", "Trailer", "Pragma", "Idempotent-Replay", "Access-Control-Request-Method",
    ];

    public static IReadOnlyList<Trick> All { get; } =
    [
        new("Idempotency-Key", shape => shape.TakesHeader("Idempotency-Key"), (draft, hostility) =>
        {
            var (key, isWrong, isBare) = hostility.Pick(
                ("", true, false), ("   ", true, false), (new string('k', 201) + hostility.Marker, true, false), ($"{hostility.Marker}\u00e9", true, true), ($"{hostility.Marker}\t", false, false),
                ($"{hostility.Marker}'; drop table idempotency_key; --", false, false), ($"{hostility.Marker}%00", false, false), (hostility.Marker, false, false));
            draft.Set("Idempotency-Key", key);
            draft.MustBeRefused |= isWrong;
            draft.MayBeRefusedBare |= isBare;
        }),
        new("Idempotency-Key twice", shape => shape.TakesHeader("Idempotency-Key"), (draft, hostility) =>
        {
            draft.Set("Idempotency-Key", hostility.Marker);
            draft.Add("Idempotency-Key", $"{hostility.Marker}2");
        }),
        new("If-Match", shape => shape.TakesHeader("If-Match"), (draft, hostility) =>
        {
            var value = hostility.Pick("*", "W/\"1\"", "\"-1\"", "\"99999999999999999999\"", "1", "\"1\", \"2\"", $"\"{hostility.Marker}\"", "\"", "\"\"", "\"1e3\"", "\"0x1\"", "\"1 \"", hostility.Marker, "\"987654321\"", "");
            draft.Set("If-Match", value);
            draft.MustBeRefused = true;
        }),
        new("If-Match left out", shape => shape.TakesHeader("If-Match"), (draft, _) =>
        {
            draft.Remove("If-Match");
            draft.MustBeRefused = true;
        }),
        new("Accept", _ => true, (draft, hostility) => draft.Set("Accept", hostility.Pick("application/xml", $"text/{hostility.Marker}", "*/*;q=0", $"{hostility.Marker},,,;;;", "application/json; v=999", new string('a', 4_000)))),
        new("header: pretended", _ => true, (draft, hostility) =>
        {
            var name = hostility.Pick(Pretended);
            draft.Add(name, OneLine(hostility.ShortText));
            draft.MayBeRefusedBare = true;

            // Upgrade and the like may end the conversation in the server's own way.
            draft.IsElsewhere |= name is "Upgrade" or "TE" or "Trailer";
        }),
        new("header: role and council", _ => true, (draft, hostility) =>
        {
            draft.Add("X-Council", hostility.Target.OtherCouncil);
            draft.Add("X-Roles", "operator,caldicott-guardian");
            draft.Add("X-User", hostility.Marker);
        }),
        new("header: Host", _ => true, (draft, hostility) =>
        {
            var host = hostility.Pick($"{hostility.Marker}.example", "", $"localhost:99999{hostility.Marker}", $"localhost/{hostility.Marker}", $"user:{hostility.Marker}@localhost", "[::1", "a,b");
            draft.Set("Host", host);
            if (hostility.Random.Next(4) == 0)
            {
                draft.Add("Host", $"{hostility.Marker}.example");
            }

            draft.MayBeRefusedBare = true;
            draft.IsElsewhere = true;
        }),
        new("header: none", _ => true, (draft, _) =>
        {
            draft.Remove("Host");
            draft.MayBeRefusedBare = true;
            draft.IsElsewhere = true;
        }),
        new("header: line within a value", _ => true, (draft, hostility) =>
        {
            draft.Add("X-Any", hostility.Pick($"a\r\nX-Injected: {hostility.Marker}", $"a\n{hostility.Marker}: b", $"a\r{hostility.Marker}", $"a\0{hostility.Marker}", $"a\r\n folded {hostility.Marker}", $"a\u000b{hostility.Marker}"));
            draft.MayBeRefusedBare = true;
            draft.IsElsewhere = true;
        }),
        new("header: name", _ => true, (draft, hostility) =>
        {
            draft.Add(hostility.Pick($"X {hostility.Marker}", $"X\u00e9{hostility.Marker}", "", $"X\t{hostility.Marker}", $":{hostility.Marker}", $"({hostility.Marker})", new string('X', 5_000)), hostility.Marker);
            draft.MayBeRefusedBare = true;
            draft.IsElsewhere = true;
        }),
        new("header: many", _ => true, (draft, hostility) =>
        {
            for (var i = 0; i < 70; i++)
            {
                draft.Add($"X-Many-{i}", hostility.Marker);
            }

            draft.MayBeRefusedBare = true;
            draft.IsElsewhere = true;
        }),
        new("header: long", _ => true, (draft, hostility) =>
        {
            draft.Add("X-Long", new string('x', 18_000) + hostility.Marker);
            draft.MayBeRefusedBare = true;
            draft.IsElsewhere = true;
        }),
        new("header: Expect", _ => true, (draft, hostility) =>
        {
            draft.Add("Expect", hostility.Pick(hostility.Marker, "100-continue", "200-ok"));
            draft.MayBeRefusedBare = true;
            draft.IsElsewhere = true;
        }),
        new("token", _ => true, (draft, hostility) =>
        {
            var good = draft.Header("Authorization")!["Bearer ".Length..];
            draft.Remove("Authorization");
            var value = hostility.Pick(
                "Bearer", "Bearer ", $"Bearer {hostility.Marker}", $"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes($"{hostility.Marker}:x"))}", $"Bearer {good}x", $"Bearer {good[..^4]}", $"Bearer {good}.{hostility.Marker}",
                good, $"Bearer {good}, Bearer {good}", $"Token {good}", $"Bearer eyJhbGciOiJub25lIn0.{good.Split('.')[1]}.", $"Bearer {new string('e', 7_000)}", $"Bearer a.b.{hostility.Marker}", $"Bearer\u00a0{good}", "null", "");
            if (hostility.Random.Next(4) == 0)
            {
                draft.AddToQuery($"access_token={good}");
                draft.Add("Cookie", $"access_token={good}");
                draft.Add("X-Authorization", $"Bearer {good}");
            }
            else
            {
                draft.Add("Authorization", value);
            }

            draft.IsOfNobody = true;
            draft.MayBeRefusedBare = value.Any(letter => letter > 127);
        }),
        new("token twice", _ => true, (draft, hostility) =>
        {
            draft.Add("Authorization", $"Bearer {hostility.Marker}");
            draft.MayBeRefusedBare = true;
            draft.IsOfNobody = true;
        }),
        new("body: of another type", shape => shape.Json is not null || shape.HasFiles, (draft, hostility) =>
        {
            var type = hostility.Pick("text/plain", "application/xml", "application/x-www-form-urlencoded", "text/csv", "application/octet-stream", $"application/{hostility.Marker}", hostility.Marker, "application/jsonp", "image/png");
            draft.Set("Content-Type", type);
            draft.Body ??= Encoding.UTF8.GetBytes(hostility.Marker);
            draft.MustBeRefused = true;
        }),
        new("body: of no type", shape => shape.NeedsBody, (draft, hostility) =>
        {
            draft.Remove("Content-Type");
            draft.Body ??= Encoding.UTF8.GetBytes(hostility.Marker);
            draft.MustBeRefused = true;
        }),
        new("body: charset", shape => shape.Json is not null, (draft, hostility) =>
        {
            draft.Set("Content-Type", $"application/json; charset={hostility.Pick("utf-16", "utf-32", "utf-7", "iso-8859-1", "x-user-defined", hostility.Marker, "\"utf-8", "utf-8; charset=utf-16")}");
            draft.MustBeRefused = draft.Header("Content-Type")!.Contains("utf-16", StringComparison.Ordinal) && !draft.Header("Content-Type")!.Contains("utf-8", StringComparison.Ordinal);
        }),
        new("body: encoding", shape => shape.Json is not null || shape.HasFiles, (draft, hostility) => draft.Add("Content-Encoding", hostility.Pick("gzip", "br", "deflate", hostility.Marker))),
        new("body: where none is asked for", shape => shape is { Json: null, HasFiles: false }, (draft, hostility) =>
        {
            draft.Body = Encoding.UTF8.GetBytes($"{{\"{hostility.Marker}\":\"{hostility.Marker}\"}}");
            draft.Set("Content-Type", hostility.Pick("application/json", "text/plain", "multipart/form-data; boundary=x", hostility.Marker));
        }),
        new("body: length", _ => true, MeasureWrongly),
    ];

    private static void MeasureWrongly(Draft draft, Hostility hostility)
    {
        var body = draft.Body ?? Encoding.UTF8.GetBytes($"\"{hostility.Marker}\"");
        draft.Body = body;
        draft.HasOwnLength = true;
        draft.MayBeRefusedBare = true;
        draft.IsElsewhere = true;
        switch (hostility.Random.Next(8))
        {
            case 0:
                draft.Add("Content-Length", $"{body.Length + 100}");
                draft.HangsUp = true;
                break;
            case 1:
                draft.Add("Content-Length", "-1");
                break;
            case 2:
                draft.Add("Content-Length", hostility.Marker);
                break;
            case 3:
                draft.Add("Content-Length", $"{body.Length}");
                draft.Add("Content-Length", "0");
                break;
            case 4:
                draft.Add("Content-Length", "9223372036854775808");
                break;
            case 5:
                draft.Add("Transfer-Encoding", hostility.Pick("chunked, chunked", "gzip", hostility.Marker, "identity"));
                draft.HangsUp = true;
                break;
            case 6:
                draft.Add("Transfer-Encoding", "chunked");
                draft.Body = Encoding.ASCII.GetBytes(hostility.Pick($"zz\r\n{hostility.Marker}\r\n0\r\n\r\n", "FFFFFFFFFFFFFFFF\r\n", $"5;{hostility.Marker}={new string('x', 3_000)}\r\nabcde\r\n0\r\n\r\n", $"0\r\nX-{hostility.Marker}: y\r\n\r\n", "-1\r\n\r\n"));
                draft.HangsUp = true;
                break;
            default:
                // The old smuggling: two frames, of which proxy and service might take one each.
                draft.Add("Content-Length", $"{body.Length}");
                draft.Add("Transfer-Encoding", "chunked");
                draft.Body = Encoding.ASCII.GetBytes($"0\r\n\r\nGET /api/v1/councils/{hostility.Target.OtherCouncil}/children HTTP/1.1\r\nHost: {hostility.Marker}\r\n\r\n");
                draft.HangsUp = true;
                break;
        }
    }

    private static string OneLine(string text) => new([.. text.Where(letter => letter is not ('\r' or '\n'))]);
}
