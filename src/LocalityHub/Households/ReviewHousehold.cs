using Microsoft.AspNetCore.Http.HttpResults;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Households;

/// <summary>Records the yearly review of an approved household. It ends no approval: that is the decision maker's, after panel.</summary>
internal static class ReviewHousehold
{
    /// <param name="On">The day of the review.</param>
    /// <param name="Outcome">continues, or to-panel when the approval may have to end or its terms to change.</param>
    /// <param name="Summary">What it found; stays in this hub.</param>
    public sealed record Request(DateOnly On, ReviewOutcome Outcome, string? Summary = null);

    public static async Task<Results<Ok<ReadHousehold.Response>, ProblemHttpResult>> HandleAsync(
        Guid householdId, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, HouseholdChange change, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await change.LockAsync(householdId, expected, ct) is not { } household)
        {
            return ReadHousehold.NotFound();
        }

        var today = LondonCalendar.Today(clock);
        var approval = (await HouseholdChange.FactsAsync(household, db, ct)).Approval;
        if (approval is not { State: ApprovalState.Approved or ApprovalState.UnderReview, Decision: { } decision })
        {
            throw new RuleBrokenException("review.not-approved", "Only an approved household is reviewed.");
        }

        if (request.On > today || request.On < decision.DecidedOn)
        {
            throw new RuleBrokenException("review.day", "A review is entered when it was held, and was held after the approval.", "on");
        }

        db.Add(new HouseholdReview
        {
            Id = Guid.NewGuid(),
            HouseholdId = householdId,
            On = request.On,
            Outcome = request.Outcome,
            Summary = PlainText.Paragraphs(request.Summary, "summary"),
            RecordedBy = caller.Subject,
            RecordedAt = clock.GetUtcNow(),
        });
        await change.SettleAsync(household, ct);

        IfMatch.SetETag(context, household.Version);
        return TypedResults.Ok(await ReadHousehold.DescribeAsync(household, db, today, ct));
    }
}
