using System.Buffers;
using System.Text.Unicode;

namespace Partnership.CaseData.Ssda903;

/// <summary>
/// Reads one CSV file of a return as a stream: UTF-8 with or without a byte order mark, any line ending, cells quoted or not, any case,
/// columns in any order.
/// </summary>
internal sealed class CsvReturnReader : ReturnReader
{
    private static readonly SearchValues<byte> ControlCharacters =
        SearchValues.Create([0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127]);

    private readonly LineReader _lines;
    private readonly Table _table;
    private readonly int[] _places;
    private readonly int _columns;
    private readonly IReadOnlyDictionary<string, string>?[]? _values;
    private readonly CellSplitter _splitter;
    private readonly TextCache _texts = new();

    private CsvReturnReader(LineReader lines, string file, Table table, int[] places, int columns, ReturnMap map)
        : base(file)
    {
        _lines = lines;
        _table = table;
        _places = places;
        _columns = columns;
        _values = map.ValuesOf(table);
        _splitter = new CellSplitter(columns);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Table> Tables => [_table];

    /// <summary>Reads the first line and recognises the table.</summary>
    internal static async Task<ReturnReader> OpenAsync(LineReader lines, string file, ReturnMap map, CancellationToken cancellationToken)
    {
        ReturnReader? reader;
        while ((reader = TryOpen(lines, file, map)) is null)
        {
            await lines.FillAsync(cancellationToken).ConfigureAwait(false);
        }

        return reader;
    }

    /// <summary>The same without waiting for anything but the file.</summary>
    internal static ReturnReader Open(LineReader lines, string file, ReturnMap map)
    {
        ReturnReader? reader;
        while ((reader = TryOpen(lines, file, map)) is null)
        {
            lines.Fill();
        }

        return reader;
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> ReadRowsAsync(ICollection<ReturnRow> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var before = rows.Count;
        while (true)
        {
            var found = TakeRows(rows);
            if (rows.Count > before || found is LineReader.Found.End)
            {
                return rows.Count > before;
            }

            await _lines.FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override bool ReadRows(ICollection<ReturnRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var before = rows.Count;
        while (true)
        {
            var found = TakeRows(rows);
            if (rows.Count > before || found is LineReader.Found.End)
            {
                return rows.Count > before;
            }

            _lines.Fill();
        }
    }

    private LineReader.Found TakeRows(ICollection<ReturnRow> rows)
    {
        while (true)
        {
            var found = TryRead(out var row);
            if (row is null)
            {
                return found;
            }

            rows.Add(row);
        }
    }

    /// <summary>The reader once the first line is in memory; null while it is not.</summary>
    private static CsvReturnReader? TryOpen(LineReader lines, string file, ReturnMap map)
    {
        while (true)
        {
            switch (lines.TryTake(out var line))
            {
                case LineReader.Found.Line when !line.Trim(" \t,"u8).IsEmpty:
                    var (table, places, columns) = Headings.Recognise(line, file, map);
                    return new CsvReturnReader(lines, file, table, places, columns, map);
                case LineReader.Found.NeedsMore:
                    return null;
                case LineReader.Found.TooLong:
                    throw new UnreadableReturnException("not-text", $"{file} does not start with a line of column names: save it again as CSV (UTF-8).");
                case LineReader.Found.End:
                    throw new UnreadableReturnException("empty-file", $"{file} is empty: its first line must name the columns.");
            }
        }
    }

    private LineReader.Found TryRead(out ReturnRow? row)
    {
        while (true)
        {
            row = null;
            var found = _lines.TryTake(out var line);
            if (found is LineReader.Found.TooLong)
            {
                Meet(1);
                Reject(null, $"the row is longer than {LineReader.LongestLine} characters: a quote or a line break is probably missing");
                continue;
            }

            if (found is not LineReader.Found.Line)
            {
                return found;
            }

            if (line.Trim(" \t"u8).IsEmpty)
            {
                continue;
            }

            Meet(1);
            row = Read(line);
            if (row is not null)
            {
                return LineReader.Found.Line;
            }
        }
    }

    private ReturnRow? Read(ReadOnlySpan<byte> line)
    {
        if (!Utf8.IsValid(line) || line.ContainsAny(ControlCharacters))
        {
            return Reject(null, "the row holds characters that are not UTF-8 text: save the file again as CSV (UTF-8)");
        }

        var whole = _splitter.TrySplit(line, out var text);
        var written = _splitter.Count > _places[0] ? Text(text, 0) : null;
        var child = written is { Length: <= LongestChild } ? written : null;
        if (!whole)
        {
            return Reject(child, "a quotation mark is not closed, or stands inside a cell: quote the whole cell or take the mark out");
        }

        if (_splitter.Count != _columns)
        {
            return Reject(child, $"the row has {_splitter.Count} cells where the file has {_columns} columns: look for a missing or an extra comma");
        }

        return child is not null ? Build(text, child)
            : Reject(
                null,
                written is null
                    ? "CHILD is blank: every row must say which child it is about"
                    : $"CHILD is longer than {LongestChild} characters: no child can be known by it");
    }

    private ReturnRow? Reject(string? child, string reason)
    {
        Reject(_table, RowsMet, child, reason);
        return null;
    }

    private string? Text(ReadOnlySpan<byte> text, int column)
    {
        var cell = _splitter.Cell(text, _places[column]);

        // What is left may be spaces of another kind, as exports by way of HTML write into empty cells.
        return !cell.IsEmpty && _texts.Read(cell) is { Length: > 0 } written ? Meant(written, column) : null;
    }

    private string? Meant(string written, int column) =>
        _values?[column] is { } values && values.TryGetValue(written, out var means) ? means.Length == 0 ? null : means : written;

    private ReturnDate Date(ReadOnlySpan<byte> text, int column)
    {
        var cell = _splitter.Cell(text, _places[column]);
        if (cell.IsEmpty)
        {
            return default;
        }

        return ReturnDate.TryParse(cell, out var date) ? ReturnDate.From(date) : ReturnDate.Parse(Meant(_texts.Read(cell), column));
    }

    private ReturnRow Build(ReadOnlySpan<byte> t, string child) => _table switch
    {
        Table.Header => new HeaderRow(RowsMet, child, Text(t, 1), Date(t, 2), Text(t, 3), Text(t, 4), Text(t, 5), Date(t, 6)),
        Table.Episodes => new EpisodeRow(
            RowsMet, child, Date(t, 1), Text(t, 2), Text(t, 3), Text(t, 4), Text(t, 5), Text(t, 6), Date(t, 7), Text(t, 8), Text(t, 9), Text(t, 10),
            Text(t, 11), Text(t, 12)),
        Table.Reviews => new ReviewRow(RowsMet, child, Date(t, 1), Date(t, 2), Text(t, 3)),
        Table.UASC => new UascRow(RowsMet, child, Text(t, 1), Date(t, 2), Date(t, 3)),
        Table.OC2 => new Oc2Row(
            RowsMet, child, Date(t, 1), Text(t, 2), Text(t, 3), Text(t, 4), Text(t, 5), Text(t, 6), Text(t, 7), Text(t, 8), Text(t, 9), Text(t, 10),
            Text(t, 11)),
        Table.OC3 => new Oc3Row(RowsMet, child, Date(t, 1), Text(t, 2), Text(t, 3), Text(t, 4)),
        Table.AD1 => new Ad1Row(RowsMet, child, Date(t, 1), Date(t, 2), Date(t, 3), Text(t, 4), Text(t, 5), Text(t, 6), Text(t, 7)),
        Table.PlacedAdoption => new PlacedAdoptionRow(RowsMet, child, Date(t, 1), Date(t, 2), Date(t, 3), Text(t, 4)),
        Table.PrevPerm => new PrevPermRow(RowsMet, child, Date(t, 1), Text(t, 2), Text(t, 3), Text(t, 4)),
        Table.Missing => new MissingRow(RowsMet, child, Date(t, 1), Text(t, 2), Date(t, 3), Date(t, 4)),
        Table.SWEpisodes => new SwEpisodeRow(RowsMet, child, Date(t, 1), Text(t, 2), Date(t, 3), Date(t, 4), Text(t, 5)),
        Table.DoLo => new DoloRow(RowsMet, child, Date(t, 1), Date(t, 2), Date(t, 3)),
        _ => throw new InvalidOperationException($"No rows are known for {_table}."),
    };
}
