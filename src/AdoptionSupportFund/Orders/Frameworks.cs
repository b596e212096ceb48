using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Region;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.AdoptionSupportFund.Orders;

/// <summary>An agreement of the region with providers, from which councils call off: therapies at rates that were agreed, to a ceiling.</summary>
internal sealed class Framework
{
    public Guid Id { get; init; }

    /// <summary>The region's own reference of the agreement.</summary>
    public required string Reference { get; init; }

    public DateOnly From { get; init; }

    public DateOnly Until { get; init; }

    /// <summary>What may be called off, all councils together.</summary>
    public long CeilingPence { get; init; }

    /// <summary>What was called off, less what ended orders left; changed under a lock of the row.</summary>
    public long CalledOffPence { get; set; }

    public List<FrameworkRate> Rates { get; } = [];
}

/// <summary>The highest rate at which a provider gives a therapy under a framework.</summary>
internal sealed class FrameworkRate
{
    public Guid FrameworkId { get; init; }

    public Guid ProviderId { get; init; }

    public required string Therapy { get; init; }

    public long RatePence { get; init; }
}

internal static class Frameworks
{
    /// <param name="Reference">The region's reference of the agreement.</param>
    /// <param name="From">First day on which may be called off.</param>
    /// <param name="Until">Last day.</param>
    /// <param name="CeilingPence">What may be called off, all councils together.</param>
    /// <param name="Rates">Who gives what at which rate.</param>
    public sealed record Request(string Reference, DateOnly From, DateOnly Until, long CeilingPence, IReadOnlyList<Rate> Rates);

    /// <param name="ProviderId">One of the register.</param>
    /// <param name="Therapy">A code of the rule packs.</param>
    /// <param name="RatePence">Pence an hour at most.</param>
    public sealed record Rate(Guid ProviderId, string Therapy, long RatePence);

    /// <param name="Id">The framework.</param>
    /// <param name="Framework">What was agreed.</param>
    /// <param name="CalledOffPence">By all councils together; null where that is for one to five children.</param>
    public sealed record Response(Guid Id, Request Framework, long? CalledOffPence);

    public static async Task<Results<Created<Response>, ProblemHttpResult>> AddAsync(Request request, FundDbContext db, Rulebooks rulebooks, AuditTrail audit, CancellationToken ct)
    {
        Check(request, await rulebooks.CurrentAsync(db, ct));
        var providers = request.Rates.Select(rate => rate.ProviderId).Distinct().ToArray();
        if (await db.Providers.CountAsync(provider => providers.Contains(provider.Id), ct) < providers.Length)
        {
            return Problems.NotFound("provider.not-found", "The register has no such provider.");
        }

        if (await db.Frameworks.AnyAsync(other => other.Reference == request.Reference, ct))
        {
            throw new RuleBrokenException("framework.reference", "There is a framework of that reference.", "reference");
        }

        var framework = new Framework { Id = Guid.CreateVersion7(), Reference = request.Reference, From = request.From, Until = request.Until, CeilingPence = request.CeilingPence };
        framework.Rates.AddRange(request.Rates.Select(rate => new FrameworkRate { FrameworkId = framework.Id, ProviderId = rate.ProviderId, Therapy = rate.Therapy, RatePence = rate.RatePence }));
        db.Add(framework);
        await db.SaveChangesAsync(ct);
        audit.About([framework.Id]);
        return TypedResults.Created($"/api/v1/fund/frameworks?reference={request.Reference}", Describe(framework, 0));
    }

    public static async Task<Ok<Page<Response>>> ListAsync([AsParameters] PageRequest page, FundDbContext db, RegionDesk desk, CancellationToken ct)
    {
        var after = page.After<Guid?>() ?? Guid.Empty;
        var rows = await db.Frameworks.AsNoTracking().Include(framework => framework.Rates).Where(framework => framework.Id > after).OrderBy(framework => framework.Id).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, framework => framework.Id);
        var children = await desk.CalledOffForAsync([.. found.Items.Select(framework => framework.Id)], ct);
        return TypedResults.Ok(new Page<Response>([.. found.Items.Select(framework => Describe(framework, children.GetValueOrDefault(framework.Id)))], found.Next));
    }

    /// <summary>Takes an order's amount from a framework's ceiling; its row is locked until the order is kept.</summary>
    /// <exception cref="RuleBrokenException">The framework does not cover it.</exception>
    public static async Task CallOffAsync(FundDbContext db, Guid frameworkId, ApplicationLine line, long pence, DateOnly today, CancellationToken ct)
    {
        var framework = await db.Frameworks.FromSql($"select * from framework where id = {frameworkId} for update").SingleOrDefaultAsync(ct)
            ?? throw new RuleBrokenException("framework.not-found", "There is no such framework.", "frameworkId");
        var rate = await db.Set<FrameworkRate>().SingleOrDefaultAsync(each => each.FrameworkId == frameworkId && each.ProviderId == line.ProviderId && each.Therapy == line.Therapy, ct);
        if (today < framework.From || today > framework.Until)
        {
            throw new RuleBrokenException("framework.day", "The framework is not in force today.", "frameworkId");
        }

        if (rate is null || line.RatePence > rate.RatePence)
        {
            throw new RuleBrokenException("framework.rate", "The framework has no such rate for the provider and therapy.", "frameworkId");
        }

        if (framework.CalledOffPence + pence > framework.CeilingPence)
        {
            throw new RuleBrokenException("framework.ceiling", "Less of the framework is left than the order comes to: order fewer hours, or without the framework.", "frameworkId");
        }

        framework.CalledOffPence += pence;
    }

    /// <summary>Gives a framework back what was called off and is not spent.</summary>
    public static async Task GiveBackAsync(FundDbContext db, Guid frameworkId, long pence, CancellationToken ct)
    {
        var framework = await db.Frameworks.FromSql($"select * from framework where id = {frameworkId} for update").SingleAsync(ct);
        framework.CalledOffPence -= pence;
    }

    private static void Check(Request request, Rulebook rules)
    {
        if (!Codes.Reference().IsMatch(request.Reference))
        {
            throw new InvalidRequestException("framework.reference", $"reference is {Codes.ReferenceForm}.", "reference");
        }

        if (request.Until < request.From || request.From.Year < 2015 || request.Until.Year > 2060)
        {
            throw new InvalidRequestException("framework.days", "until is not before from.", "until");
        }

        if (request.CeilingPence is < 1 or > 100_000_000_00)
        {
            throw new InvalidRequestException("framework.ceiling", "ceilingPence is 1 to 10000000000.", "ceilingPence");
        }

        if (request.Rates.Count is < 1 or > 500 || request.Rates.Any(rate => rate is null || !rules.Knows(rate.Therapy) || rate.RatePence is < 1 or > 100_000)
            || request.Rates.DistinctBy(rate => (rate.ProviderId, rate.Therapy)).Count() != request.Rates.Count)
        {
            throw new InvalidRequestException("framework.rates", "rates names each provider and therapy of the rule packs once, with 1 to 100000 pence.", "rates");
        }
    }

    private static Response Describe(Framework framework, int children) => new(
        framework.Id,
        new Request(
            framework.Reference, framework.From, framework.Until, framework.CeilingPence,
            [.. framework.Rates.OrderBy(rate => rate.ProviderId).ThenBy(rate => rate.Therapy, StringComparer.Ordinal).Select(rate => new Rate(rate.ProviderId, rate.Therapy, rate.RatePence))]),
        children is > 0 and < Suppression.Threshold ? null : framework.CalledOffPence);
}
