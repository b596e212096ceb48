using System.Collections.Frozen;
using System.Globalization;

namespace Partnership.CaseData.CodeSets;

/// <summary>The codes that one column may hold, each with the census years in which it may.</summary>
public sealed class ColumnCodes
{
    private readonly FrozenDictionary<string, Span> _codes;

    /// <param name="codes">Each a code, or a code and its years: <c>K3 2025-</c> from then on, <c>H5 -2024</c> until then, both included.</param>
    internal ColumnCodes(string[] codes) => _codes = codes.Select(code => code.Split(' ')).ToFrozenDictionary(
        parts => parts[0], parts => parts.Length > 1 ? Span.Parse(parts[1]) : default, StringComparer.Ordinal);

    /// <summary>Whether the column may hold a code in a census year; a blank cell may always stay blank.</summary>
    public bool Allows(string? code, CensusYear year) => code is null || (_codes.TryGetValue(code, out var span) && span.Covers(year));

    /// <summary>Whether this is a code of the column in any year.</summary>
    public bool Knows(string? code) => code is not null && _codes.ContainsKey(code);

    /// <summary>The codes of a census year, in order of their characters.</summary>
    public IEnumerable<string> In(CensusYear year) => _codes.Where(code => code.Value.Covers(year)).Select(code => code.Key).Order(StringComparer.Ordinal);

    private readonly record struct Span(int? From, int? To)
    {
        internal static Span Parse(string years)
        {
            var ends = years.Split('-');
            return new Span(
                ends[0].Length > 0 ? int.Parse(ends[0], CultureInfo.InvariantCulture) : null,
                ends[1].Length > 0 ? int.Parse(ends[1], CultureInfo.InvariantCulture) : null);
        }

        internal bool Covers(CensusYear year) => !(year.Ending < From) && !(year.Ending > To);
    }
}
