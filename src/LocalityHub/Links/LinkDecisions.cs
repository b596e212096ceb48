using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Persistence;
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
            LinkDecision.Matched => LinkState.Matched,
            _ => LinkState.NotProgressed,
        };
    }

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
}
