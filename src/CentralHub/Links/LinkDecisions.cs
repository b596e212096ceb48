using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.CentralHub.Links;

/// <summary>
/// Follows what the hubs of the children have decided. A decision that cannot be followed changes nothing, and the link is stated once more under its
/// next version, so that the hub sees it refused.
/// </summary>
internal sealed class LinkDecisions(CentralHubDbContext db, LinkBook book, TimeProvider clock)
{
    public async Task ApplyAsync(LinkDecided decided, CancellationToken ct)
    {
        if (await book.LockAsync(decided.Link, ct) is not { } link)
        {
            return;
        }

        var sides = await db.LinkParties.Where(party => party.Link == link.Id && party.Side == LinkSide.Child).ToListAsync(ct);
        if (sides.Find(party => party.Council == decided.Council.Number) is not { } own
            || (decided.Epoch, decided.Version).CompareTo((own.DecisionEpoch ?? -1, own.DecisionVersion ?? -1)) <= 0)
        {
            return;
        }

        if (decided.Decision is LinkDecision.Placed or LinkDecision.Disrupted && link.State != LinkState.Matched)
        {
            // A match is the decision maker's: no placement, nor its end, makes one. Where the match is on its way still, the next attempt finds it;
            // otherwise this is parked for a person, and nothing is held that would keep the match out.
            throw new LinkNotMatchedException();
        }

        // Whose decision maker has not agreed has no choice left that could be taken back, nor the others' with it.
        var isOut = own.Decision == LinkDecision.MatchNotAgreed && decided.Decision == LinkDecision.SelectionWithdrawn;
        (own.Decision, own.DecisionEpoch, own.DecisionVersion) = (isOut ? LinkDecision.MatchNotAgreed : decided.Decision, decided.Epoch, decided.Version);

        // Who has a part in which link is asked of the tables below.
        await db.SaveChangesAsync(ct);
        var step = new StepTaken(LinkSide.Child, own.Council, null, link.State, StateOf(decided.Decision), Taken: true);
        if (isOut)
        {
            await book.NoteAsync(link, step with { Taken = false }, ct);
            return;
        }

        var isMatchedForAnother = sides.Exists(party => party != own && RankOf(party.Decision) == RankOf(LinkDecision.Matched));

        // What another council has chosen or put to panel goes on without this one's children; a match holds by a match alone.
        var isAnothers = link.IsLive ? sides.Exists(party => party != own && RankOf(party.Decision) > 0) : isMatchedForAnother;
        if (decided.Decision == LinkDecision.MatchNotAgreed && !isAnothers)
        {
            // A match that is reversed before the child has moved in frees child and household; of several councils' children the others' match holds.
            if (link.IsLive || (link.State == LinkState.Matched && !await db.LinkChildren.AnyAsync(child => child.Link == link.Id && (child.PlacedAt != null || child.DisruptedAt != null), ct)))
            {
                link.MatchedAt = null;
                await book.EndAsync(link, NotProgressedReasons.MatchNotAgreed, LinkSide.Child, own.Council, null, ct);
            }
            else
            {
                await book.NoteAsync(link, step with { Taken = false }, ct);
            }

            return;
        }

        if (decided.Decision == LinkDecision.MatchNotAgreed)
        {
            // The link goes on without its children: what was released about them, or to their workers, has served.
            await book.LeaveAsync(link, own.Council, ct);
        }

        if (decided.Decision is LinkDecision.Placed or LinkDecision.Disrupted)
        {
            // Said of the link as one: it holds of those children of whom their hub has said nothing by themselves.
            foreach (var child in await db.LinkChildren.Where(child => child.Link == link.Id && child.Council == own.Council && child.Part == null).ToListAsync(ct))
            {
                if (decided.Decision == LinkDecision.Placed)
                {
                    child.PlacedAt ??= clock.GetUtcNow();
                }
                else
                {
                    child.DisruptedAt ??= clock.GetUtcNow();
                }
            }

            await db.SaveChangesAsync(ct);
            await book.NoteAsync(link, step, ct);
            return;
        }

        // Of several councils the one that is least far counts: a child is selected when each of them has said so. One whose decision maker has not agreed
        // has no part in it any more: the match is the others'.
        var together = sides.Where(party => party.Decision != LinkDecision.MatchNotAgreed).MinBy(party => RankOf(party.Decision))!.Decision;
        var target = together is { } all ? StateOf(all) : LinkState.Preferred;
        if (target == link.State)
        {
            if (step.To != link.State)
            {
                await book.NoteAsync(link, step with { Taken = false }, ct);
            }

            return;
        }

        // What another council has matched is not given back because one puts its own match off.
        if ((target == LinkState.Preferred && isMatchedForAnother) || !await CanFollowAsync(link, target, ct))
        {
            await book.NoteAsync(link, step with { Taken = false }, ct);
            return;
        }

        (link.State, link.Reasons, link.FactsAtEnd) = (target, NotProgressedReasons.None, null);
        link.MatchedAt = target == LinkState.Matched ? clock.GetUtcNow() : null;
        await book.NoteAsync(link, step with { To = target }, ct);
        if (target == LinkState.Matched)
        {
            await EndOthersAsync(link, ct);
        }
    }

    private static int RankOf(LinkDecision? decision) => decision switch
    {
        LinkDecision.Selected => 1,
        LinkDecision.ToPanel => 2,
        LinkDecision.Matched or LinkDecision.Placed or LinkDecision.Disrupted => 3,
        _ => 0,
    };

