using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Idempotency;

namespace Partnership.LocalityHub.Placements;

/// <summary>A child's placements for permanence, moves and orders as they were entered.</summary>
internal static class ListPlacements
{
    public sealed record Entry(Guid Id, PlacementKind Kind, DateOnly From, Guid? HouseholdId, DateOnly? EndedOn, PlacementEnd? EndReason, string? EndWords);

    public sealed record Move(DateOnly On, MovedTo To, string Reason);

    public sealed record Order(OrderKind Kind, DateOnly On);

    /// <param name="Placements">The newest first.</param>
    /// <param name="Moves">The newest first.</param>
    /// <param name="Orders">The newest first.</param>
    public sealed record Response(IReadOnlyList<Entry> Placements, IReadOnlyList<Move> Moves, IReadOnlyList<Order> Orders);

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
        var orders = await db.CourtOrders.AsNoTracking().Where(each => each.ChildId == childId).OrderByDescending(each => each.On).ToListAsync(ct);
        return new Response(
            [.. placements.Select(each => new Entry(each.Id, each.Kind, each.From, each.HouseholdId, each.EndedOn, each.EndReason, each.EndWords))],
            [.. moves.Select(each => new Move(each.On, each.To, each.Reason))],
            [.. orders.Select(each => new Order(each.Kind, each.On))]);
    }
}
