using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.Milestones;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Persistence;
using Partnership.Statutory;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.PanelCases;

/// <summary>Which cases the hub raises by itself, which it leaves to a person although their gates are met, and which nobody raises any more.</summary>
internal static class LeftCases
{
    /// <summary>Kinds with a gate that stops: by it the hub can tell when a case is ready. Of the others a person says so.</summary>
    public static CaseKind[] RaisedByHub { get; } = [.. Enum.GetValues<CaseKind>().Where(kind => CaseGates.Of(kind, GateStage.Raise).Any(gate => gate.Force == RuleForce.Hard))];

    /// <summary>
    /// Those that a person has to look at: of a restricted record, since whether panels hear of it is for those who see it; and those that an earlier case
    /// of the same kind and of somebody in it stands before, open, or ended after anybody has written to the later one. In all of them something is to be decided.
    /// </summary>
    public static IQueryable<PanelCase> In(LocalityHubDbContext db) => db.PanelCases.Where(@case => @case.State == PanelCaseState.Preparing && !ToWithdraw(db).Any(idle => idle.Id == @case.Id) && (
        db.ChildRestrictions.Any(each => @case.ChildIds.Contains(each.ChildId))
        || db.HouseholdRestrictions.Any(each => each.HouseholdId == @case.HouseholdId)
        || db.PanelCases.Any(earlier => earlier.Id != @case.Id && earlier.Kind == @case.Kind && earlier.ReadyOn != null
            && (earlier.ChildIds.Any(child => @case.ChildIds.Contains(child)) || (@case.ChildIds.Length == 0 && earlier.HouseholdId == @case.HouseholdId))
            && !(earlier.State == PanelCaseState.Withdrawn
                ? @case.UpdatedAt > earlier.UpdatedAt || db.CasePapers.Any(paper => paper.CaseId == @case.Id && paper.UploadedAt > earlier.UpdatedAt)
                : db.CaseDecisions.Any(decision => decision.CaseId == earlier.Id && decision.Stage != PanelDecisionStage.Determination && decision.Outcome != PanelDecisionOutcome.Deferred
                    && (@case.UpdatedAt > decision.ReceivedAt || db.CasePapers.Any(paper => paper.CaseId == @case.Id && paper.UploadedAt > decision.ReceivedAt)))))));

    /// <summary>Those of a child who is adopted, or a household whose record is closed.</summary>
    public static IQueryable<PanelCase> OfNobody(LocalityHubDbContext db) => db.PanelCases.Where(@case =>
        db.Milestones.Any(each => @case.ChildIds.Contains(each.ChildId) && each.Kind == MilestoneKind.AdoptionOrder)
        || db.Households.Any(each => each.Id == @case.HouseholdId && each.ClosedOn != null));

    /// <summary>
    /// Those in which nothing is left to be decided: of a child who is adopted, a household whose record is closed, or a link whose household is chosen no longer.
    /// They are taken back, unless the link goes on and the household is chosen again. A choice that the centre has not confirmed yet is one.
    /// </summary>
    public static IQueryable<PanelCase> ToWithdraw(LocalityHubDbContext db) => db.PanelCases.Where(@case => @case.State == PanelCaseState.Preparing && (
        OfNobody(db).Any(idle => idle.Id == @case.Id)
        || (@case.LinkId != null && !db.FamilyLinks.Any(link => link.Id == @case.LinkId && (link.State == LinkState.Selected || link.State == LinkState.ToPanel
            || db.LinkDecisions.Any(decided => decided.LinkId == link.Id && decided.AtLinkVersion >= link.LinkVersion
                && (decided.Decision == LinkDecision.Selected || decided.Decision == LinkDecision.ToPanel)))))));
}
