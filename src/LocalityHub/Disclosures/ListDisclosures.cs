using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Disclosures;

/// <summary>What of this council's children and households was released, to whom, and how it stands.</summary>
internal static class ListDisclosures
{
    /// <param name="Id">The release, as in the ledger.</param>
    /// <param name="Link">The link that it belongs to.</param>
    /// <param name="Subject">child or household.</param>
    /// <param name="ChildId">The child; null of a household's.</param>
    /// <param name="HouseholdId">The household; null of a child's.</param>
    /// <param name="Level">anonymous, summary or full.</param>
    /// <param name="Purpose">What it was released for.</param>
    /// <param name="Basis">By what right.</param>
    /// <param name="Reader">By which the ledger names the reader.</param>
    /// <param name="ReadersCouncil">For which council the reader reads, three digits.</param>
    /// <param name="Expires">From when on it is closed, UTC.</param>
    /// <param name="State">refused, open or closed.</param>
    /// <param name="Gates">What is missing, where refused.</param>
    /// <param name="End">Why it is closed; none while it is not.</param>
    /// <param name="EndedBy">Who ended it here.</param>
    /// <param name="EndWords">Why.</param>
    /// <param name="VersionId">The version that is read.</param>
    /// <param name="FirstReadAt">When it was first read, UTC.</param>
    /// <param name="Reads">How often it was read.</param>
    /// <param name="ReceivedOn">When the household was given the child's permanence report, as the ledger told it.</param>
    public sealed record Response(
        Guid Id,
        Guid Link,
        DisclosureSubject Subject,
        Guid? ChildId,
        Guid? HouseholdId,
        DisclosureLevel Level,
        DisclosurePurpose Purpose,
        DisclosureBasis Basis,
        Guid Reader,
        string ReadersCouncil,
        DateTimeOffset Expires,
        DisclosureState State,
        IReadOnlyList<DisclosureGates> Gates,
        DisclosureEnd End,
        string? EndedBy,
        string? EndWords,
        Guid? VersionId,
        DateTimeOffset? FirstReadAt,
        int Reads,
        DateOnly? ReceivedOn);

    public static async Task<Ok<Page<Response>>> HandleAsync(
        [AsParameters] PageRequest page, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct, bool? open = null)
    {
        var after = page.After<Guid?>() ?? Guid.Empty;
        var now = clock.GetUtcNow();
        var releases = db.Disclosures.AsNoTracking().Where(known => known.Id > after);
        if (open is { } wanted)
        {
            releases = releases.Where(known => (known.OwnEnd == DisclosureEnd.None && known.AskedEnd == DisclosureEnd.None && known.Gates == DisclosureGates.None && known.ExpiresAt > now) == wanted);
        }

        var found = Page.Of(await releases.OrderBy(known => known.Id).Take(page.Take).ToListAsync(ct), page, known => known.Id);
        audit.About(found.Items.Select(known => known.Id));
        return TypedResults.Ok(new Page<Response>([.. found.Items.Select(known => Describe(known, now))], found.Next));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> OneAsync(Guid disclosureId, HttpContext context, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Disclosures.AsNoTracking().SingleOrDefaultAsync(known => known.Id == disclosureId, ct) is not { } disclosure)
        {
            return NotFound();
        }

        IfMatch.SetETag(context, disclosure.Version);
        return TypedResults.Ok(Describe(disclosure, clock.GetUtcNow()));
    }

    public static ProblemHttpResult NotFound() => Problems.NotFound("disclosure.not-found", "There is no such release of this council's content.");

    public static Response Describe(Disclosure disclosure, DateTimeOffset now)
    {
        var state = disclosure.StateAt(now);
        return new Response(
            disclosure.Id,
            disclosure.Link,
            disclosure.Subject,
            disclosure.ChildId,
            disclosure.HouseholdId,
            disclosure.Level,
            disclosure.Purpose,
            disclosure.Basis,
            disclosure.Reader,
            new CouncilCode(disclosure.ReadersCouncil).ToString(),
            disclosure.ExpiresAt,
            state,
            state == DisclosureState.Refused ? disclosure.Gates.ToList() : [],
            disclosure.EndAt(now),
            disclosure.EndedBy,
            disclosure.EndWords,
            disclosure.ProfileVersionId,
            disclosure.FirstReadAt,
            disclosure.Reads,
            disclosure.ReceivedOn);
    }
}
