using Partnership.CaseData;
using Partnership.CaseData.Ssda903;

namespace Partnership.Cli.Check;

/// <summary>A council's own headings and values of the return as a file: suggested by the tool, looked over by a person, handed in with each check.</summary>
/// <param name="Headings">What headings stand for.</param>
/// <param name="Values">What values stand for.</param>
internal sealed record ReturnMapFile(IReadOnlyList<ReturnMapFile.Heading>? Headings = null, IReadOnlyList<ReturnMapFile.Value>? Values = null)
{
    /// <param name="Table">The table, such as Episodes.</param>
    /// <param name="Text">The heading as the file writes it.</param>
    /// <param name="Column">The column that it stands for; empty to read past it.</param>
    internal sealed record Heading(string Table, string Text, string Column);

    /// <param name="Column">The column.</param>
    /// <param name="Text">The value as the files write it.</param>
    /// <param name="Means">What it stands for; empty for nothing.</param>
    internal sealed record Value(string Column, string Text, string Means);

    /// <summary>Reads the file of a map.</summary>
    /// <exception cref="CommandFailedException">It is no map, or names a table or a column that there is not.</exception>
    public static ReturnMap Read(FileInfo file) => MapFile.Read<ReturnMapFile>(file).ToMap();

    /// <summary>Headings that are not known yet, each with the column that it is most like, for a person to look over.</summary>
    public static string Suggest(IReadOnlyList<ReturnHeadingSuggestion> suggestions) => MapFile.Write(
        new ReturnMapFile([.. suggestions.Select(each => new Heading(each.Table.ToString(), each.Heading, each.Column ?? ""))], []));

    private ReturnMap ToMap()
    {
        var headings = new Dictionary<(Table, string), string>();
        foreach (var heading in Headings ?? [])
        {
            if (!Enum.TryParse<Table>(heading.Table, out var table) || !Enum.IsDefined(table))
            {
                throw new CommandFailedException($"The map names a table '{heading.Table}' that there is not.", $"The tables are {string.Join(", ", Tables.All)}.");
            }

            Demand(heading.Column.Length == 0 || Tables.ColumnsOf(table).Contains(heading.Column), heading.Column);
            headings[(table, HeadingText.Normalised(heading.Text))] = heading.Column;
        }

        var values = new Dictionary<(string, string), string>();
        foreach (var value in Values ?? [])
        {
            Demand(Tables.All.Any(table => Tables.ColumnsOf(table).Contains(value.Column)), value.Column);
            values[(value.Column, value.Text.Trim().ToUpperInvariant())] = value.Means.Trim().ToUpperInvariant();
        }

        return new ReturnMap(headings, values);
    }

    private static void Demand(bool isKnown, string column)
    {
        if (!isKnown)
        {
            throw new CommandFailedException($"The map names a column '{column}' that there is not.", "docs/returns.md lists the columns of each table.");
        }
    }
}
