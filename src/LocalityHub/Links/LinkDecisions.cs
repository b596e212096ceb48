using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.Milestones;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Placements;
using Partnership.LocalityHub.Regional;

namespace Partnership.LocalityHub.Links;

/// <summary>Keeps what the child's council decides of a link, with who, why and when, and tells the region the decision alone.</summary>
internal sealed class LinkDecisions(LocalityHubDbContext db, Council council, TimeProvider clock)
{
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
            LinkDecision.Selected => LinkState.Selected,
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
            await DecideAsync(link, LinkDecision.SelectionWithdrawn, by, on, "The match was put off; the reasons are in the case.", enteredBy, ct);
        }
    }

    /// <summary>
    /// A match that a person enters as a milestone is the match of the link that the child's council has decided for, if there is one: the region
    /// must not go on with it.
    /// </summary>
    public async Task MatchedByHandAsync(Guid childId, DateOnly on, string enteredBy, CancellationToken ct)
    {
        var links = await db.FamilyLinks.Where(link => db.FamilyLinkChildren.Any(child => child.LinkId == link.Id && child.ChildId == childId)).OrderBy(link => link.Id).ToListAsync(ct);
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
    /// recorded the match, which it would not take from a placement. A disruption is a placement for adoption that ended before the order, for whatever
    /// reason; one that was entered in error never was.
    /// </summary>
    public async Task FollowPlacementAsync(FamilyFacts facts, CancellationToken ct)
    {
        var childId = facts.Child.Id;
        var matched = await db.FamilyLinks.AsNoTracking()
            .Where(link => link.State == LinkState.Matched && link.DisruptedOn == null && db.FamilyLinkChildren.Any(child => child.LinkId == link.Id && child.ChildId == childId)
                && !MatchWithdrawal.Standing(db).Any(withdrawal => withdrawal.LinkId == link.Id && withdrawal.ChildId == childId))
            .OrderBy(link => link.Id).Select(link => link.Id).ToListAsync(ct);
        foreach (var id in matched)
        {
            var decided = await db.LinkDecisions.AsNoTracking().Where(known => known.LinkId == id).OrderBy(known => known.Sequence).ToListAsync(ct);
            // Of a match that a backup does not hold the child's own day tells; to be told twice that the child moved in changes nothing at the centre.
            var last = decided is [.., var newest] ? newest.Decision : LinkDecision.Matched;
            var dayOfMatch = decided.FindLast(known => known.Decision == LinkDecision.Matched)?.DecidedOn ?? facts.Day(MilestoneKind.Matched);
            if (last is not (LinkDecision.Matched or LinkDecision.Placed) || dayOfMatch is not { } matchedOn)
            {
                continue;
            }

            var ended = await EndedOnAsync(facts, matchedOn, ct);
            var placed = facts.Day(MilestoneKind.Placed) is { } on && on >= matchedOn ? on : (DateOnly?)null;
            if ((ended ?? placed) is { } day && (ended is not null || last == LinkDecision.Matched) && await LockAsync(id, ct) is { } link)
            {
                await DecideAsync(
                    link, ended is null ? LinkDecision.Placed : LinkDecision.Disrupted, "Told by the placement", day,
                    ended is null ? "The child moved in." : "The placement that followed the match ended before the order.", "placement", ct);
            }
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
