using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;

namespace Partnership.CentralHub.Links;

/// <summary>
/// Follows what the hubs of the children have decided. A decision that cannot be followed changes nothing, and the link is stated once more under its
/// next version, so that the hub sees it refused.
/// </summary>
internal sealed class LinkDecisions(CentralHubDbContext db, LinkBook book, LinkLimits limits, TimeProvider clock)
{
    public async Task ApplyAsync(LinkDecided decided, CancellationToken ct)
    {
        if (await book.LockAsync(decided.Link, ct) is not { } link)
        {
            return;
        }

        if (decided.Decision is LinkDecision.Matched or LinkDecision.PlacedBeforeMatch)
        {
            await TakeBackInAsync(link, (short)decided.Council.Number, ct);
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

        // Where the child lives is a fact, which holds against a limit of the day and after its search has ended, as a match does; not against an end that somebody gave reasons for.
        var livesThere = decided.Decision == LinkDecision.PlacedBeforeMatch;
        if (livesThere && !link.IsLive && link.Reasons != NotProgressedReasons.NoLongerOpen)
        {
            await book.NoteAsync(link, step with { Taken = false }, ct);
            return;
        }

        if (livesThere || decided.Decision is LinkDecision.Placed or LinkDecision.Disrupted)
        {
            // Said of the link as one: it holds of those children of whom their hub has said nothing by themselves.
            foreach (var child in await db.LinkChildren.Where(child => child.Link == link.Id && child.Council == own.Council && child.Part == null).ToListAsync(ct))
            {
                if (decided.Decision != LinkDecision.Disrupted)
                {
                    child.PlacedAt ??= clock.GetUtcNow();
                }
                else
                {
                    child.DisruptedAt ??= clock.GetUtcNow();
                }
            }

            await db.SaveChangesAsync(ct);
            await (livesThere ? MoveAsync(link, LinkState.Selected, step, ct) : book.NoteAsync(link, step, ct));
            return;
        }

        var target = TogetherOf(sides) is { } all ? StateOf(all) : LinkState.Preferred;
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

        await MoveAsync(link, target, step, ct);
    }

    /// <summary>What the councils that are left on a link have taken or decided, when it waited for one that has left: it is taken now.</summary>
    public async Task GoOnAsync(Link link, CancellationToken ct)
    {
        var sides = await db.LinkParties.Where(party => party.Link == link.Id && party.Side == LinkSide.Child).ToListAsync(ct);
        var taken = sides.Select(party => party.Taken).Distinct().ToList() is [{ } alike] && LinkRules.SideOf(link.State, alike) == LinkSide.Child ? alike : (LinkState?)null;
        var decided = TogetherOf(sides) is { } all && RankOf(all) > 0 ? StateOf(all) : (LinkState?)null;
        if ((taken ?? decided) is { } target && target != link.State && (taken is not null || await CanFollowAsync(link, target, ct)))
        {
            await MoveAsync(link, target, new StepTaken(LinkSide.None, null, null, link.State, target, Taken: true), ct);
        }
    }

    /// <summary>A council of which a child is in a link again that all its children had left.</summary>
    public async Task ReturnAsync(Link link, short council, CancellationToken ct)
    {
        if (!await db.LinkParties.AnyAsync(party => party.Link == link.Id && party.Council == council && party.Side == LinkSide.Child, ct))
        {
            db.Add(new LinkParty
            {
                Link = link.Id, Council = council, Side = LinkSide.Child, Taken = link.IsLive ? link.State : null, Decision = link.State == LinkState.Matched ? LinkDecision.Matched : null,
            });
            await db.SaveChangesAsync(ct);
        }
    }

    /// <summary>
    /// A match that the decision maker has agreed, or that a child lives there, is heard after all children of the council were seen to have left the search: it holds all the same. Of several their hub says of
    /// each by itself.
    /// </summary>
    private async Task TakeBackInAsync(Link link, short council, CancellationToken ct)
    {
        var own = await db.LinkChildren.Where(child => child.Link == link.Id && child.Council == council).ToListAsync(ct);
        if (own.Count > 0 && own.TrueForAll(child => child is { Part: ChildsPart.Left, PartVersion: null }))
        {
            own.ForEach(child => child.Part = null);
            await db.SaveChangesAsync(ct);
            await book.CountAsync(link, ct);
            await ReturnAsync(link, council, ct);
        }
    }

    /// <summary>
    /// Of several councils the one that is least far counts: a child is selected when each of them has said so. One whose decision maker has not agreed
    /// has no part in it any more: the match is the others'.
    /// </summary>
    private static LinkDecision? TogetherOf(IEnumerable<LinkParty> sides) =>
        sides.Where(party => party.Decision != LinkDecision.MatchNotAgreed).MinBy(party => RankOf(party.Decision))?.Decision;

    private async Task MoveAsync(Link link, LinkState target, StepTaken step, CancellationToken ct)
    {
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
        LinkDecision.Selected or LinkDecision.PlacedBeforeMatch => 1,
        LinkDecision.ToPanel => 2,
        LinkDecision.Matched or LinkDecision.Placed or LinkDecision.Disrupted => 3,
        _ => 0,
    };

    private static LinkState StateOf(LinkDecision decision) => decision switch
    {
        LinkDecision.Selected or LinkDecision.PlacedBeforeMatch => LinkState.Selected,
        LinkDecision.SelectionWithdrawn => LinkState.Preferred,
        LinkDecision.ToPanel => LinkState.ToPanel,
        LinkDecision.Matched or LinkDecision.Placed or LinkDecision.Disrupted => LinkState.Matched,
        LinkDecision.MatchNotAgreed => LinkState.NotProgressed,
        _ => throw new ArgumentOutOfRangeException(nameof(decision)),
    };

    /// <summary>
    /// A match is the decision maker's and holds wherever the link was; also when the centre had ended it because the child left the search, which
    /// may be heard of first, and when it was not agreed before, unless household or child are matched elsewhere by now: a later decision, or one about a brother
    /// or sister. A selection takes a link that is preferred, nobody who is chosen elsewhere, and a pair against which no limit has come to stand since: a hold, a review of the
    /// approval, a need that the household says no to by now. Panel takes the same. The child's hub is told that its decision was not followed, and not why. (A later decision stands for those
    /// before it that were not heard.)
    /// </summary>
    private async Task<bool> CanFollowAsync(Link link, LinkState target, CancellationToken ct) => target switch
    {
        LinkState.Matched => link.IsLive || link.Reasons == NotProgressedReasons.NoLongerOpen
            || (link.Reasons == NotProgressedReasons.MatchNotAgreed && !await AreChosenElsewhereAsync(link, ct, matchedAlone: true)),

        // A household with which a child lives is not given back because another council puts its own choice off.
        LinkState.Preferred => link.State is LinkState.Selected or LinkState.ToPanel && !await LinkChild.MovedIn(db).AnyAsync(child => child.Link == link.Id, ct),
        LinkState.Selected => link.State == LinkState.Preferred && !await AreChosenElsewhereAsync(link, ct) && !await limits.StandAgainstAsync(link, ct),
        LinkState.ToPanel => (link.State == LinkState.Selected || (link.State == LinkState.Preferred && !await AreChosenElsewhereAsync(link, ct))) && !await limits.StandAgainstAsync(link, ct),
        _ => false,
    };

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

    /// <summary>
    /// Ends the other live links of the children of a matched link, of each once its own match is known: brothers and sisters are decided about one by one, and an only child of its council with
    /// the link. And those of the household, unless its hub still offers it as available.
    /// </summary>
    public async Task EndOthersAsync(Link link, CancellationToken ct)
    {
        var household = await db.Households.AsNoTracking().Where(offer => offer.Reference == link.Household).Select(offer => offer.Snapshot).SingleOrDefaultAsync(ct);
        var isOffered = household is { Approval: not ApprovalState.Ended, Availability: Availability.Available };
        var parts = LinkChild.WithAPart(db);
        var own = await parts.AsNoTracking().Where(child => child.Link == link.Id).ToListAsync(ct);
        var decided = own.Where(child => child.Part is not null || own.Count(each => each.Council == child.Council) == 1).Select(child => child.Child).ToArray();
        var others = await db.Links
            .Where(other => other.Id != link.Id && other.State != LinkState.Matched && other.State != LinkState.NotProgressed
                && ((!isOffered && other.Household == link.Household) || parts.Any(child => child.Link == other.Id && decided.Contains(child.Child))))
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
        var parts = LinkChild.WithAPart(db);
        return db.Links.Where(other => other.Id != link.Id
            && (other.Household == link.Household || parts.Any(child => child.Link == other.Id && parts.Any(own => own.Link == link.Id && own.Child == child.Child))));
    }
}

/// <summary>What became of a placement was told of a link that is not matched: the message waits, and is parked under this name.</summary>
internal sealed class LinkNotMatchedException() : Exception("A placement was told of a link that is not matched.");
