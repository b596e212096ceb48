using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.Milestones;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Placements;

/// <summary>
/// Takes back an order that was entered in error, for the wrong child above all: it would keep the child from being looked for for ever. The placement that ended
/// with it goes on; a search that ended with it is begun anew by a person.
/// </summary>
internal static class WithdrawOrder
{
    /// <param name="Words">Why; stays in this hub.</param>
    public sealed record Request(string Words);

    public static async Task<Results<Ok<ListPlacements.Response>, ProblemHttpResult>> HandleAsync(
        Guid childId, Guid courtOrderId, Request request, HttpContext context, Caller caller, Council council, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        var words = PlainText.Required(request.Words, "words");
        if (await EnterPlacement.LockAsync(childId, context, db, ct) is not { } plan
            || await db.CourtOrders.SingleOrDefaultAsync(known => known.Id == courtOrderId && known.ChildId == childId, ct) is not { } order)
        {
            return Problems.NotFound("order.not-found", "No such order is entered for this child.");
        }

        if (order.WithdrawnAt is not null)
        {
            throw new RuleBrokenException("order.withdrawn", "This order was taken back.");
        }

        (order.WithdrawnAt, order.WithdrawnBy, order.WithdrawnWords) = (clock.GetUtcNow(), caller.Subject, words);
        if (order.Kind == OrderKind.AdoptionOrder)
        {
            plan.TakeBack(MilestoneKind.AdoptionOrder, order.On);
        }

        await ReopenAsync(order, db, ct);
        return TypedResults.Ok(await EnterPlacement.SettleAsync(plan, context, council, db, change, clock, ct));
    }

    /// <summary>The placement that ended with the order, unless the child has been somewhere else since.</summary>
    private static async Task ReopenAsync(CourtOrder order, LocalityHubDbContext db, CancellationToken ct)
    {
        if (await db.Placements.AnyAsync(placement => placement.ChildId == order.ChildId && (placement.EndedOn == null || placement.From > order.On), ct)
            || await db.ChildMoves.AnyAsync(move => move.ChildId == order.ChildId && move.On > order.On && !ChildMove.Stays.Contains(move.To), ct))
        {
            return;
        }

        if (await db.Placements.Where(placement => placement.ChildId == order.ChildId && placement.EndReason == PlacementEnd.OrderMade && placement.EndedOn == order.On)
            .OrderByDescending(placement => placement.From).FirstOrDefaultAsync(ct) is { } placement)
        {
            (placement.EndedOn, placement.EndReason) = (null, null);
        }
    }
}
