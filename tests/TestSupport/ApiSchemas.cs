using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Partnership.TestSupport;

/// <summary>
/// Says what is wrong with a value by a schema of the API's own description (JSON Schema 2020-12, as far as the description uses it).
/// A keyword that is not known here is an error: what is not checked must not look checked.
/// </summary>
public sealed class ApiSchemas(JsonElement document)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly HashSet<string> Annotations = ["discriminator", "title", "description", "example", "examples", "default", "deprecated", "readOnly", "writeOnly", "$comment", "contentEncoding", "contentMediaType"];

    /// <summary>The schema itself, whether it stands there or is referred to.</summary>
    public JsonElement Resolve(JsonElement schema)
    {
        while (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference))
        {
            schema = reference.GetString()![2..].Split('/').Aggregate(document, (node, step) => node.GetProperty(Unescape(step)));
        }

        return schema;
    }

    /// <summary>A schema by its name.</summary>
    public JsonElement Find(string name) => document.GetProperty("components").GetProperty("schemas").GetProperty(name);

    /// <summary>The types that a schema allows; all when it names none.</summary>
    public IReadOnlyList<string> TypesOf(JsonElement schema) => Resolve(schema) is { ValueKind: JsonValueKind.Object } resolved && resolved.TryGetProperty("type", out var type)
        ? type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(each => each.GetString()!)] : [type.GetString()!]
        : ["null", "boolean", "integer", "number", "string", "array", "object"];

    /// <summary>Everything in a value that its schema does not allow.</summary>
    /// <param name="value">The value.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="isClosed">Members that the schema does not name are wrong, too: an answer tells nothing that is not described.</param>
    /// <param name="place">Where the value stands.</param>
    public IEnumerable<string> Breaks(JsonElement value, JsonElement schema, bool isClosed = false, string place = "$")
    {
        schema = Resolve(schema);
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return schema.ValueKind == JsonValueKind.True ? [] : [$"{place} may not be there"];
        }

        return schema.EnumerateObject().SelectMany(keyword => Breaks(value, schema, keyword, isClosed, place));
    }

    private IEnumerable<string> Breaks(JsonElement value, JsonElement schema, JsonProperty keyword, bool isClosed, string place) => keyword.Name switch
    {
        "type" => TypesOf(schema).Any(type => Is(value, type)) ? [] : [$"{place} is {value.ValueKind} where {keyword.Value.GetRawText()} is said"],
        "enum" => keyword.Value.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value)) ? [] : [$"{place} is none of the enumeration"],
        "const" => JsonElement.DeepEquals(keyword.Value, value) ? [] : [$"{place} is not the constant"],
        "format" => OfFormat(value, keyword.Value.GetString()!) ? [] : [$"{place} is no {keyword.Value.GetString()}"],
        "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!, RegexOptions.None, Patience) ? [] : [$"{place} does not match its pattern"],
        "minLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.EnumerateRunes().Count() >= keyword.Value.GetInt32() ? [] : [$"{place} is too short"],
        "maxLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.EnumerateRunes().Count() <= keyword.Value.GetInt32() ? [] : [$"{place} is too long"],
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() >= keyword.Value.GetDouble() ? [] : [$"{place} is too small"],
        "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDouble() <= keyword.Value.GetDouble() ? [] : [$"{place} is too large"],
        "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= keyword.Value.GetInt32() ? [] : [$"{place} has too few items"],
        "maxItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= keyword.Value.GetInt32() ? [] : [$"{place} has too many items"],
        "uniqueItems" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Select(item => item.GetRawText()).Distinct().Count() == value.GetArrayLength() ? [] : [$"{place} has an item twice"],
        "items" => value.ValueKind != JsonValueKind.Array ? [] : value.EnumerateArray().SelectMany((item, index) => Breaks(item, keyword.Value, isClosed, $"{place}[{index}]")),
        "required" => value.ValueKind != JsonValueKind.Object ? [] : keyword.Value.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{place} lacks {name.GetString()}"),
        "properties" => value.ValueKind != JsonValueKind.Object ? [] : OfMembers(value, schema, keyword.Value, isClosed, place),
        "additionalProperties" => value.ValueKind != JsonValueKind.Object ? [] : OfOthers(value, schema, keyword.Value, isClosed, place),
        "allOf" => keyword.Value.EnumerateArray().SelectMany(each => Breaks(value, each, isClosed: false, place)),
        "anyOf" => keyword.Value.EnumerateArray().Any(each => !Breaks(value, each, isClosed, place).Any()) ? [] : [$"{place} is like none of the alternatives"],
        "oneOf" => keyword.Value.EnumerateArray().Count(each => !Breaks(value, each, isClosed, place).Any()) == 1 ? [] : [$"{place} is not like exactly one of the alternatives"],
        "not" => Breaks(value, keyword.Value, isClosed: false, place).Any() ? [] : [$"{place} is what it may not be"],
        _ when Annotations.Contains(keyword.Name) || keyword.Name.StartsWith("x-", StringComparison.Ordinal) => [],
        _ => throw new NotSupportedException($"The description uses the keyword {keyword.Name}, which is not checked here."),
    };

    private IEnumerable<string> OfMembers(JsonElement value, JsonElement schema, JsonElement properties, bool isClosed, string place)
    {
        var isOpen = schema.TryGetProperty("additionalProperties", out _);
        foreach (var member in value.EnumerateObject())
        {
            if (properties.TryGetProperty(member.Name, out var own))
            {
                foreach (var broken in Breaks(member.Value, own, isClosed, $"{place}.{member.Name}"))
                {
                    yield return broken;
                }
            }
            else if (isClosed && !isOpen)
            {
                yield return $"{place}.{member.Name} is not described";
            }
        }
    }

    private IEnumerable<string> OfOthers(JsonElement value, JsonElement schema, JsonElement others, bool isClosed, string place)
    {
        var named = schema.TryGetProperty("properties", out var properties) ? properties : default;
        return value.EnumerateObject()
            .Where(member => named.ValueKind != JsonValueKind.Object || !named.TryGetProperty(member.Name, out _))
            .SelectMany(member => Breaks(member.Value, others, isClosed, $"{place}.{member.Name}"));
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && decimal.IsInteger(number),
        "number" => value.ValueKind == JsonValueKind.Number,
        "string" => value.ValueKind == JsonValueKind.String,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => throw new NotSupportedException($"There is no type {type}."),
    };

    private static bool OfFormat(JsonElement value, string format) => (value.ValueKind, format) switch
    {
        (JsonValueKind.String, "uuid") => Guid.TryParseExact(value.GetString(), "D", out _),
        (JsonValueKind.String, "date") => DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        (JsonValueKind.String, "time") => TimeOnly.TryParseExact(value.GetString(), "HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        (JsonValueKind.String, "date-time") => value.TryGetDateTimeOffset(out _),
        (JsonValueKind.Number, "int16") => value.TryGetInt16(out _),
        (JsonValueKind.Number, "int32") => value.TryGetInt32(out _),
        (JsonValueKind.Number, "int64") => value.TryGetInt64(out _),
        (_, "uuid" or "date" or "time" or "date-time" or "int16" or "int32" or "int64" or "double" or "float" or "decimal" or "binary" or "byte" or "uri") => true,
        _ => throw new NotSupportedException($"The description uses the format {format}, which is not checked here."),
    };

    private static string Unescape(string step) => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
