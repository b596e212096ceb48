using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.LocalityHub.Changes;

/// <summary>
/// The way back: the children whose record changed since a cursor, as they are now, in the order of the transactions that changed them.
/// A child that changed twice comes once. Nothing is passed over: a change is told when every transaction that began before its own
/// has ended.
/// </summary>
internal static class ReadChanges
{
    public sealed record Milestone(string Kind, DateOnly Date, string Source);

    public sealed record Change(Guid ChildId, string LocalId, long Version, ChildStage? Stage, bool Held, DateTimeOffset UpdatedAt, IReadOnlyList<Milestone> Milestones);

    /// <param name="Items">The changes.</param>
    /// <param name="After">Where to go on from, now or tomorrow: keep it.</param>
    /// <param name="More">Whether there is more to read at once.</param>
    public sealed record Response(IReadOnlyList<Change> Items, string After, bool More);

    /// <summary>Where a reader stands. After a restore from backup the numbers of transactions begin anew, and the reader with them.</summary>
    private sealed record Place(int Epoch, ulong ChangedIn, Guid ChildId);

    public static async Task<Ok<Response>> HandleAsync(
        LocalityHubDbContext db, AuditTrail audit, CancellationToken ct, string? after = null, int? limit = null)
    {
        var take = new PageRequest { Limit = limit }.Size;
        var epoch = await db.HubStates.Select(state => state.Epoch).SingleAsync(ct);
        var start = Cursor.Decode<Place?>(after) is { } place && place.Epoch == epoch ? place : new Place(epoch, 0, Guid.Empty);
        var found = await db.Children.FromSql(
                $"""
                select * from child
                where (changed_in, id) > ({start.ChangedIn.ToString(System.Globalization.CultureInfo.InvariantCulture)}::xid8, {start.ChildId})
                    and changed_in < pg_snapshot_xmin(pg_current_snapshot())
                """)
            .AsNoTracking().OrderBy(child => child.ChangedIn).ThenBy(child => child.Id).Take(take + 1).ToListAsync(ct);
        var page = found.Take(take).ToList();
        Guid[] ids = [.. page.Select(child => child.Id)];
        var milestones = (await db.Milestones.AsNoTracking().Where(milestone => ids.Contains(milestone.ChildId)).OrderBy(milestone => milestone.Ordinal).ToListAsync(ct))
            .ToLookup(milestone => milestone.ChildId);
        audit.About(ids);
        var end = page is [.., var last] ? new Place(epoch, last.ChangedIn, last.Id) : start;
        return TypedResults.Ok(new Response(
            [.. page.Select(child => new Change(
                child.Id, child.LocalId, child.Version, child.Stage, child.Held, child.UpdatedAt,
                [.. milestones[child.Id].Select(each => new Milestone(each.Kind.Name(), each.Date, each.Source.Name()))]))],
            Cursor.Encode<Place?>(end)!,
            found.Count > take));
    }
}
