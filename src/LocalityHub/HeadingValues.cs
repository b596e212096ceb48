using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub;

/// <summary>What stands under a heading of a council's file, handed in for suggestions: values alone, never the rows of children.</summary>
/// <param name="Heading">The heading, as it is written.</param>
/// <param name="Texts">The values under it, each once, as they are written.</param>
internal sealed record HeadingValues(string Heading, IReadOnlyList<string> Texts)
{
    private const int MostHeadings = 100;
    private const int MostTexts = 50;
    private const int LongestText = 80;

    /// <summary>The values as plain lines; none when nobody handed any in.</summary>
    /// <param name="values">As they were handed in.</param>
    /// <param name="tooLong">The code of the problem when there are too many.</param>
    /// <exception cref="InvalidRequestException">There are too many, or one of them is too long or no line of plain text.</exception>
    public static IReadOnlyList<HeadingValues> Checked(IReadOnlyList<HeadingValues>? values, string tooLong)
    {
        if (values?.Count > MostHeadings)
        {
            throw new InvalidRequestException(tooLong, $"Values of at most {MostHeadings} headings.", "values");
        }

        return [.. (values ?? []).Select((each, index) => new HeadingValues(PlainText.Line(each.Heading, $"values[{index}].heading", 200) ?? string.Empty, Lines(each.Texts, $"values[{index}].texts", tooLong)))];
    }

    private static string[] Lines(IReadOnlyList<string> texts, string field, string tooLong) => texts.Count > MostTexts
        ? throw new InvalidRequestException(tooLong, $"At most {MostTexts} values of a heading: a column of more holds no codes.", field)
        : [.. texts.Select((text, index) => PlainText.Line(text, $"{field}[{index}]", LongestText)).OfType<string>()];
}
