using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.CentralHub.Links;

/// <summary>
/// Follows what becomes of each child of a link by itself. Brothers and sisters who are matched together move in on different days, and a match may fall through for
/// one of them: what is asked and counted of the one ends, and the link goes on for the others. The match itself is the link's (<see cref="LinkDecisions"/>).
/// </summary>
internal sealed class LinkParts(CentralHubDbContext db, LinkBook book, TimeProvider clock)
{
    public async Task ApplyAsync(ChildOfLinkStated stated, CancellationToken ct)
    {
        // A council speaks for its own children alone.
        if (await book.LockAsync(stated.Link, ct) is not { } link
            || await db.LinkChildren.SingleOrDefaultAsync(each => each.Link == link.Id && each.Child == stated.Child && each.Council == stated.Council.Number, ct) is not { } child
            || (stated.Epoch, stated.Version).CompareTo((child.PartEpoch ?? -1, child.PartVersion ?? -1)) <= 0)
        {
            return;
        }

        var before = child.Stands;
        (child.Part, child.RestrictedTo, child.PartEpoch, child.PartVersion) = (stated.Part, stated.RestrictedTo, stated.Epoch, stated.Version);
        Follow(child, clock.GetUtcNow());
        if (child.Stands == before)
        {
            return;
        }

        await db.SaveChangesAsync(ct);
        await CountAsync(link, ct);
        if (child.Part == ChildsPart.Left)
        {
            await LeaveAsync(link, child, ct);
        }

        await book.NoteAsync(link, new StepTaken(LinkSide.Child, child.Council, null, link.State, link.State, Taken: true), ct);
    }

    /// <summary>A placement that never was, or a match that holds again, leaves no day behind.</summary>
    private static void Follow(LinkChild child, DateTimeOffset now)
    {
        child.PlacedAt = child.Part switch
        {
            ChildsPart.MovedIn => child.PlacedAt ?? now,
            ChildsPart.Disrupted => child.PlacedAt,
            _ => null,
        };
        child.DisruptedAt = child.Part == ChildsPart.Disrupted ? child.DisruptedAt ?? now : null;
    }

    private async Task CountAsync(Link link, CancellationToken ct)
    {
        // That of whom nobody is left is how many it was for.
        link.Number = await db.LinkChildren.CountAsync(each => each.Link == link.Id && each.Part != ChildsPart.Left, ct) switch
        {
            0 => link.Number,
            1 => ChildCounts.One,
            2 => ChildCounts.Two,
            _ => ChildCounts.ThreeOrMore,
        };
    }

    private async Task LeaveAsync(Link link, LinkChild child, CancellationToken ct)
    {
        var hasAnother = await db.LinkChildren.AnyAsync(each => each.Link == link.Id && each.Council == child.Council && each.Child != child.Child && each.Part != ChildsPart.Left, ct);
        await (hasAnother ? book.LeaveAsync(link, child.Child, ct) : book.LeaveAsync(link, child.Council, ct));
    }
}
