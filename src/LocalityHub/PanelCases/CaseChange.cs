using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.Milestones;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Duties;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Restrictions;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.PanelCases;

/// <summary>
/// One change of a case within the context's transaction: locks it, and when it has been changed saves it under its next version and tells panel scheduling
/// what it may know, if that is something else than before.
/// </summary>
internal sealed class CaseChange(LocalityHubDbContext db, Council council, CaseFacts facts, PanelReferences references, TimeProvider clock)
{
    /// <summary>For work that is nobody's request.</summary>
    public static CaseChange Over(LocalityHubDbContext db, Council council, TimeProvider clock) => new(db, council, new CaseFacts(db, clock), new PanelReferences(db, council, clock), clock);

    /// <summary>Locks a case until the end of the transaction; null when there is none of that id, or not for the caller.</summary>
    /// <exception cref="StaleVersionException">It has another version than the caller has seen.</exception>
    public async Task<PanelCase?> LockAsync(Guid caseId, long? expected, CancellationToken ct)
    {
        var found = await db.PanelCases.FromSql($"select * from panel_case where id = {caseId} for update").ToListAsync(ct);
        if (found is not [var @case])
        {
            return null;
        }

        return expected is { } version && @case.Version != version ? throw new StaleVersionException() : @case;
    }

    /// <summary>Keeps children from being forgotten until the end of the transaction, as the undoing of an import would; false when one of them is not there, or not for the caller.</summary>
    public async Task<bool> HoldAsync(IReadOnlyList<Guid> childIds, CancellationToken ct) =>
        childIds.Count == 0
        || (await db.Children.FromSql($"select * from child where id = any({childIds.ToArray()}) order by id for key share").AsNoTracking().ToListAsync(ct)).Count == childIds.Count;

    /// <summary>Locks those whom a locked case is about until the end of the transaction.</summary>
    public async Task LockSubjectsAsync(PanelCase @case, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select id from child where id = any({@case.ChildIds}) order by id for update", ct);
        await db.Database.ExecuteSqlAsync($"select id from household where id = {@case.HouseholdId} for update", ct);
    }

    /// <summary>Demands a case of this council's own that goes on.</summary>
    public static void RequireOpen(PanelCase @case)
    {
        if (!@case.IsOwn)
        {
            throw new RuleBrokenException("panel-case.not-yours", "The case is prepared by the council of the children.");
        }

        if (@case.State == PanelCaseState.Withdrawn)
        {
            throw new RuleBrokenException("panel-case.withdrawn", "The case was taken back.");
        }
    }

    /// <summary>Raises a locked case whose gates were found met.</summary>
    public Task RaiseAsync(PanelCase @case, string by, DateOnly today, CancellationToken ct)
    {
        (@case.State, @case.ReadyOn, @case.RaisedBy) = (PanelCaseState.Raised, today, by);
        return SettleAsync(@case, ct);
    }

    /// <summary>Saves a locked case under its next version, and tells panel scheduling once it was raised.</summary>
    public async Task SettleAsync(PanelCase @case, CancellationToken ct)
    {
        @case.Version++;
        @case.UpdatedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        await PublishAsync(@case, ct);
    }

