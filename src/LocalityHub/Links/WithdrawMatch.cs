using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.Milestones;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Placements;
using Partnership.LocalityHub.Searches;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Links;

/// <summary>
/// A match falls through before the child has moved in: the link ends, which frees the household and tells both councils, and the child is searched for again. It is no disruption,
/// since no placement began. The decision stays as history: to decide again is the decision maker's.
/// </summary>
internal static class WithdrawMatch
{
    /// <param name="Reason">household-withdrew, households-circumstances, childs-needs, childs-limits, plan-changed, court, support-not-available, introductions or in-error; stays in this hub.</param>
    /// <param name="On">The day on which it was decided.</param>
    /// <param name="DecidedBy">Who decided, by name and office.</param>
    /// <param name="Words">What is more to be said; stays in this hub.</param>
    public sealed record Request(MatchWithdrawalReason Reason, DateOnly On, string DecidedBy, string Words);

    public static async Task<Results<Ok<ReadFamilyFinding.Response>, ProblemHttpResult>> HandleAsync(
        Guid childId, Request request, HttpContext context, Caller caller, Council council, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        var by = PlainText.Line(request.DecidedBy, "decidedBy") ?? throw new InvalidRequestException("match.decided-by", "A decision is somebody's, by name and office.", "decidedBy");
        var words = PlainText.Required(request.Words, "words");
        if (request.On > LondonCalendar.Today(clock))
        {
            throw new RuleBrokenException("match.in-future", "Enter it when it has been decided.", "on");
        }

        if (await EnterPlacement.LockAsync(childId, context, db, ct) is not { } plan)
        {
            return ReadChild.NotFound();
        }

        // Brothers and sisters whom the caller does not see are in the link all the same.
        await using var beside = db.Sight.SeesEverything ? null : await HubContexts.BesideAsync(db, ct);
        var (all, matched) = (beside ?? db, plan.Derive());
        var links = await LinksAsync(childId, all, council, clock, ct);
        await DemandMatchAsync(childId, request.On, matched, links, db, ct);
        TakeBack(plan, matched.Matched);
        db.Add(new MatchWithdrawal
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()), ChildId = childId, LinkId = links.FirstOrDefault()?.Id, MatchedOn = matched.Matched?.Date, On = request.On, Reason = request.Reason,
            DecidedBy = by, Words = words, EnteredBy = caller.Subject, EnteredAt = clock.GetUtcNow(),
        });
        await plan.SettleAsync(council.Code, clock, ct);
        await SearchAgainAsync(plan.Child, caller, db, change, clock, ct);
        var decisions = new LinkDecisions(all, council, clock);
        foreach (var link in links)
        {
            if (!await IsMatchOfAnotherAsync(link.Id, childId, all, ct))
            {
                await decisions.DecideAsync(link, LinkDecision.MatchNotAgreed, by, request.On, words, caller.Subject, ct);
            }
        }

        await change.PublishAsync(plan.Child, ct);
        await change.PublishSiblingsAsync(plan.Child, ct);
        IfMatch.SetETag(context, plan.Child.Version);
        return TypedResults.Ok(await ReadFamilyFinding.DescribeAsync(plan.Child, db, change, clock, ct));
    }

    /// <summary>The links by which the child is matched and has not moved in, locked; also one whose match the region has not recorded yet.</summary>
    private static async Task<List<FamilyLink>> LinksAsync(Guid childId, LocalityHubDbContext all, Council council, TimeProvider clock, CancellationToken ct)
    {
        var decisions = new LinkDecisions(all, council, clock);
        var ids = await all.FamilyLinks.Where(link => link.State != LinkState.NotProgressed
                && all.FamilyLinkChildren.Any(child => child.LinkId == link.Id && child.ChildId == childId && (child.Part == null || child.Part == ChildsPart.Holds))
                && !MatchWithdrawal.Standing(all).Any(withdrawal => withdrawal.LinkId == link.Id && withdrawal.ChildId == childId))
            .OrderBy(link => link.Id).Select(link => link.Id).ToListAsync(ct);
        List<FamilyLink> matched = [];
        foreach (var id in ids)
        {
            if (await decisions.LockAsync(id, ct) is { } link && await decisions.StandingAsync(link, ct) == LinkState.Matched)
            {
                matched.Add(link);
            }
        }

        return matched;
    }

    private static async Task DemandMatchAsync(Guid childId, DateOnly on, ChildMilestones milestones, List<FamilyLink> links, LocalityHubDbContext db, CancellationToken ct)
    {
        if (milestones.AdoptionOrder is not null || (milestones.Placed is { } placed && !(milestones.Matched?.Date > placed.Date))
            || await db.Placements.AnyAsync(placement => placement.ChildId == childId && placement.EndedOn == null
                && (placement.Kind == PlacementKind.Adoption || placement.Kind == PlacementKind.LongTermFostering || placement.Kind == PlacementKind.EarlyPermanence), ct))
        {
            throw new RuleBrokenException("match.moved-in", "The child has moved in: enter the end of the placement.");
        }

        if (milestones.Matched is null && links.Count == 0)
        {
            throw new RuleBrokenException("match.not-matched", "The child is matched with nobody.");
        }

        if (on < milestones.Matched?.Date)
        {
            throw new RuleBrokenException("match.before-it-was", "A match falls through on the day on which it was decided, or later.", "on");
        }
    }

    /// <summary>The day of the match as a person or panel gave it; one that the feed gives is the case system's to take back, which would only give it again.</summary>
    private static void TakeBack(ChildPlan plan, Milestone? matched)
    {
        if (matched is null)
        {
            return;
        }

        plan.TakeBack(MilestoneKind.Matched, matched.Date);
        if (plan.Derive().Matched is not null)
        {
            throw new RuleBrokenException("match.told-by-feed", "The day of the match is told by the case system's feed: take it out there first.");
        }
    }

    /// <summary>Of brothers and sisters who were matched together the link is the others' still, whether they are to move in, have moved in or have come back since.</summary>
    private static Task<bool> IsMatchOfAnotherAsync(Guid linkId, Guid childId, LocalityHubDbContext all, CancellationToken ct) =>
        all.FamilyLinkChildren.AnyAsync(child => child.LinkId == linkId && child.ChildId != null && child.ChildId != childId
            && !MatchWithdrawal.Standing(all).Any(withdrawal => withdrawal.LinkId == linkId && withdrawal.ChildId == child.ChildId)
            && (child.Part == ChildsPart.MovedIn || child.Part == ChildsPart.Disrupted
                || (child.Part != ChildsPart.Left && all.Milestones.Any(milestone => milestone.ChildId == child.ChildId && milestone.Kind == MilestoneKind.Matched))), ct);

    /// <summary>The search has rested since the match; where somebody has ended it, another begins.</summary>
    private static async Task SearchAgainAsync(Child child, Caller caller, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        if (await change.FactsAsync(child, ct) is { Search: null, Record.IsSearchedFor: true, LeavesSearch: null, Child.DateOfBirth: not null })
        {
            db.Add(new ChildSearch { Id = Guid.CreateVersion7(), ChildId = child.Id, StartedOn = LondonCalendar.Today(clock), StartedBy = caller.Subject });
            await db.SaveChangesAsync(ct);
        }
    }
}
