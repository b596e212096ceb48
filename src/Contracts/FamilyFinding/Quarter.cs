using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Partnership.Contracts.FamilyFinding;

/// <summary>
/// A quarter of a calendar year, 2000 to 2062: as exactly as an assessment or an expected decision is dated outside its hub. It never
/// moves with the calendar, so it does not tell the day by the moment at which it changes. In JSON <c>"2026-Q3"</c>.
/// </summary>
[JsonConverter(typeof(QuarterJsonConverter))]
public readonly record struct Quarter : IComparable<Quarter>
{
    private const int FirstYear = 2000;
    private const int LastYear = 2062;

    private readonly byte _index;

    /// <summary>Makes a quarter.</summary>
    /// <param name="year">2000 to 2062.</param>
    /// <param name="number">1 for January to March, 4 for October to December.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside these.</exception>
    public Quarter(int year, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, FirstYear);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, LastYear);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 4);
        _index = (byte)((4 * (year - FirstYear)) + number - 1);
    }

    /// <summary>Quarters since the first of 2000: what is stored.</summary>
    public int Index => _index;

    /// <summary>The calendar year.</summary>
    public int Year => FirstYear + (_index / 4);

    /// <summary>1 to 4.</summary>
    public int Number => 1 + (_index % 4);

    /// <summary>The quarter that a day falls in.</summary>
    public static Quarter Of(DateOnly day) => new(day.Year, 1 + ((day.Month - 1) / 3));

    /// <summary>Takes a stored index.</summary>
    public static Quarter FromIndex(int index) => new(FirstYear + (index / 4), 1 + (index % 4));

    /// <summary>Orders by time.</summary>
    public int CompareTo(Quarter other) => _index.CompareTo(other._index);

    /// <summary>As in JSON.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year}-Q{Number}");

    private sealed class QuarterJsonConverter : JsonConverter<Quarter>
    {
        public override Quarter Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is [_, _, _, _, '-', 'Q', >= '1' and <= '4'] text
            && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && year is >= FirstYear and <= LastYear
                ? new Quarter(year, text[6] - '0')
                : throw new JsonException("A quarter is written 2026-Q3.");

        public override void Write(Utf8JsonWriter writer, Quarter value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
