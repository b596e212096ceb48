namespace Partnership.CaseData.Ssda903;

/// <summary>The tables of one upload. It may carry the rows of several years; which table a file is comes from its columns.</summary>
public sealed class ReturnSet
{
    private readonly List<ReturnRow>[] _rows = [.. Tables.All.Select(_ => new List<ReturnRow>())];
    private readonly string?[] _files = new string?[Tables.All.Count];
    private readonly List<RejectedRow> _rejected = [];

    /// <summary>The tables for which a file was handed in, even one without rows.</summary>
    public IEnumerable<Table> Present => Tables.All.Where(Has);

    /// <summary>The rows that could not be read, in file order.</summary>
    public IReadOnlyList<RejectedRow> Rejected => _rejected;

    /// <summary>Rows read, all tables together, rejected rows excluded.</summary>
    public int RowCount => _rows.Sum(rows => rows.Count);

    /// <summary>Whether a file for this table was handed in. A rule over two tables is skipped when either file is absent.</summary>
    public bool Has(Table table) => _files[(int)table] is not null;

    /// <summary>The name of the file that a table came from; null when there is none.</summary>
    public string? FileOf(Table table) => _files[(int)table];

    /// <summary>The rows of a table in file order.</summary>
    public IReadOnlyList<ReturnRow> Rows(Table table) => _rows[(int)table];

    /// <summary>The rows of a table in file order, as their own type.</summary>
    public IEnumerable<TRow> Rows<TRow>(Table table)
        where TRow : ReturnRow => _rows[(int)table].Cast<TRow>();

    /// <summary>Notes that a file was handed in for a table.</summary>
    /// <exception cref="UnreadableReturnException">There is one already; the message names both.</exception>
    public void AddFile(Table table, string file)
    {
        if (_files[(int)table] is { } first)
        {
            throw new UnreadableReturnException(
                "two-files-for-one-table",
                $"{first} and {file} both have the columns of {table}: hand in one file for each table.");
        }

        _files[(int)table] = file;
    }

    /// <summary>Reads one file into the set.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="progress">Told now and then how many rows of this file have been met.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="UnreadableReturnException">The file cannot be read, or its table is there already. The set is then not to be used.</exception>
    public async Task<Table> ReadFileAsync(
        Stream stream, string file, Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        var reader = await ReturnReader.OpenAsync(stream, file, cancellationToken).ConfigureAwait(false);
        AddFile(reader.Table, file);
        while (await reader.ReadRowsAsync(_rows[(int)reader.Table], cancellationToken).ConfigureAwait(false))
        {
            progress?.Invoke(reader.RowsMet);
        }

        _rejected.AddRange(reader.Rejected);
        progress?.Invoke(reader.RowsMet);
        return reader.Table;
    }

    /// <summary>The rows gathered by child, children in the order in which they first appear.</summary>
    public IReadOnlyDictionary<string, ChildRows> ByChild()
    {
        var children = new OrderedDictionary<string, ChildRows>(StringComparer.Ordinal);
        foreach (var rows in _rows)
        {
            ChildRows? last = null;
            foreach (var row in rows)
            {
                // A file mostly lists a child's rows together.
                if (last?.Child != row.Child && !children.TryGetValue(row.Child, out last))
                {
                    last = new ChildRows(row.Child);
                    children.Add(row.Child, last);
                }

                last!.Add(row);
            }
        }

        return children;
    }

    /// <summary>Adds a row to its table.</summary>
    public void Add(ReturnRow row) => _rows[(int)row.Table].Add(row);

    /// <summary>Adds a row that could not be read.</summary>
    public void Add(RejectedRow row) => _rejected.Add(row);
}
