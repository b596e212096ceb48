using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.TemporaryApprovals;

/// <summary>Enters what no other record tells: that carers have given notice, that another council's adopters are approved no longer, that it was entered in error.</summary>
internal static class EndTemporaryApproval
{
    /// <param name="Reason">placement-terminated, adopters-approval-ended, approved-as-foster-parents, carers-notice, placed-for-adoption or in-error.</param>
    /// <param name="On">The day; of carers-notice the day on which the written notice was received, 28 days before the end.</param>
    /// <param name="Words">What is more to be said; stays in this hub.</param>
    public sealed record Request(TemporaryApprovalEnd Reason, DateOnly On, string Words);

    public static async Task<Results<Ok<IReadOnlyList<ListTemporaryApprovals.Entry>>, ProblemHttpResult>> HandleAsync(
        Guid childId, Guid approvalId, Request request, HttpContext context, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        var words = PlainText.Required(request.Words, "words");
        if (await change.LockAsync(childId, expected, ct) is not { } child
            || await db.TemporaryApprovals.SingleOrDefaultAsync(each => each.Id == approvalId && each.ChildId == childId, ct) is not { } approval)
        {
            return Problems.NotFound("temporary-approval.not-found", "This child has no such temporary approval.");
        }

        if (request.On > LondonCalendar.Today(clock))
        {
            throw new RuleBrokenException("temporary-approval.in-future", "Enter it when it has happened.", "on");
        }

        if (request.On < approval.From)
        {
            throw new RuleBrokenException("temporary-approval.before-it-began", "It ends on the day it began, or later.", "on");
        }

        if (approval.EndedOn is not null || (approval.NoticeOn is not null && request.Reason == TemporaryApprovalEnd.CarersNotice))
        {
            throw new RuleBrokenException("temporary-approval.ended", "Its end, or this notice, is entered.");
        }

        if (request.Reason == TemporaryApprovalEnd.CarersNotice)
        {
            (approval.NoticeOn, approval.EndWords) = (request.On, words);
        }
        else
        {
            (approval.EndedOn, approval.End, approval.EndWords) = (request.On, request.Reason, words);
        }

        await change.SettleAloneAsync(child, ct);
        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(await ListTemporaryApprovals.OfAsync(childId, db, clock, ct));
    }
}
