using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.BreakGlass;

/// <summary>The Caldicott guardian looks at every time the glass was broken, and says what is to be thought of it.</summary>
internal static class ReviewGrants
{
    /// <param name="Outcome">justified or not-justified.</param>
    /// <param name="By">The guardian's subject.</param>
    /// <param name="At">When, UTC.</param>
    public sealed record Review(string Outcome, string By, DateTimeOffset At);

    /// <param name="Id">The grant; <c>/audit?about=</c> it lists what was read under it.</param>
    /// <param name="ChildId">The record.</param>
    /// <param name="Subject">The person.</param>
    /// <param name="Client">The registered client that the person used.</param>
    /// <param name="Reason">The code that the person gave.</param>
    /// <param name="CaseReference">The reference that the person gave.</param>
    /// <param name="GrantedAt">When it began, UTC.</param>
    /// <param name="ExpiresAt">When it ended or will end, UTC.</param>
    /// <param name="Reviewed">What the guardian found; null until then.</param>
    public sealed record Entry(
        Guid Id, Guid ChildId, string Subject, string Client, string Reason, string CaseReference, DateTimeOffset GrantedAt, DateTimeOffset ExpiresAt, Review? Reviewed);

    /// <param name="Outcome">justified or not-justified; the latter ends a grant that still runs.</param>
    public sealed record Request(string Outcome);

    public static async Task<Ok<Page<Entry>>> ListAsync(
        [AsParameters] PageRequest page, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct, bool? reviewed = null)
    {
        var before = page.After<long?>() ?? long.MaxValue;
        var grants = db.BreakGlassGrants.AsNoTracking().Where(grant => grant.Sequence < before);
        if (reviewed is { } wanted)
        {
            grants = grants.Where(grant => grant.ReviewedAt != null == wanted);
        }

        var found = Page.Of(await grants.OrderByDescending(grant => grant.Sequence).Take(page.Take).ToListAsync(ct), page, grant => grant.Sequence);
        audit.About(found.Items.Select(grant => grant.Id));
        return TypedResults.Ok(new Page<Entry>([.. found.Items.Select(Describe)], found.Next));
    }

    public static async Task<Results<Ok<Entry>, ProblemHttpResult>> OneAsync(Guid grantId, HttpContext context, LocalityHubDbContext db, CancellationToken ct)
    {
        if (await db.BreakGlassGrants.AsNoTracking().SingleOrDefaultAsync(grant => grant.Id == grantId, ct) is not { } grant)
        {
            return NotFound();
        }

        IfMatch.SetETag(context, grant.Version);
        return TypedResults.Ok(Describe(grant));
    }

    public static async Task<Results<Ok<Entry>, ProblemHttpResult>> ReviewAsync(
        Guid grantId, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (!BreakGlassGrant.Outcomes.Contains(request.Outcome, StringComparer.Ordinal))
        {
            throw new InvalidRequestException("break-glass.outcome", $"outcome is one of {string.Join(", ", BreakGlassGrant.Outcomes)}.", "outcome");
        }

        if (await db.BreakGlassGrants.SingleOrDefaultAsync(grant => grant.Id == grantId, ct) is not { } grant)
        {
            return NotFound();
        }

        if (grant.Version != expected)
        {
            throw new StaleVersionException();
        }

        if (grant.ReviewedAt is not null)
        {
            throw new RuleBrokenException("break-glass.reviewed", "This grant was reviewed; a review stays as it was given.");
        }

        var now = clock.GetUtcNow();
        grant.ReviewOutcome = request.Outcome;
        grant.ReviewedBy = caller.Subject;
        grant.ReviewedAt = now;
        if (request.Outcome == "not-justified" && grant.ExpiresAt > now)
        {
            grant.ExpiresAt = now;
        }

        grant.Version++;
        await db.SaveChangesAsync(ct);

        audit.Because(request.Outcome);
        audit.About([grant.ChildId]);
        IfMatch.SetETag(context, grant.Version);
        return TypedResults.Ok(Describe(grant));
    }

    private static Entry Describe(BreakGlassGrant grant) => new(
        grant.Id,
        grant.ChildId,
        grant.Subject,
        grant.ClientId,
        grant.Reason,
        grant.CaseReference,
        grant.GrantedAt,
        grant.ExpiresAt,
        grant is { ReviewOutcome: { } outcome, ReviewedBy: { } by, ReviewedAt: { } at } ? new Review(outcome, by, at) : null);

    private static ProblemHttpResult NotFound() => Problems.NotFound("break-glass-grant.not-found", "This council has no such grant.");
}
