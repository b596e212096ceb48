using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.Milestones;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Placements;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Restrictions;

namespace Partnership.LocalityHub.Links;

/// <summary>Keeps what the child's council decides of a link, with who, why and when, and tells the region the decision alone.</summary>
internal sealed class LinkDecisions(LocalityHubDbContext db, Council council, TimeProvider clock)
{
    private const string ToldBy = "Told by the placement";
    private const string Placements = "placement";

    /// <summary>Locks a link; null when there is none of that id, or not for the caller.</summary>
    public async Task<FamilyLink?> LockAsync(Guid linkId, CancellationToken ct) =>
        await FamilyLink.Visible(db).AnyAsync(link => link.Id == linkId, ct)
        && await db.FamilyLinks.FromSql($"select * from family_link where id = {linkId} for update").ToListAsync(ct) is [var link]
            ? link
            : null;

    /// <summary>
    /// How a locked link stands when what was decided last here is counted in, as long as the centre has not said what became of it. A decision
    /// that the centre did not apply counts no more once the link has been told again.
    /// </summary>
    public async Task<LinkState> StandingAsync(FamilyLink link, CancellationToken ct)
    {
        var pending = await db.LinkDecisions.AsNoTracking().Where(known => known.LinkId == link.Id && known.AtLinkVersion >= link.LinkVersion)
            .OrderByDescending(known => known.Sequence).FirstOrDefaultAsync(ct);
        return pending?.Decision switch
        {
            null => link.State,
            LinkDecision.Selected or LinkDecision.PlacedBeforeMatch => LinkState.Selected,
            LinkDecision.SelectionWithdrawn => LinkState.Preferred,
            LinkDecision.ToPanel => LinkState.ToPanel,
            LinkDecision.Matched or LinkDecision.Placed or LinkDecision.Disrupted => LinkState.Matched,
            _ => LinkState.NotProgressed,
        };
    }

    /// <summary>Whether the household of a link is chosen for the children, or matched with them; false also when there is no such link.</summary>
    public async Task<bool> IsChosenAsync(Guid linkId, CancellationToken ct) =>
        await db.FamilyLinks.AsNoTracking().SingleOrDefaultAsync(link => link.Id == linkId, ct) is { } link
        && await StandingAsync(link, ct) is LinkState.Selected or LinkState.ToPanel or LinkState.Matched;

    /// <summary>Records a decision about a locked link and publishes it.</summary>
    public async Task DecideAsync(FamilyLink link, LinkDecision decision, string decidedBy, DateOnly decidedOn, string words, string enteredBy, CancellationToken ct)
    {
        db.Add(new LinkDecisionRecord
        {
            Id = Guid.NewGuid(), LinkId = link.Id, Decision = decision, DecidedBy = decidedBy, DecidedOn = decidedOn, Words = words, AtLinkVersion = link.LinkVersion,
            EnteredBy = enteredBy, EnteredAt = clock.GetUtcNow(),
        });
        link.Version++;
        await db.SaveChangesAsync(ct);
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
        var reference = await session.OfGivenAsync(link.Id, ReferencePurpose.Link, ct);

        // Selected a second time after it was taken back is said again, though the words between may have been lost.
        session.Ledger.Advance(reference, new LinkDecided(link.Id, council.Code, 0, 0, decision), always: true);
        await session.SaveAsync(ct);
    }

    /// <summary>A match that the panel or the decision maker puts off holds no household: the choice is taken back, and made again before it goes to panel again.</summary>
    public async Task PutOffAsync(Guid linkId, string by, DateOnly on, string enteredBy, CancellationToken ct)
    {
        if (await LockAsync(linkId, ct) is { } link && await StandingAsync(link, ct) is LinkState.Selected or LinkState.ToPanel)
        {
            var decision = await LivesThereAsync(linkId, ct) ? LinkDecision.PlacedBeforeMatch : LinkDecision.SelectionWithdrawn;
            await DecideAsync(link, decision, by, on, "The match was put off; the reasons are in the case.", enteredBy, ct);
        }
    }

    /// <summary>Whether a child of this council lives with the household of a link already: it is spoken for until the placement ends, whatever is decided of a match meanwhile.</summary>
    public Task<bool> LivesThereAsync(Guid linkId, CancellationToken ct) =>
        db.FamilyLinkChildren.AnyAsync(child => child.LinkId == linkId && child.ChildId != null && child.Part == ChildsPart.MovedIn, ct);

