using System.Globalization;
using System.Text.RegularExpressions;

namespace Partnership.LocalityHub.IdentityGuard;

/// <summary>
/// Finds what would identify a family in a text that is to leave the council: an application to the support fund must hold nothing of the kind. Pure,
/// and run only where the text and the family are known anyway: in the council's own hub, before anything is sent. It answers with places,
/// never with what stands there. It does not read for sense: a person still has to (a grandmother's village, a rare illness, a newspaper's story).
/// </summary>
internal static class Guard
{
    // How far before a day the word "born" may stand.
    private const int Before = 40;

    private static readonly Dictionary<string, int> Months = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames.Take(12)
        .SelectMany((name, index) => new[] { (Name: name.ToLowerInvariant(), Month: index + 1), (Name: name[..3].ToLowerInvariant(), Month: index + 1) })
        .Append(("sept", 9)).DistinctBy(month => month.Item1).ToDictionary(month => month.Item1, month => month.Item2);

    /// <summary>All places, in their order; where two overlap, the one that begins first, and of these the longer.</summary>
    public static IReadOnlyList<Identifier> Find(string text, KnownFamily family)
    {
        var folded = new FoldedText(text);
        var found = Emails(folded).Concat(NhsNumbers(folded)).Concat(Postcodes(folded)).Concat(Phones(folded)).Concat(Dates(folded, family)).Concat(Addresses(folded, family))
            .Concat(new OwnNames(family.Names).In(folded));
        var kept = new List<Identifier>();
        foreach (var each in found.OrderBy(each => each.Offset).ThenByDescending(each => each.Length).ThenBy(each => each.Kind))
        {
            if (kept.Count == 0 || each.Offset >= kept[^1].Offset + kept[^1].Length)
            {
                kept.Add(each);
            }
        }

        return kept;
    }

    private static IEnumerable<Identifier> Emails(FoldedText text) => Patterns.Email().Matches(text.Text).Select(match => text.At(IdentifierKind.Email, match.Index, match.Length));

    private static IEnumerable<Identifier> NhsNumbers(FoldedText text) =>
        Patterns.TenDigits().Matches(text.Text).Where(match => StandsAlone(text.Text, match) && Patterns.IsNhsNumber(match.ValueSpan)).Select(match => text.At(IdentifierKind.NhsNumber, match.Index, match.Length));

    private static IEnumerable<Identifier> Postcodes(FoldedText text) => Patterns.Postcode().Matches(text.Text)
        .Where(match => StandsAlone(text.Text, match) && Patterns.PostcodeAreas.Contains(match.Groups["area"].Value.ToUpperInvariant()))
        .Select(match => text.At(IdentifierKind.Postcode, match.Index, match.Length));

    private static IEnumerable<Identifier> Phones(FoldedText text) =>
        Patterns.Phone().Matches(text.Text).Where(match => StandsAlone(text.Text, match)).Select(match => text.At(IdentifierKind.Phone, match.Index, match.Length));

    private static IEnumerable<Identifier> Dates(FoldedText text, KnownFamily family) =>
        from pattern in new[] { Patterns.DayMonthYear(), Patterns.MonthDayYear(), Patterns.YearMonthDay() }
        from match in pattern.Matches(text.Text)
        where StandsAlone(text.Text, match) && DayOf(match) is { } day && (family.DatesOfBirth.Contains(day) || IsCalledBirth(text.Text, match))
        select text.At(IdentifierKind.DateOfBirth, match.Index, match.Length);

    private static IEnumerable<Identifier> Addresses(FoldedText text, KnownFamily family)
    {
        var known = family.AddressLines.Select(line => FoldedText.Fold(line).Trim()).Where(line => line.Length >= 4)
            .SelectMany(line => Regex.Matches(text.Text, $@"(?<![A-Za-z0-9]){string.Join("[ ,]+", line.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(Regex.Escape))}(?![A-Za-z0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));
        return Patterns.Street().Matches(text.Text).Where(match => StandsAlone(text.Text, match)).Concat(known).Select(match => text.At(IdentifierKind.Address, match.Index, match.Length));
    }

    private static DateOnly? DayOf(Match match)
    {
        var year = int.Parse(match.Groups["y"].Value, CultureInfo.InvariantCulture);
        var monthText = match.Groups["m"].Value;
        var month = int.TryParse(monthText, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : Months.GetValueOrDefault(monthText.ToLowerInvariant());
        var day = int.Parse(match.Groups["d"].Value, CultureInfo.InvariantCulture);
        if (match.Groups["y"].Length == 2)
        {
            // Nobody whom it is about was born before 1930 or after 2029.
            year += year < 30 ? 2000 : 1900;
        }

        return month is >= 1 and <= 12 && year is >= 1900 and <= 2100 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
    }

    private static bool IsCalledBirth(string text, Match date)
    {
        var from = Math.Max(0, date.Index - Before);
        var before = text[from..date.Index];

        // Of the same sentence, and nearer than any other day.
        var sentence = before.LastIndexOfAny(['.', ';', '!', '?']) is var end and >= 0 && !before[..end].EndsWith('B') && !before[..end].EndsWith('b') ? before[(end + 1)..] : before;
        return Patterns.CallsItBirth().IsMatch(sentence) && !sentence.Any(char.IsAsciiDigit);
    }

    private static bool StandsAlone(string text, Match match)
    {
        var (before, after) = (match.Index - 1, match.Index + match.Length);
        return (before < 0 || !char.IsAsciiLetterOrDigit(text[before])) && (after >= text.Length || !char.IsAsciiLetterOrDigit(text[after]));
    }
}
