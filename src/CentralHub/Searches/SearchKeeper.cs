using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts.FamilyFinding;
using Partnership.Matching;

namespace Partnership.CentralHub.Searches;

/// <summary>Keeps the row of each search: whether it is run, for whom, and how long it has gone on.</summary>
internal sealed class SearchKeeper(CentralHubDbContext db, TimeProvider clock)
{
    /// <summary>Brings rows up to date with the region, and returns those of searches that there are.</summary>
    /// <param name="index">The region now.</param>
    /// <param name="keys">Which; null for all, those that are no more included.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Dictionary<Guid, SearchRow>> KeepAsync(RegionIndex index, IReadOnlyCollection<SearchKey>? keys, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var ids = keys?.Select(key => key.Reference).ToArray();
        var rows = await db.Searches.Where(row => ids == null ? row.EndedAt == null : ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, ct);
        var searches = (keys ?? [.. index.Searches.Select(search => search.Key)]).Select(index.Find).OfType<Search>().ToDictionary(search => search.Key.Reference);
        if (ids is null)
        {
            // Ended before, and there again: a child that was searched for with others and is searched for alone once more.
            var missing = searches.Keys.Where(id => !rows.ContainsKey(id)).ToArray();
            foreach (var row in await db.Searches.Where(row => missing.Contains(row.Id)).ToListAsync(ct))
            {
                rows.Add(row.Id, row);
            }
        }

        foreach (var (id, row) in rows)
        {
            if (!searches.ContainsKey(id) && row.EndedAt is null)
            {
                (row.EndedAt, row.State, row.LiveLinks) = (now, SearchState.None, 0);

                // Should it come back, all of that begins anew.
                (row.IncompleteSince, row.EarlyPermanenceAskedAt, row.EarlyPermanenceListedAt) = (null, null, null);
                Count(row, now);
                await db.SearchCandidates.Where(candidate => candidate.Search == id).ExecuteDeleteAsync(ct);
            }
        }

        await KeepChildrenAsync([.. rows.Keys, .. searches.Keys.Except(rows.Keys)], searches, ct);
        var live = await LiveLinksAsync([.. searches.Keys], ct);
        foreach (var (id, search) in searches)
        {
            if (!rows.TryGetValue(id, out var row))
            {
                rows[id] = row = new SearchRow { Id = id, Of = search.Key.Of, OpenedAt = now };
                db.Add(row);
            }

            row.EndedAt = null;
            row.State = search.State;
            var councils = search.Key.Of == SearchOf.Group ? index.CouncilsOf(id).Select(council => (short)council.Number) : [];
            if (!councils.SequenceEqual(row.Joined))
            {
                row.Joined = [.. councils];
            }

            row.Number = search.Number;
            row.HubCounts = search.Children.Max(child => child.Searched);
            Follow(row, live.GetValueOrDefault(id), now);
            Count(row, now);
            AskForEarlyPermanence(row, search, now);
            row.IncompleteSince = row.State == SearchState.Incomplete ? row.IncompleteSince ?? now : null;
        }

        return rows.Where(row => row.Value.EndedAt is null).ToDictionary();
    }

    /// <summary>When the last live link has come to an end, the count without a link begins anew.</summary>
    private static void Follow(SearchRow row, int live, DateTimeOffset now)
    {
        if (row.LiveLinks > 0 && live == 0)
        {
            row.Period++;
            (row.CountedSeconds, row.CountingSince) = (0, now);
        }

        row.LiveLinks = live;
    }

    private async Task<Dictionary<Guid, int>> LiveLinksAsync(Guid[] searches, CancellationToken ct) => await db.Links
        .Where(link => searches.Contains(link.Search) && link.State != LinkState.Matched && link.State != LinkState.NotProgressed)
        .GroupBy(link => link.Search)
        .Select(links => new { links.Key, Live = links.Count() })
        .ToDictionaryAsync(links => links.Key, links => links.Live, ct);

    /// <summary>
    /// Notes that the first list for early permanence is there: with a household on it, or with no question left that could bring one.
    /// </summary>
    public void NoteEarlyPermanence(RegionIndex index, IEnumerable<SearchRow> rows)
    {
        foreach (var row in rows.Where(row => row is { EarlyPermanenceAskedAt: not null, EarlyPermanenceListedAt: null }))
        {
            if (row.Feasible || index.Unanswered(row.Key, SearchLists.Length).Count == 0)
            {
                row.EarlyPermanenceListedAt = clock.GetUtcNow();
            }
        }
    }

    /// <summary>
    /// Whether the time without a link runs: for a search without a live link that its council lets go on. Also for one that is not run, since a member is
    /// not known or a precondition of early permanence not recorded: nobody would hear otherwise that the child is not looked for.
    /// </summary>
    private static void Count(SearchRow row, DateTimeOffset now)
    {
        var counts = row.State is SearchState.Open or SearchState.Incomplete or SearchState.NotSearchable && row.LiveLinks == 0;
        if (counts && row.CountingSince is null)
        {
            row.CountingSince = now;
        }
        else if (!counts && row.CountingSince is { } since)
        {
            row.CountedSeconds += (long)(now - since).TotalSeconds;
            row.CountingSince = null;
        }
    }

    private static void AskForEarlyPermanence(SearchRow row, Search search, DateTimeOffset now)
    {
        row.EarlyPermanence = search.IsEarlyPermanence;

        // Only an open one has every precondition.
        var asked = search is { IsEarlyPermanence: true, State: SearchState.Open };
        if (asked)
        {
            row.EarlyPermanenceAskedAt ??= now;
        }
        else
        {
            (row.EarlyPermanenceAskedAt, row.EarlyPermanenceListedAt) = (null, null);
        }
    }

    private async Task KeepChildrenAsync(Guid[] ids, Dictionary<Guid, Search> searches, CancellationToken ct)
    {
        var kept = await db.SearchChildren.Where(child => ids.Contains(child.Search)).ToListAsync(ct);
        var known = kept.Select(child => (child.Search, child.Child)).ToHashSet();
        var now = searches.SelectMany(search => search.Value.Children.Select(child => (Search: search.Key, child.Reference, child.Council))).ToList();
        var wanted = now.Select(child => (child.Search, child.Reference)).ToHashSet();
        db.RemoveRange(kept.Where(child => searches.ContainsKey(child.Search) && !wanted.Contains((child.Search, child.Child))));
        db.AddRange(now.Where(child => !known.Contains((child.Search, child.Reference)))
            .Select(child => new SearchChild { Search = child.Search, Child = child.Reference, Council = (short)child.Council.Number }));
    }
}
