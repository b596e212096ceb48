namespace Partnership.CaseData.Ssda903;

/// <summary>The tables of one upload. It may carry the rows of several years; which table a file is comes from its columns.</summary>
/// <param name="map">What the council's export calls things; null for what the return calls them.</param>
public sealed class ReturnSet(ReturnMap? map = null)
{
    private readonly TableRows[] _rows = [.. Tables.All.Select(table => new TableRows(table))];
    private readonly string?[] _files = new string?[Tables.All.Count];
    private readonly List<RejectedRow>?[] _rejected = new List<RejectedRow>?[Tables.All.Count];

    /// <summary>The tables for which a file was handed in, even one without rows.</summary>
    public IEnumerable<Table> Present => Tables.All.Where(Has);

    /// <summary>The rows that could not be read, by table and row.</summary>
    public IReadOnlyList<RejectedRow> Rejected => [.. _rejected.SelectMany(rows => rows ?? [])];

    /// <summary>Rows read, all tables together, rejected rows excluded.</summary>
    public int RowCount => _rows.Sum(rows => rows.Count);

    /// <summary>Whether a file for this table was handed in. A rule over two tables is skipped when either file is absent.</summary>
    public bool Has(Table table) => _files[(int)table] is not null;

    /// <summary>The name of the file that a table came from; null when there is none.</summary>
    public string? FileOf(Table table) => _files[(int)table];

    /// <summary>The rows of a table in file order.</summary>
    public IReadOnlyList<ReturnRow> Rows(Table table) => _rows[(int)table].Segment;

    /// <summary>The rows of a table in file order, as their own type.</summary>
    public IEnumerable<TRow> Rows<TRow>(Table table)
        where TRow : ReturnRow => _rows[(int)table].Segment.Cast<TRow>();

    /// <summary>Notes that a file was handed in for a table.</summary>
    /// <exception cref="UnreadableReturnException">There is one already; the message names both.</exception>
    public void AddFile(Table table, string file)
    {
        if (Interlocked.CompareExchange(ref _files[(int)table], file, null) is { } other)
        {
            // Files are read side by side: which came first is no matter.
            var (one, two) = string.CompareOrdinal(other, file) < 0 ? (other, file) : (file, other);
            throw new UnreadableReturnException(
                "two-files-for-one-table",
                $"{one} and {two} both have the columns of {table}: hand in one file for each table.");
        }
    }

    /// <summary>Reads one file into the set. Several may be read at once.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="progress">Told now and then how many rows of this file have been met.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="UnreadableReturnException">The file cannot be read, or its table is there already. The set is then not to be used.</exception>
    public async Task ReadFileAsync(
        Stream stream, string file, Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        var reader = await ReturnReader.OpenAsync(stream, file, map, cancellationToken).ConfigureAwait(false);
        var rows = RoomFor(reader, file);
        while (await reader.ReadRowsAsync(rows, cancellationToken).ConfigureAwait(false))
        {
            progress?.Invoke(reader.RowsMet);
        }

        TakeRejected(reader);
        progress?.Invoke(reader.RowsMet);
    }

    /// <summary>The same without waiting for anything but the file: for whoever has a thread for it, and a second to spare at most.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="progress">Told now and then how many rows of this file have been met.</param>
    /// <exception cref="UnreadableReturnException">The file cannot be read, or its table is there already. The set is then not to be used.</exception>
    public void ReadFile(Stream stream, string file, Action<int>? progress = null)
    {
        var reader = ReturnReader.Open(stream, file, map);
        var rows = RoomFor(reader, file);
        while (reader.ReadRows(rows))
        {
            progress?.Invoke(reader.RowsMet);
        }

        TakeRejected(reader);
        progress?.Invoke(reader.RowsMet);
    }

    /// <summary>The rows gathered by child, children in the order in which they first appear.</summary>
    public ReturnChildren ByChild() => new(_rows);

    /// <summary>Adds a row to its table.</summary>
    public void Add(ReturnRow row) => _rows[(int)row.Table].Add(row);

    /// <summary>Adds a row that could not be read.</summary>
    public void Add(RejectedRow row) => (_rejected[(int)row.Table] ??= []).Add(row);

    private ICollection<ReturnRow> RoomFor(ReturnReader reader, string file)
    {
        foreach (var table in reader.Tables)
        {
            AddFile(table, file);
        }

        return reader.Tables is [var only] ? _rows[(int)only] : new MixedRows(_rows);
    }

    private void TakeRejected(ReturnReader reader)
    {
        foreach (var row in reader.Rejected)
        {
            Add(row);
        }
    }
}
