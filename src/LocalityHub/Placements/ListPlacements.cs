using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.Milestones;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Idempotency;

namespace Partnership.LocalityHub.Placements;

/// <summary>A child's placements for permanence, moves and orders as they were entered.</summary>
internal static class ListPlacements
{
    /// <param name="Id">By which its end is entered.</param>
    /// <param name="Kind">What the child was placed for.</param>
    /// <param name="From">The day on which the child moved in.</param>
    /// <param name="HouseholdId">The household, where it is one of this council's.</param>
    /// <param name="EndedOn">When it ended.</param>
    /// <param name="EndReason">Why.</param>
    /// <param name="EndWords">What was said of it.</param>
    /// <param name="LinkId">The child's link, where the household is another council's.</param>
    public sealed record Entry(Guid Id, PlacementKind Kind, DateOnly From, Guid? HouseholdId, DateOnly? EndedOn, PlacementEnd? EndReason, string? EndWords, Guid? LinkId = null);

    public sealed record Move(DateOnly On, MovedTo To, string Reason);

    /// <param name="Id">By which it is taken back.</param>
    /// <param name="Kind">adoption-order, special-guardianship-order or child-arrangements-order.</param>
    /// <param name="On">The day.</param>
    /// <param name="Withdrawn">Why it was taken back; null unless it was.</param>
    public sealed record Order(Guid Id, OrderKind Kind, DateOnly On, string? Withdrawn = null);

    /// <param name="Source">feed or return.</param>
    /// <param name="From">The first day.</param>
    /// <param name="Until">The last; null while it lasts.</param>
    /// <param name="Kind">What the child was placed for; null of what is not for permanence, and of adoption, which the milestones tell.</param>
    /// <param name="Order">The order with which it ended.</param>
    public sealed record Told(MilestoneSource Source, DateOnly From, DateOnly? Until, PlacementKind? Kind, OrderKind? Order);

    /// <param name="Placements">The newest first.</param>
    /// <param name="Moves">The newest first.</param>
    /// <param name="Orders">The newest first.</param>
    /// <param name="Told">Where the child lives as feed and returns tell it, the newest first: what was entered here of the same day or a later one holds before it.</param>
    public sealed record Response(IReadOnlyList<Entry> Placements, IReadOnlyList<Move> Moves, IReadOnlyList<Order> Orders, IReadOnlyList<Told> Told);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Guid childId, HttpContext context, LocalityHubDbContext db, CancellationToken ct)
    {
        if (await db.Children.AsNoTracking().SingleOrDefaultAsync(child => child.Id == childId, ct) is not { } child)
        {
            return ReadChild.NotFound();
        }

        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(await DescribeAsync(childId, db, ct));
    }

    public static async Task<Response> DescribeAsync(Guid childId, LocalityHubDbContext db, CancellationToken ct)
    {
        var placements = await db.Placements.AsNoTracking().Where(each => each.ChildId == childId).OrderByDescending(each => each.From).ThenBy(each => each.Id).ToListAsync(ct);
        var moves = await db.ChildMoves.AsNoTracking().Where(each => each.ChildId == childId).OrderByDescending(each => each.On).ThenBy(each => each.Id).ToListAsync(ct);
        var orders = await db.CourtOrders.AsNoTracking().Where(each => each.ChildId == childId).OrderByDescending(each => each.On).ThenBy(each => each.Id).ToListAsync(ct);
        return new Response(
            [.. placements.Select(each => new Entry(each.Id, each.Kind, each.From, each.HouseholdId, each.EndedOn, each.EndReason, each.EndWords, each.LinkId))],
            [.. moves.Select(each => new Move(each.On, each.To, each.Reason))],
            [.. orders.Select(each => new Order(each.Id, each.Kind, each.On, each.WithdrawnWords))],
            [.. (await ToldCare.OfAsync(childId, db, ct)).Select(each => new Told(each.Source, each.From, each.Until, each.Kind, each.Order))]);
    }
}
