using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Profiles;
using Partnership.LocalityHub.Regional;

namespace Partnership.LocalityHub.Disclosures;

/// <summary>
/// Opens, refuses and closes releases, within the context's transaction, and tells the ledger what was done. Whoever calls it has the child or
/// household locked before.
/// </summary>
internal sealed class ReleaseDoor(LocalityHubDbContext db, Council council, TimeProvider clock)
{
    /// <summary>Locks a release; null when there is none of that id, or not for the caller.</summary>
    public async Task<Disclosure?> LockAsync(Guid disclosureId, CancellationToken ct) =>
        await db.Disclosures.FromSql($"select * from disclosure where id = {disclosureId} for update").ToListAsync(ct) is [var disclosure] ? disclosure : null;

    /// <summary>After what the gates look at has changed of a child or household.</summary>
    public async Task LookAgainAsync(Guid? childId, Guid? householdId, CancellationToken ct)
    {
        var ids = await db.Disclosures.AsNoTracking()
            .Where(known => (childId != null ? known.ChildId == childId : known.HouseholdId == householdId) && known.OwnEnd == DisclosureEnd.None && known.AskedEnd == DisclosureEnd.None)
            .OrderBy(known => known.Id).Select(known => known.Id).ToListAsync(ct);
        foreach (var id in ids)
        {
            if (await LockAsync(id, ct) is { } disclosure)
            {
                await SettleAsync(disclosure, always: false, ct);
            }
        }
    }

    /// <summary>Looks at a locked release again, saves it and tells the ledger how it stands.</summary>
    /// <param name="disclosure">The release, changed or not.</param>
    /// <param name="always">Tells though nothing is new: the ledger asks.</param>
    /// <param name="ct">Gives up.</param>
    public async Task SettleAsync(Disclosure disclosure, bool always, CancellationToken ct)
    {
        if (disclosure.EndAt(clock.GetUtcNow()) == DisclosureEnd.None)
        {
            await JudgeAsync(disclosure, ct);
        }

        disclosure.Version++;
        await TellAsync(disclosure, always, ct);
    }

    /// <summary>Saves a locked release and tells the ledger how it stands, if that is new; returns whether it did.</summary>
    public async Task<bool> TellAsync(Disclosure disclosure, bool always, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
        var reference = await session.OfGivenAsync(disclosure.Id, ReferencePurpose.Disclosure, ct);
        session.Ledger.Advance(reference, disclosure.AnswerAt(clock.GetUtcNow(), council.Code), always);
        var isNew = session.Ledger.Changed.Count > 0;
        await session.SaveAsync(ct);
        return isNew;
    }

    private async Task JudgeAsync(Disclosure disclosure, CancellationToken ct)
    {
        var isClosed = await IsClosedToReleaseAsync(disclosure, ct);
        if (disclosure.ProfileVersionId is { } released)
        {
            // What was open once and may not be any more is closed for good: opened again it would be another release.
            if (isClosed || !await db.ProfileVersions.Where(ProfileVersion.IsApproved).AnyAsync(version => version.Id == released, ct))
            {
                disclosure.OwnEnd = DisclosureEnd.Revoked;
            }

            return;
        }

        if (isClosed)
        {
            disclosure.Gates = DisclosureGates.Closed;
            return;
        }

        var newest = await db.ProfileVersions.AsNoTracking().Where(ProfileVersion.IsApproved)
            .Where(version => version.Level == disclosure.Level && (disclosure.ChildId != null ? version.ChildId == disclosure.ChildId : version.HouseholdId == disclosure.HouseholdId))
            .OrderByDescending(version => version.Number).FirstOrDefaultAsync(ct);
        disclosure.Gates = newest is null
            ? DisclosureGates.NoApprovedVersion
            : (newest.HoldsCourtPapers && !await db.CourtPermissions.AnyAsync(permission => permission.ProfileVersionId == newest.Id && permission.Reader == disclosure.Reader, ct)
                ? DisclosureGates.CourtPapers : DisclosureGates.None)
            | (newest is { HoldsParentsHealth: true, MedicalAdviserPassedOn: null } ? DisclosureGates.ParentsHealth : DisclosureGates.None);
        disclosure.ProfileVersionId = disclosure.Gates == DisclosureGates.None ? newest!.Id : null;
    }

    /// <summary>Whether nothing of the record is to leave, or there is none.</summary>
    private async Task<bool> IsClosedToReleaseAsync(Disclosure disclosure, CancellationToken ct) => disclosure switch
    {
        { ChildId: { } child } => await db.PermanenceRecords.AnyAsync(record => record.ChildId == child && record.ClosedToRelease, ct),
        { HouseholdId: { } household } => await db.Households.AnyAsync(record => record.Id == household && record.ClosedToRelease, ct),
        _ => true,
    };
}
