using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Searches;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;

namespace Partnership.LocalityHub.Candidates;

/// <summary>A child's worker rules a household out, or considers it again. The centre hears a no like any other.</summary>
internal static class RuleOut
{
    /// <param name="Reason">Why; stays in this hub.</param>
    /// <param name="Considered">True to consider the household again.</param>
    public sealed record Request(string Reason, bool Considered = false);

    public static async Task<Results<Ok<ReadFamilyFinding.Response>, ProblemHttpResult>> HandleAsync(
        Guid childId, Guid household, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, ChildChange change, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        var reason = PlainText.Required(request.Reason, "reason");
        if (await change.LockAsync(childId, expected, ct) is not { } child)
        {
            return ReadChild.NotFound();
        }

        var ruled = await db.RuledOut.SingleOrDefaultAsync(known => known.ChildId == childId && known.Household == household, ct);
        if (request.Considered)
        {
            db.RemoveRange(ruled is null ? [] : [ruled]);
        }
        else if (ruled is null)
        {
            db.Add(new RuledOut { ChildId = childId, Household = household, Reason = reason, EnteredBy = caller.Subject, EnteredAt = clock.GetUtcNow() });
        }
        else
        {
            (ruled.Reason, ruled.EnteredBy, ruled.EnteredAt) = (reason, caller.Subject, clock.GetUtcNow());
        }

        await change.SettleAsync(child, ct);
        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(await ReadFamilyFinding.DescribeAsync(child, db, change, clock, ct));
    }
}
