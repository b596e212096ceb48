using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.Milestones;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Links;

/// <summary>
/// The decision maker has decided a match: the child is matched on that day, and the region hears what became of the link. A later decision in one
/// case takes the earlier one's place, in whatever order they come.
/// </summary>
internal sealed class MatchDecidedConsumer(LocalityHubDbContext db, Council council, ChildChange change, LinkDecisions decisions, TimeProvider clock) : IMessageConsumer<MatchDecided>
{
    private const string DecisionMaker = "The agency decision maker";
    private const string Panel = "panel-scheduling";

    public async Task ConsumeAsync(IReadOnlyList<MatchDecided> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            await ConsumeAsync(message, cancellationToken);
        }
    }

    private async Task ConsumeAsync(MatchDecided message, CancellationToken ct)
    {
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
        var reference = await session.FindAsync(message.Child, ReferencePurpose.PanelChild, ct);
        if (reference?.TombstonedAt is not null)
        {
            // Adopted since, and called nothing by panels any more: what is told again changes nothing.
            return;
        }

        if (reference?.ChildId is not { } childId || await ChildPlan.LockAsync(db, childId, ct) is not { } plan)
        {
            // Parked in the end, for a person: a match must not vanish, and nobody else can decide it.
            throw new InvalidOperationException("The decision is about a child whom this hub does not know.");
        }

        var agreed = message.Decision == MatchDecision.Agreed;
        var known = await db.MatchDecisions.SingleOrDefaultAsync(record => record.CaseId == message.Case && record.ChildId == childId, ct);

        // Known is also what panel scheduling tells again after this hub was restored.
        if (known is not null && (message.DecidedOn.Day < known.DecidedOn || (message.DecidedOn.Day, agreed) == (known.DecidedOn, known.Agreed)))
        {
            return;
        }

        if (known is { Agreed: true } && !agreed)
        {
            plan.TakeBack(MilestoneKind.Matched, known.DecidedOn);
        }

        known ??= db.Add(new MatchDecisionRecord { CaseId = message.Case, ChildId = childId }).Entity;
        (known.LinkId, known.Agreed, known.DecidedOn) = (message.Link, agreed, message.DecidedOn.Day);
        if (agreed)
        {
            MilestoneRules.Check(MilestoneKind.Matched, message.DecidedOn.Day, plan.Derive(except: MilestoneKind.Matched), plan.Child.DateOfBirth, LondonCalendar.Today(clock));
            plan.Give(MilestoneKind.Matched, message.DecidedOn.Day, null, Panel, clock.GetUtcNow());
        }

        await plan.SettleAsync(council.Code, clock, ct);
        await db.SaveChangesAsync(ct);
        if (message.Link is { } linkId && (agreed || await IsForNobodyAsync(message.Case, linkId, ct)) && await decisions.LockAsync(linkId, ct) is { } link)
        {
            // With a child who was fostered there first the household is held until the placement ends.
            var otherwise = link.IsLive && await decisions.LivesThereAsync(linkId, ct) ? LinkDecision.PlacedBeforeMatch : LinkDecision.MatchNotAgreed;
            await decisions.DecideAsync(
                link, agreed ? LinkDecision.Matched : otherwise, DecisionMaker, message.DecidedOn.Day, "As decided after panel; the reasons are in the case.", Panel, ct);
        }

        await change.PublishAsync(plan.Child, ct);
        await change.PublishSiblingsAsync(plan.Child, ct);
    }

    /// <summary>
    /// Whether a link is matched for none of its children. Of brothers and sisters it is matched as soon as one of them is, and not before all of them are
    /// decided is it told that none is: in whatever order their decisions come, the link ends alike.
    /// </summary>
    private async Task<bool> IsForNobodyAsync(Guid caseId, Guid linkId, CancellationToken ct)
    {
        if (await db.MatchDecisions.AnyAsync(record => record.LinkId == linkId && record.Agreed, ct))
        {
            return false;
        }

        var children = await db.PanelCases.Where(@case => @case.Id == caseId).Select(@case => @case.ChildIds).SingleOrDefaultAsync(ct);
        return children is null || await db.MatchDecisions.CountAsync(record => record.CaseId == caseId && children.Contains(record.ChildId), ct) == children.Length;
    }
}
