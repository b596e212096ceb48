using System.Text.Json.Serialization;
using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Ssda903;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Check;

/// <summary>A council's own headings and values of the return as a file: suggested by the tool, looked over by a person, handed in with each check.</summary>
/// <param name="Headings">What headings stand for.</param>
/// <param name="Values">What values stand for.</param>
internal sealed record ReturnMapFile(IReadOnlyList<ReturnMapFile.Heading>? Headings = null, IReadOnlyList<ReturnMapFile.Value>? Values = null)
{
    /// <param name="Table">The table, such as Episodes.</param>
    /// <param name="Text">The heading as the file writes it.</param>
    /// <param name="Column">The column that it stands for; empty to read past it.</param>
    /// <param name="Alternatives">Of a suggestion that is open still: the columns that it may stand for.</param>
    internal sealed record Heading(string Table, string Text, string Column, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Alternatives = null);

    /// <param name="Column">The column.</param>
    /// <param name="Text">The value as the files write it.</param>
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
    /// <exception cref="CommandFailedException">It is no map, or names a table or a column that there is not.</exception>
    public static ReturnMap Read(FileInfo file) => MapFile.Read<ReturnMapFile>(file).ToMap();

    /// <summary>The map that a council keeps in its hub.</summary>
    public static async Task<ReturnMap> KeptByAsync(GatewayClient council, string code, CancellationToken ct) =>
        (await council.GetAsync<ReturnMapFile>($"/api/v1/councils/{code}/return-map", ct)).ToMap();

    /// <summary>Headings that are not known yet, each with the column that it is most like, and values that are no codes, for a person to look over.</summary>
    public static string Suggest(IReadOnlyList<ReturnHeadingSuggestion> headings, IReadOnlyList<ValueSuggestion> values) => MapFile.Write(
        new ReturnMapFile(
            [.. headings.Select(each => new Heading(each.Table.ToString(), each.Heading, each.Column ?? "", each.Alternatives.Count > 0 ? each.Alternatives : null))],
            [.. values.Select(Value.Of)]));

    /// <summary>The map as the reader takes it.</summary>
    /// <exception cref="CommandFailedException">It names a table or a column that there is not, or gives a child's number a meaning.</exception>
    public ReturnMap ToMap() => ReturnMap.Of(
        MapFile.Entries(Headings, "headings").Select(heading => (TableOf(heading), heading.Text, heading.Column)),
        MapFile.Entries(Values, "values").Select(value => (ColumnOf(value), value.Text, value.Means)));

    private static Table TableOf(Heading heading)
    {
        var table = Tables.Named(heading.Table)
            ?? throw new CommandFailedException($"The map names a table '{heading.Table}' that there is not.", $"The tables are {string.Join(", ", Tables.All)}.");
        MapFile.DemandChosen(heading.Text, heading.Column, heading.Alternatives);
        Demand(heading.Column.Length == 0 || Tables.ColumnsOf(table).Contains(heading.Column), heading.Column);
        return table;
    }

    private static string ColumnOf(Value value)
    {
        Demand(Tables.HaveColumn(value.Column), value.Column);
        MapFile.DemandChosen(value.Column, value.Text, value.Means, value.Alternatives);
        return ReturnMap.MayMean(value.Column)
            ? value.Column
            : throw new CommandFailedException($"The map gives values of {value.Column} a meaning: a child's number stands for itself.", "Take these values out of the map.");
    }

    private static void Demand(bool isKnown, string column)
    {
        if (!isKnown)
        {
            throw new CommandFailedException($"The map names a column '{column}' that there is not.", "docs/returns.md lists the columns of each table.");
        }
    }
}
