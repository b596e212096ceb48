namespace Partnership.CaseData;

/// <summary>A column and what it is called.</summary>
/// <param name="Key">The column.</param>
/// <param name="Names">Its names in words; whoever says the same words, in whatever order and form, means it.</param>
/// <param name="Code">Its code, where it has one that people write.</param>
/// <param name="IsTold">Whether its words alone tell it: not when they mean something else in another order.</param>
internal sealed record NamedColumn(string Key, IReadOnlyList<string> Names, string? Code = null, bool IsTold = true)
{
    private readonly IReadOnlySet<string>[] _words = [.. Names.Select(name => HeadingWords.Of(name))];
    private readonly string? _code = Code is null ? null : HeadingText.Normalised(Code);
    private readonly string[] _spellings = [.. Names.Append(Code).OfType<string>().Select(HeadingText.Normalised)];

    /// <summary>How like a heading is to it, from 0 to 100: 100 says that it means this column, or one that is called the same.</summary>
    public int Likeness(string heading)
    {
        var spelling = HeadingText.Normalised(heading);
        if (_code is not null && (spelling == _code || HeadingWords.InBrackets(heading).Any(code => HeadingText.Normalised(code) == _code)))
        {
            return 100;
        }

        // "Postcode (home)" says in brackets what tells it from another; in "Date of birth (if known)" they say nothing.
        IReadOnlySet<string>[] readings = [HeadingWords.Of(heading), HeadingWords.Of(heading, withBrackets: true)];
        var byWords = readings.SelectMany(reading => _words.Select(words => HeadingWords.Likeness(reading, words))).DefaultIfEmpty().Max();
        var byLetters = _spellings.Max(known => HeadingText.Likeness(spelling, known));

        // Letters find what is misspelt, but "date placed" and "date replaced" are nearly the same letters: they never say for sure.
        return Math.Max(IsTold ? byWords : Math.Min(99, byWords), Math.Min(99, byLetters));
    }
}

/// <summary>What a heading may stand for.</summary>
/// <param name="Column">The column that it says; null when it says none, or when another does as well.</param>
/// <param name="Likeness">How like it is to the column that it is most like, from 0 to 100.</param>
/// <param name="Alternatives">Where it says none for sure: the columns that it is like, the most like first. For a person to choose from.</param>
internal sealed record RankedHeading(string? Column, int Likeness, IReadOnlyList<string> Alternatives);

/// <summary>
/// Says what headings stand for: for sure only where one heading says the very words of one column and of no other, and nothing else in the file does. A column that is
/// suggested wrongly and confirmed unseen puts wrong days into children's records; one that is left open costs a look.
/// </summary>
internal static class HeadingRanking
{
    private const int LikeEnough = 60;
    private const int MostAlternatives = 3;

    /// <param name="headings">The headings that are not known.</param>
    /// <param name="columns">Every column of the table; those that are there already too, since a heading may be another one of theirs.</param>
    /// <param name="isMissing">Whether a column is not there yet.</param>
    public static IReadOnlyList<RankedHeading> Rank(IReadOnlyList<string> headings, IReadOnlyList<NamedColumn> columns, Func<string, bool> isMissing)
    {
        var likenesses = headings.Select(heading => columns.Select(column => (column.Key, Likeness: column.Likeness(heading))).OrderByDescending(each => each.Likeness).ToList()).ToList();
        var said = likenesses.Select(each => each.TakeWhile(column => column.Likeness == 100).Select(column => column.Key).ToList()).ToList();
        var sure = said.Select(keys => keys is [var key] && isMissing(key) && said.Count(other => other.Contains(key)) == 1 ? key : null).ToList();
        return
        [
            .. likenesses.Select((each, index) =>
            {
                if (sure[index] is { } column)
                {
                    return new RankedHeading(column, 100, []);
                }

                var open = each.Where(other => isMissing(other.Key) && !sure.Contains(other.Key) && (said[index].Count > 0 ? other.Likeness == 100 : other.Likeness >= LikeEnough)).Take(MostAlternatives).ToList();
                return new RankedHeading(null, open.Select(other => other.Likeness).FirstOrDefault(), [.. open.Select(other => other.Key)]);
            }),
        ];
    }
}
