using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Restrictions;

/// <summary>
/// The Caldicott guardian restricts a household's record, such as a colleague's or a councillor's, changes who may see it, or lifts that. Each
/// raises the household's version. The region hears as much of it as before: a household that vanished on that day would be known by it.
/// </summary>
internal static class RestrictHousehold
{
    /// <param name="HouseholdId">The household.</param>
    /// <param name="Roles">Who may see the record besides the guardian.</param>
    /// <param name="Reason">The code that was given.</param>
    /// <param name="SetBy">The guardian's subject.</param>
    /// <param name="SetAt">When it was set or last changed, UTC.</param>
    public sealed record Entry(Guid HouseholdId, IReadOnlyList<string> Roles, string Reason, string SetBy, DateTimeOffset SetAt);

    public static async Task<Ok<Page<Entry>>> ListAsync([AsParameters] PageRequest page, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        var after = page.After<Guid?>() ?? Guid.Empty;
        var rows = await db.HouseholdRestrictions.AsNoTracking().Where(r => r.HouseholdId > after).OrderBy(r => r.HouseholdId).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, row => row.HouseholdId);
        audit.About(found.Items.Select(row => row.HouseholdId));
        return TypedResults.Ok(new Page<Entry>([.. found.Items.Select(Describe)], found.Next));
    }

    public static async Task<Results<Ok<Entry>, ProblemHttpResult>> HandleAsync(
        Guid householdId, RestrictRecord.Request request, HttpContext context, Caller caller, LocalityHubDbContext db, HouseholdChange change, AuditTrail audit, TimeProvider clock,
        CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (request.Roles.Any(role => !HouseholdRestriction.Listable.Contains(role, StringComparer.Ordinal)))
        {
            throw new InvalidRequestException(
                "restriction.roles", $"roles lists any of {string.Join(", ", HouseholdRestriction.Listable)}; the guardian always sees the record.", "roles");
        }

        RestrictRecord.Check(request.Reason, ChildRestriction.Reasons);
        if (await change.LockAsync(householdId, expected, ct) is not { } household)
        {
            return ReadHousehold.NotFound();
        }

        string[] roles = [.. HouseholdRestriction.Listable.Where(request.Roles.Contains)];
        var restriction = await db.HouseholdRestrictions.SingleOrDefaultAsync(r => r.HouseholdId == householdId, ct);
        if (restriction is null)
        {
            restriction = new HouseholdRestriction { HouseholdId = householdId, Roles = roles, Reason = request.Reason, SetBy = caller.Subject };
            db.Add(restriction);
        }

        (restriction.Roles, restriction.Reason, restriction.SetBy, restriction.SetAt) = (roles, request.Reason, caller.Subject, clock.GetUtcNow());
        await change.SettleAsync(household, ct);

        audit.Because(request.Reason);
        IfMatch.SetETag(context, household.Version);
        return TypedResults.Ok(Describe(restriction));
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> LiftAsync(
        Guid householdId, RestrictRecord.LiftRequest request, HttpContext context, LocalityHubDbContext db, HouseholdChange change, AuditTrail audit, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        RestrictRecord.Check(request.Reason, ChildRestriction.ReasonsToLift);
        if (await change.LockAsync(householdId, expected, ct) is not { } household)
        {
            return ReadHousehold.NotFound();
        }

        if (await db.HouseholdRestrictions.Where(r => r.HouseholdId == householdId).ExecuteDeleteAsync(ct) == 0)
        {
            return Problems.NotFound("restriction.not-found", "This household's record is not restricted.");
        }

        await change.SettleAsync(household, ct);
        audit.Because(request.Reason);
        IfMatch.SetETag(context, household.Version);
        return TypedResults.NoContent();
    }

    private static Entry Describe(HouseholdRestriction restriction) =>
        new(restriction.HouseholdId, restriction.Roles, restriction.Reason, restriction.SetBy, restriction.SetAt);
}