    /// <summary>
    /// A match that a person enters as a milestone is the match of the link that the child's council has decided for, if there is one: the region
    /// must not go on with it.
    /// </summary>
    public async Task MatchedByHandAsync(Guid childId, DateOnly on, string enteredBy, CancellationToken ct)
    {
        var links = await db.FamilyLinks.Where(link => db.FamilyLinkChildren.Any(child => child.LinkId == link.Id && child.ChildId == childId && child.Part != ChildsPart.Left)).OrderBy(link => link.Id).ToListAsync(ct);
        foreach (var link in links.Where(link => link.IsLive))
        {
            if (await StandingAsync(link, ct) is LinkState.Selected or LinkState.ToPanel)
            {
                await DecideAsync(link, LinkDecision.Matched, "Entered as a milestone", on, "The day of the match was entered by hand.", enteredBy, ct);
            }
        }
    }

    /// <summary>
    /// The link by which a locked child was matched follows the placement, whoever told of it: a person, the feed or a return. Only once the region has
    /// recorded the match, which it would not take from a placement. Of brothers and sisters each is told by itself; of the link as one, when the first moves in, and
    /// when nobody is left with the household. A disruption is a placement for adoption that ended before the order, for whatever
    /// reason; one that was entered in error never was. Where no match is told, <see cref="FollowBeforeMatchAsync"/>.
    /// </summary>
    public async Task FollowPlacementAsync(FamilyFacts facts, CancellationToken ct)
    {
        await FollowBeforeMatchAsync(facts, ct);
        var childId = facts.Child.Id;
        var matched = await db.FamilyLinks.AsNoTracking()
            .Where(link => link.State == LinkState.Matched && db.FamilyLinkChildren.Any(child => child.LinkId == link.Id && child.ChildId == childId))
            .OrderBy(link => link.Id).ToListAsync(ct);
        foreach (var link in matched)
        {
            var (part, on) = await PartAsync(link, facts, ct);
            if (part is { } stands)
            {
                await StateAsync(link.Id, childId, stands, ct);
                await FollowTogetherAsync(link.Id, on ?? facts.Today, ct);
            }
        }
    }

    /// <summary>
    /// No match is told of a child who moves in for early permanence (Children Act 1989, s. 22C(9A) to (9C); Care Planning, Placement and Case Review (England) Regulations 2010, reg. 25A) or in
    /// long-term fostering (the same, reg. 22B). The region hears that the child lives there, or the link would end with the search and the household be offered to others. It ends when nobody
    /// of this council's lives there any longer, unless a match has been decided by then.
    /// </summary>
    private async Task FollowBeforeMatchAsync(FamilyFacts facts, CancellationToken ct)
    {
        var childId = facts.Child.Id;
        var live = await db.FamilyLinks.AsNoTracking().Where(link => link.State != LinkState.Matched && link.State != LinkState.NotProgressed
            && db.FamilyLinkChildren.Any(child => child.LinkId == link.Id && child.ChildId == childId && child.Part != ChildsPart.Left)).OrderBy(link => link.Id).ToListAsync(ct);
        foreach (var link in live)
        {
            var standing = await StandingAsync(link, ct);
            var isIn = await db.FamilyLinkChildren.AnyAsync(child => child.LinkId == link.Id && child.ChildId == childId && child.Part == ChildsPart.MovedIn, ct);
            var since = MovedInOn(facts, link, isIn, isIn || standing is LinkState.Selected or LinkState.ToPanel);
            if (isIn == since is not null || standing is LinkState.Matched or LinkState.NotProgressed)
            {
                continue;
            }

            await (since is { } on ? MoveInAsync(link.Id, childId, on, ct) : MoveOutAsync(link, facts, ct));
        }
    }

    /// <summary>
    /// The day on which a child moved in with a link's household without a match; null when it does not live there so. What feed or returns tell names no household: it is the one that was chosen. Who is placed for
    /// adoption there before the match is heard, or adopted, has not left.
    /// </summary>
    private static DateOnly? MovedInOn(FamilyFacts facts, FamilyLink link, bool isIn, bool isChosen) => facts.Placement switch
    {
        { Kind: PlacementKind.EarlyPermanence or PlacementKind.LongTermFostering } placement when placement.IsWith(link) => placement.From,
        { Kind: PlacementKind.Adoption } placement when isIn => placement.From,
        null when isIn => facts.Told is { Until: null, Kind: PlacementKind.EarlyPermanence or PlacementKind.LongTermFostering } told ? told.From : facts.Day(MilestoneKind.Placed) ?? facts.Day(MilestoneKind.AdoptionOrder),
        null when isChosen => facts.ToldPlacedOn,
        _ => null,
    };

