using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
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
        foreach (var (search, length) in due.Where(each => told.GetValueOrDefault((each.Search.Id, each.Search.Period)) < each.Length))
        {
            db.Add(new SearchEscalation { Search = search.Id, Period = search.Period, Length = length, At = now, Feasible = search.Feasible });
            foreach (var child in index.Find(search.Key)!.Children)
            {
                db.Publish(new EscalateSearch(Guid.CreateVersion7(), child.Council, child.Reference, length, search.Feasible));
            }
        }
    }
}
