using System.Buffers;
using System.Text.Unicode;

namespace Partnership.CaseData.Ssda903;

/// <summary>
/// Reads one CSV file of a return as a stream: UTF-8 with or without a byte order mark, any line ending, cells quoted or not, any case,
/// columns in any order. A row that cannot be read is given back with its number and reason, and the rest of the file is kept.
/// </summary>
public sealed class ReturnReader
{
    /// <summary>With more unreadable rows than this the file as a whole is taken for unreadable.</summary>
    public const int MostRejectedRows = 100_000;

    private static readonly SearchValues<byte> ControlCharacters =
        SearchValues.Create([.. Enumerable.Range(0, 32).Except([(int)'\t']).Select(code => (byte)code), 127]);

    private readonly LineReader _lines;
    private readonly string _file;
    private readonly int[] _places;
    private readonly CellSplitter _splitter;
    private readonly TextCache _texts = new();
    private readonly List<RejectedRow> _rejected = [];
    private int _row;

    private ReturnReader(LineReader lines, string file, Table table, int[] places)
    {
        _lines = lines;
        _file = file;
        Table = table;
        _places = places;
        _splitter = new CellSplitter(places.Length);
    }

    /// <summary>The table that the file was recognised as.</summary>
    public Table Table { get; }

    /// <summary>Rows met so far, good and bad: the number of the last one.</summary>
    public int RowsMet => _row;

    /// <summary>The rows that could not be read, so far.</summary>
    public IReadOnlyList<RejectedRow> Rejected => _rejected;

    /// <summary>Reads the first line and recognises the table.</summary>
    /// <param name="stream">The file; it is read forwards only and left open.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="UnreadableReturnException">The file is not text, is empty, or does not have the columns of any table.</exception>
    public static async Task<ReturnReader> OpenAsync(Stream stream, string file, CancellationToken cancellationToken = default)
    {
        var lines = new LineReader(stream);
        while (true)
        {
            switch (Open(lines, file, out var reader))
            {
                case LineReader.Found.Line when reader is not null:
                    return reader;
                case LineReader.Found.NeedsMore:
                    await lines.FillAsync(cancellationToken).ConfigureAwait(false);
                    break;
                case LineReader.Found.TooLong:
                    throw new UnreadableReturnException("not-text", $"{file} does not start with a line of column names: save it again as CSV (UTF-8).");
                case LineReader.Found.End:
                    throw new UnreadableReturnException("empty-file", $"{file} is empty: its first line must name the columns.");
            }
        }
    }

    /// <summary>
    /// Adds the next rows of the file to a list, in file order: as many as one buffer of the file holds, since waiting for each row by
    /// itself would cost as much as reading it.
    /// </summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="UnreadableReturnException">More than <see cref="MostRejectedRows"/> rows cannot be read.</exception>
    public async ValueTask<bool> ReadRowsAsync(ICollection<ReturnRow> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var before = rows.Count;
        while (true)
        {
            var found = TakeRows(rows);
            if (rows.Count > before)
            {
                return true;
            }

            if (found is LineReader.Found.End)
            {
                return false;
            }

            await _lines.FillAsync(cancellationToken).ConfigureAwait(false);
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

    private static LineReader.Found Open(LineReader lines, string file, out ReturnReader? reader)
    {
        reader = null;
        var found = lines.TryTake(out var line);
        if (found is LineReader.Found.Line && !line.Trim(" \t,"u8).IsEmpty)
        {
            var (table, places) = Headings.Recognise(line, file);
            reader = new ReturnReader(lines, file, table, places);
        }

        return found;
    }

    private LineReader.Found TryRead(out ReturnRow? row)
    {
        while (true)
        {
            row = null;
            var found = _lines.TryTake(out var line);
            if (found is LineReader.Found.TooLong)
            {
                _row++;
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

            _row++;
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
        var child = _splitter.Count > _places[0] ? Text(text, 0) : null;
        if (!whole)
        {
            return Reject(child, "a quotation mark is not closed, or stands inside a cell: quote the whole cell or take the mark out");
        }

        if (_splitter.Count != _places.Length)
        {
            return Reject(child, $"the row has {_splitter.Count} cells where the file has {_places.Length} columns: look for a missing or an extra comma");
        }

        return child is null
            ? Reject(null, "CHILD is blank: every row must say which child it is about")
            : Build(text, child);
    }

    private ReturnRow? Reject(string? child, string reason)
    {
        if (_rejected.Count == MostRejectedRows)
        {
            throw new UnreadableReturnException("too-many-unreadable-rows", $"{_file} has more than {MostRejectedRows} rows that cannot be read.");
        }

        _rejected.Add(new RejectedRow(_file, Table, _row, child, reason));
        return null;
    }

    private string? Text(ReadOnlySpan<byte> text, int column)
    {
        var cell = _splitter.Cell(text, _places[column]);
        return cell.IsEmpty ? null : _texts.Read(cell);
    }

    private ReturnDate Date(ReadOnlySpan<byte> text, int column)
    {
        var cell = _splitter.Cell(text, _places[column]);
        if (cell.IsEmpty)
        {
            return default;
        }

        return ReturnDate.TryParse(cell, out var date) ? ReturnDate.From(date) : ReturnDate.Malformed(_texts.Read(cell));
    }

    private ReturnRow Build(ReadOnlySpan<byte> t, string child) => Table switch
    {
        Table.Header => new HeaderRow(_row, child, Text(t, 1), Date(t, 2), Text(t, 3), Text(t, 4), Text(t, 5), Date(t, 6)),
        Table.Episodes => new EpisodeRow(
            _row, child, Date(t, 1), Text(t, 2), Text(t, 3), Text(t, 4), Text(t, 5), Text(t, 6), Date(t, 7), Text(t, 8), Text(t, 9), Text(t, 10),
            Text(t, 11), Text(t, 12)),
        Table.Reviews => new ReviewRow(_row, child, Date(t, 1), Date(t, 2), Text(t, 3)),
        Table.UASC => new UascRow(_row, child, Text(t, 1), Date(t, 2), Date(t, 3)),
        Table.OC2 => new Oc2Row(
            _row, child, Date(t, 1), Text(t, 2), Text(t, 3), Text(t, 4), Text(t, 5), Text(t, 6), Text(t, 7), Text(t, 8), Text(t, 9), Text(t, 10),
            Text(t, 11)),
        Table.OC3 => new Oc3Row(_row, child, Date(t, 1), Text(t, 2), Text(t, 3), Text(t, 4)),
        Table.AD1 => new Ad1Row(_row, child, Date(t, 1), Date(t, 2), Date(t, 3), Text(t, 4), Text(t, 5), Text(t, 6), Text(t, 7)),
        Table.PlacedAdoption => new PlacedAdoptionRow(_row, child, Date(t, 1), Date(t, 2), Date(t, 3), Text(t, 4)),
        Table.PrevPerm => new PrevPermRow(_row, child, Date(t, 1), Text(t, 2), Text(t, 3), Text(t, 4)),
        Table.Missing => new MissingRow(_row, child, Date(t, 1), Text(t, 2), Date(t, 3), Date(t, 4)),
        Table.SWEpisodes => new SwEpisodeRow(_row, child, Date(t, 1), Text(t, 2), Date(t, 3), Date(t, 4), Text(t, 5)),
        Table.DoLo => new DoloRow(_row, child, Date(t, 1), Date(t, 2), Date(t, 3)),
        _ => throw new InvalidOperationException($"No rows are known for {Table}."),
    };
}
