using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.CentralHub.Links;

internal static class ReadLinks
{
    internal static async Task<Ok<Page<ShownLink>>> ListAsync(
        [AsParameters] PageRequest page,
        [FromQuery] bool? live,
        [FromQuery] bool? mine,
        CentralHubDbContext db,
        LinkTeam team,
        AuditTrail audit,
        TimeProvider clock,
        CancellationToken ct)
    {
        var before = page.After<Guid?>();
        var (self, now) = (team.Self.Value, clock.GetUtcNow());
        var rows = await db.Links.AsNoTracking()
            .Where(link => before == null || link.Id < before)
            .Where(link => live == null || live == (link.State != LinkState.Matched && link.State != LinkState.NotProgressed))
            .Where(link => mine != true || db.LinkWorkers.Any(part => part.Link == link.Id && part.Worker == self && (part.Until == null || part.Until > now)))
            .OrderByDescending(link => link.Id)
            .Take(page.Take)
            .ToListAsync(ct);
        var found = Page.Of(rows, page, link => link.Id);
        var ids = found.Items.Select(link => link.Id).ToArray();
        var children = (await db.LinkChildren.AsNoTracking().Where(child => ids.Contains(child.Link)).OrderBy(child => child.Child).ToListAsync(ct)).ToLookup(child => child.Link);
        audit.About(ids);
        return TypedResults.Ok(new Page<ShownLink>([.. found.Items.Select(link => LinkReader.Summary(link, children[link.Id]))], found.Next));
    }

    internal static async Task<Results<Ok<ShownLink>, ProblemHttpResult>> ReadAsync(
        Guid linkId, HttpContext context, LinkReader reader, AuditTrail audit, CancellationToken ct)
    {
        if (await reader.ReadAsync(linkId, ct) is not { } link)
        {
            return TakeStep.NoLink();
        }

        audit.About([link.Household, .. link.Children.Select(child => child.Reference)]);
        IfMatch.SetETag(context, link.Version);
        return TypedResults.Ok(link);
    }
}
