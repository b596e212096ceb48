using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.Milestones;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Candidates;
using Partnership.LocalityHub.CaseDecisions;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Duties;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Placements;
using Partnership.LocalityHub.Profiles;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Restrictions;
using Partnership.LocalityHub.Searches;
using Partnership.LocalityHub.SiblingGroups;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Permanence;

/// <summary>
/// One change of children's records within the context's transaction: locks a child, and when something of it has been changed saves it under
/// its next version and tells the region what family finding may now know, of the child and of those it is to be placed with. What is told is
/// read past restrictions: the region hears the same whoever made the change.
/// </summary>
internal sealed class ChildChange(LocalityHubDbContext db, Council council, AreaKey areas, TimeProvider clock) : IAsyncDisposable
{
    private LocalityHubDbContext? _all;

    /// <summary>Locks a child until the end of the transaction; null when there is none of that id, or not for the caller.</summary>
    /// <exception cref="StaleVersionException">It has another version than the caller has seen.</exception>
    public async Task<Child?> LockAsync(Guid childId, long? expected, CancellationToken ct)
    {
        var child = await LockAsync(childId, db, ct);
        return child is not null && expected is { } version && child.Version != version ? throw new StaleVersionException() : child;
    }

    /// <summary>Saves a locked child, changed, under its next version, and publishes of it and of those in a group with it.</summary>
    public async Task SettleAsync(Child child, CancellationToken ct)
    {
        await SettleAloneAsync(child, ct);
        await PublishSiblingsAsync(child, ct);
    }

    /// <summary>The same for the child alone.</summary>
    public async Task SettleAloneAsync(Child child, CancellationToken ct)
    {
        child.Version++;
        child.UpdatedAt = clock.GetUtcNow();
        await PublishAsync(child, ct);
    }

    /// <summary>Publishes of those in a group with a child, whose own snapshots tell of the group.</summary>
    public async Task PublishSiblingsAsync(Child child, CancellationToken ct)
    {
        var all = await AllAsync(ct);
        foreach (var sibling in await SiblingStanding.OthersAsync(child.Id, all, ct))
        {
            if (await LockAsync(sibling, all, ct) is { } other)
            {
                await PublishAsync(other, ct);
            }
        }
    }

    /// <summary>Publishes what the region may know of a locked child now, when it differs from what was said; returns whether it did.</summary>
    public async Task<bool> PublishAsync(Child child, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        var all = await AllAsync(ct);
        var facts = await FactsAsync(child, all, ct);
        await NotePriorityAsync(facts, all, ct);
        await new LinkDecisions(all, council, clock).FollowPlacementAsync(facts, ct);
        var search = await all.ChildSearches.Where(known => known.ChildId == child.Id)
            .OrderByDescending(known => known.EndedOn == null).ThenByDescending(known => known.EndedOn).FirstOrDefaultAsync(ct);
        if (search is { EndedOn: null })
        {
            CloseIfOver(search, await FactsAsync(child, all, ct));
        }

        await all.SaveChangesAsync(ct);
        var told = search is not null && await TellAsync(search, await FactsAsync(child, all, ct), ct);
        await RecordsAgainstLimits.TakeBackAsync([child.Id], all, council, areas, clock, ct);
        return await TellDutiesAsync(child, all, ct) || told;
    }

    /// <summary>Publishes of the households of this council's, locked, with whom a child has been placed: while it lives with one, that is offered to nobody.</summary>
    public async Task PublishCarersAsync(Child child, CancellationToken ct)
    {
        var all = await AllAsync(ct);
        foreach (var household in await all.Households.Where(known => all.Placements.Any(placement => placement.ChildId == child.Id && placement.HouseholdId == known.Id)).OrderBy(known => known.Id).ToListAsync(ct))
        {
            await new HouseholdChange(all, council, areas, clock).PublishAsync(household, ct);
        }
    }

    /// <summary>All that family finding needs of a child, as far as the caller sees it.</summary>
    public Task<FamilyFacts> FactsAsync(Child child, CancellationToken ct) => FactsAsync(child, db, ct);

    /// <summary>Links of children, live or matched, as far as the caller sees it, that a limit of a child's own stands against by now.</summary>
    public Task<IReadOnlyList<LimitsOfLinks.Against>> LimitsOfLinksAsync(IReadOnlyCollection<Guid> children, CancellationToken ct) => LimitsOfLinks.OfAsync(children, db, areas, ct);

