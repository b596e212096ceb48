using System.Text.RegularExpressions;

namespace Partnership.CentralHub;

/// <summary>
/// A line that regional staff write for everybody, about no case. That it names nobody the description asks for, since no list knows every name; what looks like a person's number, day or home
/// is refused.
/// </summary>
internal static partial class NobodysLine
{
    /// <summary>What is refused, for the answer.</summary>
    public const string Rule = "nobody may be named in it, and no number of seven digits or more, no whole date and no postcode may be";

    /// <summary>The line without space around it; null where it may not be kept.</summary>
    public static string? Of(string text, int shortest, int longest)
    {
        var line = text.Trim();
        return line.Length >= shortest && line.Length <= longest && !line.Any(char.IsControl) && !OfAPerson().IsMatch(line) ? line : null;
    }

    // Digits may stand apart by twos, threes and fours, as those of an NHS number do.
    [GeneratedRegex(@"(?:\d[ \-]?){7,}|\b\d{1,4}[./\-]\d{1,2}[./\-]\d{1,4}\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OfAPerson();
}
