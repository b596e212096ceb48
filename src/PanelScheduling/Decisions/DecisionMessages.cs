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
    /// <param name="made">The decisions.</param>
    /// <param name="case">The case.</param>
    /// <param name="maker">Who made them, by subject.</param>
    /// <param name="db">By whose commit it is sent.</param>
    /// <param name="to">The hubs that are told; all with a part in the case when null.</param>
    /// <param name="stands">Whether no later decision has taken their place: one that does not stand is filed, and moves nothing. Of a deferral, whether its case is where it left it.</param>
    public static void Send(IReadOnlyList<Decision> made, PanelCase @case, string maker, PanelDbContext db, IReadOnlyCollection<short>? to = null, bool stands = true)
    {
        foreach (var decision in made)
        {
            foreach (var council in to ?? @case.Councils)
            {
                // Without its link a deferral takes no choice back.
                var link = !stands && decision.Outcome == DecisionOutcome.Deferred && council == @case.Council ? null : @case.Link;
                db.Publish(new RecordDecision(
                    Guid.CreateVersion7(), new CouncilCode(council), @case.Id, new CouncilCode(@case.Council), (PanelCaseKind)(short)@case.Kind, link, decision.Id, decision.Child,
                    (PanelDecisionStage)(short)decision.Stage, (PanelDecisionOutcome)(short)decision.Outcome, new DecisionDay(decision.DecidedOn), PersonReference.Of(maker), decision.Record,
                    decision.ReversalReason));
            }

            // What is proposed, or put back, moves nothing yet; what was replaced, nothing more.
            if (!stands || decision.Stage == DecisionStage.Determination || decision.Outcome == DecisionOutcome.Deferred)
            {
                continue;
            }

            if (@case is { Kind: CaseKind.AdopterApproval or CaseKind.AdopterTermination, Household: { } household, HouseholdCouncil: { } owner } && to?.Contains(owner) != false)
            {
                db.Publish(new HouseholdDecided(
                    Guid.CreateVersion7(), new CouncilCode(owner), @case.Id, household, SuitabilityOf(@case.Kind, decision.Outcome), new DecisionDay(decision.DecidedOn),
                    decision.Terms?.Routes ?? HouseholdRoutes.None, decision.Terms?.Numbers ?? ChildCounts.None, decision.Terms?.Ages ?? AgeBands.None));
            }

            if (@case is { Route: { Strand: PanelStrand.Fostering, HasQualifyingDetermination: true }, Household: { } carers, HouseholdCouncil: { } theirs } && to?.Contains(theirs) != false)
            {
                db.Publish(new CarersDecided(
                    Guid.CreateVersion7(), new CouncilCode(theirs), @case.Id, carers, OfCarers(@case.Kind, decision.Outcome), new DecisionDay(decision.DecidedOn),
                    decision.Terms?.Routes ?? HouseholdRoutes.None, decision.Terms?.Numbers ?? ChildCounts.None, decision.Terms?.Ages ?? AgeBands.None));
            }

            if (@case.Kind == CaseKind.Match && decision.Child is { } child && to?.Contains(@case.Council) != false)
            {
                db.Publish(new MatchDecided(
                    Guid.CreateVersion7(), new CouncilCode(@case.Council), @case.Id, child, @case.Link,
                    decision.Outcome == DecisionOutcome.Yes ? MatchDecision.Agreed : MatchDecision.NotAgreed, new DecisionDay(decision.DecidedOn)));
            }
        }
    }

    /// <summary>A first review asks whether they are suitable still, a termination whether they are no longer.</summary>
    private static HouseholdDecision OfCarers(CaseKind kind, DecisionOutcome outcome) => (kind, outcome) switch
    {
        (CaseKind.FosterTermination, DecisionOutcome.Yes) or (CaseKind.FosterReview, DecisionOutcome.No) => HouseholdDecision.Terminated,
        (CaseKind.FosterApproval, DecisionOutcome.No) => HouseholdDecision.NotApproved,
        _ => HouseholdDecision.Approved,
    };

    private static HouseholdDecision SuitabilityOf(CaseKind kind, DecisionOutcome outcome) => (kind, outcome) switch
    {
        (CaseKind.AdopterTermination, DecisionOutcome.Yes) => HouseholdDecision.Terminated,
        (CaseKind.AdopterTermination, _) => HouseholdDecision.Approved,
        (_, DecisionOutcome.Yes) => HouseholdDecision.Approved,
        _ => HouseholdDecision.NotApproved,
    };
}
