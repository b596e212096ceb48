using Partnership.CaseData.Ssda903;
using Partnership.Cli.Import;
using RejectedRow = Partnership.Cli.Import.RejectedRow;

namespace Partnership.Cli.Watch;

/// <summary>Whose each row of a drop is, from the files themselves, read as the hub reads them: it tells rows, and no child by the council's own number.</summary>
internal sealed class DropChildren
{
    private readonly Dictionary<(string Table, int Row), string> _children = [];

    /// <summary>Reads the drop's files.</summary>
    public static async Task<DropChildren> ReadAsync(Drop drop, ReturnMap map, CancellationToken ct)
    {
        var read = new ReturnSet(map);
        foreach (var file in drop.Folder.EnumerateFiles().Where(ReturnUpload.IsOfAReturn).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            try
            {
                await using var stream = file.OpenRead();
                await read.ReadFileAsync(stream, file.Name, cancellationToken: ct);
            }
            catch (UnreadableReturnException)
            {
                // The hub has said so.
            }
        }

        var found = new DropChildren();
        foreach (var row in Tables.All.SelectMany(read.Rows))
        {
            found._children.TryAdd((row.Table.ToString(), row.Row), row.Child);
        }

        foreach (var row in read.Rejected)
        {
            // Row 0 is of every child who was given back without a row of the table: none of them is known by it.
            if (row is { Row: > 0, Child: { } child })
            {
                found._children.TryAdd((row.Table.ToString(), row.Row), child);
            }
        }

        return found;
    }

    /// <summary>CHILD of a row, read or given back, of which no two of a table have one number; null where it could not be read.</summary>
    public string? Of(string table, int row) => _children.GetValueOrDefault((table, row));

    /// <summary>CHILD of each child of the hub's that broke a rule or has a row that was given back, which is whoever was held.</summary>
    public IReadOnlyDictionary<Guid, string> Known(IEnumerable<ImportedFinding> findings, IEnumerable<RejectedRow> rejected)
    {
        var known = new Dictionary<Guid, string>();
        foreach (var (id, table, row) in findings.Select(finding => (finding.ChildId, finding.Table, finding.Row)).Concat(rejected.Select(row => (row.ChildId, row.Table, row.Row))))
        {
            if (id is { } child && Of(table, row) is { } number)
            {
                known.TryAdd(child, number);
            }
        }

        return known;
    }
}
