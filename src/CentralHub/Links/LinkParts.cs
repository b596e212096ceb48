using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.CentralHub.Links;

/// <summary>
/// Follows what becomes of each child of a link by itself. Brothers and sisters who are matched together move in on different days, and a match may fall through for
/// one of them: what is asked and counted of the one ends, and the link goes on for the others. The match itself is the link's (<see cref="LinkDecisions"/>).
/// </summary>
internal sealed class LinkParts(CentralHubDbContext db, LinkBook book, LinkDecisions decisions, TimeProvider clock)
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

        var (before, said) = (child.Stands, child.Part);
        (child.Part, child.RestrictedTo, child.PartEpoch, child.PartVersion) = (stated.Part, stated.RestrictedTo, stated.Epoch, stated.Version);
        Follow(child, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        if (child.Stands != before)
        {
            await FollowAsync(link, child, before, ct);
        }

        // Of brothers and sisters it is by this alone that the centre knows whose match has been decided.
        if (link.State == LinkState.Matched && child.Part != said && child.Part != ChildsPart.Left)
        {
            await decisions.EndOthersAsync(link, ct);
        }
    }

    private async Task FollowAsync(Link link, LinkChild child, ChildsPart before, CancellationToken ct)
    {
        await book.CountAsync(link, ct);
        if (child.Part == ChildsPart.Left)
        {
            await LeaveAsync(link, child, ct);
        }
        else if (before == ChildsPart.Left)
        {
            await decisions.ReturnAsync(link, child.Council, ct);
        }

        await book.NoteAsync(link, new StepTaken(LinkSide.Child, child.Council, null, link.State, link.State, Taken: true), ct);
    }

    /// <summary>
    /// Children who are searched for with the others no more, before any match: the link goes on without them, and where none of a council's is left, without that
    /// council. What the others' councils have taken or decided counts by itself from then on.
    /// </summary>
    public async Task LeaveSearchAsync(Link link, IReadOnlyCollection<Guid> gone, CancellationToken ct)
    {
        var leaving = await db.LinkChildren.Where(each => each.Link == link.Id && gone.Contains(each.Child)).ToListAsync(ct);
        leaving.ForEach(child => child.Part = ChildsPart.Left);
        await db.SaveChangesAsync(ct);
        await book.CountAsync(link, ct);
        foreach (var child in leaving)
        {
            await LeaveAsync(link, child, ct);
        }

        await book.NoteAsync(link, new StepTaken(LinkSide.None, null, null, link.State, link.State, Taken: true), ct);
        await db.SaveChangesAsync(ct);

        // Its hub has been told that they are out, and is told no more.
        var left = leaving.Select(child => child.Council).Distinct().ToArray();
        var withoutAny = db.LinkParties.Where(party => party.Link == link.Id && party.Side == LinkSide.Child && left.Contains(party.Council)
            && !db.LinkChildren.Any(each => each.Link == link.Id && each.Council == party.Council && each.Part != ChildsPart.Left));
        foreach (var party in await withoutAny.ToListAsync(ct))
        {
            db.Remove(party);
            foreach (var worker in await db.LinkWorkers.Where(worker => worker.Link == link.Id && worker.Side == LinkSide.Child && worker.Council == party.Council && worker.Until == null).ToListAsync(ct))
            {
                worker.Until = clock.GetUtcNow();
            }
        }

        await db.SaveChangesAsync(ct);
        await decisions.GoOnAsync(link, ct);
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

    private async Task LeaveAsync(Link link, LinkChild child, CancellationToken ct)
    {
        var hasAnother = await db.LinkChildren.AnyAsync(each => each.Link == link.Id && each.Council == child.Council && each.Child != child.Child && each.Part != ChildsPart.Left, ct);
        await (hasAnother ? book.LeaveAsync(link, child.Child, ct) : book.LeaveAsync(link, child.Council, ct));
    }
}
