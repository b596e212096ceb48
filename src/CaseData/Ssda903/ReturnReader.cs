namespace Partnership.CaseData.Ssda903;

/// <summary>
/// Reads one file of a return as a stream, a table as CSV or the whole return as XML. A row that cannot be read is given back with its
/// number and reason, and the rest of the file is kept.
/// </summary>
public abstract class ReturnReader
{
    /// <summary>A file of more rows is unreadable: every council of England together has fewer.</summary>
    public const int MostRows = 3_000_000;

    /// <summary>With more unreadable rows than this the file as a whole is taken for unreadable.</summary>
    public const int MostRejectedRows = 100_000;

    /// <summary>The most characters that CHILD may have: a longer cell is no child's number, and the row is of nobody.</summary>
    public const int LongestChild = 20;

    private const int EnoughToTell = 64;

    private readonly List<RejectedRow> _rejected = [];
    private readonly string _file;

    private protected ReturnReader(string file) => _file = file;

    /// <summary>The tables that the file was recognised as: one for CSV, those of the return for XML.</summary>
    public abstract IReadOnlyList<Table> Tables { get; }

    /// <summary>Rows met so far, good and bad; in a CSV file the number of the last one.</summary>
    public int RowsMet { get; private set; }

    /// <summary>The rows that could not be read, so far.</summary>
    public IReadOnlyList<RejectedRow> Rejected => _rejected;

    /// <summary>Looks at the first bytes and recognises what the file is.</summary>
    /// <param name="stream">The file; it is read forwards only and left open.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="map">What the council's export calls things; null for what the return calls them.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="UnreadableReturnException">The file is not text, is empty, or is neither a table of the return nor its XML.</exception>
    public static async Task<ReturnReader> OpenAsync(Stream stream, string file, ReturnMap? map = null, CancellationToken cancellationToken = default)
    {
        var lines = new LineReader(stream);
        while (!lines.HasEnded && lines.Waiting.Length < EnoughToTell)
        {
            await lines.FillAsync(cancellationToken).ConfigureAwait(false);
        }

        return XmlReturnReader.LooksLikeXml(lines.Waiting)
            ? await XmlReturnReader.OpenAsync(lines.Rest(), file, map ?? ReturnMap.None).ConfigureAwait(false)
            : await CsvReturnReader.OpenAsync(lines, file, map ?? ReturnMap.None, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same without waiting for anything but the file: for whoever has a thread for it.</summary>
    /// <exception cref="UnreadableReturnException">The file is not text, is empty, or is neither a table of the return nor its XML.</exception>
    public static ReturnReader Open(Stream stream, string file, ReturnMap? map = null)
    {
        var lines = new LineReader(stream);
        while (!lines.HasEnded && lines.Waiting.Length < EnoughToTell)
        {
            lines.Fill();
        }

        return XmlReturnReader.LooksLikeXml(lines.Waiting)
            ? XmlReturnReader.OpenAsync(lines.Rest(), file, map ?? ReturnMap.None).GetAwaiter().GetResult()
            : CsvReturnReader.Open(lines, file, map ?? ReturnMap.None);
    }

    /// <summary>
    /// Adds the next rows of the file to a list, in file order: as many as one buffer of the file holds, since waiting for each row by
    /// itself would cost as much as reading it.
    /// </summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="UnreadableReturnException">More than <see cref="MostRejectedRows"/> rows cannot be read, or XML breaks off.</exception>
    public abstract ValueTask<bool> ReadRowsAsync(ICollection<ReturnRow> rows, CancellationToken cancellationToken = default);

    /// <summary>The same without waiting for anything but the file.</summary>
    public abstract bool ReadRows(ICollection<ReturnRow> rows);

    /// <summary>Counts rows that were met.</summary>
    private protected void Meet(int rows)
    {
        RowsMet += rows;
        if (RowsMet > MostRows)
        {
            throw new UnreadableReturnException("too-many-rows", $"{_file} has more than {MostRows} rows, which no council's return has: look for a table that was written twice over.");
        }
    }

    private protected void Reject(Table table, int row, string? child, string reason)
    {
        if (_rejected.Count == MostRejectedRows)
        {
            throw new UnreadableReturnException("too-many-unreadable-rows", $"{_file} has more than {MostRejectedRows} rows that cannot be read.");
        }

        _rejected.Add(new RejectedRow(_file, table, row, child, reason));
    }
}
