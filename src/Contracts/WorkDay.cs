using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Partnership.Contracts;

/// <summary>
/// A day on which staff did something or must do something: an assessment, a review, a deadline (Europe/London). Never a day of a
/// person's life: no birth, move or order. A message may hold it only when it goes to the support fund or comes from it.
/// In JSON <c>2025-06-03</c>.
/// </summary>
/// <param name="Date">The day.</param>
[JsonConverter(typeof(WorkDayJsonConverter))]
public readonly record struct WorkDay(DateOnly Date) : IComparable<WorkDay>
{
    private const string Format = "yyyy-MM-dd";

    /// <summary>Orders by day.</summary>
    public int CompareTo(WorkDay other) => Date.CompareTo(other.Date);

    /// <summary>The day as <c>2025-06-03</c>.</summary>
    public override string ToString() => Date.ToString(Format, CultureInfo.InvariantCulture);

    private sealed class WorkDayJsonConverter : JsonConverter<WorkDay>
    {
        public override WorkDay Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            DateOnly.TryParseExact(reader.GetString(), Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? new WorkDay(day)
                : throw new JsonException("A day is written 2025-06-03.");

        public override void Write(Utf8JsonWriter writer, WorkDay value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
