using System.Globalization;
using System.Text.RegularExpressions;
using Partnership.Contracts.FamilyFinding;

namespace Partnership.LocalityHub.Profiles;

/// <summary>
/// Looks for what a text must not tell at its level: names, places and dates in an anonymous profile; family name, kin, postcodes, addresses and the child's exclusion
/// areas in a summary. It finds what the record knows and what looks like a date or postcode; it does not replace the person who reads the text and approves it.
/// </summary>
internal static partial class Identifiers
{
    private const int ShortestName = 3;

    private static readonly string[] Formats = ["yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy", "dd.MM.yyyy", "d MMMM yyyy", "dd MMMM yyyy", "d MMM yyyy"];

    /// <summary>What the record knows of those a text is about.</summary>
    /// <param name="GivenNames">Given names.</param>
    /// <param name="Others">Family names and local ids.</param>
    /// <param name="Addresses">Addresses, by lines.</param>
    /// <param name="Born">Dates of birth.</param>
    public sealed record Known(IReadOnlyList<string?> GivenNames, IReadOnlyList<string?> Others, IReadOnlyList<string?> Addresses, IReadOnlyList<DateOnly?> Born)
    {
        /// <summary>Names of the child's kin, and those that it had before, whole.</summary>
        public IReadOnlyList<string?> Kin { get; init; } = [];

        /// <summary>Postcode districts where the child must not live: named, they say where somebody is whom it must not meet.</summary>
        public IReadOnlyList<string> Areas { get; init; } = [];
    }

    /// <summary>What is wrong with a text, in words that do not repeat it; null when nothing was found.</summary>
    public static string? Find(DisclosureLevel level, string text, Known known)
    {
        if (level >= DisclosureLevel.Full)
        {
            return null;
        }

        if (Words(known.Others).Any(name => Holds(text, name)))
        {
            return "a family name or an identifier of the record";
        }

        // A name that is the child's own, too, is told at the child's level.
        if (Words(known.Kin).Except(Words(known.GivenNames), StringComparer.OrdinalIgnoreCase).Any(name => Holds(text, name)))
        {
            return "a name of the child's kin, or one that the child had before";
        }

        if (known.Areas.Any(area => HoldsWord(text.ToUpperInvariant(), area)))
        {
            return "an area where the child must not live";
        }

        if (Postcodes().IsMatch(text) || Lines(known.Addresses).Any(line => Holds(text, line)))
        {
            return "a postcode or an address";
        }

        if (known.Born.OfType<DateOnly>().Any(day => Spellings(day).Any(spelling => text.Contains(spelling, StringComparison.OrdinalIgnoreCase))))
        {
            return "a date of birth";
        }

        return level != DisclosureLevel.Anonymous ? null
            : Words(known.GivenNames).Any(name => Holds(text, name)) ? "a given name of the record"
            : Dates().IsMatch(text) ? "a date"
            : null;
    }

    private static IEnumerable<string> Words(IEnumerable<string?> names) =>
        names.OfType<string>().SelectMany(name => name.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries)).Where(IsTelling);

    private static IEnumerable<string> Lines(IEnumerable<string?> addresses) =>
        addresses.OfType<string>().SelectMany(address => address.Split(['\n', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Where(IsTelling);

    private static bool IsTelling(string name) => name.Length >= ShortestName && name.Any(char.IsLetter);

    // As it is written, or in capitals: a child called Will must not make a verb of the report a name.
    private static bool Holds(string text, string name) => HoldsWord(text, name) || HoldsWord(text, name.ToUpperInvariant());

    private static bool HoldsWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + word.Length == text.Length || !char.IsLetterOrDigit(text[at + word.Length])))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> Spellings(DateOnly day) => Formats.Select(format => day.ToString(format, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Postcodes();

    [GeneratedRegex(
        @"\b([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[/.][0-9]{1,2}[/.]([0-9]{2}|[0-9]{4})|[0-9]{1,2}(st|nd|rd|th)? (of )?(January|February|March|April|May|June|July|August|September|October|November|December)\b)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Dates();
}
