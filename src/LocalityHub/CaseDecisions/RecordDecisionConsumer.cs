using Partnership.CaseData.Milestones;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.CaseDecisions;

/// <summary>
/// Files a decision, once; a plan that a child should be placed, and its reversal, is the child's milestone from then on. Suitability and matches come
/// in messages of their own.
/// </summary>
internal sealed class RecordDecisionConsumer(LocalityHubDbContext db, Council council, ChildChange change, CaseChange cases, LinkDecisions links, TimeProvider clock) : IMessageConsumer<RecordDecision>
{
    /// <summary>Who entered a milestone that a decision made.</summary>
    public const string EnteredBy = "panel-scheduling";

    public async Task ConsumeAsync(IReadOnlyList<RecordDecision> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            await FileAsync(message, cancellationToken);
        }
    }

    private async Task FileAsync(RecordDecision message, CancellationToken ct)
    {
        if (await db.CaseDecisions.FindAsync([message.Decision], ct) is not null)
        {
            return;
        }

        await SharedCases.EnsureAsync(message.Case, message.CasesCouncil, (CaseKind)message.Kind, message.Link, db, council, clock, ct);
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
        var child = message.Child is { } reference ? (await session.FindAsync(reference, ReferencePurpose.PanelChild, ct))?.ChildId : null;
        db.Add(new CaseDecision
        {
            Id = message.Decision, CaseId = message.Case, ChildId = child, Stage = message.Stage, Outcome = message.Outcome, DecidedOn = message.DecidedOn.Day, Maker = message.Maker.Value,
            RecordId = message.Record, Reason = message.Reason, ReceivedAt = clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(ct);
        if (message.CasesCouncil == council.Code)
        {
            await FollowAsync(message, ct);
        }

        if (message.Kind is PanelCaseKind.ShouldBePlacedByConsent or PanelCaseKind.ShouldBePlacedByOrder && message.CasesCouncil == council.Code)
        {
            await MoveOnAsync(message, child ?? throw new InvalidOperationException("The decision is about a child whom this hub does not know."), ct);
        }
    }

    /// <summary>A match that is put off holds no household. A case that was taken back when it had been decided was taken back too late.</summary>
    private async Task FollowAsync(RecordDecision message, CancellationToken ct)
    {
        if (message.Outcome == PanelDecisionOutcome.Deferred)
        {
            if (message.Link is { } link)
            {
                await links.PutOffAsync(link, "The agency decision maker", message.DecidedOn.Day, EnteredBy, ct);
            }

            return;
        }

        if (await cases.LockAsync(message.Case, null, ct) is { State: PanelCaseState.Withdrawn } @case)
        {
            @case.State = PanelCaseState.Raised;
            await cases.SettleAsync(@case, ct);
        }
    }

    private async Task MoveOnAsync(RecordDecision message, Guid childId, CancellationToken ct)
    {
        (MilestoneKind? Happened, string? Reason) decided = message switch
        {
            { Outcome: PanelDecisionOutcome.Yes, Stage: PanelDecisionStage.Final or PanelDecisionStage.Reversal } => (MilestoneKind.ShouldBePlaced, null),
            // Told again from before reasons were kept: parked in the end, for a person who knows it.
            { Outcome: PanelDecisionOutcome.No, Stage: PanelDecisionStage.Reversal, Reason: PlanReversalReason.None } =>
                throw new InvalidOperationException("A plan is reversed, and the reason is not known."),
            { Outcome: PanelDecisionOutcome.No, Stage: PanelDecisionStage.Reversal } => (MilestoneKind.DecisionReversed, $"RD{(int)message.Reason}"),
            _ => (null, null),
        };
        if (decided.Happened is { } happened && await ChildPlan.LockAsync(db, childId, ct) is { } plan)
        {
            plan.Give(happened, message.DecidedOn.Day, decided.Reason, EnteredBy, clock.GetUtcNow());
            await plan.SettleAsync(council.Code, clock, ct);
            await change.PublishAsync(plan.Child, ct);
            await change.PublishSiblingsAsync(plan.Child, ct);
        }
    }
}
