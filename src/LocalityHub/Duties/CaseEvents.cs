using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Duties;

/// <summary>Enters what starts and ends a child's clocks: reviews, visits, the celebration and what is given after it, the meeting after a disruption.</summary>
internal static class CaseEvents
{
    // The Adoption Agencies Regulations 2005 came into force.
    private static readonly DateOnly First = new(2005, 12, 30);

    /// <param name="Kind">reviewed, visited, celebrated, life-story-given, later-life-letter-given or disruption-met.</param>
    /// <param name="On">The day.</param>
    /// <param name="Words">What is more to be said; stays in this hub.</param>
    public sealed record Request(CaseEventKind Kind, DateOnly On, string? Words = null);

    public static async Task<Results<Created<ReadDuties.ChildResponse>, ProblemHttpResult>> EnterAsync(
        string code, Guid childId, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        var today = LondonCalendar.Today(clock);
        if (request.On > today)
        {
            throw new RuleBrokenException("case-event.in-future", "Enter it when it has happened.", "on");
        }

        if (request.On < First)
        {
            throw new InvalidRequestException("case-event.too-early", "No clock of this kind ran before 30 December 2005.", "on");
        }

        if (await change.LockAsync(childId, expected, ct) is not { } child)
        {
            return ReadChild.NotFound();
        }

        if (request.On < child.DateOfBirth)
        {
            throw new RuleBrokenException("case-event.before-birth", "The child was not born yet.", "on");
        }

        if (await db.CaseEvents.AnyAsync(each => each.ChildId == childId && each.Kind == request.Kind && each.On == request.On && each.WithdrawnAt == null, ct))
        {
            throw new RuleBrokenException("case-event.entered", "This is entered for that day.", "on");
        }

        db.Add(new CaseEvent
        {
            Id = Guid.NewGuid(), ChildId = childId, Kind = request.Kind, On = request.On, Words = PlainText.Paragraphs(request.Words, "words", 4_000),
            EnteredBy = caller.Subject, EnteredAt = clock.GetUtcNow(),
        });
        await change.SettleAloneAsync(child, ct);
        IfMatch.SetETag(context, child.Version);
        return TypedResults.Created($"/api/v1/councils/{code}/children/{childId}/duties", await ReadDuties.DescribeAsync(child, db, today, ct));
    }

    public static async Task<Results<Ok<ReadDuties.ChildResponse>, ProblemHttpResult>> WithdrawAsync(
        Guid childId, Guid eventId, HttpContext context, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await change.LockAsync(childId, expected, ct) is not { } child
            || await db.CaseEvents.SingleOrDefaultAsync(each => each.Id == eventId && each.ChildId == childId && each.WithdrawnAt == null, ct) is not { } entered)
        {
            return Problems.NotFound("case-event.not-found", "Nothing of that id is entered for this child.");
        }

        entered.WithdrawnAt = clock.GetUtcNow();
        await change.SettleAloneAsync(child, ct);
        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(await ReadDuties.DescribeAsync(child, db, LondonCalendar.Today(clock), ct));
    }
}
