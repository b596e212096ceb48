using System.Numerics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.CentralHub.Rates;

/// <summary>The rate card of fees to other agencies, by the day from which they hold, each with its source.</summary>
internal static class KeepRates
{
    private const int ShortestSource = 10;
    private const int LongestSource = 400;
    private const int HighestFee = 1_000_000;

    /// <param name="Fees">By provider and number of children, each pair once.</param>
    /// <param name="LondonPercent">Added for agencies in London, 0 to 100 per cent.</param>
    /// <param name="Source">Where the figures are from: a line of 10 to 400 characters. A publication, not a person: nobody may be named.</param>
    internal sealed record Request(IReadOnlyList<Fee> Fees, int LondonPercent, string Source);

    internal static async Task<Ok<IReadOnlyList<ShownRates>>> ReadAsync(HttpContext context, CentralHubDbContext db, CancellationToken ct)
    {
        var rows = await db.Rates.AsNoTracking().OrderByDescending(row => row.From).ToListAsync(ct);
        IfMatch.SetETag(context, rows.Count == 0 ? 0 : rows.Max(row => row.Version));
        return TypedResults.Ok(Card(rows));
    }

    internal static async Task<Ok<ShownRates>> PutAsync(DateOnly from, Request request, HttpContext context, CentralHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        Check(request);

        // Of two who change the card at once the second waits here, and is too late.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({CardLock})", ct);
        var newest = await db.Rates.MaxAsync(row => (long?)row.Version, ct) ?? 0;
        if (newest != expected)
        {
            throw new StaleVersionException();
        }

        var row = await db.Rates.SingleOrDefaultAsync(rates => rates.From == from, ct);
        if (row is null)
        {
            row = new RateRow { From = from, Version = 0, Fees = [], LondonPercent = 0, Source = "", ChangedAt = default };
            db.Add(row);
        }

        (row.Version, row.Fees, row.LondonPercent, row.Source, row.ChangedAt) =
            (newest + 1, [.. request.Fees], (short)request.LondonPercent, request.Source.Trim(), clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        IfMatch.SetETag(context, row.Version);
        return TypedResults.Ok(ShownRates.Of(row));
    }

    /// <summary>The rates that hold on a day.</summary>
    internal static async Task<ShownRates?> OnAsync(CentralHubDbContext db, DateOnly day, CancellationToken ct) =>
        Card(await db.Rates.AsNoTracking().OrderByDescending(row => row.From).ToListAsync(ct)).FirstOrDefault(rates => rates.From <= day);

    // Any number.
    private const long CardLock = 0x5241_5445_4341_5244;

    private static IReadOnlyList<ShownRates> Card(IReadOnlyCollection<RateRow> rows) =>
    [
        .. rows.Select(ShownRates.Of).Concat(rows.Any(row => row.From == ShownRates.Initial.From) ? [] : [ShownRates.Initial]).OrderByDescending(rates => rates.From),
    ];

    private static void Check(Request request)
    {
        if (request.Fees.Count == 0
            || request.Fees.Any(fee => fee.Pounds is < 0 or > HighestFee || !BitOperations.IsPow2((int)fee.Children))
            || request.Fees.DistinctBy(fee => (fee.Provider, fee.Children)).Count() != request.Fees.Count)
        {
            throw new InvalidRequestException("rates.fees", $"fees has each provider and number of children at most once, in whole pounds up to {HighestFee}.", "fees");
        }

        if (request.LondonPercent is < 0 or > 100)
        {
            throw new InvalidRequestException("rates.london", "londonPercent is from 0 to 100.", "londonPercent");
        }

        if (NobodysLine.Of(request.Source, ShortestSource, LongestSource) is null)
        {
            throw new InvalidRequestException("rates.source", $"source says in one line of {ShortestSource} to {LongestSource} characters where the figures are from; {NobodysLine.Rule}.", "source");
        }
    }
}