    /// <summary>
    /// Demands that a child may move in with a household by its own record, whatever of the link the caller sees. Nobody names another council's household here: who moves in where
    /// none is named moves in with the one that they are matched with.
    /// </summary>
    /// <param name="childId">The child, locked.</param>
    /// <param name="householdId">The household, where it is of this council and named.</param>
    /// <param name="linkId">The link, where the household is another council's and said.</param>
    /// <param name="byMatch">Whether it is the kind of placement that a match leads to.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="RuleBrokenException">A limit stands against it, or nobody can say.</exception>
    public async Task DemandMayMoveInAsync(Guid childId, Guid? householdId, Guid? linkId, bool byMatch, CancellationToken ct) =>
        LimitsOfLinks.DemandNone((await LimitsOfLinks.OfAsync([childId], await AllAsync(ct), areas, ct))
            .Where(against => householdId is not null ? against.HouseholdId == householdId : linkId is not null ? against.LinkId == linkId : byMatch && against.IsMatch));

    public async ValueTask DisposeAsync()
    {
        if (_all is not null && _all != db)
        {
            await _all.DisposeAsync();
        }
    }

    private async Task<bool> TellAsync(ChildSearch search, FamilyFacts facts, CancellationToken ct)
    {
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
        var references = await session.OfChildAsync(facts.Child.Id, ct);
        var reference = references.SingleOrDefault(known => known.Purpose == ReferencePurpose.ChildProfile);
        if (reference is null && search.EndedOn is not null)
        {
            // An earlier search, of which all is said.
            return false;
        }

        reference ??= session.Ledger.Mint(ReferencePurpose.ChildProfile, childId: facts.Child.Id);
        var all = await AllAsync(ct);
        var approved = await ProfileVersion.HighestOfChildAsync(facts.Child.Id, all, ct);
        var register = references.SingleOrDefault(known => known.Purpose == ReferencePurpose.Register);
        var before = reference.Version;
        session.Ledger.Advance(
            reference,
            ChildSnapshot.Of(
                facts, reference.Reference, council.Code, register is null ? null : (ChildStageChanged)RegionalLedger.LastOf(register), approved,
                await ToldRestriction.OfChildrenAsync(all, [facts.Child.Id], ct)));
        if (search.EndedOn is null)
        {
            await CandidateAnswers.RestateAsync(facts.Child.Id, facts.Standing, all, session, council.Code, areas, ct);
        }
        else
        {
            session.Ledger.Tombstone(reference);
            await CandidateAnswers.ForgetAsync(facts.Child.Id, search.EndReason is SearchEnd.Placed or SearchEnd.OrderMade, all, session, clock.GetUtcNow(), ct);
        }

        await session.SaveAsync(ct);
        return reference.Version != before;
    }

    private async Task<bool> TellDutiesAsync(Child child, LocalityHubDbContext all, CancellationToken ct)
    {
        var today = LondonCalendar.Today(clock);
        var settings = await DutyFacts.SettingsAsync(all, ct);

        // Of a restricted record the region's counts and escalations tell nobody: they are read by people who may not see it. Who may has it in the worklist here.
        var watched = await DutyFacts.Watched(all, settings).ContainsAsync(child.Id, ct) && !await all.ChildRestrictions.AnyAsync(restriction => restriction.ChildId == child.Id, ct);
        var duties = watched ? ChildDuties.Of((await DutyFacts.OfChildrenAsync([child.Id], all, ct)).Single(), settings, today) : [];
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
        var told = DutyStatement.Advance(duties, await session.OfChildAsync(child.Id, ct), session, council.Code, child.Id, null, today);
        await session.SaveAsync(ct);
        return told;
    }

    private async Task<LocalityHubDbContext> AllAsync(CancellationToken ct) => _all ??= db.Sight.SeesEverything ? db : await HubContexts.BesideAsync(db, ct);

    private static async Task<Child?> LockAsync(Guid childId, LocalityHubDbContext from, CancellationToken ct) =>
        await from.Children.FromSql($"select * from child where id = {childId} for update").ToListAsync(ct) is [var child] ? child : null;

