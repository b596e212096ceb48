using System.Text.Json;

namespace Partnership.Contracts.FamilyFinding;

/// <summary>The JSON of everything that is said by need: an object whose names are those of <see cref="Need"/>, each once.</summary>
internal static class ByNeed
{
    internal static List<(Need Need, T Value)> Read<T>(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("What is said by need is an object.");
        }

        var values = new List<(Need, T)>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Numbers parse as enumeration values too, and would not be names.
            if (!Enum.TryParse<Need>(reader.GetString(), out var need) || !Enum.IsDefined(need) || reader.GetString() != need.ToString())
            {
                throw new JsonException("An unknown need.");
            }

            if (values.Exists(value => value.Item1 == need))
            {
                throw new JsonException("A need is named twice.");
            }

            reader.Read();
            values.Add((need, JsonSerializer.Deserialize<T>(ref reader, options) ?? throw new JsonException("A need without a value.")));
        }

        return values;
    }

    internal static void Write<T>(Utf8JsonWriter writer, IEnumerable<(Need Need, T Value)> values, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (need, value) in values)
        {
            writer.WritePropertyName(need.ToString());
            JsonSerializer.Serialize(writer, value, options);
        }

        writer.WriteEndObject();
    }
}
