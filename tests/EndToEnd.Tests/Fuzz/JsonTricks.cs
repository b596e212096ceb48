using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Partnership.EndToEnd.Tests.Fuzz;

/// <summary>What can be done with a body of JSON. Whether the result is wrong, the schema itself says.</summary>
internal static class JsonTricks
{
    public static IReadOnlyList<Trick> All { get; } =
    [
        Of("json: a member's value", ReplaceMember),
        Of("json: two members' values", (body, hostility) => ReplaceMember(ReplaceMember(body, hostility), hostility)),
        Of("json: a member left out", (body, hostility) =>
        {
            if (Record(body) is { Count: > 0 } members)
            {
                members.Remove(hostility.Pick([.. members.Select(member => member.Key)]));
            }

            return body;
        }),
        Of("json: a member too many", (body, hostility) =>
        {
            if (Record(body) is { } members)
            {
                members[hostility.Pick(hostility.Marker, hostility.Text, "__proto__", "$type", "$ref", "id", "version", "council", "roles", "")] = HostileValues.OfAnyType(hostility.Random, hostility.Marker);
            }

            return body;
        }),
        Of("json: another value altogether", (_, hostility) => HostileValues.OfAnyType(hostility.Random, hostility.Marker)),
        Of("json: a long list", (_, hostility) => new JsonArray([.. Enumerable.Range(0, 20_000).Select(_ => (JsonNode)hostility.Marker)])),
        Of("json: many members", (body, hostility) =>
        {
            if (body is JsonObject members)
            {
                for (var i = 0; i < 5_000; i++)
                {
                    members[$"{hostility.Marker}{i}"] = i;
                }
            }

            return body;
        }),
        Of("json: deep", (body, hostility) =>
        {
            if (body is JsonObject members)
            {
                members[hostility.Random.Next(2) == 0 ? hostility.Marker : members.Select(member => member.Key).FirstOrDefault(hostility.Marker)] = HostileValues.Nested(hostility.Random.Next(60, 20_000), hostility.Marker);
            }

            return body;
        }),
        Of("json: large", (body, hostility) =>
        {
            if (body is JsonObject members)
            {
                members[members.Select(member => member.Key).FirstOrDefault(hostility.Marker)] = new string('a', 300_000) + hostility.Marker;
            }

            return body;
        }),
        new("json: a member twice", TakesJson, (draft, hostility) =>
        {
            if (JsonNode.Parse(draft.Body!) is JsonObject { Count: > 0 } members)
            {
                var (name, value) = members.First();
                draft.Body = Encoding.UTF8.GetBytes($"{{\"{name}\":\"{hostility.Marker}\",{members.ToJsonString()[1..]}");
                draft.MustBeRefused = true;
            }
            else if (JsonNode.Parse(draft.Body!) is JsonArray records && Record(records) is { Count: > 0 } record)
            {
                // Of a batch each record is answered by itself.
                draft.Body = Encoding.UTF8.GetBytes($"[{{\"{record.First().Key}\":\"{hostility.Marker}\",{record.ToJsonString()[1..]}]");
            }
        }),
        new("json: spelling", TakesJson, (draft, hostility) =>
        {
            var text = Encoding.UTF8.GetString(draft.Body!);
            var m = hostility.Marker;
            draft.Body = hostility.Pick(
                [],
                Encoding.UTF8.GetBytes("   "),
                Encoding.UTF8.GetBytes(text[..(text.Length / 2)] + m),
                Encoding.UTF8.GetBytes(text + m),
                Encoding.UTF8.GetBytes(text + text),
                Encoding.UTF8.GetBytes($"/*{m}*/" + text),
                Encoding.UTF8.GetBytes(text.Replace('"', '\'')),
                Encoding.UTF8.GetBytes($"{{{m}:1}}"),
                Encoding.UTF8.GetBytes($"{{\"{m}\":NaN}}"),
                Encoding.UTF8.GetBytes($"{{\"{m}\":\"\\x41\"}}"),
                Encoding.UTF8.GetBytes($"{{\"{m}\":\"\u0001\"}}"),
                Encoding.UTF8.GetBytes($"{{\"{m}\":01}}"),
                Encoding.UTF8.GetBytes(text.TrimEnd('}') + ",}"),
                [0xff, 0xfe, .. Encoding.Unicode.GetBytes(text)],
                Encoding.BigEndianUnicode.GetBytes(text),
                [.. "{\""u8, .. Encoding.ASCII.GetBytes(m), .. "\":\""u8, 0xc3, 0x28, 0xff, .. "\"}"u8],
                [.. Encoding.ASCII.GetBytes(m), 0, 0, 0, 1, 2, 3]);
            Judge(draft, hostility);
        }),
    ];

