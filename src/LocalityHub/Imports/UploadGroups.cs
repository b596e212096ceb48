using System.Threading.Channels;
using Npgsql;
using Partnership.CaseData.Rules;
using Partnership.CaseData.Ssda903;

namespace Partnership.LocalityHub.Imports;

/// <summary>
/// The rows of an upload grouped by child. A case system may write each table in an order of its own, so a child is whole only when
/// every file has been read to its end. An upload too large to hold at once is read several times, each time keeping the children
/// whose identifiers fall into one group: slower, but in bounded memory. The order of children is the same in every run, which is
/// what a job that was killed relies on. Whose rows there are at all, and the rows of Header, are held for every child at once, so there is an end to both.
/// </summary>
internal sealed class UploadGroups
{
    /// <summary>All councils of England together look after fewer children in a year, and Header has one row for each.</summary>
    public const int MostChildren = 300_000;

    private const int PiecesAhead = 4;

    private readonly NpgsqlDataSource _database;
    private readonly Guid _importId;
    private readonly List<(short Ordinal, string Name)> _files;
    private readonly ReturnMap _map;
    private readonly List<RejectedRow> _rejected = [];
    private readonly HashSet<Table> _present = [];
    private readonly HashSet<string> _children = new(StringComparer.Ordinal);
    private readonly ReturnSet _headers = new();
    private Dictionary<string, ChildSubmission>? _first;

    private UploadGroups(NpgsqlDataSource database, Guid importId, List<(short Ordinal, string Name)> files, ReturnMap map, int count)
    {
        _database = database;
        _importId = importId;
        _files = files;
        _map = map;
        Count = count;
    }

    /// <summary>How many groups there are.</summary>
    public int Count { get; }

    public int ChildCount => _children.Count;

    /// <summary>Rows that could be read.</summary>
    public int RowCount { get; private set; }

    /// <summary>Rows that could not.</summary>
    public IReadOnlyList<RejectedRow> Rejected => _rejected;

    /// <summary>The tables that the upload brings.</summary>
    public IReadOnlySet<Table> Present => _present;

    /// <summary>Reads the whole upload once, so that whatever makes it unreadable is found before anything is written.</summary>
    /// <exception cref="UnreadableReturnException">A file cannot be taken for a return, or two are of one table.</exception>
    public static async Task<UploadGroups> OpenAsync(NpgsqlDataSource database, Guid importId, long groupBytes, CancellationToken ct)
    {
        var files = new List<(short, string)>();
        long bytes = 0;
        await using (var command = database.CreateCommand("select ordinal, name, length from import_file where import_id = $1 order by ordinal"))
        {
            command.Parameters.Add(new() { Value = importId });
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                files.Add((reader.GetInt16(0), reader.GetString(1)));
                bytes += reader.GetInt64(2);
            }
        }

