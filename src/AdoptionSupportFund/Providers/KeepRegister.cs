using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Providers;

/// <summary>The region's register of providers: searched by need, kept by whoever commissions.</summary>
internal static class KeepRegister
{
    /// <summary>
    /// <c>ChecksDue</c>: until when all checks hold; null when one was never made.
    /// <c>ChecksHold</c>: whether they hold today.
    /// </summary>
    public sealed record Response(Guid Id, ProviderContent Provider, DateOnly? ChecksDue, bool ChecksHold);

    public static async Task<Ok<Page<Response>>> ListAsync(
        [AsParameters] PageRequest page, FundDbContext db, TimeProvider clock, CancellationToken ct, string? therapy = null, CouncilCode? area = null, bool? active = null)
    {
        if (therapy is not null && !Codes.Therapy().IsMatch(therapy))
        {
            throw new InvalidRequestException("provider.therapy", "therapy is a code of lower-case letters, digits and hyphens.", "therapy");
        }

        var after = page.After<Guid?>() ?? Guid.Empty;
        var providers = Whole(db).AsNoTracking().Where(provider => provider.Id > after);
        if (therapy is not null)
        {
            providers = providers.Where(provider => provider.Therapies.Any(offered => offered.Therapy == therapy));
        }

        if (area is { } council)
        {
            providers = providers.Where(provider => provider.Areas.Count == 0 || provider.Areas.Any(served => served.Area == council.Number));
        }

        if (active is { } wanted)
        {
            providers = providers.Where(provider => provider.IsActive == wanted);
        }

        var found = Page.Of(await providers.OrderBy(provider => provider.Id).Take(page.Take).ToListAsync(ct), page, provider => provider.Id);
        var today = LondonCalendar.Today(clock);
        return TypedResults.Ok(new Page<Response>([.. found.Items.Select(provider => Describe(provider, today))], found.Next));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> OneAsync(Guid providerId, HttpContext context, FundDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await Whole(db).AsNoTracking().SingleOrDefaultAsync(provider => provider.Id == providerId, ct) is not { } provider)
        {
            return NotFound();
        }

        IfMatch.SetETag(context, provider.Version);
        return TypedResults.Ok(Describe(provider, LondonCalendar.Today(clock)));
    }

    public static async Task<Created<Response>> AddAsync(ProviderContent content, HttpContext context, FundDbContext db, Rulebooks rulebooks, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        content.Validate(await rulebooks.CurrentAsync(db, ct));
        var provider = new Provider { Id = Guid.CreateVersion7(), Name = content.Name };
        db.Add(provider);
        Fill(provider, content, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        audit.About([provider.Id]);
        IfMatch.SetETag(context, provider.Version);
        return TypedResults.Created($"/api/v1/fund/providers/{provider.Id}", Describe(provider, LondonCalendar.Today(clock)));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> ChangeAsync(
        Guid providerId, ProviderContent content, HttpContext context, FundDbContext db, Rulebooks rulebooks, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        content.Validate(await rulebooks.CurrentAsync(db, ct));
        if (await Whole(db).SingleOrDefaultAsync(provider => provider.Id == providerId, ct) is not { } provider)
        {
            return NotFound();
        }

        if (provider.Version != expected)
        {
            throw new StaleVersionException();
        }

        db.RemoveRange(provider.Therapies);
        db.RemoveRange(provider.Areas);
        db.RemoveRange(provider.Checks);
        provider.Therapies.Clear();
        provider.Areas.Clear();
        provider.Checks.Clear();
        await db.SaveChangesAsync(ct);
        Fill(provider, content, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        IfMatch.SetETag(context, provider.Version);
        return TypedResults.Ok(Describe(provider, LondonCalendar.Today(clock)));
    }

    public static IQueryable<Provider> Whole(FundDbContext db) =>
        db.Providers.Include(provider => provider.Therapies).Include(provider => provider.Areas).Include(provider => provider.Checks).AsSplitQuery();

    private static ProblemHttpResult NotFound() => Problems.NotFound("provider.not-found", "The register has no such provider.");

    private static void Fill(Provider provider, ProviderContent content, DateTimeOffset now)
    {
        provider.Name = content.Name;
        provider.Status = content.Status;
        provider.RegistrationReference = content.RegistrationReference;
        provider.IsActive = content.IsActive;
        provider.HoursAMonth = content.HoursAMonth;
        provider.Therapies.AddRange(content.Therapies.Select(therapy => new ProviderTherapy { ProviderId = provider.Id, Therapy = therapy.Code, RatePence = therapy.RatePence }));
        provider.Areas.AddRange(content.Areas.Select(area => new ProviderArea { ProviderId = provider.Id, Area = (short)area.Number }));
        provider.Checks.AddRange(content.Checks.Select(check => new ProviderCheck { ProviderId = provider.Id, Kind = check.Kind, CheckedOn = check.CheckedOn, RefreshDue = check.RefreshDue }));
        provider.Version++;
        provider.UpdatedAt = now;
    }

    private static Response Describe(Provider provider, DateOnly today) => new(
        provider.Id,
        new ProviderContent(
            provider.Name,
            provider.Status,
            provider.RegistrationReference,
            provider.IsActive,
            provider.HoursAMonth,
            [.. provider.Therapies.OrderBy(therapy => therapy.Therapy, StringComparer.Ordinal).Select(therapy => new ProviderContent.Therapy(therapy.Therapy, therapy.RatePence))],
            [.. provider.Areas.Select(area => new CouncilCode(area.Area)).Order()],
            [.. provider.Checks.OrderBy(check => check.Kind).Select(check => new ProviderContent.Check(check.Kind, check.CheckedOn, check.RefreshDue))]),
        provider.ChecksDue,
        provider.ChecksDue >= today);
}
