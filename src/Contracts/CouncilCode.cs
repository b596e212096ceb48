using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Partnership.Contracts;

/// <summary>
/// The Department for Education's three-digit number of a local authority, 201 to 999 (860 is Staffordshire).
/// In JSON a string of three digits.
/// </summary>
[JsonConverter(typeof(CouncilCodeJsonConverter))]
public readonly record struct CouncilCode : IComparable<CouncilCode>, IParsable<CouncilCode>
{
    private readonly short _number;

    /// <summary>Makes a code from its number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number does not have three digits.</exception>
    public CouncilCode(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 999);
        _number = (short)number;
    }

    /// <summary>The code as a number.</summary>
    public int Number => _number;

    /// <summary>Reads three digits.</summary>
    /// <exception cref="FormatException">The text is not three digits, the first of them not 0.</exception>
    public static CouncilCode Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var code) ? code : throw new FormatException("A council code is three digits, such as 860.");

    /// <summary>Reads three digits; false when the text is anything else.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out CouncilCode result)
    {
        if (s is { Length: 3 } && s[0] is >= '1' and <= '9' && char.IsAsciiDigit(s[1]) && char.IsAsciiDigit(s[2]))
        {
            result = new CouncilCode(int.Parse(s, CultureInfo.InvariantCulture));
            return true;
        }

        result = default;
        return false;
    }

    /// <summary>Orders by number.</summary>
    public int CompareTo(CouncilCode other) => _number.CompareTo(other._number);

    /// <summary>The three digits.</summary>
    public override string ToString() => _number.ToString("000", CultureInfo.InvariantCulture);

    private sealed class CouncilCodeJsonConverter : JsonConverter<CouncilCode>
    {
        public override CouncilCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString(), null, out var code) ? code : throw new JsonException("A council code is three digits.");

        public override void Write(Utf8JsonWriter writer, CouncilCode value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());

        public override CouncilCode ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Read(ref reader, typeToConvert, options);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, CouncilCode value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value.ToString());
    }
}