        var groups = new UploadGroups(
            database, importId, files, await ImportMap.OfAsync(database, importId, ct), (int)Math.Max(1, (bytes + groupBytes - 1) / groupBytes));
        groups._first = await groups.ReadAsync(0, ct);
        return groups;
    }

    /// <summary>The children of a group, in an order that is always the same. Each group may be taken once.</summary>
    public async Task<ChildSubmission[]> TakeAsync(int group, CancellationToken ct)
    {
        var found = group == 0 && _first is not null ? _first : await ReadAsync(group, ct);
        _first = null;
        ChildSubmission[] children = [.. found.Values];
        Array.Sort(children, static (one, other) => string.CompareOrdinal(one.LocalId, other.LocalId));
        return children;
    }

    /// <summary>Whether a table has rows that cannot be read, not even whose they are.</summary>
    public bool HasAnonymousRejected(Table table) => _rejected.Exists(row => row.Table == table && row.Child is null);

    /// <summary>Takes what the hub has of Header for an upload that brings none of it, so that it is looked at across children all the same.</summary>
    public void Keep(IEnumerable<HeaderRow> headers)
    {
        foreach (var row in headers)
        {
            _headers.Add(row);
        }
    }

    /// <summary>The breaks that only show across children, such as one pupil number on two of them.</summary>
    public IReadOnlyList<Finding> CheckAcrossChildren(RuleRun run) => run.CheckAcrossChildren(_headers);

    private async Task<Dictionary<string, ChildSubmission>> ReadAsync(int group, CancellationToken ct)
    {
        var isFirstTime = _present.Count == 0;
        var children = new Dictionary<string, ChildSubmission>(StringComparer.Ordinal);
        var tables = new Dictionary<Table, string>();
        (string? Child, ChildSubmission? Of) last = default;

        // Reading runs ahead of grouping, on a thread of its own while there is one.
        var pieces = Channel.CreateBounded<Piece>(PiecesAhead);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reading = Task.Run(() => ReadAheadAsync(pieces.Writer, failed.Token), CancellationToken.None);
        try
        {
            await foreach (var (file, reader, rows) in pieces.Reader.ReadAllAsync(ct))
            {
                switch (rows)
                {
                    case null:
                        End(reader);
                        break;
                    case []:
                        Begin(file, reader);
                        break;
                    default:
                        TakeAll(rows);
                        break;
                }
            }
        }
        finally
        {
            await failed.CancelAsync();
            await reading;
        }

        _present.UnionWith(tables.Keys);
        return children;

        void Begin(string file, ReturnReader reader)
        {
            foreach (var table in reader.Tables)
            {
                if (!tables.TryAdd(table, file))
                {
                    throw new UnreadableReturnException(
                        "two-files-for-one-table", $"{tables[table]} and {file} both have the columns of {table}: hand in one file for each table.");
                }
            }
        }

        void TakeAll(List<ReturnRow> rows)
        {
            foreach (var row in rows)
            {
                Take(row);
                if (isFirstTime && row.Table == Table.Header)
                {
                    _headers.Add(row);
                    Demand(_headers.RowCount);
                }
            }

            RowCount += isFirstTime ? rows.Count : 0;
        }

        void End(ReturnReader reader)
        {
            foreach (var row in reader.Rejected)
            {
                if (row.Child is { } child)
                {
                    Of(child)?.Rejected.Add(row);
                }
            }

            if (isFirstTime)
            {
                _rejected.AddRange(reader.Rejected);
            }
        }

        void Take(ReturnRow row)
        {
            if (Of(row.Child) is { } submission)
            {
                submission.Rows.Add(row);
                if (submission.Rows.Count > ChildRows.MostRows)
                {
                    throw new UnreadableReturnException("too-many-rows-of-a-child", $"The files have more than {ChildRows.MostRows} rows of one child: look for rows that all have the same CHILD by mistake.");
                }
            }
        }

        ChildSubmission? Of(string child)
        {
            // A file mostly lists a child's rows together.
            if (last.Child != child)
            {
                last = (child, Find(child));
            }

            return last.Of;
        }

        ChildSubmission? Find(string child)
        {
            if (isFirstTime && _children.Add(child))
            {
                Demand(_children.Count);
            }

            if (GroupOf(child) != group)
            {
                return null;
            }

            if (!children.TryGetValue(child, out var submission))
            {
                children.Add(child, submission = new ChildSubmission(child));
            }

            return submission;
        }
    }

    /// <summary>Reads the files one after the other, a few pieces ahead of whoever takes them.</summary>
    private async Task ReadAheadAsync(ChannelWriter<Piece> to, CancellationToken ct)
    {
        try
        {
            foreach (var (ordinal, name) in _files)
            {
                await using var bytes = new StagedFileStream(_database, _importId, ordinal);
                var reader = await ReturnReader.OpenAsync(bytes, name, _map, ct);
                await to.WriteAsync(new Piece(name, reader, []), ct);
                for (var rows = new List<ReturnRow>(); await reader.ReadRowsAsync(rows, ct); rows = new List<ReturnRow>(rows.Count))
                {
                    if (rows.Count > 0)
                    {
                        await to.WriteAsync(new Piece(name, reader, rows), ct);
                    }
                }

                await to.WriteAsync(new Piece(name, reader, null), ct);
            }

            to.Complete();
        }
        catch (Exception exception)
        {
            to.Complete(exception);
        }
    }

    private static void Demand(int children)
    {
        if (children > MostChildren)
        {
            throw new UnreadableReturnException(
                "too-many-children", $"The files name more than {MostChildren} children, or have as many rows of Header, which no council's return has: look for a CHILD that was filled from another column.");
        }
    }

    /// <summary>The same in every process, unlike the hash of a string.</summary>
    private int GroupOf(string child)
    {
        if (Count == 1)
        {
            return 0;
        }

        var hash = 2166136261u;
        foreach (var letter in child)
        {
            hash = (hash ^ letter) * 16777619u;
        }

        return (int)(hash % (uint)Count);
    }

    /// <summary>A part of a file: its beginning without a row, rows of it, or, without even a list of rows, its end, when it is known what was rejected.</summary>
    private sealed record Piece(string File, ReturnReader Reader, List<ReturnRow>? Rows);
}
