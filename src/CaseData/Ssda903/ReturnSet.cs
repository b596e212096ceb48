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

    /// <summary>Adds a row to its table.</summary>
    public void Add(ReturnRow row) => _rows[(int)row.Table].Add(row);

    /// <summary>Adds a row that could not be read.</summary>
    public void Add(RejectedRow row) => _rejected.Add(row);
}
