using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Partnership.CentralHub.Indicators;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Tracker;

namespace Partnership.CentralHub.Releases;

/// <summary>Cuts new editions of the cells that may change, and writes the figures that outside readers see when they first ask for them.</summary>
internal sealed class EditionCutter(
    CentralHubDbContext db, Region region, IOptions<IndicatorSettings> indicators, TimeProvider clock)
{
    // Any number: nothing is cut or let out while somebody reads, or that reader could take in two releases at once.
    private const long LockKey = 0x5245_4C45_4153_4531;

    /// <summary>Whether everything received was looked at for a release.</summary>
    internal static async Task<bool> IsSettledAsync(CentralHubDbContext db, CancellationToken ct) =>
        await db.Events.MaxAsync(log => (long?)log.Id, ct) == await db.ReleaseStates.Select(state => (long?)state.LastEventId).SingleOrDefaultAsync(ct);

    /// <summary>
    /// Prepares an answer: lets the newest editions out that nobody has seen yet. While events arrive they stay in: what comes next may
    /// still be pooled with them.
    /// </summary>
    /// <param name="tracker">Whether the tracker is asked for; otherwise the indicators of the years given.</param>
    /// <param name="from">The first year ended.</param>
    /// <param name="to">The last year ended.</param>
    /// <param name="ct">Gives up.</param>
    internal async Task LetOutAsync(bool tracker, short from, short to, CancellationToken ct)
    {
        var unseen = db.Editions.Where(edition => !edition.Served && (tracker
            ? edition.Kind == CellKind.Tracker
            : edition.Kind != CellKind.Tracker && edition.Key >= from && edition.Key <= to));
        if (await unseen.AnyAsync(ct) && await IsSettledAsync(db, ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LockKey})", ct);
            if (await unseen.ExecuteUpdateAsync(update => update.SetProperty(edition => edition.Served, true), ct) > 0)
            {
                await WriteFiguresAsync(ct);
            }

            await transaction.CommitAsync(ct);
        }
    }

    /// <summary>Holds releases back until the transaction ends: who reads meanwhile sees one state of them.</summary>
    internal Task HoldAsync(CancellationToken ct) => db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock_shared({LockKey})", ct);

    internal async Task CutAsync(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LockKey})", ct);
        var lastEvent = await db.Events.MaxAsync(log => (long?)log.Id, ct);
        var live = await LiveAsync(ct);
        var (current, rows) = await NewestAsync(db.Editions, ct);
        var changed = false;
        foreach (var cell in live.Keys.Union(current.Keys))
        {
            var children = live.GetValueOrDefault(cell) ?? [];
            if (!IsSame(current.GetValueOrDefault(cell, Edition.Empty).Children, children))
            {
                changed |= await CutAsync(cell, children, current, rows.GetValueOrDefault(cell), ct);
            }
        }

        await NoteAsync(lastEvent ?? 0, changed, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Writes the released figures anew from the editions: what a rebuild does, without cutting anything.</summary>
    internal async Task RewriteFiguresAsync(CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LockKey})", ct);
        await WriteFiguresAsync(ct);
    }

    private static bool IsSame(IReadOnlyDictionary<Guid, Contribution> one, Dictionary<Guid, Contribution> other) =>
        one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out var child) && child == pair.Value);

    private async Task<bool> CutAsync(
        Cell cell, Dictionary<Guid, Contribution> children, Dictionary<Cell, Edition> current, EditionRow? newest, CancellationToken ct)
    {
        var served = await ServedAsync(cell, ct);
        var last = served.Count == 0 ? Edition.Empty : served[^1];
        var next = ReleaseRule.Next(served, children);
        var unseen = newest is { Served: false };
        if (next is null && unseen && IsSame(last.Children, children))
        {
            // Nobody saw the newest edition and it is no longer true, but the one before it is.
            next = last;
        }

        if (next is null || (IsSame(next.Children, current.GetValueOrDefault(cell, Edition.Empty).Children.ToDictionary()) && newest is not null))
        {
            return false;
        }

        if (unseen)
        {
            await db.EditionChildren.Where(row => row.EditionId == newest!.Id).ExecuteDeleteAsync(ct);
            await db.EditionCouncils.Where(row => row.EditionId == newest!.Id).ExecuteDeleteAsync(ct);
            await db.Editions.Where(row => row.Id == newest!.Id).ExecuteDeleteAsync(ct);
        }

        if (!ReferenceEquals(next, last))
        {
            await InsertAsync(cell, next, last, ct);
        }

        current[cell] = next;
        return true;
    }

    private async Task<Dictionary<Cell, Dictionary<Guid, Contribution>>> LiveAsync(CancellationToken ct)
    {
        var cells = new Dictionary<Cell, Dictionary<Guid, Contribution>>();
        await foreach (var fact in db.States.AsNoTracking().AsAsyncEnumerable().WithCancellation(ct))
        {
            foreach (var (cell, child) in Contributions.Of(fact, indicators.Value.CountWaiting))
            {
                if (!cells.TryGetValue(cell, out var children))
                {
                    cells[cell] = children = [];
                }

                children.Add(child.Reference, child);
            }
        }

        return cells;
    }

    private async Task<(Dictionary<Cell, Edition> Editions, Dictionary<Cell, EditionRow> Rows)> NewestAsync(
        IQueryable<EditionRow> editions, CancellationToken ct)
    {
        var newest = await editions.AsNoTracking()
            .Where(edition => !editions.Any(later => later.Kind == edition.Kind && later.Key == edition.Key && later.Id > edition.Id))
            .ToListAsync(ct);
        var loaded = await LoadAsync(newest, ct);
        return (
            newest.ToDictionary(edition => new Cell(edition.Kind, edition.Key), edition => loaded[edition.Id]),
            newest.ToDictionary(edition => new Cell(edition.Kind, edition.Key)));
    }

    private async Task<List<Edition>> ServedAsync(Cell cell, CancellationToken ct)
    {
        var rows = await db.Editions.AsNoTracking()
            .Where(edition => edition.Kind == cell.Kind && edition.Key == cell.Key && edition.Served)
            .OrderBy(edition => edition.Id)
            .ToListAsync(ct);
        var loaded = await LoadAsync(rows, ct);
        return [.. rows.Select(row => loaded[row.Id])];
    }

    private async Task<Dictionary<long, Edition>> LoadAsync(List<EditionRow> editions, CancellationToken ct)
    {
        var ids = editions.Select(edition => edition.Id).ToArray();
        var children = (await db.EditionChildren.AsNoTracking().Where(child => ids.Contains(child.EditionId)).ToListAsync(ct))
            .ToLookup(child => child.EditionId, child => new Contribution(child.Reference, child.Council, child.Value, child.Gap));
        var pooled = (await db.EditionCouncils.AsNoTracking().Where(council => ids.Contains(council.EditionId) && council.Pooled).ToListAsync(ct))
            .ToLookup(council => council.EditionId, council => council.Council);
        return ids.ToDictionary(id => id, id => new Edition(children[id].ToDictionary(child => child.Reference), pooled[id].ToFrozenSet()));
    }

    private async Task InsertAsync(Cell cell, Edition next, Edition last, CancellationToken ct)
    {
        var row = new EditionRow { Kind = cell.Kind, Key = cell.Key, CutAt = clock.GetUtcNow() };
        db.Editions.Add(row);
        await db.SaveChangesAsync(ct);

        db.EditionCouncils.AddRange(next.PartsSince(last).Select(part => new EditionCouncilRow
        {
            EditionId = row.Id,
            Council = part.Council,
            Pooled = part.Pooled,
            Children = part.Children,
            WithGap = part.WithGap,
            Changed = part.Changed,
            ChangedWithGap = part.ChangedWithGap,
        }));
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();

        // Not COPY, which a table with row-level security does not take.
        var children = next.Children.Values.ToList();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into edition_child (edition_id, reference, council, value, gap)
            select {row.Id}, * from unnest(
                {children.ConvertAll(child => child.Reference).ToArray()}, {children.ConvertAll(child => child.Council).ToArray()},
                {children.ConvertAll(child => child.Value).ToArray()}, {children.ConvertAll(child => child.Gap).ToArray()})
            """,
            ct);
    }

    private async Task WriteFiguresAsync(CancellationToken ct)
    {
        var (editions, _) = await NewestAsync(db.Editions.Where(edition => edition.Served), ct);
        var years = editions.Keys.Where(cell => cell.Kind != CellKind.Tracker).Select(cell => (int)cell.Key).ToList();
        var windows = years.Count == 0 ? [] : Enumerable.Range(years.Min(), years.Max() - years.Min() + 3).Select(year => (short)year);
        await db.ReleasedFigures.ExecuteDeleteAsync(ct);
        await db.ReleasedTracker.ExecuteDeleteAsync(ct);
        db.ReleasedFigures.AddRange(IndicatorFigures.Of(editions, region.CouncilNumbers, windows));
        db.ReleasedTracker.AddRange(TrackerFigures.Of(editions, region.CouncilNumbers));
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
    }

    private async Task NoteAsync(long lastEvent, bool released, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into release_state (id, last_event_id, last_release_at) values (1, {lastEvent}, {(released ? now : (DateTimeOffset?)null)}::timestamptz)
            on conflict (id) do update set last_event_id = excluded.last_event_id,
                last_release_at = coalesce(excluded.last_release_at, release_state.last_release_at)
            """,
            ct);
    }
}