    private async Task<FamilyFacts> FactsAsync(Child child, LocalityHubDbContext from, CancellationToken ct)
    {
        var today = LondonCalendar.Today(clock);
        var search = await from.ChildSearches.AsNoTracking().SingleOrDefaultAsync(known => known.ChildId == child.Id && known.EndedOn == null, ct);
        var record = await from.PermanenceRecords.AsNoTracking().SingleOrDefaultAsync(record => record.ChildId == child.Id, ct);
        var milestones = await from.Milestones.AsNoTracking().Where(milestone => milestone.ChildId == child.Id).ToListAsync(ct);
        var enteredCare = milestones.Where(milestone => milestone.Kind == MilestoneKind.EnteredCare).Select(milestone => (DateOnly?)milestone.Date).Max();
        var orders = await from.CourtOrders.AsNoTracking().Where(order => order.ChildId == child.Id && order.Kind != OrderKind.AdoptionOrder).ToListAsync(ct);
        return new FamilyFacts(
            child,
            record,
            await from.ChildNeeds.AsNoTracking().Where(need => need.ChildId == child.Id).ToListAsync(ct),
            await from.ChildBackgrounds.AsNoTracking().SingleOrDefaultAsync(background => background.ChildId == child.Id, ct),
            await SiblingStanding.OfAsync(child.Id, from, today, ct),
            search,
            search is null ? [] : await from.SearchPauses.AsNoTracking().Where(pause => pause.SearchId == search.Id).ToListAsync(ct),
            milestones,
            await from.Placements.AsNoTracking().FirstOrDefaultAsync(placement => placement.ChildId == child.Id && placement.EndedOn == null, ct),
            await IsMatchAwaitedAsync(child.Id, from, ct),
            orders.Exists(order => order.Stands(enteredCare, record)),
            record is null ? null : await ToldCare.HoldingAsync(child.Id, from, ct),
            today) { PlacementAwaited = await IsPlacementAwaitedAsync(child.Id, from, ct) };
    }

    /// <summary>Whether a match was told to the region that it has not recorded yet.</summary>
    private static Task<bool> IsMatchAwaitedAsync(Guid childId, LocalityHubDbContext from, CancellationToken ct) => from.FamilyLinks.AsNoTracking().AnyAsync(
        link => link.State != LinkState.Matched && link.State != LinkState.NotProgressed
            && from.FamilyLinkChildren.Any(child => child.LinkId == link.Id && child.ChildId == childId && child.Part != ChildsPart.Left)
            && from.LinkDecisions.Any(decision => decision.LinkId == link.Id && decision.Decision == LinkDecision.Matched),
        ct);

    /// <summary>Whether the region has told nothing of the link since it was told that the child lives there: what it tells next tells of that, too.</summary>
    private static Task<bool> IsPlacementAwaitedAsync(Guid childId, LocalityHubDbContext from, CancellationToken ct) => from.FamilyLinks.AsNoTracking().AnyAsync(
        link => link.State != LinkState.Matched && link.State != LinkState.NotProgressed
            && from.FamilyLinkChildren.Any(child => child.LinkId == link.Id && child.ChildId == childId && child.Part == ChildsPart.MovedIn)
            && from.LinkDecisions.Any(decision => decision.LinkId == link.Id && decision.Decision == LinkDecision.PlacedBeforeMatch && decision.AtLinkVersion >= link.LinkVersion),
        ct);

    /// <summary>Of every child, with a plan or without: what the flags say was known from the day on which somebody, or some source, first told it.</summary>
    private static async Task NotePriorityAsync(FamilyFacts facts, LocalityHubDbContext all, CancellationToken ct)
    {
        var known = await all.PriorityFlags.Where(flag => flag.ChildId == facts.Child.Id).Select(flag => flag.Flag).ToListAsync(ct);
        all.AddRange(facts.Priority.ToList().Except(known).Select(flag => new PriorityFlag { ChildId = facts.Child.Id, Flag = flag, FirstSeenOn = facts.Today }));
    }

    /// <summary>A placed child leaves the search at once, whoever entered it; so does one whose plan is another now.</summary>
    private static void CloseIfOver(ChildSearch search, FamilyFacts facts)
    {
        var end = facts.PlacementAwaited ? null : facts.LeavesSearch
            ?? (facts.Record is not { IsSearchedFor: true } || (search.HadPlan && facts.Child.Stage == ChildStage.Ended) ? SearchEnd.PlanChanged : null);
        if (end is not null)
        {
            (search.EndedOn, search.EndReason) = (facts.Today, end);
        }

        search.HadPlan |= facts.Child.Stage is ChildStage.ShouldBePlaced or ChildStage.PlacementOrderMade or ChildStage.Matched;
    }
}
