using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Households;

/// <summary>Puts a household on hold until a day, and ends that early.</summary>
internal static class HoldHousehold
{
    private const int LongestDays = 366;

    /// <param name="From">The first day of the hold: today, or to come.</param>
    /// <param name="Until">The first day on which it may be asked again; within a year.</param>
    /// <param name="Reason">households-request, change-in-household, health, bereavement, moving or concern.</param>
    /// <param name="Note">What is more to be said; stays in this hub.</param>
    public sealed record Request(DateOnly From, DateOnly Until, HoldReason Reason, string? Note = null);

    public static async Task<Results<Ok<ReadHousehold.Response>, ProblemHttpResult>> HandleAsync(
        Guid householdId, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, HouseholdChange change, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await change.LockAsync(householdId, expected, ct) is not { } household)
        {
            return ReadHousehold.NotFound();
        }

        var today = LondonCalendar.Today(clock);
        if (request.From < today)
        {
            throw new RuleBrokenException("hold.in-past", "A hold begins today or later: until today the household could be asked.", "from");
        }

        if (request.Until <= request.From || request.Until.DayNumber - request.From.DayNumber > LongestDays)
        {
            throw new RuleBrokenException("hold.length", "A hold ends after it has begun, and within a year: then somebody looks again.", "until");
        }

        db.Add(new HouseholdHold
        {
            Id = Guid.NewGuid(),
            HouseholdId = householdId,
            From = request.From,
            Until = request.Until,
            Reason = request.Reason,
            Note = PlainText.Paragraphs(request.Note, "note", 2_000),
            SetBy = caller.Subject,
        });
        return await SettleAsync(household, context, db, change, today, ct);
    }

    public static async Task<Results<Ok<ReadHousehold.Response>, ProblemHttpResult>> EndAsync(
        Guid householdId, Guid holdId, HttpContext context, LocalityHubDbContext db, HouseholdChange change, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await db.HouseholdHolds.SingleOrDefaultAsync(hold => hold.Id == holdId && hold.HouseholdId == householdId, ct) is not { } hold
            || await change.LockAsync(householdId, expected, ct) is not { } household)
        {
            return Problems.NotFound("hold.not-found", "This household has no such hold.");
        }

        var today = LondonCalendar.Today(clock);
        if (hold.EndedOn is not null || hold.Until <= today)
        {
            throw new RuleBrokenException("hold.over", "This hold is over.");
        }

        hold.EndedOn = today;
        return await SettleAsync(household, context, db, change, today, ct);
    }

    private static async Task<Results<Ok<ReadHousehold.Response>, ProblemHttpResult>> SettleAsync(
        Household household, HttpContext context, LocalityHubDbContext db, HouseholdChange change, DateOnly today, CancellationToken ct)
    {
        await change.SettleAsync(household, ct);
        IfMatch.SetETag(context, household.Version);
        return TypedResults.Ok(await ReadHousehold.DescribeAsync(household, db, today, ct));
    }
}
