using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Partnership.ServiceDefaults.OpenApi;

/// <summary>A code in an address, spelled as in bodies: lower-case kebab. The framework alone would read the name of the program's own constant, or a number.</summary>
/// <param name="Value">The value.</param>
public readonly record struct Coded<TCode>(TCode Value)
    where TCode : struct, Enum
{
    private static readonly Dictionary<string, TCode> ByName =
        Enum.GetValues<TCode>().Distinct().ToDictionary(value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()), StringComparer.Ordinal);

    /// <summary>Every code as it is spelled.</summary>
    internal static IEnumerable<string> Names => ByName.Keys;

    /// <summary>Reads a code; the framework calls this for a parameter of the address.</summary>
    [SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "The framework looks for it here.")]
    public static bool TryParse(string? text, IFormatProvider? provider, out Coded<TCode> code)
    {
        var found = ByName.TryGetValue(text ?? string.Empty, out var value);
        code = new(value);
        return found;
    }

    /// <summary>As it is spelled.</summary>
    public override string ToString() => JsonNamingPolicy.KebabCaseLower.ConvertName(Value.ToString());
}
