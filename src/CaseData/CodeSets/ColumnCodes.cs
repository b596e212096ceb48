using System.Globalization;

namespace Partnership.CaseData.CodeSets;

/// <summary>The codes that one column may hold, each with the census years in which it may.</summary>
public sealed class ColumnCodes
{
    private readonly Dictionary<string, Years> _codes;

    /// <param name="codes">Each a code, or a code and its years: <c>K3 2025-</c> from then on, <c>H5 -2024</c> until then, both included.</param>
    internal ColumnCodes(string[] codes) => _codes = codes.Select(code => code.Split(' ')).ToDictionary(
        parts => parts[0], parts => parts.Length > 1 ? Years.Parse(parts[1]) : Years.All, StringComparer.Ordinal);

    /// <summary>Whether the column may hold a code in a census year; a blank cell may always stay blank.</summary>
    public bool Allows(string? code, CensusYear year) => code is null || (_codes.TryGetValue(code, out var years) && years.Cover(year));

    /// <summary>Whether this is a code of the column in any year.</summary>
    public bool Knows(string? code) => code is not null && _codes.ContainsKey(code);

    /// <summary>The codes of all years, in the order of the published layouts.</summary>
    public IEnumerable<string> All => _codes.Keys;

    /// <summary>The codes of a census year, in order of their characters.</summary>
    public IEnumerable<string> In(CensusYear year) => _codes.Where(code => code.Value.Cover(year)).Select(code => code.Key).Order(StringComparer.Ordinal);

    // A class, since tables of structs of one's own cannot be compiled beforehand.
    private sealed class Years(int from, int to)
    {
        internal static Years All { get; } = new(int.MinValue, int.MaxValue);

        internal static Years Parse(string years)
        {
            var ends = years.Split('-');
            return new Years(
                ends[0].Length > 0 ? int.Parse(ends[0], CultureInfo.InvariantCulture) : int.MinValue,
                ends[1].Length > 0 ? int.Parse(ends[1], CultureInfo.InvariantCulture) : int.MaxValue);
        }

        internal bool Cover(CensusYear year) => from <= year.Ending && year.Ending <= to;
    }
}
