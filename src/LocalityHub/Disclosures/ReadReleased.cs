using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Profiles;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Restrictions;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Disclosures;

/// <summary>
/// What was released, to the reader whom the ledger names, and to nobody else: neither the owner's own people nor whoever else works for the
/// reader's council. The only door of a hub that is open to another council.
/// </summary>
internal static class ReadReleased
{
    /// <param name="Disclosure">The release.</param>
    /// <param name="Council">Whose content it is, three digits.</param>
    /// <param name="Subject">child or household.</param>
    /// <param name="Level">anonymous, summary or full.</param>
    /// <param name="Purpose">What it was released for, and may be used for.</param>
    /// <param name="Expires">From when on it is closed, UTC.</param>
    /// <param name="Number">Which version it is; a release keeps the one with which it was opened.</param>
    /// <param name="ApprovedAt">When it was approved for release, UTC.</param>
    /// <param name="Sections">What it says.</param>
    public sealed record Response(
        Guid Disclosure, string Council, DisclosureSubject Subject, DisclosureLevel Level, DisclosurePurpose Purpose, DateTimeOffset Expires, int Number, DateTimeOffset ApprovedAt,
        IReadOnlyList<KeepProfiles.Section> Sections);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        string code,
        Guid disclosureId,
        Caller caller,
        Council council,
        Sight sight,
        LocalityHubDbContext db,
        ReleaseDoor door,
        Hearing hearing,
        AuditTrail audit,
        TimeProvider clock,
        CancellationToken ct)
    {
        if (!CouncilCode.TryParse(code, null, out var asked) || asked != council.Code
            || await HiddenRecords.FindDisclosureAsync(db, disclosureId, ct) is not { } named || !named.IsFor(caller))
        {
            return NotFound();
        }

        // Before the release is locked: whoever ends it here does not wait for the broker.
        var isDeaf = await hearing.IsDeafAsync(ct);

        // For this reader the release outranks a restriction of the record: the guardian ends the release itself.
        sight.Open(named.ChildId ?? named.HouseholdId ?? Guid.Empty);
        if (await door.LockAsync(disclosureId, ct) is not { } disclosure || !await IsOpenAsync(disclosure, caller, council, db, clock, ct))
        {
            return NotFound();
        }

        if (isDeaf || await hearing.HasUnappliedAsync<RecordDisclosure>(ct))
        {
            return TypedResults.Problem(ProblemTypes.Unavailable(
                "disclosure.cut-off", "The council's hub may not have heard of an end of this release: nothing is read before it has."));
        }

        var version = await db.ProfileVersions.AsNoTracking().SingleAsync(known => known.Id == disclosure.ProfileVersionId, ct);
        var isFirst = disclosure.FirstReadAt is null;
        disclosure.FirstReadAt ??= clock.GetUtcNow();
        disclosure.Reads++;
        await db.SaveChangesAsync(ct);
        if (isFirst)
        {
            await door.TellAsync(disclosure, always: false, ct);
        }

        audit.About([version.Id, .. new[] { disclosure.ChildId, disclosure.HouseholdId }.OfType<Guid>()]);
        return TypedResults.Ok(new Response(
            disclosure.Id, council.Code.ToString(), disclosure.Subject, disclosure.Level, disclosure.Purpose, disclosure.ExpiresAt, version.Number, version.ApprovedAt!.Value,
            KeepProfiles.SectionsOf(version)));
    }

    private static async Task<bool> IsOpenAsync(Disclosure disclosure, Caller caller, Council council, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct) =>
        disclosure.IsFor(caller)
        && disclosure is { StatedEpoch: var stated, ProfileVersionId: not null }
        && stated == (await RegionalSession.OpenAsync(db, council.Code, clock, ct)).Epoch
        && disclosure.StateAt(clock.GetUtcNow()) == DisclosureState.Open;

    private static ProblemHttpResult NotFound() => Problems.NotFound("disclosure.not-found", "Nothing of that id is released to you.");
}
