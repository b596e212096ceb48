using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Partnership.Contracts.PanelScheduling;

/// <summary>
/// A day, in Europe/London, of a live panel case: an exact date, which travels between the case and the hubs with a part in it, and nowhere else; of a
/// release the day on which the adopters received the report, for which their case waits. In JSON an ISO date.
/// </summary>
[JsonConverter(typeof(CaseDayJsonConverter))]
public readonly record struct CaseDay(DateOnly Day)
{
    /// <summary>The ISO date.</summary>
    public override string ToString() => Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed class CaseDayJsonConverter : JsonConverter<CaseDay>
    {
        public override CaseDay Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            DateOnly.TryParseExact(reader.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? new CaseDay(day)
                : throw new JsonException("A day of a case is an ISO date.");

        public override void Write(Utf8JsonWriter writer, CaseDay value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
