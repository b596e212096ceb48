using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Matching;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.CentralHub.Searches;

/// <summary>A council's own searches: how long each has gone on, and what has come of it.</summary>
internal static class ReadSearches
{
    /// <summary>A list for early permanence must be there within this time.</summary>
    internal static readonly TimeSpan EarlyPermanenceWithin = TimeSpan.FromHours(1);

    /// <param name="Search">The child, or the group that is searched for together.</param>
    /// <param name="Kind">together or alone.</param>
    /// <param name="State">Whether it is run, and why not.</param>
    /// <param name="Children">The council's own children in it.</param>
    /// <param name="Number">How many children are to be placed together.</param>
    /// <param name="Without">How long without a live link; none while there is one, or while the search rests.</param>
    /// <param name="LiveLinks">Links that are neither matched nor not progressed.</param>
    /// <param name="Feasible">Whether any household is on the list.</param>
    /// <param name="ListedAt">When the list last became another one (UTC).</param>
    /// <param name="Escalations">When the owners of its children were told that it is without a link.</param>
    /// <param name="EarlyPermanence">When early permanence was asked for, and when its list was there; null when it is not asked for.</param>
    /// <param name="Alarms">What the owners of the council's own children in it were told besides: a list that is late, a group that lacks a child.</param>
    internal sealed record Entry(
        Guid Search,
        SearchKind Kind,
        SearchState State,
        IReadOnlyList<Guid> Children,
        ChildCounts Number,
        SearchLength Without,
        int LiveLinks,
        bool Feasible,
        DateTimeOffset? ListedAt,
        IReadOnlyList<Escalated> Escalations,
        EarlyPermanenceList? EarlyPermanence,
        IReadOnlyList<Alarm> Alarms);

    /// <param name="Length">How long it was without a link.</param>
    /// <param name="At">When its children's hubs were told (UTC).</param>
    /// <param name="Feasible">Whether any household was on the list then.</param>
    internal sealed record Escalated(SearchLength Length, DateTimeOffset At, bool Feasible);

    /// <param name="Child">The child.</param>
    /// <param name="Cause">search-list-late or group-incomplete.</param>
    /// <param name="Since">Since when it had been so (UTC).</param>
    /// <param name="RaisedAt">When the child's hub was told (UTC).</param>
    /// <param name="OverAt">When it was told that it is over (UTC); null while it is not.</param>
    internal sealed record Alarm(Guid Child, SearchAlarmCause Cause, DateTimeOffset Since, DateTimeOffset RaisedAt, DateTimeOffset? OverAt);

    /// <param name="AskedAt">When it was asked for with every precondition (UTC).</param>
    /// <param name="ListedAt">When its first list was there (UTC).</param>
    /// <param name="Late">Whether it was, or is, not there within the hour.</param>
    internal sealed record EarlyPermanenceList(DateTimeOffset AskedAt, DateTimeOffset? ListedAt, bool Late);

    internal static async Task<Ok<Page<Entry>>> HandleAsync(
        [AsParameters] PageRequest page, CentralHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var after = page.After<Guid>();
        var rows = await db.Searches.AsNoTracking().Where(search => search.EndedAt == null && search.Id > after).OrderBy(search => search.Id).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, search => search.Id);
        var entries = await ShowAsync(db, found.Items, clock.GetUtcNow(), ct);
        audit.About(entries.SelectMany(entry => entry.Children));
        return TypedResults.Ok(new Page<Entry>(entries, found.Next));
    }

    internal static async Task<IReadOnlyList<Entry>> ShowAsync(CentralHubDbContext db, IReadOnlyList<SearchRow> searches, DateTimeOffset now, CancellationToken ct)
    {
        var ids = searches.Select(search => search.Id).ToArray();
        var children = (await db.SearchChildren.AsNoTracking().Where(child => ids.Contains(child.Search)).ToListAsync(ct)).ToLookup(child => child.Search, child => child.Child);
        var escalations = (await db.SearchEscalations.AsNoTracking().Where(told => ids.Contains(told.Search)).OrderBy(told => told.At).ToListAsync(ct)).ToLookup(told => told.Search);
        var alarms = (await db.SearchAlarms.AsNoTracking().Where(told => ids.Contains(told.Search)).OrderBy(told => told.RaisedAt).ThenBy(told => told.Child).ToListAsync(ct))
            .ToLookup(told => told.Search);
        return
        [
            .. searches.Select(search => new Entry(
                search.Id,
                search.Of.Kind(),
                search.State,
                [.. children[search.Id].Order()],
                search.Number,
                search.WithoutLink(now),
                search.LiveLinks,
                search.Feasible,
                search.ListedAt,
                [.. escalations[search.Id].Select(told => new Escalated(told.Length, told.At, told.Feasible))],
                search.EarlyPermanenceAskedAt is { } asked
                    ? new EarlyPermanenceList(asked, search.EarlyPermanenceListedAt, (search.EarlyPermanenceListedAt ?? now) - asked > EarlyPermanenceWithin)
                    : null,
                [.. alarms[search.Id].Select(told => new Alarm(told.Child, told.Cause, told.Since, told.RaisedAt, told.OverAt))])),
        ];
    }
}