    private async Task MoveInAsync(Guid linkId, Guid childId, DateOnly on, CancellationToken ct)
    {
        // Said of the others, too: what is said of the link as one holds of those of whom nothing is.
        foreach (var other in await db.FamilyLinkChildren.Where(known => known.LinkId == linkId && known.ChildId != null && known.ChildId != childId && known.Part == null).Select(known => known.ChildId!.Value).Order().ToListAsync(ct))
        {
            await StateAsync(linkId, other, ChildsPart.Holds, ct);
        }

        await StateAsync(linkId, childId, ChildsPart.MovedIn, ct);
        if (await LockAsync(linkId, ct) is { } link)
        {
            await DecideAsync(link, LinkDecision.PlacedBeforeMatch, ToldBy, on, "The child moved in; no match has been decided.", Placements, ct);
        }
    }

    private async Task MoveOutAsync(FamilyLink known, FamilyFacts facts, CancellationToken ct)
    {
        var childId = facts.Child.Id;
        var placements = await db.Placements.AsNoTracking().Where(placement => placement.ChildId == childId && placement.EndedOn != null).OrderByDescending(placement => placement.EndedOn).ToListAsync(ct);
        var ended = placements.Find(placement => placement.IsWith(known));
        if (ended?.EndReason == PlacementEnd.InError)
        {
            // It never lived there: with its search the link ends for no reason of anybody's, which keeps the two apart no longer.
            await StateAsync(known.Id, childId, ChildsPart.Holds, ct);
        }
        else if (await db.FamilyLinkChildren.AnyAsync(child => child.LinkId == known.Id && child.ChildId != null && child.ChildId != childId && child.Part == ChildsPart.MovedIn, ct))
        {
            await StateAsync(known.Id, childId, ChildsPart.Left, ct);
        }
        else
        {
            // Where another council's child is in the link too, it goes on without this one, and must not be told of it as of one who lives there.
            if (await db.FamilyLinkChildren.AnyAsync(child => child.LinkId == known.Id && child.ChildId == null && child.Part != ChildsPart.Left, ct))
            {
                await StateAsync(known.Id, childId, ChildsPart.Left, ct);
            }

            if (await LockAsync(known.Id, ct) is not { } link)
            {
                return;
            }

            await DecideAsync(link, LinkDecision.MatchNotAgreed, ToldBy, ended?.EndedOn ?? facts.Today, "The placement ended; no match had been decided.", Placements, ct);
        }
    }

    /// <summary>What has become of a child's part in a link that is matched, and on which day where one is known; null while nobody knows when it was matched.</summary>
    private async Task<(ChildsPart? Part, DateOnly? On)> PartAsync(FamilyLink link, FamilyFacts facts, CancellationToken ct)
    {
        var (linkId, childId) = (link.Id, facts.Child.Id);
        var own = await db.MatchDecisions.AsNoTracking().Where(known => known.LinkId == linkId && known.ChildId == childId)
            .OrderByDescending(known => known.DecidedOn).ThenByDescending(known => known.Agreed).FirstOrDefaultAsync(ct);
        if (await MatchWithdrawal.Standing(db).AnyAsync(withdrawal => withdrawal.LinkId == linkId && withdrawal.ChildId == childId, ct))
        {
            return (ChildsPart.Left, null);
        }

        // Decided otherwise after the child had moved in, it is the placement that would end.
        if (own is { Agreed: false } && !await db.FamilyLinkChildren.AnyAsync(
            known => known.LinkId == linkId && known.ChildId == childId && (known.Part == ChildsPart.MovedIn || known.Part == ChildsPart.Disrupted), ct))
        {
            return (ChildsPart.Left, null);
        }

        // Who had left the link before the match has no part in it, unless it was decided of the child all the same.
        if (own is null && await db.FamilyLinkChildren.AnyAsync(known => known.LinkId == linkId && known.ChildId == childId && known.Part == ChildsPart.Left, ct))
        {
            return (null, null);
        }

        // The decision maker decides each child on a day of its own. Of a match that a backup does not hold the child's own day tells.
        var decided = await db.LinkDecisions.AsNoTracking().Where(known => known.LinkId == linkId && known.Decision == LinkDecision.Matched)
            .OrderByDescending(known => known.Sequence).Select(known => (DateOnly?)known.DecidedOn).FirstOrDefaultAsync(ct);
        if (((own is { Agreed: true } ? own.DecidedOn : (DateOnly?)null) ?? decided ?? facts.Day(MilestoneKind.Matched)) is not { } matchedOn)
        {
            return (null, null);
        }

        if (await EndedOnAsync(facts, matchedOn, ct) is { } ended)
        {
            return (ChildsPart.Disrupted, ended);
        }

        // Who fostered first has the child already: it is left with them (Adoption and Children Act 2002, s. 18(5)).
        var isIn = await db.FamilyLinkChildren.AnyAsync(known => known.LinkId == linkId && known.ChildId == childId && known.Part == ChildsPart.MovedIn, ct);
        var placed = facts.Day(MilestoneKind.Placed) is { } on && on >= matchedOn ? on
            : MovedInOn(facts, link, isIn, isChosen: isIn) is { } before ? before
            : facts.Placement is { Kind: PlacementKind.LongTermFostering } placement && placement.From >= matchedOn && placement.HouseholdId == link.HouseholdId
                && (placement.LinkId is null || placement.LinkId == link.Id) ? placement.From
            : (DateOnly?)null;
        if (placed is not null)
        {
            return (ChildsPart.MovedIn, placed);
        }

        // Of brothers and sisters the match is each one's when it is decided of each: until then the others' other links go on.
        var isOwn = own is { Agreed: true } || facts.IsMatched
            || !await db.FamilyLinkChildren.AnyAsync(known => known.LinkId == linkId && known.ChildId != null && known.ChildId != childId && known.Part != ChildsPart.Left, ct);
        return (isOwn ? ChildsPart.Holds : null, null);
    }

