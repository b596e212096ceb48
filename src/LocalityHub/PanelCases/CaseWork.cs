using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Duties;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.Statutory;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.PanelCases;

/// <summary>
/// What cases ask of people: those to be raised that the hub leaves to them, those to be taken back, households to be chosen again, gates that have fallen or
/// that stand before a decision, and reasons owed for guidance that was not kept.
/// </summary>
internal static class CaseWork
{
    private static readonly string[] OfChildren = [Roles.SocialWorker, Roles.FamilyFinder, Roles.PanelAdviser, Roles.CaldicottGuardian];
    private static readonly string[] OfHouseholds = [Roles.Recruitment, Roles.PanelAdviser, Roles.CaldicottGuardian];
    private static readonly CaseKind[] WithGuidance = [.. Enum.GetValues<CaseKind>().Where(kind => CaseGates.Of(kind, GateStage.Raise).Any(gate => gate.Force == RuleForce.Guidance))];
    private static readonly CaseKind[] WithGateOfDecision = [.. Enum.GetValues<CaseKind>().Where(kind => CaseGates.Of(kind, GateStage.Decide).Any(gate => gate.Force == RuleForce.Hard))];

    /// <summary>For somebody with these roles; of one person's own children and households where a subject is given.</summary>
    public static async Task<List<ReadWorklist.Entry>> OfAsync(
        HashSet<string> roles, string? subject, LocalityHubDbContext db, CaseFacts facts, LinkDecisions links, DateOnly today, CancellationToken ct)
    {
        var (children, households) = (roles.Overlaps(OfChildren), roles.Overlaps(OfHouseholds));
        if (!children && !households)
        {
            return [];
        }

        var entries = new List<ReadWorklist.Entry>();
        foreach (var @case in await Own(LeftCases.In(db).Where(left => LeftCases.RaisedByHub.Contains(left.Kind))).ToListAsync(ct))
        {
            var gates = CaseGateReadings.Read(await facts.OfAsync(@case, ct), GateStage.Raise, today);
            if (!gates.Any(gate => gate.Stops))
            {
                entries.Add(await EntryAsync(WorkItem.CaseToRaise, @case, gates.Max(gate => gate.On) ?? today, null));
            }
        }

        foreach (var @case in await Own(LeftCases.ToWithdraw(db)).ToListAsync(ct))
        {
            var mayBeChosen = await IsLiveAsync(@case.LinkId) && !await LeftCases.OfNobody(db).AnyAsync(idle => idle.Id == @case.Id, ct);
            entries.Add(await EntryAsync(mayBeChosen ? WorkItem.HouseholdToChoose : WorkItem.CaseToWithdraw, @case, LondonCalendar.DateOf(@case.UpdatedAt), null));
        }

        var undecided = Own(db.PanelCases.Where(raised => raised.State == PanelCaseState.Raised
            && !db.CaseDecisions.Any(decision => decision.CaseId == raised.Id && decision.Outcome != PanelDecisionOutcome.Deferred)));
        foreach (var @case in await undecided.Where(raised => raised.LinkId != null).ToListAsync(ct))
        {
            if (!await links.IsChosenAsync(@case.LinkId!.Value, ct))
            {
                var isLive = await IsLiveAsync(@case.LinkId);
                var since = await db.LinkDecisions.Where(known => known.LinkId == @case.LinkId).OrderByDescending(known => known.Sequence).Select(known => (DateOnly?)known.DecidedOn).FirstOrDefaultAsync(ct);
                entries.Add(await EntryAsync(isLive ? WorkItem.HouseholdToChoose : WorkItem.CaseToWithdraw, @case, since ?? @case.ReadyOn!.Value, null));
            }
        }

        foreach (var @case in await undecided.Where(raised => WithGuidance.Contains(raised.Kind)).ToListAsync(ct))
        {
            var explained = await db.GateStatements.Where(statement => statement.CaseId == @case.Id && statement.Reason != null).Select(statement => statement.Gate).ToListAsync(ct);
            foreach (var gate in CaseGateReadings.Read(await facts.OfAsync(@case, ct), GateStage.Raise, today).Where(gate => gate.State == GateState.Warning && !explained.Contains(gate.Gate.Code)))
            {
                entries.Add(await EntryAsync(WorkItem.CaseReason, @case, @case.ReadyOn!.Value, gate.Gate.Code));
            }
        }

        // Panel scheduling is told that something has fallen, and whoever works with the case here what.
        foreach (var @case in await undecided.Where(raised => raised.GatesFellOn != null).ToListAsync(ct))
        {
            foreach (var gate in CaseGateReadings.Read(await facts.OfAsync(@case, ct), GateStage.Raise, today).Where(gate => gate.Stops))
            {
                entries.Add(await EntryAsync(WorkItem.GateToOpen, @case, @case.GatesFellOn!.Value, gate.Gate.Code));
            }
        }

        foreach (var @case in await undecided.Where(raised => WithGateOfDecision.Contains(raised.Kind)).ToListAsync(ct))
        {
            var heard = await db.CaseItems.Where(item => item.CaseId == @case.Id && (item.State == AgendaItemState.Heard || item.State == AgendaItemState.MinutesSigned))
                .Select(item => (DateOnly?)item.MeetsOn).MaxAsync(ct);
            foreach (var gate in heard is null ? [] : CaseGateReadings.Read(await facts.OfAsync(@case, ct), GateStage.Decide, today).Where(gate => gate.Stops))
            {
                entries.Add(await EntryAsync(WorkItem.GateToOpen, @case, heard!.Value, gate.Gate.Code));
            }
        }

        return entries;

        IQueryable<PanelCase> Own(IQueryable<PanelCase> cases) => cases.AsNoTracking().Where(each => each.ChildIds.Length > 0
            ? children && (subject == null || db.PermanenceRecords.Any(record => each.ChildIds.Contains(record.ChildId) && record.OwnerSubject == subject))
            : households && (subject == null || db.Households.Any(household => household.Id == each.HouseholdId && household.WorkerSubject == subject)));

        async Task<bool> IsLiveAsync(Guid? id) => await db.FamilyLinks.AsNoTracking().SingleOrDefaultAsync(link => link.Id == id, ct) is { IsLive: true };

        async Task<ReadWorklist.Entry> EntryAsync(WorkItem kind, PanelCase @case, DateOnly since, GateCode? gate)
        {
            var child = @case.ChildIds.Length > 0 ? @case.ChildIds[0] : (Guid?)null;
            var owner = child is { } childId
                ? await db.PermanenceRecords.Where(record => record.ChildId == childId).Select(record => record.OwnerName).SingleOrDefaultAsync(ct)
                : await db.Households.Where(household => household.Id == @case.HouseholdId).Select(household => household.WorkerName).SingleOrDefaultAsync(ct);
            return new ReadWorklist.Entry(kind, child, child is null ? @case.HouseholdId : null, owner, since, null, CaseId: @case.Id, Gate: gate);
        }
    }
}