    /// <summary>States a case and its children as they are now, where that is not what was stated before.</summary>
    public async Task PublishAsync(PanelCase @case, CancellationToken ct)
    {
        if (@case.ReadyOn is not { } ready || !@case.IsOwn)
        {
            return;
        }

        // Two cases of one child or household at once must not each mint a reference.
        await LockSubjectsAsync(@case, ct);
        var read = await facts.OfAsync(@case, ct);
        var today = LondonCalendar.Today(clock);
        var gatesStand = @case.State == PanelCaseState.Withdrawn || !CaseGateReadings.Read(read, GateStage.Raise, today).Any(gate => gate.Stops);
        @case.GatesFellOn = gatesStand ? null : @case.GatesFellOn ?? today;
        await db.SaveChangesAsync(ct);
        var kind = (PanelCaseKind)@case.Kind;
        var household = @case.HouseholdId is { } householdId && @case.ChildIds.Length == 0 ? await references.OfHouseholdAsync(householdId, ct) : (Guid?)null;
        var stageTwo = @case is { Kind: CaseKind.AdopterApproval, HouseholdId: { } id }
            ? await db.Households.AsNoTracking().Where(each => each.Id == id).Select(each => each.StageTwoFrom).SingleAsync(ct)
            : null;

        // What panels called a child ends with the adoption order: nothing more is said of the child, under no new name either.
        var adopted = await db.Milestones.AsNoTracking().Where(milestone => @case.ChildIds.Contains(milestone.ChildId) && milestone.Kind == MilestoneKind.AdoptionOrder)
            .Select(milestone => milestone.ChildId).ToListAsync(ct);
        var children = new Dictionary<Guid, Guid>();
        foreach (var childId in @case.ChildIds.Except(adopted))
        {
            children.Add(childId, await references.OfChildAsync(childId, ct));
        }

        var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
        session.Ledger.Advance(
            await session.OfGivenAsync(@case.Id, ReferencePurpose.PanelCase, ct),
            new PanelCaseRaised(
                @case.Id, council.Code, 0, 0, @case.State == PanelCaseState.Withdrawn, kind, @case.Brief, @case.FastTrack, @case.Infant, household, @case.LinkId,
                @case.HouseholdsCouncil is { } code ? new CouncilCode(code) : null, @case.ChildIds.Length, new CaseDay(ready), Day(stageTwo), Day(@case.ReportSentOn), Day(@case.CommentsOn), Day(@case.CourtDate),
                await LinkStandsAsync(@case, ct), gatesStand, await RestrictedToAsync(@case, ct)));
        var days = read.Children;
        foreach (var (n, childId) in @case.ChildIds.Index())
        {
            if (!children.TryGetValue(childId, out var child))
            {
                continue;
            }

            var reference = await session.OfGivenAsync(@case.ChildReferences[n], ReferencePurpose.PanelCaseChild, ct);
            session.Ledger.Advance(reference, new PanelCaseChildStated(
                reference.Reference, council.Code, 0, 0, @case.Id, kind, child, Day(days[n].PlanReversed ? null : days[n].ShouldBePlacedOn), Day(days[n].AuthorityOn)));
        }

        if (stageTwo is { } began)
        {
            await StatePausesAsync(@case, began, session, ct);
        }

        await session.SaveAsync(ct);
    }

    /// <summary>What stands still for the household stands still for the case. A pause is told of each case under a reference of its own, the same whenever it is told again.</summary>
    private async Task StatePausesAsync(PanelCase @case, DateOnly stageTwo, RegionalSession session, CancellationToken ct)
    {
        var pauses = await db.AssessmentPauses.AsNoTracking()
            .Where(pause => pause.HouseholdId == @case.HouseholdId && pause.Stage == AssessmentStage.Two && pause.From >= stageTwo).OrderBy(pause => pause.From).ToListAsync(ct);
        foreach (var pause in pauses)
        {
            var reference = await session.OfGivenAsync(new Guid(SHA256.HashData([.. pause.Id.ToByteArray(), .. @case.Id.ToByteArray()])[..16]), ReferencePurpose.AssessmentPause, ct);
            session.Ledger.Advance(reference, new AssessmentPaused(
                reference.Reference, council.Code, 0, 0, @case.Id,
                pause.Reason == AssessmentPauseReason.ApplicantRequest ? StageTwoPause.ApplicantRequest : StageTwoPause.ExceptionalCircumstances, new CaseDay(pause.From), Day(pause.Until)));
        }
    }

    /// <summary>
    /// Whether the household of a match is chosen for the children still. A match that was not agreed is none of panel's any more: if the decision maker decides
    /// otherwise, the region says whether both are free.
    /// </summary>
    private async Task<bool> LinkStandsAsync(PanelCase @case, CancellationToken ct) =>
        @case.LinkId is not { } linkId || await new LinkDecisions(db, council, clock).IsChosenAsync(linkId, ct);

    private async Task<RestrictedTo> RestrictedToAsync(PanelCase @case, CancellationToken ct) => ToldRestriction.Both(
        await ToldRestriction.OfChildrenAsync(db, @case.ChildIds, ct),
        @case.HouseholdId is { } household ? await ToldRestriction.OfHouseholdAsync(db, household, ct) : RestrictedTo.None);

    private static CaseDay? Day(DateOnly? day) => day is { } known ? new CaseDay(known) : null;
}
