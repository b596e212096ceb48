using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Duties;

/// <summary>Lets a stage of a household's assessment stand still for a reason that its rule knows, and go on.</summary>
internal static class PauseAssessment
{
    /// <param name="Stage">one or two; two is the fast track's, too.</param>
    /// <param name="Reason">applicant-request; good-reason (stage one); exceptional-circumstances (stage two).</param>
    /// <param name="From">The first day that does not count: not before the stage began.</param>
    /// <param name="Words">What the agency records of it; stays in this hub.</param>
    public sealed record Request(AssessmentStage Stage, AssessmentPauseReason Reason, DateOnly From, string Words);

    /// <param name="On">The first day that counts again.</param>
    public sealed record EndRequest(DateOnly On);

    public static async Task<Results<Created<ReadDuties.HouseholdResponse>, ProblemHttpResult>> PauseAsync(
        string code, Guid householdId, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, HouseholdChange change, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        var words = PlainText.Required(request.Words, "words", 4_000);
        if (await change.LockAsync(householdId, expected, ct) is not { } household)
        {
            return ReadHousehold.NotFound();
        }

        var today = LondonCalendar.Today(clock);
        if (HouseholdDuties.StageOf(await HouseholdChange.FactsAsync(household, db, ct), request.Stage) is not { } running)
        {
            throw new RuleBrokenException("assessment-pause.not-running", "That stage of the assessment does not run.", "stage");
        }

        if (!running.Rule.MayPauseFor(HouseholdDuties.ReasonOf(request.Reason)))
        {
            throw new RuleBrokenException("assessment-pause.reason", $"This stage does not stand still for that reason ({running.Rule.Source}).", "reason");
        }

        if (request.From < running.Started || request.From > today)
        {
            throw new RuleBrokenException("assessment-pause.day", "A pause begins on the day on which the stage began or later, and is entered when it has begun.", "from");
        }

        if (await db.AssessmentPauses.AnyAsync(pause => pause.HouseholdId == householdId && pause.Stage == request.Stage && (pause.Until == null || pause.Until > request.From), ct))
        {
            throw new RuleBrokenException("assessment-pause.paused", "The stage stands still on that day already.", "from");
        }

        db.Add(new AssessmentPause
        {
            Id = Guid.NewGuid(), HouseholdId = householdId, Stage = request.Stage, Reason = request.Reason, From = request.From, Words = words, EnteredBy = caller.Subject,
        });
        await change.SettleAsync(household, ct);
        IfMatch.SetETag(context, household.Version);
        return TypedResults.Created($"/api/v1/councils/{code}/households/{householdId}/duties", await ReadDuties.DescribeAsync(household, db, today, ct));
    }

    public static async Task<Results<Ok<ReadDuties.HouseholdResponse>, ProblemHttpResult>> EndAsync(
        Guid householdId, Guid pauseId, EndRequest request, HttpContext context, LocalityHubDbContext db, HouseholdChange change, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await change.LockAsync(householdId, expected, ct) is not { } household
            || await db.AssessmentPauses.SingleOrDefaultAsync(known => known.Id == pauseId && known.HouseholdId == householdId && known.Until == null, ct) is not { } pause)
        {
            return Problems.NotFound("assessment-pause.not-found", "This household's assessment does not stand still under that id.");
        }

        var today = LondonCalendar.Today(clock);
        if (request.On < pause.From || request.On > today)
        {
            throw new RuleBrokenException("assessment-pause.end", "A pause ends on the day on which it began or later, and is ended when it is over.", "on");
        }

        pause.Until = request.On;
        await change.SettleAsync(household, ct);
        IfMatch.SetETag(context, household.Version);
        return TypedResults.Ok(await ReadDuties.DescribeAsync(household, db, today, ct));
    }
}
