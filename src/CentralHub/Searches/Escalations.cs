using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Matching;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Searches;

/// <summary>
/// Tells the hubs of a search's children that it has been without a link for 30, 60 or 90 days: once for each length, and again only when
/// a link has come and gone. A search that is longer already when it is first seen is told of at its length alone.
/// </summary>
internal sealed class Escalations(CentralHubDbContext db, TimeProvider clock)
{
    public async Task TellAsync(RegionIndex index, IReadOnlyCollection<SearchRow> searches, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var due = searches.Select(search => (Search: search, Length: search.WithoutLink(now))).Where(each => each.Length >= SearchLength.ThirtyDays).ToList();
        if (due.Count == 0)
        {
            return;
        }

        var ids = due.Select(each => each.Search.Id).ToArray();
        var told = (await db.SearchEscalations.AsNoTracking().Where(row => ids.Contains(row.Search)).ToListAsync(ct))
            .GroupBy(row => (row.Search, row.Period))
            .ToDictionary(rows => rows.Key, rows => rows.Max(row => row.Length));

        // Brothers and sisters come one by one. Who joins a search that was told of is told how long it is already: after 90 days nothing more would follow.
        var joined = db.ChangeTracker.Entries<SearchChild>().Where(entry => entry.State == EntityState.Added).Select(entry => (entry.Entity.Search, entry.Entity.Child)).ToHashSet();
        var waiting = joined.Count == 0 ? [] : await WaitingAsync(ct);
        foreach (var (search, length) in due)
        {
            var isNew = told.GetValueOrDefault((search.Id, search.Period)) < length;
            if (isNew)
            {
                db.Add(new SearchEscalation { Search = search.Id, Period = search.Period, Length = length, At = now, Feasible = search.Feasible });
            }

            foreach (var child in index.Find(search.Key)!.Children)
            {
                // One who left and has come back may have been told by a message that has not left yet.
                var id = IdOf(search.Id, search.Period, length, child.Reference);
                if (isNew || (joined.Contains((search.Id, child.Reference)) && !waiting.Contains(id)))
                {
                    db.Publish(new EscalateSearch(id, child.Council, child.Reference, length, search.Feasible));
                }
            }
        }
    }

    /// <summary>
    /// Tells a hub again at which length each of its searches was put before the owners last: each length is told once, and a hub that was restored may have
    /// forgotten it. Under the same id, so that a hub that knows it keeps it; one that has not left yet needs no repeating.
    /// </summary>
    public async Task RestateAsync(short council, CancellationToken ct)
    {
        var waiting = await WaitingAsync(ct);
        var told = await (
            from search in db.Searches.AsNoTracking()
            join escalation in db.SearchEscalations.AsNoTracking() on new { Search = search.Id, search.Period } equals new { escalation.Search, escalation.Period }
            join child in db.SearchChildren.AsNoTracking() on search.Id equals child.Search
            where search.EndedAt == null && child.Council == council
            select new { Escalation = escalation, child.Child }).ToListAsync(ct);
        foreach (var (child, last) in told.GroupBy(each => (each.Child, each.Escalation.Search)).Select(same => (same.Key.Child, same.Select(each => each.Escalation).MaxBy(each => each.Length)!)))
        {
            var id = IdOf(last.Search, last.Period, last.Length, child);
            if (!waiting.Contains(id))
            {
                db.Publish(new EscalateSearch(id, new CouncilCode(council), child, last.Length, last.Feasible));
            }
        }
    }

    /// <summary>What has not left yet.</summary>
    private async Task<HashSet<Guid>> WaitingAsync(CancellationToken ct) =>
        (await db.Database.SqlQuery<Guid>($"select aggregate_id as \"Value\" from outbox where name = 'escalate-search'").ToListAsync(ct)).ToHashSet();

    /// <summary>The same whenever it is told: who, in which search, how often that had lost its links before, and at which length.</summary>
    private static Guid IdOf(Guid search, int period, SearchLength length, Guid child) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{search} {period} {(int)length} {child}")).AsSpan(0, 16), bigEndian: true);
}
