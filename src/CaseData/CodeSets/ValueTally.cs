using System.Text.RegularExpressions;

namespace Partnership.CaseData.CodeSets;

/// <summary>A value of a coded column that is none of its codes, and what it may stand for.</summary>
/// <param name="Column">The column, or its key.</param>
/// <param name="Text">The value.</param>
/// <param name="Count">How many cells hold it; 0 where only the value was told.</param>
/// <param name="Means">The code that it says, as no other value of a code does; null when it says none for sure.</param>
/// <param name="Alternatives">Where it says none for sure, the codes that it is like, the most like first: for a person to choose from. There may be none.</param>
public sealed record ValueSuggestion(string Column, string Text, int Count, string? Means, IReadOnlyList<string> Alternatives);

/// <summary>The values of a council's files that are no codes, for a person to look over.</summary>
/// <param name="Values">Each once, by column, the most frequent first.</param>
/// <param name="Unlisted">The columns that hold what is not repeated: too many kinds of text to be codes, or what looks like a number, a day or an address of somebody.</param>
public sealed record ValueSuggestions(IReadOnlyList<ValueSuggestion> Values, IReadOnlyList<string> Unlisted);

/// <summary>
/// Counts the values of coded columns that are no codes. Such a column may hold anything when its heading stands for something else, so nothing is repeated that may be of
/// one child: neither what is written like a number, a day, a postcode or an address, nor the words of a column that has too many kinds of them.
/// </summary>
internal sealed partial class ValueTally
{
    /// <summary>No code set of the return has many more codes that are in use.</summary>
    private const int MostValues = 50;
    private const int LongestValue = 80;

    private readonly SortedDictionary<string, Dictionary<string, int>> _counts = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _unlisted = new(StringComparer.Ordinal);

    /// <summary>Counts a cell. Case makes no difference; how the first one writes it is kept.</summary>
    /// <param name="column">The column.</param>
    /// <param name="text">What the cell holds, trimmed: none of the column's codes.</param>
    /// <param name="child">Whom the row is of: a cell that repeats the number is not repeated.</param>
    public void Count(string column, string text, string? child = null)
    {
        if (!_counts.TryGetValue(column, out var values))
        {
            _counts[column] = values = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        }

        if (values.TryGetValue(text, out var before))
        {
            values[text] = before + 1;
        }
        else if (values.Count > MostValues || !MayBeRepeated(text) || string.Equals(text, child, StringComparison.OrdinalIgnoreCase))
        {
            _unlisted.Add(column);
        }
        else
        {
            values[text] = 1;
        }
    }

    /// <summary>What the values may stand for.</summary>
    /// <param name="suggest">Of a column and a value.</param>
    public ValueSuggestions Suggest(Func<string, string, ValueMeaning> suggest)
    {
        foreach (var (column, values) in _counts)
        {
            if (values.Count > MostValues)
            {
                _unlisted.Add(column);
                values.Clear();
            }
        }

        return new ValueSuggestions(
            [
                .. _counts.SelectMany(column => column.Value.OrderByDescending(value => value.Value).ThenBy(value => value.Key, StringComparer.Ordinal).Select(value =>
                {
                    var meaning = suggest(column.Key, value.Key);
                    return new ValueSuggestion(column.Key, value.Key, value.Value, meaning.Code, meaning.Alternatives);
                })),
            ],
            [.. _unlisted]);
    }

    /// <summary>Whether a value can be written down without saying anything of one child.</summary>
    public static bool MayBeRepeated(string text) => text.Length <= LongestValue && !text.Any(char.IsControl) && !OfOne().IsMatch(text);

    /// <summary>A number of five figures, a day, a postcode, an address.</summary>
    [GeneratedRegex(@"\d{5}|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\b[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}\b|@", RegexOptions.CultureInvariant)]
    private static partial Regex OfOne();
}
