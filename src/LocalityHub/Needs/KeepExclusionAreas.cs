using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Needs;

/// <summary>Where a child must not live: read, and changed as a whole.</summary>
internal static class KeepExclusionAreas
{
    private const int Most = 100;

    /// <param name="District">A postcode district, such as ST16: as small as districts allow, since a safe home at its far end is lost to the child.</param>
    /// <param name="Reason">Why; stays in this hub.</param>
    public sealed record Area(string District, string Reason);

    /// <param name="Areas">All of them.</param>
    public sealed record Body(IReadOnlyList<Area> Areas);

    public static async Task<Results<Ok<Body>, ProblemHttpResult>> ReadAsync(Guid childId, HttpContext context, LocalityHubDbContext db, CancellationToken ct)
    {
        if (await db.Children.AsNoTracking().SingleOrDefaultAsync(child => child.Id == childId, ct) is not { } child)
        {
            return ReadChild.NotFound();
        }

        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(await DescribeAsync(childId, db, ct));
    }

    public static async Task<Results<Ok<Body>, ProblemHttpResult>> ChangeAsync(
        Guid childId, Body request, HttpContext context, Caller caller, LocalityHubDbContext db, ChildChange change, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (request.Areas.Count > Most)
        {
            throw new InvalidRequestException("exclusion-areas.too-many", $"At most {Most} areas.", "areas");
        }

        var areas = request.Areas.Select((area, index) => new ExclusionArea
        {
            ChildId = childId,
            District = AreaKey.District(area.District, $"areas[{index}].district"),
            Reason = PlainText.Required(area.Reason, $"areas[{index}].reason"),
            EnteredBy = caller.Subject,
        }).ToList();
        if (areas.DistinctBy(area => area.District).Count() != areas.Count)
        {
            throw new InvalidRequestException("exclusion-areas.once", "An area is listed once.", "areas");
        }

        if (await change.LockAsync(childId, expected, ct) is not { } child)
        {
            return ReadChild.NotFound();
        }

        await db.ExclusionAreas.Where(area => area.ChildId == childId).ExecuteDeleteAsync(ct);
        db.AddRange(areas);
        await change.SettleAsync(child, ct);
        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(await DescribeAsync(childId, db, ct));
    }

    private static async Task<Body> DescribeAsync(Guid childId, LocalityHubDbContext db, CancellationToken ct) => new(
        [
            .. (await db.ExclusionAreas.AsNoTracking().Where(area => area.ChildId == childId).OrderBy(area => area.District).ToListAsync(ct))
                .Select(area => new Area(area.District, area.Reason)),
        ]);
}
