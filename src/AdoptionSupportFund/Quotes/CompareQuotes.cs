using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Providers;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Quotes;

/// <summary>Keeps quotes and sets them side by side.</summary>
internal static class CompareQuotes
{
    /// <param name="Line">The line's number, from 1.</param>
    /// <param name="ProviderId">One of the register.</param>
    /// <param name="RatePence">Pence an hour.</param>
    /// <param name="ExtraPence">Pence besides the hours.</param>
    /// <param name="ValidUntil">The last day on which it holds.</param>
    public sealed record Request(int Line, Guid ProviderId, long RatePence, long ExtraPence, DateOnly ValidUntil);

    /// <summary>
    /// A quote beside the others for its line.
    /// <c>CostPence</c>: for the line's hours, extras included.
    /// <c>AboveCheapestPence</c>: how much more than the cheapest that holds today.
    /// <c>AgreedRatePence</c>: what the register says was agreed; null when nothing was.
    /// <c>Remarks</c>: expired, check-overdue, not-on-register, therapy-not-offered, above-agreed-rate.
    /// </summary>
    public sealed record Entry(
        Guid Id, int Line, Guid ProviderId, long RatePence, long ExtraPence, DateOnly ValidUntil, long CostPence, long AboveCheapestPence, long? AgreedRatePence, IReadOnlyList<string> Remarks);

    /// <summary>All quotes for an application: line by line, those without remarks first, the cheapest of them before the others.</summary>
    public sealed record Response(IReadOnlyList<Entry> Quotes);

    public static async Task<Results<Created<Response>, ProblemHttpResult>> AddAsync(
        CouncilCode code, Guid applicationId, Request request, FundDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        Demand(request.RatePence is > 0 and <= 100_000, "quote.rate", "ratePence is 1 to 100000 pence an hour.", "ratePence");
        Demand(request.ExtraPence is >= 0 and <= 10_000_000, "quote.extra", "extraPence is 0 to 10000000.", "extraPence");
        Demand(request.ValidUntil.Year is >= 2015 and <= 2060, "quote.day", "validUntil lies between 2015 and 2060.", "validUntil");
        if (await WriteApplication.FindAsync(db, code, applicationId, ct) is not { } application)
        {
            return WriteApplication.NotFound();
        }

        if (!application.Lines.Exists(line => line.Number == request.Line))
        {
            return Problems.NotFound("line.not-found", "The application has no such line.");
        }

        if (!await db.Providers.AnyAsync(provider => provider.Id == request.ProviderId, ct))
        {
            return Problems.NotFound("provider.not-found", "The register has no such provider.");
        }

        var quote = new Quote
        {
            Id = Guid.CreateVersion7(), Council = application.Council, ApplicationId = application.Id, Line = (short)request.Line, ProviderId = request.ProviderId, RatePence = request.RatePence,
            ExtraPence = request.ExtraPence, ValidUntil = request.ValidUntil, ReceivedAt = clock.GetUtcNow(),
        };
        db.Add(quote);
        await db.SaveChangesAsync(ct);
        audit.About([quote.Id]);
        return TypedResults.Created($"/api/v1/fund/councils/{code}/applications/{application.Id}/quotes", await CompareAsync(application, db, clock, ct));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> ReadAsync(CouncilCode code, Guid applicationId, FundDbContext db, TimeProvider clock, CancellationToken ct) =>
        await WriteApplication.FindAsync(db, code, applicationId, ct) is { } application ? TypedResults.Ok(await CompareAsync(application, db, clock, ct)) : WriteApplication.NotFound();

    private static async Task<Response> CompareAsync(Application application, FundDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var today = LondonCalendar.Today(clock);
        var quotes = await db.Quotes.AsNoTracking().Where(quote => quote.ApplicationId == application.Id).ToListAsync(ct);
        var ids = quotes.Select(quote => quote.ProviderId).Distinct().ToArray();
        var providers = (await KeepRegister.Whole(db).AsNoTracking().Where(provider => ids.Contains(provider.Id)).ToListAsync(ct)).ToDictionary(provider => provider.Id, provider => provider.Facts());
        var entries = new List<Entry>();
        foreach (var line in application.Lines.OrderBy(line => line.Number))
        {
            var own = quotes.Where(quote => quote.Line == line.Number)
                .Select(quote => (Quote: quote, Cost: LineFacts.CostOf(line.Hours, quote.RatePence) + quote.ExtraPence, Remarks: RemarksOn(quote, line, providers[quote.ProviderId], today)))
                .OrderBy(each => each.Remarks.Count > 0).ThenBy(each => each.Cost).ThenBy(each => each.Quote.Id)
                .ToList();
            entries.AddRange(own.Select(each => new Entry(
                each.Quote.Id, line.Number, each.Quote.ProviderId, each.Quote.RatePence, each.Quote.ExtraPence, each.Quote.ValidUntil, each.Cost, each.Cost - own[0].Cost,
                providers[each.Quote.ProviderId].Rates.GetValueOrDefault(line.Therapy), each.Remarks)));
        }

        return new Response(entries);
    }

    private static List<string> RemarksOn(Quote quote, ApplicationLine line, ProviderFacts provider, DateOnly today)
    {
        var agreed = provider.Rates.GetValueOrDefault(line.Therapy);
        return
        [
            .. new[]
            {
                (quote.ValidUntil < today, "expired"),
                (!provider.IsActive, "not-on-register"),
                (!(provider.ChecksDue >= today), "check-overdue"),
                (!provider.Rates.ContainsKey(line.Therapy), "therapy-not-offered"),
                (quote.RatePence > agreed, "above-agreed-rate"),
            }.Where(remark => remark.Item1).Select(remark => remark.Item2),
        ];
    }

    private static void Demand(bool holds, string code, string detail, string field)
    {
        if (!holds)
        {
            throw new InvalidRequestException(code, detail, field);
        }
    }
}
