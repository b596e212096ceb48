using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Disclosures;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Links;

/// <summary>
/// Changes links: each change raises the version, is one step in the book, and is told to every council of the link, all in the caller's
/// transaction. It works for requests, which see their own links alone, and for the system.
/// </summary>
internal sealed class LinkBook(CentralHubDbContext db, Ledger ledger, TimeProvider clock)
{
    /// <summary>Finds a link that the caller may see, and keeps others from changing it until the transaction ends.</summary>
    public async Task<Link?> LockAsync(Guid link, CancellationToken ct) =>
        await db.Links.FromSql($"select * from link where id = {link} for update").SingleOrDefaultAsync(ct);

    /// <summary>Opens a link that was proposed.</summary>
    public async Task OpenAsync(Link link, IReadOnlyCollection<LinkChild> children, Guid worker, CancellationToken ct)
    {
        // One after the other: the database takes children of the link's search alone, parties for these, and a step from a party.
        db.Add(link);
        await db.SaveChangesAsync(ct);
        db.AddRange(children);
        await db.SaveChangesAsync(ct);
        db.AddRange(children.Select(child => child.Council).Distinct().Select(council => new LinkParty
        {
            Link = link.Id, Council = council, Side = LinkSide.Child, Taken = LinkState.Proposed,
        }));
        db.Add(new LinkParty { Link = link.Id, Council = link.HouseholdCouncil, Side = LinkSide.Household });
        await db.SaveChangesAsync(ct);
        db.Add(new LinkStep
        {
            Link = link.Id,
            Version = 1,
            At = link.ProposedAt,
            Side = LinkSide.Child,
            Council = link.ProposedBy,
            Worker = worker,
            To = LinkState.Proposed,
            Taken = true,
        });
        Tell(link, children, Councils(link, children));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>
    /// Notes a step and tells of the link as it is now.
    /// </summary>
    /// <param name="link">The link, locked, with what the step changes of it changed already.</param>
    /// <param name="step">The step; its version is given here.</param>
    /// <param name="ct">Gives up.</param>
    public async Task NoteAsync(Link link, StepTaken step, CancellationToken ct)
    {
        link.Version++;
        link.ChangedAt = clock.GetUtcNow();
        db.Add(new LinkStep
        {
            Link = link.Id,
            Version = link.Version,
            At = link.ChangedAt,
            Side = step.Side,
            Council = step.Council,
            Worker = step.Worker,
            From = step.From,
            To = step.To,
            Taken = step.Taken,
            Reasons = step.Reasons,
        });
        var children = await db.LinkChildren.AsNoTracking().Where(child => child.Link == link.Id).ToListAsync(ct);

        // Whose children have left before a match is party no more, and hears nothing of what others make of it.
        var parties = await db.LinkParties.AsNoTracking().Where(party => party.Link == link.Id).Select(party => party.Council).ToListAsync(ct);
        Tell(link, children, Councils(link, children).Where(parties.Contains));
        RegisterDue.Mark(db, DueKind.Link, [link.Id]);
    }

    /// <summary>Ends a link without a match.</summary>
    public async Task EndAsync(Link link, NotProgressedReasons reasons, LinkSide side, short? council, Guid? worker, CancellationToken ct)
    {
        var from = link.State;
        (link.State, link.Reasons) = (LinkState.NotProgressed, reasons);
        link.FactsAtEnd = await FactsAsync(link, ct);
        await ledger.EndOfLinkAsync(link.Id, DisclosureEnd.LinkEnded, ct);
        await NoteAsync(link, new StepTaken(side, council, worker, from, LinkState.NotProgressed, Taken: true, reasons), ct);
    }

    /// <summary>Counts for how many children a link is: without those who have left it.</summary>
    public async Task CountAsync(Link link, CancellationToken ct)
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

    /// <summary>A link goes on without a council's children: what was released about them, or to their workers, has served.</summary>
    public Task LeaveAsync(Link link, short council, CancellationToken ct) => ledger.EndOfChildrenAsync(link.Id, council, ct);

    /// <summary>A link goes on without one of a council's children: what was released about it has served; what its workers read, for another of theirs, has not.</summary>
    public Task LeaveAsync(Link link, Guid child, CancellationToken ct) => ledger.EndOfChildAsync(link.Id, child, ct);

    /// <summary>States links as they are to one council: to a hub that may have forgotten them.</summary>
    public async Task RestateAsync(IReadOnlyCollection<Link> links, short council, CancellationToken ct)
    {
        var ids = links.Select(link => link.Id).ToArray();
        var children = (await db.LinkChildren.AsNoTracking().Where(child => ids.Contains(child.Link)).ToListAsync(ct)).ToLookup(child => child.Link);
        foreach (var link in links)
        {
            foreach (var child in children[link.Id])
            {
                Tell(link, child, council, IsOver([.. children[link.Id]]));
            }
        }
    }

    // Without those who had left the search before: it was not about them that anybody decided. (Of those whose match fell through their hub has said so.)
    private async Task<Guid?> FactsAsync(Link link, CancellationToken ct)
    {
        var members = db.LinkChildren.Where(child => child.Link == link.Id && !(child.Part == ChildsPart.Left && child.PartVersion == null)).Select(child => child.Child);
        var children = await db.Children.AsNoTracking().Where(child => members.Contains(child.Reference)).Select(child => child.Snapshot).ToListAsync(ct);
        var household = await db.Households.AsNoTracking().Where(offer => offer.Reference == link.Household).Select(offer => offer.Snapshot).SingleOrDefaultAsync(ct);
        return household is null ? null : RelevantFacts.Of(children, household);
    }

    private static IEnumerable<short> Councils(Link link, IEnumerable<LinkChild> children) => children.Select(child => child.Council).Append(link.HouseholdCouncil).Distinct();

    private void Tell(Link link, IReadOnlyCollection<LinkChild> children, IEnumerable<short> councils)
    {
        foreach (var council in councils)
        {
            foreach (var child in children)
            {
                Tell(link, child, council, IsOver(children));
            }
        }
    }

    /// <summary>Whether every child who was matched by a link has come away from the household again.</summary>
    private static bool IsOver(IReadOnlyCollection<LinkChild> children) =>
        children.Where(child => child.Stands != ChildsPart.Left).ToList() is { Count: > 0 } staying && staying.TrueForAll(child => child.Stands == ChildsPart.Disrupted);

    private void Tell(Link link, LinkChild child, short council, bool isOver) => db.Publish(new RecordLink(
        Guid.CreateVersion7(),
        new CouncilCode(council),
        link.Id,
        link.Version,
        child.Child,
        new CouncilCode(child.Council),
        link.Household,
        new CouncilCode(link.HouseholdCouncil),
        link.Number,
        link.State,
        link.Reasons,
        isOver,
        child.Stands));
}

/// <summary>A step as it is noted.</summary>
/// <param name="Side">Whose; none for what follows from something else.</param>
/// <param name="Council">Which council's.</param>
/// <param name="Worker">Who took it; null when a hub or the centre did.</param>
/// <param name="From">Where the link stood.</param>
/// <param name="To">Where the step leads.</param>
/// <param name="Taken">Whether the link is there now.</param>
/// <param name="Reasons">Why not progressed.</param>
internal readonly record struct StepTaken(
    LinkSide Side, short? Council, Guid? Worker, LinkState? From, LinkState To, bool Taken, NotProgressedReasons Reasons = NotProgressedReasons.None);
