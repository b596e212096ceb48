using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Partnership.Contracts;

/// <summary>
/// A statistical year of looked-after children, 1 April to 31 March, named by the calendar year in which it ends.
/// In JSON the number of that year.
/// </summary>
[JsonConverter(typeof(YearEndedJsonConverter))]
public readonly record struct YearEnded : IComparable<YearEnded>
{
    /// <summary>Makes the year that ends on 31 March of the calendar year given, 1990 to 2100.</summary>
    public YearEnded(int year)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 1990);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 2100);
        Year = year;
    }

    /// <summary>The calendar year in which it ends.</summary>
    public int Year { get; }

    /// <summary>1 April of the calendar year before.</summary>
    public DateOnly FirstDay => new(Year - 1, 4, 1);

    /// <summary>31 March.</summary>
    public DateOnly LastDay => new(Year, 3, 31);

    /// <summary>The year that a day falls in.</summary>
    public static YearEnded Of(DateOnly day) => new(day.Month < 4 ? day.Year : day.Year + 1);

    /// <summary>Orders by year.</summary>
    public int CompareTo(YearEnded other) => Year.CompareTo(other.Year);

    /// <summary>The calendar year as four digits.</summary>
    public override string ToString() => Year.ToString(CultureInfo.InvariantCulture);

    private sealed class YearEndedJsonConverter : JsonConverter<YearEnded>
    {
        public override YearEnded Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var year = reader.GetInt32();
            return year is >= 1990 and <= 2100 ? new YearEnded(year) : throw new JsonException("A year ended lies between 1990 and 2100.");
        }

        public override void Write(Utf8JsonWriter writer, YearEnded value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.Year);
    }
}