    private static LinkState StateOf(LinkDecision decision) => decision switch
    {
        LinkDecision.Selected => LinkState.Selected,
        LinkDecision.SelectionWithdrawn => LinkState.Preferred,
        LinkDecision.ToPanel => LinkState.ToPanel,
        LinkDecision.Matched or LinkDecision.Placed or LinkDecision.Disrupted => LinkState.Matched,
        LinkDecision.MatchNotAgreed => LinkState.NotProgressed,
        _ => throw new ArgumentOutOfRangeException(nameof(decision)),
    };

    /// <summary>
    /// A match is the decision maker's and holds wherever the link was; also when the centre had ended it because the child left the search, which
    /// may be heard of first, and when it was not agreed before, unless household or child are matched elsewhere by now: a later decision, or one about a brother
    /// or sister. A selection takes a link that is preferred, a household whose approval is not being reviewed, and nobody who is chosen elsewhere. (A later decision stands for those before it that were not heard.)
    /// </summary>
    private async Task<bool> CanFollowAsync(Link link, LinkState target, CancellationToken ct) => target switch
    {
        LinkState.Matched => link.IsLive || link.Reasons == NotProgressedReasons.NoLongerOpen
            || (link.Reasons == NotProgressedReasons.MatchNotAgreed && !await AreChosenElsewhereAsync(link, ct, matchedAlone: true)),
        LinkState.Preferred => link.State is LinkState.Selected or LinkState.ToPanel,
        LinkState.Selected => link.State == LinkState.Preferred && !await IsInReviewAsync(link, ct) && !await AreChosenElsewhereAsync(link, ct),
        LinkState.ToPanel => !await IsInReviewAsync(link, ct) && (link.State == LinkState.Selected || (link.State == LinkState.Preferred && !await AreChosenElsewhereAsync(link, ct))),
        _ => false,
    };

    /// <summary>Whether its hub says that the household's approval may have to end. The child's hub is not told why its decision was not followed.</summary>
    private async Task<bool> IsInReviewAsync(Link link, CancellationToken ct) =>
        await db.Households.AsNoTracking().Where(offer => offer.Reference == link.Household).Select(offer => offer.Snapshot).SingleOrDefaultAsync(ct) is { Approval: ApprovalState.UnderReview };

    private async Task<bool> AreChosenElsewhereAsync(Link link, CancellationToken ct, bool matchedAlone = false)
    {
        // Whoever decides about the same household or child waits here.
        await db.Database.ExecuteSqlAsync($"select from household_offer where reference = {link.Household} for update", ct);
        await db.Database.ExecuteSqlAsync(
            $"select from child_profile where reference in (select child from link_child where link = {link.Id}) order by reference for update", ct);
        var household = await db.Households.AsNoTracking().Where(offer => offer.Reference == link.Household).Select(offer => offer.Snapshot).SingleOrDefaultAsync(ct);

        // A household that its hub offers again after a match may be chosen again.
        var isOffered = household is { Availability: Availability.Available };
        return await OthersOf(link).AnyAsync(
            other => (!matchedAlone && (other.State == LinkState.Selected || other.State == LinkState.ToPanel))
                || (other.State == LinkState.Matched && (!isOffered || other.Household != link.Household)),
            ct);
    }

    /// <summary>Ends the other live links of the children; and of the household, unless its hub still offers it as available.</summary>
    private async Task EndOthersAsync(Link link, CancellationToken ct)
    {
        var household = await db.Households.AsNoTracking().Where(offer => offer.Reference == link.Household).Select(offer => offer.Snapshot).SingleOrDefaultAsync(ct);
        var isOffered = household is { Approval: not ApprovalState.Ended, Availability: Availability.Available };
        var parts = Parts;
        var others = await OthersOf(link)
            .Where(other => other.State != LinkState.Matched && other.State != LinkState.NotProgressed && (!isOffered || other.Household != link.Household
                || parts.Any(child => child.Link == other.Id && parts.Any(own => own.Link == link.Id && own.Child == child.Child))))
            .OrderBy(other => other.Id)
            .Select(other => other.Id)
            .ToListAsync(ct);
        foreach (var id in others)
        {
            if (await book.LockAsync(id, ct) is { IsLive: true } other)
            {
                await book.EndAsync(other, NotProgressedReasons.NoLongerOpen, LinkSide.None, null, null, ct);
            }
        }
    }

    /// <summary>Other links of the household or of one of the children.</summary>
    private IQueryable<Link> OthersOf(Link link)
    {
        var parts = Parts;
        return db.Links.Where(other => other.Id != link.Id
            && (other.Household == link.Household || parts.Any(child => child.Link == other.Id && parts.Any(own => own.Link == link.Id && own.Child == child.Child))));
    }

    /// <summary>Children with a part in a link; one whose decision maker has not agreed, or whose match fell through, has none in a link that goes on for others.</summary>
    private IQueryable<LinkChild> Parts => db.LinkChildren.Where(child => child.Part != ChildsPart.Left && !db.LinkParties.Any(party =>
        party.Link == child.Link && party.Side == LinkSide.Child && party.Council == child.Council && party.Decision == LinkDecision.MatchNotAgreed));
}

/// <summary>What became of a placement was told of a link that is not matched: the message waits, and is parked under this name.</summary>
internal sealed class LinkNotMatchedException() : Exception("A placement was told of a link that is not matched.");
