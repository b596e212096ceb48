using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Profiles;

/// <summary>Approves a version for release, by another person than who wrote it; withdraws one; records by what right somebody may see a court's papers.</summary>
internal static class ApproveProfile
{
    /// <param name="Reader">The reader's reference, as the ledger of releases names the reader.</param>
    /// <param name="Basis">rule1273 (Family Procedure Rules 2010, r. 12.73) or courts-permission.</param>
    /// <param name="On">The day of the permission, or on which it was found that the rule allows it.</param>
    public sealed record PermissionRequest(Guid Reader, CourtPermissionBasis Basis, DateOnly On);

    public static async Task<Results<Ok<KeepProfiles.Response>, ProblemHttpResult>> HandleAsync(
        Guid versionId, HttpContext context, Caller caller, LocalityHubDbContext db, ProfileSubject subject, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var (version, refusal) = await LockAsync(versionId, context, subject, ct);
        if (version is null)
        {
            return refusal!;
        }

        var approver = ProfileVersion.ApproverOf(subject.IsChild, version.Level);
        if (!caller.Roles.Contains(approver))
        {
            throw new RuleBrokenException("profile-version.approver", $"A version of this level is approved by a person with the role {approver}.");
        }

        if (version.Writers.Contains(caller.Subject))
        {
            throw new RuleBrokenException("profile-version.own", "A version is approved by another person than who wrote it.");
        }

        if (!version.IsDraft)
        {
            throw new RuleBrokenException("profile-version.not-a-draft", "Only a draft is approved.");
        }

        await subject.CheckAsync(version.Level, KeepProfiles.SectionsOf(version), ct);
        (version.ApprovedBy, version.ApprovedAs, version.ApprovedAt) = (caller.Subject, approver, clock.GetUtcNow());
        audit.Because(approver);
        return await SettleAsync(version, context, db, subject, ct);
    }

    public static async Task<Results<Ok<KeepProfiles.Response>, ProblemHttpResult>> WithdrawAsync(
        Guid versionId, HttpContext context, LocalityHubDbContext db, ProfileSubject subject, TimeProvider clock, CancellationToken ct)
    {
        var (version, refusal) = await LockAsync(versionId, context, subject, ct);
        if (version is null)
        {
            return refusal!;
        }

        if (version.WithdrawnAt is not null)
        {
            throw new RuleBrokenException("profile-version.withdrawn", "This version is withdrawn.");
        }

        version.WithdrawnAt = clock.GetUtcNow();
        return await SettleAsync(version, context, db, subject, ct);
    }

    public static async Task<Results<Ok<KeepProfiles.Response>, ProblemHttpResult>> PermitAsync(
        Guid versionId, PermissionRequest request, HttpContext context, Caller caller, LocalityHubDbContext db, ProfileSubject subject, TimeProvider clock, CancellationToken ct)
    {
        if (request.On > LondonCalendar.Today(clock))
        {
            throw new RuleBrokenException("profile-version.in-future", "A permission is entered when it has been given.", "on");
        }

        var (version, refusal) = await LockAsync(versionId, context, subject, ct);
        if (version is null)
        {
            return refusal!;
        }

        var permission = await db.CourtPermissions.SingleOrDefaultAsync(known => known.ProfileVersionId == versionId && known.Reader == request.Reader, ct);
        if (permission is null)
        {
            permission = new CourtPermission { ProfileVersionId = versionId, Reader = request.Reader, RecordedBy = caller.Subject };
            db.Add(permission);
        }

        (permission.Basis, permission.On, permission.RecordedBy) = (request.Basis, request.On, caller.Subject);
        return await SettleAsync(version, context, db, subject, ct);
    }

    private static async Task<(ProfileVersion? Version, ProblemHttpResult? Refusal)> LockAsync(Guid versionId, HttpContext context, ProfileSubject subject, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (!await subject.LockAsync(context, ct))
        {
            return (null, subject.NotFound());
        }

        if (await subject.Versions.SingleOrDefaultAsync(known => known.Id == versionId, ct) is not { } version)
        {
            return (null, ProfileSubject.VersionNotFound());
        }

        return version.Version == expected ? (version, null) : throw new StaleVersionException();
    }

    private static async Task<Results<Ok<KeepProfiles.Response>, ProblemHttpResult>> SettleAsync(
        ProfileVersion version, HttpContext context, LocalityHubDbContext db, ProfileSubject subject, CancellationToken ct)
    {
        version.Version++;
        await db.SaveChangesAsync(ct);
        await subject.SettleAsync(ct);
        IfMatch.SetETag(context, version.Version);
        return TypedResults.Ok(await KeepProfiles.DescribeAsync(version, db, ct));
    }
}
