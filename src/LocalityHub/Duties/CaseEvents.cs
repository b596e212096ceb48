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

/// <summary>Enters what starts and ends a child's clocks, from reviews and visits to notices before a placement and the approvals of connected persons.</summary>
internal static class CaseEvents
{
    // The Adoption Agencies Regulations 2005 came into force.
    private static readonly DateOnly First = new(2005, 12, 30);

    /// <param name="Kind">What happened: reviewed, visited, celebrated, gp-notified, connected-person-approved and so on.</param>
    /// <param name="On">The day.</param>
    /// <param name="Words">What is more to be said; stays in this hub.</param>
    /// <param name="Day">The other day that some kinds name: the day planned, directed or agreed, or since when the child has its home there.</param>
    /// <param name="Conditions">What the law asks for at this step; each is confirmed by naming it.</param>
    public sealed record Request(CaseEventKind Kind, DateOnly On, string? Words = null, DateOnly? Day = null, IReadOnlyList<CaseConditions>? Conditions = null);

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

        var conditions = (request.Conditions ?? []).ToSet("conditions");
        CaseEventRules.CheckDay(request.Kind, request.On, request.Day);
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

        CaseEventRules.Check(request.Kind, request.On, conditions, (await DutyFacts.OfChildrenAsync([childId], db, ct)).Single());
        db.Add(new CaseEvent
        {
            Id = Guid.NewGuid(), ChildId = childId, Kind = request.Kind, On = request.On, Day = request.Day, Conditions = conditions, Words = PlainText.Paragraphs(request.Words, "words", 4_000),
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
