using System.Buffers;
using Npgsql;
using Partnership.CaseData.Lists;
using Partnership.CaseData.Ssda903;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Milestones;

namespace Partnership.LocalityHub.Imports;

/// <summary>
/// Checks children of an upload and compares them with what the hub has. Imports run one at a time and alone write what is compared, so nothing needs a lock
/// yet. A child may be forgotten meanwhile: whoever writes the chunk looks again, under the locks, and has it prepared anew.
/// </summary>
internal sealed class ChunkPreparer
{
    private readonly NpgsqlConnection _connection;
    private readonly ClaimedImport _import;
    private readonly UploadGroups _upload;
    private readonly SubmissionRules _rules;
    private readonly byte[] _context;
    private readonly ArrayBufferWriter<byte> _text = new(4096);

    private ChunkPreparer(NpgsqlConnection connection, ClaimedImport import, UploadGroups upload, SubmissionRules rules)
    {
        _connection = connection;
        _import = import;
        _upload = upload;
        _rules = rules;
        _context = rules.Context;
    }

    /// <summary>The rules that are not checked for want of a list.</summary>
    public string[] NotChecked => _rules.NotChecked;

    public static async Task<ChunkPreparer> CreateAsync(
        NpgsqlConnection connection, ClaimedImport import, UploadGroups upload, ReferenceLists lists, CancellationToken ct)
    {
        var (now, last) = await TablesAsync(connection, import.Year, ct);
        now.UnionWith(upload.Present);
        if (!upload.Present.Contains(Table.Header))
        {
            upload.Keep(await StoredRows.PupilNumbersAsync(connection, import.Year, ct));
        }

        return new ChunkPreparer(connection, import, upload, new SubmissionRules(import, upload, now, last, lists));
    }

    /// <summary>The tables that imports have brought of a year, and of the one before it.</summary>
    private static async Task<(HashSet<Table> Now, HashSet<Table> Last)> TablesAsync(NpgsqlConnection connection, short year, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select coalesce(bit_or(tables) filter (where year = $1), 0), coalesce(bit_or(tables) filter (where year = $1 - 1), 0)
            from import where state = 2 and not is_dry and undoes is null and undone_at is null and year in ($1, $1 - 1)
            """,
            connection)
        {
            Parameters = { new() { Value = year } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        HashSet<Table> TablesIn(int column) => [.. Tables.All.Where(table => (reader.GetInt32(column) & (1 << (int)table)) != 0)];
        return (TablesIn(0), TablesIn(1));
    }

    public async Task<PreparedChild[]> PrepareAsync(ChildSubmission[] chunk, CancellationToken ct)
    {
        var ids = await ChildWrites.IdsAsync(_connection, Array.ConvertAll(chunk, child => child.LocalId), ct);
        var known = ids.ToDictionary(pair => pair.Value.Id, pair => pair.Key);
        var none = Array.Empty<ChildYear>().ToLookup(year => year.ChildId);
        var years = known.Count == 0 ? none : await ChildWrites.YearsAsync(_connection, [.. known.Keys], ct);
        var stored = known.Count == 0
            ? Array.Empty<StoredReturnRow>().ToLookup(row => row.ChildId)
            : await StoredRows.LoadAsync(_connection, known, _import.Year, _upload.Present, ct);
        return Array.ConvertAll(chunk, child => ids.TryGetValue(child.LocalId, out var found)
            ? Prepare(child, found.Id, isNew: false, found.HadPlan, [.. years[found.Id]], [.. stored[found.Id]])
            : Prepare(child, Guid.CreateVersion7(), isNew: true, hadPlan: false, [], []));
    }

    private PreparedChild Prepare(ChildSubmission child, Guid id, bool isNew, bool hadPlan, ChildYear[] years, StoredReturnRow[] stored)
    {
        var year = Array.Find(years, each => each.Year == _import.Year);
        foreach (var row in stored.Where(row => row.Year == _import.Year && row.Held == (year?.HeldImportId is not null)))
        {
            child.Keep(row.Row, row.ImportId);
        }

        child.Sort();
        // What last year's return said, held or not, is what this one is compared with; who the child is and where its plan stands only accepted rows tell.
        var previous = Array.Find(years, each => each.Year == _import.Year - 1);
        var (last, lastDigest) = LastYear(previous, Array.FindAll(stored, row => row.Year == _import.Year - 1));
        var otherYears = Array.FindAll(stored, row => row.Year != _import.Year && !row.Held);
        var digest = child.Digest([.. _context, .. lastDigest ?? []], _text);
        var verdict = _rules.Judge(child, id, hadPlan, otherYears, last);
        var held = verdict.HoldReasons.Length > 0;
        var same = held
            ? year?.HeldDigest is { } heldDigest && heldDigest.AsSpan().SequenceEqual(digest)
            : year is { Digest: { } accepted, HeldImportId: null } && accepted.AsSpan().SequenceEqual(digest);
        var facts = held || same
            ? null
            : ReturnFacts.Merge(otherYears.Select(row => (row.Row, (int)row.Year)).Concat(child.Rows.Select(row => (row, (int)_import.Year))));
        return new PreparedChild
        {
            Id = id,
            IsNew = isNew,
            Submission = child,
            Outcome = held ? Outcome.Held : isNew ? Outcome.New : same ? Outcome.Unchanged : Outcome.Updated,
            Changes = !same,
            Digest = digest,
            Findings = verdict.Findings,
            HoldReasons = verdict.HoldReasons,
            HeldByOtherYear = years.Any(each => each.Year != _import.Year && each.HeldImportId is not null),
            HasRowsOfYear = year is not null,
            IsNewestYear = !years.Any(each => each.Year > _import.Year && each.ImportId is not null),
            Facts = facts,
            Derived = isNew && facts is not null ? DerivedMilestones.Derive(id, facts, []) : null,
            SpeaksOfReversal = verdict.SpeaksOfReversal,
        };
    }

    /// <summary>
    /// The rows of the year before, as they were handed in last. Of a held return of which rows are missing, perhaps all, the accepted one that it stands
    /// beside; null where there is none, for then nobody can say what that return said.
    /// </summary>
    private static (StoredReturnRow[]? Rows, byte[]? Digest) LastYear(ChildYear? previous, StoredReturnRow[] stored)
    {
        var held = Array.FindAll(stored, row => row.Held);
        var accepted = Array.FindAll(stored, row => !row.Held);
        return previous switch
        {
            null or { HeldImportId: null } => (accepted, previous?.Digest),
            { HoldReasons: var reasons } when held.Length > 0 && !reasons.Contains(SubmissionRules.RejectedRow) => (held, previous.HeldDigest),
            { ImportId: not null } => (accepted, previous.Digest),
            _ => (null, previous.HeldDigest),
        };
    }
}
