using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Duties;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Profiles;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Restrictions;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Households;

/// <summary>
/// One change of households' records within the context's transaction: locks a record, and when it has been changed saves it under its next
/// version and tells the region what it may now know of it, if that is something else than before.
/// </summary>
internal sealed class HouseholdChange(LocalityHubDbContext db, Council council, AreaKey areas, TimeProvider clock)
{
    /// <summary>Locks a household until the end of the transaction; null when there is none of that id, or not for the caller.</summary>
    /// <exception cref="StaleVersionException">It has another version than the caller has seen.</exception>
    public async Task<Household?> LockAsync(Guid householdId, long? expected, CancellationToken ct)
    {
        var found = await db.Households.FromSql($"select * from household where id = {householdId} for update").ToListAsync(ct);
        if (found is not [var household])
        {
            return null;
        }

        return expected is { } version && household.Version != version ? throw new StaleVersionException() : household;
    }

    /// <summary>Saves a locked household, changed, under its next version, and publishes.</summary>
    public async Task SettleAsync(Household household, CancellationToken ct)
    {
        household.Version++;
        household.UpdatedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        await PublishAsync(household, ct);
    }

    /// <summary>Publishes what the region may know of a locked household now, when it differs from what was said; returns whether it did.</summary>
    public async Task<bool> PublishAsync(Household household, CancellationToken ct)
    {
        var facts = await FactsAsync(household, db, ct);
        var today = LondonCalendar.Today(clock);
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
        var known = await session.OfHouseholdAsync(household.Id, ct);
        var restrictedTo = await ToldRestriction.OfHouseholdAsync(db, household.Id, ct);
        var told = Tell(household, facts, restrictedTo, known.SingleOrDefault(reference => reference.Purpose == ReferencePurpose.Household), session, today);

        // As of a restricted child: in the worklist of who may see the record, and nowhere else.
        told = DutyStatement.Advance(restrictedTo != RestrictedTo.None ? [] : await DutyFacts.OfHouseholdAsync(facts, db, today, ct), known, session, council.Code, null, household.Id, today) || told;
        await session.SaveAsync(ct);
        return told;
    }

    private bool Tell(Household household, HouseholdFacts facts, RestrictedTo restrictedTo, RegionalReference? reference, RegionalSession session, DateOnly today)
    {
        var snapshot = HouseholdSnapshot.Of(facts, council.Code, areas, today);
        if (snapshot is null && reference is not null)
        {
            // Stage two was entered in error: the region is told that nothing has come of it.
            snapshot = (HouseholdOffered)RegionalLedger.LastOf(reference) with { Approval = Contracts.FamilyFinding.ApprovalState.Ended };
        }

        if (snapshot is null || (reference is null && snapshot.Approval == Contracts.FamilyFinding.ApprovalState.Ended))
        {
            return false;
        }

        reference ??= session.Ledger.Mint(ReferencePurpose.Household, householdId: household.Id);
        var before = reference.Version;
        session.Ledger.Advance(reference, snapshot with { Reference = reference.Reference, RestrictedTo = restrictedTo });
        return reference.Version != before;
    }

    /// <summary>Reads a household's record as a whole.</summary>
    public static async Task<HouseholdFacts> FactsAsync(Household household, LocalityHubDbContext db, CancellationToken ct) => new(
        household,
        await db.HouseholdMembers.AsNoTracking().Where(member => member.HouseholdId == household.Id).OrderBy(member => member.Ordinal).ToListAsync(ct),
        await db.HouseholdAnswers.AsNoTracking().Where(answer => answer.HouseholdId == household.Id).OrderBy(answer => answer.Need).ToListAsync(ct),
        await db.ApprovalDecisions.AsNoTracking().Where(decision => decision.HouseholdId == household.Id).OrderBy(decision => decision.DecidedOn).ToListAsync(ct),
        await db.CarerDecisions.AsNoTracking().Where(decision => decision.HouseholdId == household.Id).OrderBy(decision => decision.DecidedOn).ToListAsync(ct),
        await db.HouseholdHolds.AsNoTracking().Where(hold => hold.HouseholdId == household.Id).OrderBy(hold => hold.From).ThenBy(hold => hold.Id).ToListAsync(ct),
        await db.HouseholdReviews.AsNoTracking().Where(review => review.HouseholdId == household.Id).OrderBy(review => review.On).ThenBy(review => review.Id).ToListAsync(ct),
        await db.FamilyLinks.AsNoTracking().Where(link => link.HouseholdId == household.Id).ToListAsync(ct),
        await ProfileVersion.HighestOfHouseholdAsync(household.Id, db, ct))
    {
        HasChildPlaced = (await HiddenRecords.FosteringAsync(db, [household.Id], ct)).Count > 0,
    };
}
