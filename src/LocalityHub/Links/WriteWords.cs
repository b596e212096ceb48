using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Links;

/// <summary>
/// Keeps in words what the region knows as codes: above all why a link was not progressed. Recruitment writes for the household, social workers
/// and family finders for the child.
/// </summary>
internal static class WriteWords
{
    /// <param name="Words">They stay in this hub.</param>
    public sealed record Request(string Words);

    public static async Task<Results<Ok<ReadLinks.Response>, ProblemHttpResult>> HandleAsync(
        Guid linkId, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, LinkDecisions decisions, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        var words = PlainText.Required(request.Words, "words", 4_000);
        if (await decisions.LockAsync(linkId, ct) is not { } link)
        {
            return ReadLinks.NotFound();
        }

        if (link.Version != expected)
        {
            throw new StaleVersionException();
        }

        var side = caller.Roles.Contains(Roles.Recruitment) ? LinkSide.Household : LinkSide.Child;
        var isOurs = side == LinkSide.Household ? link.HouseholdId is not null : await db.FamilyLinkChildren.AnyAsync(child => child.LinkId == linkId && child.ChildId != null, ct);
        if (!isOurs)
        {
            throw new RuleBrokenException("link.not-your-side", "This council has no part on that side of the link.");
        }

        db.Add(new LinkWords { Id = Guid.NewGuid(), LinkId = linkId, Side = side, Words = words, EnteredBy = caller.Subject, EnteredAt = clock.GetUtcNow() });
        link.Version++;
        await db.SaveChangesAsync(ct);
        IfMatch.SetETag(context, link.Version);
        return TypedResults.Ok(await ReadLinks.DescribeAsync(link, caller, db, audit, ct));
    }
}
