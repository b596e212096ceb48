using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Partnership.Contracts.PanelScheduling;

/// <summary>
/// The day, in Europe/London, of a decision maker's decision: an exact date, which travels between a live panel case and the hub that owns the
/// record, and nowhere else. In JSON an ISO date.
/// </summary>
[JsonConverter(typeof(DecisionDayJsonConverter))]
public readonly record struct DecisionDay(DateOnly Day)
{
    /// <summary>The ISO date.</summary>
    public override string ToString() => Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed class DecisionDayJsonConverter : JsonConverter<DecisionDay>
    {
        public override DecisionDay Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            DateOnly.TryParseExact(reader.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? new DecisionDay(day)
                : throw new JsonException("A day of decision is an ISO date.");

        public override void Write(Utf8JsonWriter writer, DecisionDay value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
