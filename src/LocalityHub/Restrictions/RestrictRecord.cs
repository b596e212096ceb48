using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Support;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Restrictions;

/// <summary>
/// The Caldicott guardian restricts a record, changes who may see it, or lifts the restriction. Each raises the child's version, so
/// that whoever read the record before can change nothing by what they remember of it; and what is overdue of it is told to the region no longer, or again.
/// </summary>
internal static class RestrictRecord
{
    /// <param name="Roles">Who may still see the record: any of case-system, social-worker, family-finder, support-worker, support-fund, recruitment, panel-adviser, panel-member, panel-chair, decision-maker; empty for the guardian alone.</param>
    /// <param name="Reason">staff-or-relative, elected-member, court-direction, police-request, safety-of-placement or third-party-request.</param>
    public sealed record Request(IReadOnlyList<string> Roles, string Reason);

    /// <param name="Reason">no-longer-needed, set-in-error or court-direction.</param>
    public sealed record LiftRequest(string Reason);

    public static async Task<Results<Ok<ListRestrictions.Entry>, ProblemHttpResult>> HandleAsync(
        Guid childId, Request request, HttpContext context, Caller caller, Council council, LocalityHubDbContext db, ChildChange change, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (request.Roles.Any(role => !ChildRestriction.Listable.Contains(role, StringComparer.Ordinal)))
        {
            throw new InvalidRequestException("restriction.roles", $"roles lists any of {string.Join(", ", ChildRestriction.Listable)}; the guardian always sees the record.", "roles");
        }

        Check(request.Reason, ChildRestriction.Reasons);
        var now = clock.GetUtcNow();
        if (await AdvanceAsync(childId, expected, db, now, ct) is not { } child)
        {
            return ReadChild.NotFound();
        }

        string[] roles = [.. ChildRestriction.Listable.Where(request.Roles.Contains)];
        var restriction = await db.ChildRestrictions.SingleOrDefaultAsync(r => r.ChildId == childId, ct);
        if (restriction is null)
        {
            restriction = new ChildRestriction { ChildId = childId, Roles = roles, Reason = request.Reason, SetBy = caller.Subject };
            db.Add(restriction);
        }

        (restriction.Roles, restriction.Reason, restriction.SetBy, restriction.SetAt) = (roles, request.Reason, caller.Subject, now);
        await db.SaveChangesAsync(ct);
        await WithdrawIdentityAsync(childId, council, db, clock, ct);
        await TellFiguresAsync(childId, council, db, clock, ct);
        await change.PublishAsync(child, ct);
        await SupportLedger.SettleFamiliesOfAsync(db, council.Code, childId, LondonCalendar.Today(clock), ct);

        audit.Because(request.Reason);
        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(ListRestrictions.Describe(restriction, child.LocalId));
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> LiftAsync(
        Guid childId, LiftRequest request, HttpContext context, Council council, LocalityHubDbContext db, ChildChange change, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        Check(request.Reason, ChildRestriction.ReasonsToLift);
        if (await AdvanceAsync(childId, expected, db, clock.GetUtcNow(), ct) is not { } child)
        {
            return ReadChild.NotFound();
        }

        if (await db.ChildRestrictions.Where(r => r.ChildId == childId).ExecuteDeleteAsync(ct) == 0)
        {
            return Problems.NotFound("restriction.not-found", "This child's record is not restricted.");
        }

        await TellFiguresAsync(childId, council, db, clock, ct);
        await change.PublishAsync(child, ct);
        await SupportLedger.SettleFamiliesOfAsync(db, council.Code, childId, LondonCalendar.Today(clock), ct);

        audit.Because(request.Reason);
        IfMatch.SetETag(context, child.Version);
        return TypedResults.NoContent();
    }

    internal static void Check(string reason, string[] reasons)
    {
        if (!reasons.Contains(reason, StringComparer.Ordinal))
        {
            throw new InvalidRequestException("restriction.reason", $"reason is one of {string.Join(", ", reasons)}.", "reason");
        }
    }

    /// <summary>From now on no other council is told that this one has a record of the child (<see cref="Identity.IdentitySweep"/>): where somebody hides may hang on it.</summary>
    private static async Task WithdrawIdentityAsync(Guid childId, Council council, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
        var identity = (await session.OfChildAsync(childId, ct)).SingleOrDefault(reference => reference.Purpose == ReferencePurpose.Identity);
        session.Ledger.SettleIdentity(childId, identity, byNhsNumber: null, byPupilNumber: null);
        await session.SaveAsync(ct);
    }

    /// <summary>The council's own figures at the centre count the child for those alone who see it.</summary>
    private static async Task TellFiguresAsync(Guid childId, Council council, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var session = await RegionalSession.OpenAsync(db, council.Code, clock, ct);
        session.Ledger.Restrict(await session.OfChildAsync(childId, ct), await ToldRestriction.OfChildrenAsync(db, [childId], ct));
        await session.SaveAsync(ct);
    }

    /// <summary>Takes the child's next version before anything else is written: of two guardians at once the second waits here, and is too late.</summary>
    private static async Task<Child?> AdvanceAsync(Guid childId, long expected, LocalityHubDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Children.SingleOrDefaultAsync(c => c.Id == childId, ct) is not { } child)
        {
            return null;
        }

        if (child.Version != expected)
        {
            throw new StaleVersionException();
        }

        child.Version++;
        child.UpdatedAt = now;
        await db.SaveChangesAsync(ct);
        return child;
    }
}
