using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Ledger;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Claims;

/// <summary>The monthly claim: what the fund has agreed to and was not asked for, of every application decided by the month's end.</summary>
internal static class MakeClaim
{
    private static readonly ApplicationStatus[] Agreed = [ApplicationStatus.Approved, ApplicationStatus.Closed];

    /// <param name="Month">Any day of the month, which has begun.</param>
    public sealed record Request(DateOnly Month);

    public sealed record Item(Guid ApplicationId, string PortalReference, long Pence);

    public sealed record Response(Guid Id, string Number, DateOnly Month, DateOnly ClaimedOn, long Pence, IReadOnlyList<Item> Items);

    public static async Task<Created<Response>> HandleAsync(
        CouncilCode code, Request request, Caller caller, FundDbContext db, Rulebooks rulebooks, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var (today, now) = (LondonCalendar.Today(clock), clock.GetUtcNow());
        if (request.Month.Year is < 2015 or > 2060)
        {
            throw new InvalidRequestException("claim.month", "month is a day of the month that is claimed for.", "month");
        }

        var month = new DateOnly(request.Month.Year, request.Month.Month, 1);
        var last = month.AddMonths(1).AddDays(-1);
        if (month > today)
        {
            throw new RuleBrokenException("claim.month", "The month has not begun.", "month");
        }

        var onlyInvoiced = (await rulebooks.CurrentAsync(db, ct)).Of(YearEnded.Of(month), today)?.On<ClaimRule>(month) is { Basis: ClaimBasis.Invoiced };
        var due = await (
            from application in db.Applications
            where application.Council == code.Number && Agreed.Contains(application.Status) && application.DecidedOn <= last
                && db.Postings.Where(posting => posting.ApplicationId == application.Id && posting.Account == Account.Entitlement && posting.Funder == Funder.Fund).Sum(posting => posting.Pence) > 0
            orderby application.Id
            select application).ToListAsync(ct);
        var claim = new Claim { Id = Guid.CreateVersion7(), Council = (short)code.Number, Month = month, ClaimedOn = today, ClaimedBy = caller.Subject };
        foreach (var application in due)
        {
            await LedgerStore.LockAsync(db, application.Id, ct);
            var journal = LedgerStore.Write(
                db,
                new Journal
                {
                    Id = Guid.CreateVersion7(), Council = claim.Council, Kind = JournalKind.Claim, OccurredOn = today, RecordedAt = now, RecordedBy = caller.Subject, ApplicationId = application.Id, SourceId = claim.Id,
                },
                Books.Claim(await LedgerStore.HoldingsAsync(db, application.Id, null, ct), onlyInvoiced));
            if (journal is not null)
            {
                claim.Items.Add(new ClaimItem
                {
                    ClaimId = claim.Id, ApplicationId = application.Id, Council = claim.Council, PortalReference = application.PortalReference!, JournalId = journal.Id,
                    Pence = journal.Postings.Where(posting => posting.Pence > 0).Sum(posting => posting.Pence),
                });
            }
        }

        if (claim.Items.Count == 0)
        {
            throw new RuleBrokenException("claim.nothing", "There is nothing to claim for that month: all that was agreed by its end was claimed.", "month");
        }

        db.Add(claim);
        await db.SaveChangesAsync(ct);
        audit.About([claim.Id, .. claim.Items.Select(item => item.ApplicationId)]);
        return TypedResults.Created($"/api/v1/fund/councils/{code}/claims/{claim.Id}", Describe(claim));
    }

    public static async Task<Ok<Page<Response>>> ListAsync(CouncilCode code, [AsParameters] PageRequest page, FundDbContext db, AuditTrail audit, CancellationToken ct)
    {
        var before = page.After<long?>() ?? long.MaxValue;
        var rows = await db.Claims.AsNoTracking().Include(claim => claim.Items).Where(claim => claim.Council == code.Number && claim.Number < before)
            .OrderByDescending(claim => claim.Number).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, claim => claim.Number);
        audit.About(found.Items.Select(claim => claim.Id));
        return TypedResults.Ok(new Page<Response>([.. found.Items.Select(Describe)], found.Next));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> OneAsync(CouncilCode code, Guid claimId, FundDbContext db, CancellationToken ct) =>
        await db.Claims.AsNoTracking().Include(claim => claim.Items).SingleOrDefaultAsync(claim => claim.Id == claimId && claim.Council == code.Number, ct) is { } claim
            ? TypedResults.Ok(Describe(claim))
            : Problems.NotFound("claim.not-found", "This council has made no such claim.");

    private static Response Describe(Claim claim) => new(
        claim.Id, $"C{claim.Number:000000}", claim.Month, claim.ClaimedOn, claim.Items.Sum(item => item.Pence),
        [.. claim.Items.OrderBy(item => item.PortalReference, StringComparer.Ordinal).Select(item => new Item(item.ApplicationId, item.PortalReference, item.Pence))]);
}
