using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Partnership.CaseData.Milestones;
using Partnership.CaseData.Ssda903;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Imports;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Restrictions;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Milestones;

/// <summary>One child's plan for adoption, locked for a change by hand.</summary>
internal sealed class ChildPlan
{
    private readonly LocalityHubDbContext _db;
    private readonly ChildFacts _facts;
    private readonly List<GivenMilestone> _given;

    private ChildPlan(LocalityHubDbContext db, Child child, ChildFacts facts, List<GivenMilestone> given)
    {
        _db = db;
        Child = child;
        _facts = facts;
        _given = given;
    }

    public Child Child { get; }

    private NpgsqlConnection Connection => (NpgsqlConnection)_db.Database.GetDbConnection();

    /// <summary>Locks the child until the end of the context's transaction; null when there is none of that id.</summary>
    public static async Task<ChildPlan?> LockAsync(LocalityHubDbContext db, Guid childId, CancellationToken ct)
    {
        var found = await db.Children.FromSql($"select * from child where id = {childId} for update").ToListAsync(ct);
        if (found is not [var child])
        {
            return null;
        }

        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var names = new Dictionary<Guid, string> { [childId] = child.LocalId };
        var stored = await StoredRows.LoadAsync(connection, names, null, Tables.All.ToHashSet(), ct);
        var facts = ReturnFacts.Merge(stored[childId].Select(row => (row.Row, (int)row.Year)));
        return new ChildPlan(db, child, facts, await db.GivenMilestones.Where(given => given.ChildId == childId).ToListAsync(ct));
    }

    /// <summary>The milestones as they are; without what a person entered for one kind, when that is about to be entered anew.</summary>
    public ChildMilestones Derive(MilestoneKind? except = null) => ChildMilestones.Derive(
        _facts, _given.Where(given => given.Source != MilestoneSource.Hand || given.Kind != except).Select(given => given.AsEntered()));

    /// <summary>Notes what a person entered.</summary>
    public void Give(MilestoneKind kind, DateOnly date, string? reason, string subject, DateTimeOffset now)
    {
        var given = _given.Find(each => each.Kind == kind && each.Source == MilestoneSource.Hand);
        if (given is null)
        {
            given = new GivenMilestone { ChildId = Child.Id, Kind = kind, Source = MilestoneSource.Hand, EnteredBy = subject };
            _given.Add(given);
            _db.Add(given);
        }

        given.Date = date;
        given.Reason = reason;
        given.EnteredBy = subject;
        given.EnteredAt = now;
    }

    /// <summary>Notes the days that the daily feed gives; a kind that it does not give, or no longer, is forgotten.</summary>
    public void GiveFromFeed(IEnumerable<MilestoneKind> kinds, IReadOnlyDictionary<MilestoneKind, DateOnly> days, string? reversalReason, string subject, DateTimeOffset now)
    {
        foreach (var kind in kinds)
        {
            var given = _given.Find(each => each.Kind == kind && each.Source == MilestoneSource.Feed);
            if (!days.TryGetValue(kind, out var day))
            {
                if (given is not null)
                {
                    _given.Remove(given);
                    _db.Remove(given);
                }

                continue;
            }

            if (given is null)
            {
                given = new GivenMilestone { ChildId = Child.Id, Kind = kind, Source = MilestoneSource.Feed, EnteredBy = subject };
                _given.Add(given);
                _db.Add(given);
            }

            given.Date = day;
            given.Reason = kind == MilestoneKind.DecisionReversed ? reversalReason : null;
            given.EnteredBy = subject;
            given.EnteredAt = now;
        }
    }

    /// <summary>Takes back what was entered by hand of one kind, if it is of that day.</summary>
    public void TakeBack(MilestoneKind kind, DateOnly date)
    {
        if (_given.Find(each => each.Kind == kind && each.Source == MilestoneSource.Hand && each.Date == date) is { } given)
        {
            _given.Remove(given);
            _db.Remove(given);
        }
    }

    /// <summary>Derives anew, tells the region, and saves the child under its next version.</summary>
    public async Task SettleAsync(CouncilCode council, TimeProvider clock, CancellationToken ct)
    {
        var derived = Derive();
        var region = RegionalFacts.Of(derived, LondonCalendar.Today(clock));
        Child.Version++;
        Child.UpdatedAt = clock.GetUtcNow();

        // While the child is held the region keeps what it knows, but a plan that a person ends is at an end.
        var tells = !Child.Held || region.Stage is { Stage: ChildStage.Ended };
        if (tells)
        {
            Child.Stage = region.Stage?.Stage;
        }

        await _db.SaveChangesAsync(ct);
        await _db.Milestones.Where(milestone => milestone.ChildId == Child.Id).ExecuteDeleteAsync(ct);
        DerivedMilestones.Write(Connection, DerivedMilestones.Of(Child.Id, derived, _given));
        if (tells)
        {
            var transaction = (NpgsqlTransaction)_db.Database.CurrentTransaction!.GetDbTransaction();
            var epoch = await RegionalStore.EpochAsync(Connection, transaction, ct);
            var references = await RegionalStore.OfChildrenAsync(Connection, transaction, [Child.Id], ct);
            var ledger = new RegionalLedger(council, epoch, clock.GetUtcNow());
            ledger.Settle(Child.Id, [.. references[Child.Id]], region, (await ToldRestriction.OfEachAsync(Connection, transaction, [Child.Id], ct)).GetValueOrDefault(Child.Id));
            await RegionalStore.SaveAsync(Connection, transaction, ledger, ct);
        }
    }
}
