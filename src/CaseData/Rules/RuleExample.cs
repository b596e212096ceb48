using System.Text;
using Partnership.CaseData.Lists;
using Partnership.CaseData.Ssda903;
using Partnership.CaseData.Workbooks;

namespace Partnership.CaseData.Rules;

/// <summary>
/// Rows that break a rule and what mends them, written a row to a line: <c>Episodes DECOM=01/05/2024 DEC=30/04/2024&gt;30/05/2024</c>, the
/// cell after the arrow being the mended one and <c>-</c> a blank. A line that starts with <c>last</c> is of last year's return; one with
/// <c>+</c> is only there when mended, one with <c>-</c> only when not. CHILD is 1 unless it is said, and a table without cells is a file
/// without rows. A line that starts with Postcodes or Providers is a row of that list.
/// </summary>
public sealed class RuleExample
{
    private readonly List<Line> _lines;
    private readonly List<ListLine> _listLines;

    private RuleExample(List<Line> lines, List<ListLine> listLines)
    {
        _lines = lines;
        _listLines = listLines;
    }

    /// <summary>The council whose return every example is, by its three digits: Staffordshire.</summary>
    public static string Council => "860";

    /// <summary>The lines of the example, in order.</summary>
    public IReadOnlyList<Line> Lines => _lines;

    /// <summary>The rows of published lists that the example looks things up in, in order.</summary>
    public IReadOnlyList<ListLine> ListLines => _listLines;

    /// <summary>Reads an example.</summary>
    /// <exception cref="FormatException">A line is not as said above.</exception>
    public static RuleExample Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = new List<Line>();
        var listLines = new List<ListLine>();
        foreach (var written in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var words = written.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
            var isLast = words[0] == "last";
            words.RemoveRange(0, isLast ? 1 : 0);
            var only = words[0][0] is '+' or '-' ? words[0][0] : ' ';
            var name = words[0].TrimStart('+', '-');
            var areCells = words.Skip(1).All(word => word.Contains('=', StringComparison.Ordinal));
            if (areCells && Enum.TryParse<ReferenceList>(name, out var list))
            {
                listLines.Add(new ListLine(list, [.. words.Skip(1).Select(Cell).Select(cell => cell with { Column = cell.Column.Replace('_', ' ') })]));
                continue;
            }

            if (!Enum.TryParse<Table>(name, out var table) || !areCells)
            {
                throw new FormatException($"'{written}' is not a row of an example.");
            }

            lines.Add(new Line(table, isLast, only, [.. words.Skip(1).Select(Cell)]));
        }

        return new RuleExample(lines, listLines);
    }

    /// <summary>This year's return as it breaks the rule, or as it is when mended.</summary>
    public ReturnSet Now(bool mended) => Read(isLast: false, mended);

    /// <summary>Last year's return; null when the example needs none.</summary>
    public ReturnSet? Last(bool mended) => _lines.Exists(line => line.IsLast) ? Read(isLast: true, mended) : null;

    /// <summary>The lists of the example, as those who check read them.</summary>
    public ReferenceLists Lists() => new(
        Text(ReferenceList.Postcodes) is { } postcodes ? PostcodeDirectory.Read(postcodes, "postcodes.csv") : null,
        Text(ReferenceList.Providers) is { } providers ? ProviderList.Read(providers, "providers.csv") : null,
        Council);

    private MemoryStream? Text(ReferenceList list)
    {
        List<ListLine> lines = [.. _listLines.Where(line => line.List == list)];
        if (lines.Count == 0)
        {
            return null;
        }

        string[] columns = [.. lines.SelectMany(line => line.Cells).Select(cell => cell.Column).Distinct()];
        var text = new StringBuilder(CsvCells.Line(columns));
        foreach (var line in lines)
        {
            text.Append(CsvCells.Line(Array.ConvertAll(columns, column => line.Cells.FirstOrDefault(cell => cell.Column == column)?.Broken)));
        }

        return new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static ExampleCell Cell(string word)
    {
        var at = word.IndexOf('=', StringComparison.Ordinal);
        var values = word[(at + 1)..].Split('>');
        return new ExampleCell(word[..at], Value(values[0]), Value(values[^1]));
    }

    // An underscore stands for the space within a postcode.
    private static string? Value(string written) => written is "-" or "" ? null : written.Replace('_', ' ');

    private ReturnSet Read(bool isLast, bool mended)
    {
        var read = new ReturnSet();
        foreach (var table in _lines.Where(line => line.IsLast == isLast).GroupBy(line => line.Table))
        {
            read.AddFile(table.Key, $"{table.Key}.csv");
            foreach (var (index, line) in table.Where(line => line.Cells.Count > 0 && line.Only != (mended ? '-' : '+')).Index())
            {
                string?[] cells = [.. Tables.ColumnsOf(table.Key).Select(column => line.CellOf(column, mended)?.ToUpperInvariant())];
                var row = RowCells.Build(table.Key, index + 1, cells[0]!, cells.AsSpan(1));
                read.Add(row is HeaderRow who && line.Cells.Any(cell => cell.Column == "UASC") ? who with { Uasc = line.CellOf("UASC", mended) ?? string.Empty } : row);
            }
        }

        return read;
    }

    /// <summary>A row of an example.</summary>
    /// <param name="Table">Its table.</param>
    /// <param name="IsLast">Whether it is of last year's return.</param>
    /// <param name="Only"><c>+</c>: only there when mended; <c>-</c>: only there when not; a space: in both.</param>
    /// <param name="Cells">The cells that matter; the others are blank.</param>
    public sealed record Line(Table Table, bool IsLast, char Only, IReadOnlyList<ExampleCell> Cells)
    {
        internal string? CellOf(string column, bool mended)
        {
            foreach (var cell in Cells)
            {
                if (cell.Column == column)
                {
                    return mended ? cell.Mended : cell.Broken;
                }
            }

            return column == "CHILD" ? "1" : null;
        }
    }

    /// <summary>A row of a published list.</summary>
    /// <param name="List">The list.</param>
    /// <param name="Cells">Its cells; they are the same broken and mended.</param>
    public sealed record ListLine(ReferenceList List, IReadOnlyList<ExampleCell> Cells);

    /// <summary>A cell of an example.</summary>
    /// <param name="Column">Its column.</param>
    /// <param name="Broken">What it holds while the rule is broken.</param>
    /// <param name="Mended">What it holds once the rule is kept.</param>
    public sealed record ExampleCell(string Column, string? Broken, string? Mended);
}