    /// <summary>The object whose members are played with: the body, or the first record of a batch.</summary>
    private static JsonObject? Record(JsonNode? body) => body as JsonObject ?? (body is JsonArray { Count: > 0 } records ? records[0] as JsonObject : null);

    private static bool TakesJson(OperationShape shape) => shape.Json is not null;

    private static Trick Of(string name, Func<JsonNode?, Hostility, JsonNode?> change) => new(name, TakesJson, (draft, hostility) =>
    {
        draft.Body = HostileValues.ToBytes(change(JsonNode.Parse(draft.Body!), hostility));
        Judge(draft, hostility);
    });

    /// <summary>Some member of the request's type, or of a type within it, gets another value, whether it was there or not.</summary>
    private static JsonNode? ReplaceMember(JsonNode? body, Hostility hostility)
    {
        var (schema, at) = (Real(hostility.Shape.Json!.Value, hostility), body);
        if (at is JsonArray { Count: > 0 } list && schema.TryGetProperty("items", out var items))
        {
            (schema, at) = (Real(items, hostility), list[0]);
            if (at is JsonObject record && !schema.TryGetProperty("properties", out _))
            {
                ReplaceUndescribed(record, hostility);
                return body;
            }
        }

        while (at is JsonObject members && schema.TryGetProperty("properties", out var properties) && properties.EnumerateObject().Any())
        {
            var chosen = hostility.Pick([.. properties.EnumerateObject()]);
            schema = Real(chosen.Value, hostility);
            if (members[chosen.Name] is JsonObject within && hostility.Random.Next(3) > 0)
            {
                at = within;
                continue;
            }

            var format = schema.TryGetProperty("format", out var said) ? said.GetString() : null;
            members[chosen.Name] = HostileValues.Member(hostility.Random, hostility.Marker, hostility.Schemas.TypesOf(schema), format);
            break;
        }

        return body;
    }

    /// <summary>The same where no schema says what members there are: those that the request has, at whatever depth.</summary>
    private static void ReplaceUndescribed(JsonObject record, Hostility hostility)
    {
        var at = record;
        while (at.Count > 0)
        {
            var chosen = hostility.Pick([.. at.Select(member => member.Key)]);
            if (Record(at[chosen]) is { } within && hostility.Random.Next(3) > 0)
            {
                at = within;
                continue;
            }

            at[chosen] = HostileValues.Member(hostility.Random, hostility.Marker, [], null);
            return;
        }
    }

    /// <summary>The schema without what only says that null will do.</summary>
    private static JsonElement Real(JsonElement schema, Hostility hostility)
    {
        schema = hostility.Schemas.Resolve(schema);
        foreach (var kind in new[] { "oneOf", "anyOf" })
        {
            if (schema.TryGetProperty(kind, out var alternatives))
            {
                return Real(alternatives.EnumerateArray().Last(), hostility);
            }
        }

        return schema;
    }

    private static void Judge(Draft draft, Hostility hostility)
    {
        if (draft.Body is { Length: 0 })
        {
            draft.MustBeRefused |= hostility.Shape.NeedsBody;
            return;
        }

        try
        {
            using var body = JsonDocument.Parse(draft.Body);
            draft.MustBeRefused |= hostility.Schemas.Breaks(body.RootElement, hostility.Shape.Json!.Value).Any();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or a text in it that is none.
            draft.MustBeRefused = true;
        }
    }
}
