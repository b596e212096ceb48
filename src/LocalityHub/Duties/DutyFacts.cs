using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.Milestones;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Placements;
using Partnership.LocalityHub.SiblingGroups;
using Partnership.LocalityHub.TemporaryApprovals;

namespace Partnership.LocalityHub.Duties;

/// <summary>Reads what clocks run on, of many at once, as far as the context sees them.</summary>
internal static class DutyFacts
{
    public static async Task<DutySettings> SettingsAsync(LocalityHubDbContext db, CancellationToken ct) =>
        await db.Settings.AsNoTracking().Select(settings => new DutySettings(settings.PermanencePlansFrom, settings.DisruptionMeetingDays, settings.SearchesFrom)).SingleAsync(ct);

    /// <summary>
    /// The children whose clocks are watched: those with a plan for permanence here, those of whom one is awaited, those of whom something was
    /// entered that starts a clock, those whose match was decided, and those who wait for a family. Of others whom the returns alone tell of, the hub does not know what was done.
    /// </summary>
    public static IQueryable<Guid> Watched(LocalityHubDbContext db, DutySettings settings)
    {
        var watched = db.PermanenceRecords.Select(record => record.ChildId).Union(db.CaseEvents.Where(each => each.WithdrawnAt == null).Select(each => each.ChildId))
            .Union(db.MatchDecisions.Where(decision => decision.Agreed).Select(decision => decision.ChildId))
            .Union(db.Children.Where(child => child.Stage == ChildStage.ShouldBePlaced || child.Stage == ChildStage.PlacementOrderMade).Select(child => child.Id));
        return settings.PlansFrom is not { } from ? watched : watched.Union(db.Milestones.Where(milestone => milestone.Kind == MilestoneKind.EnteredCare && milestone.Date >= from).Select(milestone => milestone.ChildId));
    }

    public static async Task<List<ChildDutyFacts>> OfChildrenAsync(IReadOnlyCollection<Guid> ids, LocalityHubDbContext db, CancellationToken ct)
    {
        var children = await db.Children.AsNoTracking().Where(child => ids.Contains(child.Id)).ToListAsync(ct);
        var records = await db.PermanenceRecords.AsNoTracking().Where(record => ids.Contains(record.ChildId)).ToDictionaryAsync(record => record.ChildId, ct);
        var plans = (await db.PlanChanges.AsNoTracking().Where(plan => ids.Contains(plan.ChildId)).ToListAsync(ct)).ToLookup(plan => plan.ChildId, plan => plan.AgreedOn);
        var milestones = (await db.Milestones.AsNoTracking().Where(milestone => ids.Contains(milestone.ChildId)).ToListAsync(ct)).ToLookup(milestone => milestone.ChildId);
        var events = (await db.CaseEvents.AsNoTracking().Where(each => ids.Contains(each.ChildId) && each.WithdrawnAt == null).ToListAsync(ct)).ToLookup(each => each.ChildId);
        var searches = (await db.ChildSearches.AsNoTracking().Where(search => ids.Contains(search.ChildId)).ToListAsync(ct)).ToLookup(search => search.ChildId);
        var pauses = (await db.SearchPauses.AsNoTracking()
            .Where(pause => ids.Contains(pause.ChildId) && pause.ResumedOn == null && db.ChildSearches.Any(search => search.Id == pause.SearchId && search.EndedOn == null))
            .ToListAsync(ct)).ToLookup(pause => pause.ChildId);
        var together = (await db.SiblingGroupMembers.AsNoTracking().Where(member => ids.Contains(member.ChildId) && member.Decision == SiblingDecision.Together)
            .Join(db.SiblingGroups, member => member.GroupId, group => group.Id, (member, group) => new { member.ChildId, member.DecidedOn, group.AssessedOn, group.TogetherUntil })
            .Where(each => each.TogetherUntil != null).ToListAsync(ct)).ToLookup(each => each.ChildId);
        var entered = (await db.Placements.AsNoTracking().Where(placement => ids.Contains(placement.ChildId)).ToListAsync(ct)).ToLookup(placement => placement.ChildId);
        var placements = ids.SelectMany(id => entered[id]).Where(placement => placement.EndReason != PlacementEnd.InError).ToLookup(placement => placement.ChildId);
        var home = (await db.ChildMoves.AsNoTracking().Where(move => ids.Contains(move.ChildId) && (move.To == MovedTo.Parent || move.To == MovedTo.RelativesOrFriends)).ToListAsync(ct))
            .ToLookup(move => move.ChildId, move => move.On);

        // What was entered holds: returns come a year later, and may say another day.
        var disrupted = ids.Distinct().ToDictionary(id => id, id => Disruptions.Last([.. entered[id]], [.. home[id]], milestones[id], plans[id]));
        var toldDisrupted = await Disruptions.ToldByReturnsAsync(
            [.. ids.Where(id => disrupted[id] is null && milestones[id].All(milestone => milestone.Kind is not (MilestoneKind.Placed or MilestoneKind.AdoptionOrder)))], plans, db, ct);
        var ordered = (await db.CourtOrders.AsNoTracking().Where(order => ids.Contains(order.ChildId) && order.Kind != OrderKind.AdoptionOrder).ToListAsync(ct))
            .Where(order => order.Stands(
                milestones[order.ChildId].Where(milestone => milestone.Kind == MilestoneKind.EnteredCare).Select(milestone => (DateOnly?)milestone.Date).Max(), records.GetValueOrDefault(order.ChildId)))
            .ToLookup(order => order.ChildId);
        var atPanel = await db.FamilyLinkChildren.AsNoTracking().Where(child => child.ChildId != null && ids.Contains(child.ChildId.Value)
                && db.FamilyLinks.Any(link => link.Id == child.LinkId && ((link.State == LinkState.ToPanel && child.Part != ChildsPart.Left) || (link.State == LinkState.Matched
                    && (child.Part == null || child.Part == ChildsPart.Holds || child.Part == ChildsPart.MovedIn) && !MatchWithdrawal.Standing(db).Any(withdrawal => withdrawal.LinkId == link.Id && withdrawal.ChildId == child.ChildId)))))
            .Select(child => child.ChildId!.Value).ToHashSetAsync(ct);
        var reasons = (await db.DutyReasons.AsNoTracking().Where(reason => reason.ChildId != null && ids.Contains(reason.ChildId.Value)).ToListAsync(ct)).ToLookup(reason => reason.ChildId);
        var temporary = await TemporaryApprovalStanding.OfAsync(ids, db, ct);
        var told = await ToldPlacedAsync(children.Where(child => searches[child.Id].All(search => search.EndedOn is not null)), records, db, ct);
        return children.ConvertAll(child => new ChildDutyFacts(
            child,
            records.GetValueOrDefault(child.Id),
            [.. plans[child.Id]],
            [.. milestones[child.Id]],
            [.. events[child.Id]],
            pauses[child.Id].FirstOrDefault(),
            searches[child.Id].Any(search => search.EndedOn is null) && together[child.Id].FirstOrDefault() is { } group ? new TogetherSearchFacts(group.AssessedOn, group.DecidedOn, group.TogetherUntil!.Value) : null,
            disrupted[child.Id] ?? (toldDisrupted.TryGetValue(child.Id, out var left) ? left : null),
            atPanel.Contains(child.Id),
            ordered.Contains(child.Id),
            [.. reasons[child.Id]])
        {
            Placements = [.. placements[child.Id]],
            Searches = [.. searches[child.Id]],
            TemporaryApprovals = [.. temporary[child.Id]],
            ToldPlaced = told.Contains(child.Id),
            GuardianshipOrderedOn = ordered[child.Id].Where(order => order.Kind == OrderKind.SpecialGuardianshipOrder).Max(order => (DateOnly?)order.On),
        });
    }

