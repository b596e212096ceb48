using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.LocalityHub.Changes;

/// <summary>
/// The way back: the children whose record changed since a cursor, as they are now, in the order of the transactions that changed them.
/// A child that changed twice comes once; one whom the hub has forgotten comes a last time as gone. Nothing is passed over: a change is told when every
/// transaction that began before its own has ended.
/// </summary>
internal static class ReadChanges
{
    public sealed record Milestone(string Kind, DateOnly Date, string Source);

    /// <param name="ChildId">The hub's id of the child.</param>
    /// <param name="LocalId">The council's own.</param>
    /// <param name="Version">Rises with each change.</param>
    /// <param name="Stage">Where the plan stands.</param>
    /// <param name="Held">Some return waits to be mended.</param>
    /// <param name="UpdatedAt">When it changed.</param>
    /// <param name="Milestones">The child's steps.</param>
    /// <param name="Gone">The hub has no such child any more: an undo, a purge or an erasure took the record away.</param>
    public sealed record Change(
        Guid ChildId, string LocalId, long Version, ChildStage? Stage, bool Held, DateTimeOffset UpdatedAt, IReadOnlyList<Milestone> Milestones, bool Gone = false);

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
        var from = start.ChangedIn.ToString(CultureInfo.InvariantCulture);

        // One bound for both tables: of two, the later could let the reader pass what the earlier kept back.
        var until = await db.Database.SqlQuery<string>($"select pg_snapshot_xmin(pg_current_snapshot())::text as \"Value\"").SingleAsync(ct);
        var children = await db.Children.FromSql(
                $"""
                select * from child
                where (changed_in, id) > ({from}::xid8, {start.ChildId}) and changed_in < {until}::xid8
                """)
            .AsNoTracking().OrderBy(child => child.ChangedIn).ThenBy(child => child.Id).Take(take + 1).ToListAsync(ct);
        var gone = await db.ForgottenChildren.FromSql(
                $"""
                select * from forgotten_child
                where (changed_in, child_id) > ({from}::xid8, {start.ChildId}) and changed_in < {until}::xid8
                """)
            .AsNoTracking().OrderBy(child => child.ChangedIn).ThenBy(child => child.ChildId).Take(take + 1).ToListAsync(ct);
        var found = children.Select(child => (child.ChangedIn, child.Id, Child: (Child?)child, Gone: (ForgottenChild?)null))
            .Concat(gone.Select(child => (child.ChangedIn, Id: child.ChildId, Child: (Child?)null, Gone: (ForgottenChild?)child)))
            .OrderBy(each => each.ChangedIn).ThenBy(each => each.Id).ToList();
        var page = found.Take(take).ToList();
        Guid[] ids = [.. page.Select(each => each.Id)];
        var milestones = (await db.Milestones.AsNoTracking().Where(milestone => ids.Contains(milestone.ChildId)).OrderBy(milestone => milestone.Ordinal).ToListAsync(ct))
            .ToLookup(milestone => milestone.ChildId, milestone => new Milestone(milestone.Kind.Name(), milestone.Date, milestone.Source.Name()));
        audit.About(ids);
        var end = page is [.., var last] ? new Place(epoch, last.ChangedIn, last.Id) : start;
        return TypedResults.Ok(new Response(
            [
                .. page.Select(each => each.Child is { } child
                    ? new Change(child.Id, child.LocalId, child.Version, child.Stage, child.Held, child.UpdatedAt, [.. milestones[child.Id]])
                    : new Change(each.Gone!.ChildId, each.Gone.LocalId, each.Gone.Version, null, false, each.Gone.ForgottenAt, [], Gone: true)),
            ],
            Cursor.Encode<Place?>(end)!,
            found.Count > take));
    }
}
