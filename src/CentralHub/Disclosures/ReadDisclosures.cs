using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.CentralHub.Disclosures;

/// <summary>The ledger, for the giver's and the reader's council.</summary>
internal static class ReadDisclosures
{
    internal static async Task<Ok<Page<ShownDisclosure>>> ListAsync(
        [AsParameters] PageRequest page,
        [FromQuery] Guid? link,
        [FromQuery] bool? owed,
        CentralHubDbContext db,
        AuditTrail audit,
        TimeProvider clock,
        CancellationToken ct)
    {
        var before = page.After<Guid?>();
        var rows = await db.Disclosures.AsNoTracking()
            .Where(disclosure => before == null || disclosure.Id < before)
            .Where(disclosure => link == null || disclosure.Link == link)
            .Where(disclosure => owed != true || (disclosure.Read && disclosure.HubState == DisclosureState.Closed && disclosure.Papers == null))
            .OrderByDescending(disclosure => disclosure.Id)
            .Take(page.Take)
            .ToListAsync(ct);
        var found = Page.Of(rows, page, disclosure => disclosure.Id);
        audit.About(found.Items.SelectMany(disclosure => new[] { disclosure.Id, disclosure.SubjectReference }));
        var now = clock.GetUtcNow();
        return TypedResults.Ok(new Page<ShownDisclosure>([.. found.Items.Select(disclosure => ShownDisclosure.Of(disclosure, now))], found.Next));
    }

    internal static async Task<Results<Ok<ShownDisclosure>, ProblemHttpResult>> ReadAsync(
        Guid disclosureId, HttpContext context, CentralHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Disclosures.AsNoTracking().SingleOrDefaultAsync(row => row.Id == disclosureId, ct) is not { } disclosure)
        {
            return NotFound();
        }

        var steps = await db.DisclosureSteps.AsNoTracking().Where(step => step.Disclosure == disclosureId).OrderBy(step => step.At).ThenBy(step => step.Id).ToListAsync(ct);
        audit.About([disclosure.SubjectReference]);
        IfMatch.SetETag(context, disclosure.Version);
        return TypedResults.Ok(ShownDisclosure.Of(disclosure, clock.GetUtcNow(), steps));
    }

    internal static ProblemHttpResult NotFound() => Problems.NotFound("disclosure.not-found", "There is no such release for you.");
}
