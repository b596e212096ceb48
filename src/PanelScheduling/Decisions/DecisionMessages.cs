using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Decisions;

/// <summary>Tells the hubs with a part in a case what was decided: a decision moves the rest.</summary>
internal static class DecisionMessages
{
    public static void Send(IReadOnlyList<Decision> made, PanelCase @case, string maker, PlanReversalReason reason, PanelDbContext db)
    {
        foreach (var decision in made)
        {
            foreach (var council in @case.Councils)
            {
                db.Publish(new RecordDecision(
                    Guid.CreateVersion7(), new CouncilCode(council), @case.Id, new CouncilCode(@case.Council), (PanelCaseKind)(short)@case.Kind, @case.Link, decision.Id, decision.Child,
                    (PanelDecisionStage)(short)decision.Stage, (PanelDecisionOutcome)(short)decision.Outcome, new DecisionDay(decision.DecidedOn), PersonReference.Of(maker), decision.Record,
                    decision.Outcome == DecisionOutcome.No ? reason : PlanReversalReason.None));
            }

            // What is proposed, or put back, moves nothing yet.
            if (decision.Stage == DecisionStage.Determination || decision.Outcome == DecisionOutcome.Deferred)
            {
                continue;
            }

            if (@case is { Kind: CaseKind.AdopterApproval or CaseKind.AdopterTermination, Household: { } household, HouseholdCouncil: { } owner })
            {
                db.Publish(new HouseholdDecided(
                    Guid.CreateVersion7(), new CouncilCode(owner), @case.Id, household, SuitabilityOf(@case.Kind, decision.Outcome), new DecisionDay(decision.DecidedOn),
                    decision.Terms?.Routes ?? HouseholdRoutes.None, decision.Terms?.Numbers ?? ChildCounts.None, decision.Terms?.Ages ?? AgeBands.None));
            }

            if (@case.Kind == CaseKind.Match && decision.Child is { } child)
            {
                db.Publish(new MatchDecided(
                    Guid.CreateVersion7(), new CouncilCode(@case.Council), @case.Id, child, @case.Link,
                    decision.Outcome == DecisionOutcome.Yes ? MatchDecision.Agreed : MatchDecision.NotAgreed, new DecisionDay(decision.DecidedOn)));
            }
        }
    }

    private static HouseholdDecision SuitabilityOf(CaseKind kind, DecisionOutcome outcome) => (kind, outcome) switch
    {
        (CaseKind.AdopterTermination, DecisionOutcome.Yes) => HouseholdDecision.Terminated,
        (CaseKind.AdopterTermination, _) => HouseholdDecision.Approved,
        (_, DecisionOutcome.Yes) => HouseholdDecision.Approved,
        _ => HouseholdDecision.NotApproved,
    };
}
