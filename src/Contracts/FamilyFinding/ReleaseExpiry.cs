using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Partnership.Contracts.FamilyFinding;

/// <summary>
/// The moment from which a release of information can no longer be read: the one instant that travels, since the ledger and the hub
/// must end it together. Whole seconds, UTC; in JSON <c>"2026-11-28T17:00:00Z"</c>.
/// </summary>
[JsonConverter(typeof(ReleaseExpiryJsonConverter))]
public readonly record struct ReleaseExpiry : IComparable<ReleaseExpiry>
{
    private readonly long _seconds;

    /// <summary>Takes an instant, cut to the second: never later than what was said.</summary>
    public ReleaseExpiry(DateTimeOffset at) => _seconds = at.ToUnixTimeSeconds();

    /// <summary>The instant, UTC.</summary>
    public DateTimeOffset At => DateTimeOffset.FromUnixTimeSeconds(_seconds);

    /// <summary>Orders by time.</summary>
    public int CompareTo(ReleaseExpiry other) => _seconds.CompareTo(other._seconds);

    /// <summary>As in JSON.</summary>
    public override string ToString() => At.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private sealed class ReleaseExpiryJsonConverter : JsonConverter<ReleaseExpiry>
    {
        public override ReleaseExpiry Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            DateTimeOffset.TryParseExact(
                reader.GetString(), "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? new ReleaseExpiry(at)
                : throw new JsonException("An expiry is an instant in UTC, to the second.");

        public override void Write(Utf8JsonWriter writer, ReleaseExpiry value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
