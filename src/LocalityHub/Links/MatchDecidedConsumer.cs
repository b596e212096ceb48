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
        if (reference?.ChildId is not { } childId || await ChildPlan.LockAsync(db, childId, ct) is not { } plan)
        {
            // Parked in the end, for a person: a match must not vanish, and nobody else can decide it.
            throw new InvalidOperationException("The decision is about a child whom this hub does not know.");
        }

        var agreed = message.Decision == MatchDecision.Agreed;
        var known = await db.MatchDecisions.SingleOrDefaultAsync(record => record.CaseId == message.Case && record.ChildId == childId, ct);
        if (known is not null && message.DecidedOn.Day < known.DecidedOn)
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
        if (message.Link is { } linkId && await decisions.LockAsync(linkId, ct) is { } link)
        {
            await decisions.DecideAsync(
                link, agreed ? LinkDecision.Matched : LinkDecision.MatchNotAgreed, DecisionMaker, message.DecidedOn.Day, "As decided after panel; the reasons are in the case.", Panel, ct);
        }

        await change.PublishAsync(plan.Child, ct);
        await change.PublishSiblingsAsync(plan.Child, ct);
    }
}
