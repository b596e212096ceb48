using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Partnership.EndToEnd.Tests.Fuzz;

/// <summary>Values that programs get wrong. Whatever can hold text holds the request's marker, by which it would be known again.</summary>
internal static partial class HostileValues
{
    private static readonly string[] Integers = ["-1", "0", "2147483648", "-9223372036854775809", "99999999999999999999999999", "1.5", "1e400", "-0", "1e-7"];
    private static readonly string[] Dates = ["0001-01-01", "9999-12-31", "2024-02-30", "2024-13-01", "2025-02-29", "0000-00-00", "10000-01-01", "2024-1-5", "05/01/2024", "2024-01-05T00:00:00Z", "24-01-05", "２０２４-01-05"];
    private static readonly string[] Instants = ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2024-01-05T25:00:00Z", "2024-01-05T10:00:00+14:01", "0001-01-01T00:00:00+14:00", "2024-01-05T10:00:00+05:30", "yesterday", "1704448800"];

    private static readonly Func<string, string>[] Texts =
    [
        marker => "",
        marker => $"  {marker}\t",
        marker => $"{marker}\0tail",
        marker => $"{marker}\r\nX-Injected: {marker}\r\n\r\n",
        marker => $"{marker}\u0007\u001b[2J\u007f",
        marker => $"\u202e{marker}\u202c\u200b\u2066",
        marker => $"{marker}👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        marker => $"{marker}@lone@",
        marker => marker + string.Concat(Enumerable.Repeat("e\u0301\u0323", 200)),
        marker => $"{marker}'; drop table child; --",
        marker => $"{marker}\"'`\\",
        marker => $"<script>alert('{marker}')</script>",
        marker => $"{marker}{{{{7*7}}}}${{7*7}}%{{7*7}}",
        marker => $"../../../../../../etc/passwd\0{marker}",
        marker => $"%00%0d%0a%252e{marker}",
        marker => $"=cmd|' /C calc'!A0{marker}",
        marker => $"@SUM(1+1)*{marker}",
        marker => $"{marker}%s%n%x%p",
        marker => $"ＡＢＣ{marker}ｓｃｒｉｐｔ",
        marker => $"\ufeff{marker}\uffff\ufffe",
        marker => $"{marker}\u0085\u2028\u2029",
        marker => $"ıİßſ{marker}",
        marker => string.Concat(Enumerable.Repeat(marker, 30)),
        marker => string.Concat(Enumerable.Repeat(marker, 6_000)),
        marker => "null",
        marker => "NaN",
        marker => "true",
        marker => "constructor",
    ];

    /// <summary>A text.</summary>
    public static string Text(Random random, string marker) => Pick(random, Texts)(marker);

    /// <summary>A text that fits into a line: of a header, or of an address.</summary>
    public static string ShortText(Random random, string marker)
    {
        string text;
        do
        {
            text = Text(random, marker).Replace("@lone@", "\ufffd", StringComparison.Ordinal);
        }
        while (text.Length > 1_000);
        return text;
    }

    /// <summary>A value for a parameter of a type, and whether none of that type looks so.</summary>
    public static (string Value, bool IsWrong) Argument(Random random, string marker, IReadOnlyList<string> types, string? format) => (types, format) switch
    {
        _ when types.Contains("integer") => Any(random, (Pick(random, Integers), false), (marker, true), ("1.5", true), ("99999999999999999999999999", true), ("0x1f", true), ("\u0663", true), ("1;2", true)),
        _ when types.Contains("boolean") => Any(random, (marker, true), ("2", true), ("yes", true), ("null", true)),
        (_, "uuid") => Any(random, (marker, true), ("00000000-0000-0000-0000-00000000000g", true), (Guid.Empty.ToString(), false), ("1' or '1'='1", true)),
        (_, "date") => Any(random, (marker, true), Wrong(Pick(random, Dates), text => DateOnly.TryParseExact(text, "yyyy-MM-dd", out _)), ("05/01/2024", true), ("5 January", true)),
        (_, "date-time") => Any(random, (marker, true), (Pick(random, Instants), false), ("yesterday", true), ("05/01/2024", true)),
        _ => (ShortText(random, marker), false),
    };

    /// <summary>A value for a member of a schema: of its own type and hostile, or of another.</summary>
    public static JsonNode? Member(Random random, string marker, IReadOnlyList<string> types, string? format)
    {
        if (random.Next(3) == 0)
        {
            return OfAnyType(random, marker);
        }

        return format switch
        {
            "date" => Pick(random, Dates),
            "date-time" => Pick(random, Instants),
            "uuid" => Pick(random, [Guid.Empty.ToString(), marker, Guid.NewGuid().ToString("N"), ""]),
            _ when types.Contains("integer") || types.Contains("number") => Raw(Pick(random, Integers)),
            _ when types.Contains("boolean") => Pick<JsonNode>(random, ["true", 1, "yes"]),
            _ when types.Contains("array") => Pick<JsonNode>(random, [new JsonArray(), new JsonArray((JsonNode?)null), new JsonArray(Text(random, marker)), new JsonArray(Enumerable.Repeat(0, 5_000).Select(_ => (JsonNode)marker).ToArray()), new JsonArray(new JsonArray(marker))]),
            _ when types.Contains("object") => Pick<JsonNode>(random, [new JsonObject(), new JsonObject { [marker] = marker }, new JsonObject { ["__proto__"] = new JsonObject { ["admin"] = true } }]),
            _ => Text(random, marker),
        };
    }

    /// <summary>A value of any type.</summary>
    public static JsonNode? OfAnyType(Random random, string marker) => random.Next(9) switch
    {
        0 => null,
        1 => true,
        2 => Raw(Pick(random, Integers)),
        3 => Text(random, marker),
        4 => new JsonArray(),
        5 => new JsonObject(),
        6 => new JsonArray(marker, null, 1),
        7 => new JsonObject { [marker] = Text(random, marker) },
        _ => Nested(random.Next(2, 200), marker),
    };

    /// <summary>Lists within lists.</summary>
    public static JsonNode Nested(int depth, string marker) => Raw(new string('[', depth) + $"\"{marker}\"" + new string(']', depth));

    /// <summary>JSON with what a serialiser would not write: numbers of any size, half letters, depth.</summary>
    public static byte[] ToBytes(JsonNode? node) => Encoding.UTF8.GetBytes(
        RawPattern().Replace(node?.ToJsonString(Plain) ?? "null", match => Regex.Unescape(match.Groups[1].Value)).Replace("@lone@", "\\ud800", StringComparison.Ordinal));

    public static T Pick<T>(Random random, IReadOnlyList<T> values) => values[random.Next(values.Count)];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1_000 };

    private static JsonNode Raw(string json) => $"@raw:{json}@";

    private static (string Value, bool IsWrong) Wrong(string value, Func<string, bool> isRight) => (value, !isRight(value));

    private static (string Value, bool IsWrong) Any(Random random, params (string Value, bool IsWrong)[] values) => Pick(random, values);

    [GeneratedRegex("\"@raw:(.*?)@\"")]
    private static partial Regex RawPattern();
}