    /// <summary>Keeps what has become of a child's part, and tells the region when it is something else than before.</summary>
    private async Task StateAsync(Guid linkId, Guid childId, ChildsPart part, CancellationToken ct)
    {
        var restrictedTo = await ToldRestriction.OfChildrenAsync(db, [childId], ct);

        // More than one where a search that ended was followed by another: the link names the child by the reference of its own.
        foreach (var child in await db.FamilyLinkChildren.Where(known => known.LinkId == linkId && known.ChildId == childId).OrderBy(known => known.Child).ToListAsync(ct))
        {
            (child.Part, child.PartReference) = (part, child.PartReference ?? Guid.NewGuid());
            await db.SaveChangesAsync(ct);
            var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
            var reference = await session.OfGivenAsync(child.PartReference.Value, ReferencePurpose.LinkChild, ct);
            session.Ledger.Advance(reference, new ChildOfLinkStated(reference.Reference, council.Code, 0, 0, linkId, child.Child, part, restrictedTo));
            await session.SaveAsync(ct);
        }
    }

    /// <summary>Tells the region of a link as one what has become of this council's children of it.</summary>
    private async Task FollowTogetherAsync(Guid linkId, DateOnly on, CancellationToken ct)
    {
        var last = await db.LinkDecisions.AsNoTracking().Where(known => known.LinkId == linkId).OrderByDescending(known => known.Sequence).FirstOrDefaultAsync(ct);
        if (last is { Decision: not (LinkDecision.Matched or LinkDecision.Placed) })
        {
            return;
        }

        var parts = await db.FamilyLinkChildren.AsNoTracking().Where(known => known.LinkId == linkId && known.ChildId != null && known.Part != ChildsPart.Left).Select(known => known.Part).ToListAsync(ct);
        var (isOver, hasBegun) = (parts.Count > 0 && parts.TrueForAll(part => part == ChildsPart.Disrupted), parts.Exists(part => part is ChildsPart.MovedIn or ChildsPart.Disrupted));

        // Of a match that a backup does not hold: to be told twice that a child moved in changes nothing at the centre.
        if ((isOver || (hasBegun && last is not { Decision: LinkDecision.Placed })) && await LockAsync(linkId, ct) is { } link)
        {
            await DecideAsync(
                link, isOver ? LinkDecision.Disrupted : LinkDecision.Placed, ToldBy, on,
                isOver ? "The placement that followed the match ended before the order." : "The child moved in.", Placements, ct);
        }
    }

    /// <summary>The day on which a placement for adoption that followed a match ended before the order; null when none did.</summary>
    private async Task<DateOnly?> EndedOnAsync(FamilyFacts facts, DateOnly matchedOn, CancellationToken ct)
    {
        // An order that stands no more, since the child came back into care, was made all the same: what ended then was no disruption.
        if (facts.IsOrdered || await db.CourtOrders.AnyAsync(order => order.ChildId == facts.Child.Id && order.WithdrawnAt == null && order.On >= matchedOn, ct))
        {
            return null;
        }

        if (facts.Day(MilestoneKind.PlacementEnded) is { } ended && ended >= matchedOn)
        {
            return await db.Placements.AnyAsync(
                known => known.ChildId == facts.Child.Id && known.Kind == PlacementKind.Adoption && known.EndedOn == ended && known.EndReason == PlacementEnd.InError, ct)
                ? null
                : ended;
        }

        // Returns have no element for it: there the child lives elsewhere, and no longer with adopters.
        return facts.Day(MilestoneKind.Placed) is null ? await ToldCare.LeftAdoptersAsync(facts.Child.Id, matchedOn, db, ct) : null;
    }
}
