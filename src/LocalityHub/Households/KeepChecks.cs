using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Households;

/// <summary>The checks of a household, all of them together: what a panel case's gates ask for, each with the day by which it is to be refreshed.</summary>
internal static class KeepChecks
{
    private const int Most = 100;

    /// <param name="Kind">What was checked.</param>
    /// <param name="On">When.</param>
    /// <param name="Member">Whom it is about, by the place in the list of members, from 0; null for the household as a whole.</param>
    /// <param name="RefreshBy">The day by which the council would have it refreshed; null for never. Past it the check counts, and cases warn.</param>
    /// <param name="Relative">Of a referee: a relative.</param>
    public sealed record Check(CheckKind Kind, DateOnly On, int? Member = null, DateOnly? RefreshBy = null, bool Relative = false);

    public sealed record Request(IReadOnlyList<Check> Checks);

    /// <param name="Checks">What was checked.</param>
    /// <param name="ToRefresh">Of these, those that should have been refreshed before today.</param>
    public sealed record Response(IReadOnlyList<Check> Checks, IReadOnlyList<Check> ToRefresh);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> ReadAsync(
        Guid householdId, HttpContext context, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Households.AsNoTracking().SingleOrDefaultAsync(each => each.Id == householdId, ct) is not { } household)
        {
            return ReadHousehold.NotFound();
        }

        audit.About([householdId]);
        IfMatch.SetETag(context, household.Version);
        return TypedResults.Ok(await DescribeAsync(householdId, db, clock, ct));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> ReplaceAsync(
        Guid householdId, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, HouseholdChange change, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await change.LockAsync(householdId, expected, ct) is not { } household)
        {
            return ReadHousehold.NotFound();
        }

        var members = await db.HouseholdMembers.Where(member => member.HouseholdId == householdId).Select(member => member.Ordinal).ToListAsync(ct);
        Demand(request, members, LondonCalendar.Today(clock));
        var now = clock.GetUtcNow();
        db.RemoveRange(await db.HouseholdChecks.Where(check => check.HouseholdId == householdId).ToListAsync(ct));
        db.AddRange(request.Checks.Select(check => new HouseholdCheck
        {
            Id = Guid.NewGuid(), HouseholdId = householdId, Kind = check.Kind, Member = (short?)check.Member, On = check.On, RefreshBy = check.RefreshBy, IsRelative = check.Relative,
            RecordedBy = caller.Subject, RecordedAt = now,
        }));
        await change.SettleAsync(household, ct);
        audit.About([householdId]);
        IfMatch.SetETag(context, household.Version);
        return TypedResults.Ok(await DescribeAsync(householdId, db, clock, ct));
    }

    private static void Demand(Request request, List<short> members, DateOnly today)
    {
        if (request.Checks.Count > Most)
        {
            throw new InvalidRequestException("household.checks", $"A household has at most {Most} checks.", "checks");
        }

        if (request.Checks.Any(check => check.Member is { } member && !members.Contains((short)Math.Clamp(member, -1, 1_000))))
        {
            throw new InvalidRequestException("household.check-member", "A check is of somebody in the list of members, counted from 0.", "checks");
        }

        if (request.Checks.Any(check => (check.Member is null) != (check.Kind is not (CheckKind.CriminalRecord or CheckKind.Health))))
        {
            throw new RuleBrokenException("household.check-kind", "Criminal records and health are one person's; the others are the household's.", "checks");
        }

        if (request.Checks.Any(check => check.On > today || check.On.Year < 1990 || check.RefreshBy < check.On))
        {
            throw new RuleBrokenException("household.check-day", "A check was made on a day that has been, and is to be refreshed after it.", "checks");
        }
    }

    private static async Task<Response> DescribeAsync(Guid householdId, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var today = LondonCalendar.Today(clock);
        var checks = await db.HouseholdChecks.AsNoTracking().Where(check => check.HouseholdId == householdId).OrderBy(check => check.Kind).ThenBy(check => check.Member).ThenBy(check => check.On).ToListAsync(ct);
        return new Response([.. checks.Select(Describe)], [.. checks.Where(check => check.IsToBeRefreshedOn(today)).Select(Describe)]);
    }

    private static Check Describe(HouseholdCheck check) => new(check.Kind, check.On, check.Member, check.RefreshBy, check.IsRelative);
}
