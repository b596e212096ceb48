using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Duties;

/// <summary>Records why a duty is late, or will be. What is only advice yields to it; a duty in law stays overdue, with the reason beside it.</summary>
internal static class GiveReason
{
    /// <param name="Words">Why; stays in this hub.</param>
    public sealed record Request(string Words);

    public static async Task<Results<Ok<ReadDuties.ChildResponse>, ProblemHttpResult>> OfChildAsync(
        Guid childId, string duty, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        var words = PlainText.Required(request.Words, "words", 4_000);
        if (await change.LockAsync(childId, expected, ct) is not { } child)
        {
            return ReadChild.NotFound();
        }

        var today = LondonCalendar.Today(clock);
        var owed = ChildDuties.Of((await DutyFacts.OfChildrenAsync([childId], db, ct)).Single(), await DutyFacts.SettingsAsync(db, ct), today);
        if (Find(duty, owed) is not { } running)
        {
            return NotOwed();
        }

        db.Add(Reason(running, words, caller, clock, childId: childId));
        await change.SettleAloneAsync(child, ct);
        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(await ReadDuties.DescribeAsync(child, db, today, ct));
    }

    public static async Task<Results<Ok<ReadDuties.HouseholdResponse>, ProblemHttpResult>> OfHouseholdAsync(
        Guid householdId, string duty, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, HouseholdChange change, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        var words = PlainText.Required(request.Words, "words", 4_000);
        if (await change.LockAsync(householdId, expected, ct) is not { } household)
        {
            return ReadHousehold.NotFound();
        }

        var today = LondonCalendar.Today(clock);
        if (Find(duty, await DutyFacts.OfHouseholdAsync(await HouseholdChange.FactsAsync(household, db, ct), db, today, ct)) is not { } running)
        {
            return NotOwed();
        }

        db.Add(Reason(running, words, caller, clock, householdId: householdId));
        await change.SettleAsync(household, ct);
        IfMatch.SetETag(context, household.Version);
        return TypedResults.Ok(await ReadDuties.DescribeAsync(household, db, today, ct));
    }

    private static DutyReading? Find(string duty, IReadOnlyList<DutyReading> owed) =>
        owed.FirstOrDefault(each => JsonNamingPolicy.KebabCaseLower.ConvertName(each.Duty.ToString()) == duty);

    private static ProblemHttpResult NotOwed() => Problems.NotFound("duty.not-owed", "No such duty is owed now.");

    private static DutyReason Reason(DutyReading running, string words, Caller caller, TimeProvider clock, Guid? childId = null, Guid? householdId = null) => new()
    {
        Id = Guid.NewGuid(), ChildId = childId, HouseholdId = householdId, Duty = running.Duty, StartedOn = running.StartedOn, Words = words, GivenBy = caller.Subject,
        GivenAt = clock.GetUtcNow(),
    };
}
