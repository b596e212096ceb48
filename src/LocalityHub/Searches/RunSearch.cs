using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Searches;

/// <summary>Starts the search for a child's family, lets it rest, goes on with it and ends it. The region hears of each at once.</summary>
internal static class RunSearch
{
    private const int LongestPause = 183;

    /// <param name="Reason">court, childs-health, kin-assessment, assessment-of-child or other.</param>
    /// <param name="Words">What is more to be said; stays in this hub.</param>
    /// <param name="ReviewOn">When somebody looks again; within half a year.</param>
    public sealed record PauseRequest(SearchPauseReason Reason, string Words, DateOnly ReviewOn);

    /// <param name="Reason">no-longer-needed, plan-changed or in-error. That a child is placed, or an order made, is entered as such and ends the search by itself.</param>
    /// <param name="Words">What is more to be said; stays in this hub.</param>
    public sealed record EndRequest(SearchEnd Reason, string Words);

    public static async Task<Results<Ok<ReadFamilyFinding.Response>, ProblemHttpResult>> StartAsync(
        Guid childId, HttpContext context, Caller caller, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await change.LockAsync(childId, expected, ct) is not { } child)
        {
            return ReadChild.NotFound();
        }

        var facts = await change.FactsAsync(child, ct);
        if (facts.Search is not null)
        {
            throw new RuleBrokenException("search.open", "A search for this child is open.");
        }

        if (facts.Record is not { IsSearchedFor: true })
        {
            throw new RuleBrokenException("search.no-plan", "A family is looked for when the plan is adoption, early permanence or long-term fostering: enter the plan first.");
        }

        if (child.DateOfBirth is null)
        {
            throw new RuleBrokenException("search.no-date-of-birth", "A child's date of birth, or the expected one, must be known: it comes with the returns.");
        }

        if (facts.LeavesSearch is not null)
        {
            throw new RuleBrokenException("search.placed", "The child is placed, or an order is made. After a placement that ended, enter its end first.");
        }

        db.Add(new ChildSearch { Id = Guid.CreateVersion7(), ChildId = childId, StartedOn = LondonCalendar.Today(clock), StartedBy = caller.Subject });
        return await SettleAsync(child, context, db, change, clock, ct);
    }

    public static async Task<Results<Ok<ReadFamilyFinding.Response>, ProblemHttpResult>> PauseAsync(
        Guid childId, PauseRequest request, HttpContext context, Caller caller, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        var (child, search) = await OpenAsync(childId, context, db, change, ct);
        if (child is null)
        {
            return ReadChild.NotFound();
        }

        var today = LondonCalendar.Today(clock);
        if (request.ReviewOn <= today || request.ReviewOn > today.AddDays(LongestPause))
        {
            throw new RuleBrokenException("search.review-day", "A pause is looked at again after today and within half a year.", "reviewOn");
        }

        if (await db.SearchPauses.AnyAsync(pause => pause.SearchId == search.Id && pause.ResumedOn == null, ct))
        {
            throw new RuleBrokenException("search.paused", "The search rests already.");
        }

        db.Add(new SearchPause
        {
            Id = Guid.NewGuid(), ChildId = childId, SearchId = search.Id, From = today, ReviewOn = request.ReviewOn, Reason = request.Reason,
            Words = PlainText.Required(request.Words, "words"), PausedBy = caller.Subject,
        });
        return await SettleAsync(child, context, db, change, clock, ct);
    }

    public static async Task<Results<Ok<ReadFamilyFinding.Response>, ProblemHttpResult>> ResumeAsync(
        Guid childId, HttpContext context, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        var (child, search) = await OpenAsync(childId, context, db, change, ct);
        if (child is null)
        {
            return ReadChild.NotFound();
        }

        if (await db.SearchPauses.SingleOrDefaultAsync(pause => pause.SearchId == search.Id && pause.ResumedOn == null, ct) is not { } pause)
        {
            throw new RuleBrokenException("search.not-paused", "The search does not rest.");
        }

        pause.ResumedOn = LondonCalendar.Today(clock);
        return await SettleAsync(child, context, db, change, clock, ct);
    }

    public static async Task<Results<Ok<ReadFamilyFinding.Response>, ProblemHttpResult>> EndAsync(
        Guid childId, EndRequest request, HttpContext context, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        if (request.Reason is SearchEnd.Placed or SearchEnd.OrderMade)
        {
            throw new InvalidRequestException("search.ends-by-itself", "Enter the placement or the order: the search ends with it.", "reason");
        }

        var (child, search) = await OpenAsync(childId, context, db, change, ct);
        if (child is null)
        {
            return ReadChild.NotFound();
        }

        (search.EndedOn, search.EndReason, search.EndWords) = (LondonCalendar.Today(clock), request.Reason, PlainText.Required(request.Words, "words"));
        return await SettleAsync(child, context, db, change, clock, ct);
    }

    private static async Task<(Child? Child, ChildSearch Search)> OpenAsync(Guid childId, HttpContext context, LocalityHubDbContext db, ChildChange change, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await change.LockAsync(childId, expected, ct) is not { } child)
        {
            return (null, null!);
        }

        return await db.ChildSearches.SingleOrDefaultAsync(search => search.ChildId == childId && search.EndedOn == null, ct) is { } search
            ? (child, search)
            : throw new RuleBrokenException("search.not-open", "No search for this child is open.");
    }

    private static async Task<Results<Ok<ReadFamilyFinding.Response>, ProblemHttpResult>> SettleAsync(
        Child child, HttpContext context, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        await change.SettleAsync(child, ct);
        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(await ReadFamilyFinding.DescribeAsync(child, db, change, clock, ct));
    }
}
