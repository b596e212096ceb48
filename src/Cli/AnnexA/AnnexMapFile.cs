using System.Text.Json.Serialization;
using Partnership.CaseData;
using Partnership.CaseData.AnnexA;
using Partnership.CaseData.CodeSets;

namespace Partnership.Cli.AnnexA;

/// <summary>A council's own headings and values as a file: suggested by the tool, looked over by a person, handed in with each workbook.</summary>
/// <param name="Headings">What headings stand for.</param>
/// <param name="Values">What values stand for.</param>
internal sealed record AnnexMapFile(IReadOnlyList<AnnexMapFile.Heading>? Headings = null, IReadOnlyList<AnnexMapFile.Value>? Values = null)
{
    /// <param name="List">8, 10 or 11.</param>
    /// <param name="Text">The heading as the workbook writes it.</param>
    /// <param name="Column">The key of the column that it stands for; empty to read past it.</param>
    /// <param name="Alternatives">Of a suggestion that is open still: the columns that it may stand for.</param>
    internal sealed record Heading(int List, string Text, string Column, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Alternatives = null);

    /// <param name="Column">The key of the column.</param>
    /// <param name="Text">The value as the workbook writes it.</param>
    /// <param name="Means">What it stands for; empty for nothing.</param>
    /// <param name="Count">Of a suggestion: how many cells hold it.</param>
    /// <param name="Alternatives">Of a suggestion that is open still: the codes that it may stand for, of which there may be none.</param>
    internal sealed record Value(
        string Column,
        string Text,
        string Means,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Count = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Alternatives = null)
    {
        /// <summary>A suggestion, for a person to look over.</summary>
        public static Value Of(ValueSuggestion suggested) => new(suggested.Column, suggested.Text, suggested.Means ?? string.Empty, suggested.Count, suggested.Means is null ? suggested.Alternatives : null);
    }

    /// <summary>Reads the file of a map.</summary>
    /// <exception cref="CommandFailedException">It is no map, or names a list or a column that there is not.</exception>
    public static AnnexMap Read(FileInfo file) => MapFile.Read<AnnexMapFile>(file).ToMap();

    /// <summary>Headings that are not known yet, each with the column that it is most like, and values that are no codes, for a person to look over.</summary>
    public static string Suggest(IReadOnlyList<HeadingSuggestion> headings, IReadOnlyList<ValueSuggestion> values) => MapFile.Write(
        new AnnexMapFile(
            [.. headings.Select(each => new Heading((int)each.List, each.Heading, each.Key ?? "", each.Alternatives.Count > 0 ? each.Alternatives : null))],
            [.. values.Select(Value.Of)]));

    /// <summary>The map as the reader takes it.</summary>
    /// <exception cref="CommandFailedException">It names a list or a column that there is not.</exception>
    public AnnexMap ToMap()
    {
        var headings = new Dictionary<(AnnexList, string), string>();
        foreach (var heading in MapFile.Entries(Headings, "headings"))
        {
            if (!Enum.IsDefined((AnnexList)heading.List))
            {
                throw new CommandFailedException($"The map speaks of list {heading.List}: only 8, 10 and 11 are read.");
            }

            MapFile.DemandChosen(heading.Text, heading.Column, heading.Alternatives);
            var list = (AnnexList)heading.List;
            Demand(heading.Column.Length == 0 || AnnexColumns.Of(list).Any(column => column.Key == heading.Column), heading.Column);
            headings[(list, HeadingText.Normalised(heading.Text))] = heading.Column;
        }

        var values = new Dictionary<(string, string), string>();
        foreach (var value in MapFile.Entries(Values, "values"))
        {
            Demand(Enum.GetValues<AnnexList>().SelectMany(AnnexColumns.Of).Any(column => column.Key == value.Column), value.Column);
            MapFile.DemandChosen(value.Column, value.Text, value.Means, value.Alternatives);
            values[(value.Column, value.Text.Trim().ToUpperInvariant())] = value.Means;
        }

        return new AnnexMap(headings, values);
    }

    private static void Demand(bool isKnown, string column)
    {
        if (!isKnown)
        {
            throw new CommandFailedException($"The map names a column '{column}' that there is not.", "docs/returns.md lists the columns of each list.");
        }
    }
}