    /// <summary>Of children with a plan for whom nobody is looked for, those who live by it already, as feed or returns tell; with long-term foster carers also those who lived there before, or have left care.</summary>
    private static async Task<HashSet<Guid>> ToldPlacedAsync(IEnumerable<Child> children, Dictionary<Guid, PermanenceRecord> records, LocalityHubDbContext db, CancellationToken ct)
    {
        HashSet<Guid> placed = [];
        foreach (var child in children)
        {
            if (records.GetValueOrDefault(child.Id) is { IsSearchedFor: true } record && await ToldCare.HoldingAsync(child.Id, db, ct) is { } told
                && (told.Fulfils(record) || told.Order is not null || (record.Plan == PermanencePlan.LongTermFostering && (told.Until is not null || told.Kind == PlacementKind.LongTermFostering))))
            {
                placed.Add(child.Id);
            }
        }

        return placed;
    }

    /// <summary>All households whose records are open, each with its duties.</summary>
    public static async Task<List<(Household Household, IReadOnlyList<DutyReading> Duties)>> OfHouseholdsAsync(LocalityHubDbContext db, DateOnly today, CancellationToken ct)
    {
        var households = await db.Households.AsNoTracking().Where(household => household.ClosedOn == null).ToListAsync(ct);
        var decisions = (await db.ApprovalDecisions.AsNoTracking().ToListAsync(ct)).ToLookup(decision => decision.HouseholdId);
        var carers = (await db.CarerDecisions.AsNoTracking().ToListAsync(ct)).ToLookup(decision => decision.HouseholdId);
        var holds = (await db.HouseholdHolds.AsNoTracking().Where(hold => hold.Until > today).ToListAsync(ct)).ToLookup(hold => hold.HouseholdId);
        var reviews = (await db.HouseholdReviews.AsNoTracking().ToListAsync(ct)).ToLookup(review => review.HouseholdId);
        var links = (await db.FamilyLinks.AsNoTracking().Where(link => link.HouseholdId != null).ToListAsync(ct)).ToLookup(link => link.HouseholdId!.Value);
        var pauses = (await db.AssessmentPauses.AsNoTracking().ToListAsync(ct)).ToLookup(pause => pause.HouseholdId);
        var reasons = (await db.DutyReasons.AsNoTracking().Where(reason => reason.HouseholdId != null).ToListAsync(ct)).ToLookup(reason => reason.HouseholdId);
        return households.ConvertAll(household => (
            household,
            HouseholdDuties.Of(
                new HouseholdFacts(
                    household, [], [], [.. decisions[household.Id]], [.. carers[household.Id]], [.. holds[household.Id]], [.. reviews[household.Id]], [.. links[household.Id]], DisclosureLevel.None),
                [.. pauses[household.Id]],
                [.. reasons[household.Id]],
                today)));
    }

    /// <summary>The duties of one household.</summary>
    public static async Task<IReadOnlyList<DutyReading>> OfHouseholdAsync(HouseholdFacts facts, LocalityHubDbContext db, DateOnly today, CancellationToken ct) => HouseholdDuties.Of(
        facts,
        await db.AssessmentPauses.AsNoTracking().Where(pause => pause.HouseholdId == facts.Household.Id).ToListAsync(ct),
        await db.DutyReasons.AsNoTracking().Where(reason => reason.HouseholdId == facts.Household.Id).ToListAsync(ct),
        today);
}
