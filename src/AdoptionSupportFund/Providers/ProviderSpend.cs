using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Orders;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Region;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.AdoptionSupportFund.Providers;

/// <summary>What a council spends with each provider.</summary>
internal static class ProviderSpend
{
    /// <summary>Orders of the year, by the day of ordering; invoices that were not taken back.</summary>
    public sealed record Entry(Guid ProviderId, string Name, int Orders, long OrderedPence, long InvoicedPence, long PaidPence);

    public static async Task<Ok<Page<Entry>>> HandleAsync(CouncilCode code, [AsParameters] PageRequest page, FundDbContext db, TimeProvider clock, CancellationToken ct, int? year = null)
    {
        var ended = ReadRegionFigures.YearOf(year, clock);
        var (first, last) = (new DateOnly(ended - 1, 4, 1), new DateOnly(ended, 3, 31));
        var after = page.After<Guid?>() ?? Guid.Empty;
        var ordered = await db.Orders.AsNoTracking().Where(order => order.Council == code.Number && order.OrderedOn >= first && order.OrderedOn <= last && order.ProviderId > after)
            .GroupBy(order => order.ProviderId).OrderBy(group => group.Key).Take(page.Take)
            .Select(group => new { ProviderId = group.Key, Orders = group.Count(), Pence = group.Sum(order => order.Pence) }).ToListAsync(ct);
        var ids = ordered.Select(row => row.ProviderId).ToArray();
        var names = await db.Providers.Where(provider => ids.Contains(provider.Id)).ToDictionaryAsync(provider => provider.Id, provider => provider.Name, ct);
        var invoiced = (await (
            from invoice in db.Invoices
            join order in db.Orders on invoice.OrderId equals order.Id
            where order.Council == code.Number && order.OrderedOn >= first && order.OrderedOn <= last && ids.Contains(order.ProviderId) && invoice.State != InvoiceState.Reversed
            group invoice.Pence by new { order.ProviderId, IsPaid = invoice.State == InvoiceState.Paid } into provider
            select new { provider.Key, Pence = provider.Sum() }).ToListAsync(ct)).ToLookup(row => row.Key.ProviderId);
        var found = Page.Of(ordered, page, row => row.ProviderId);
        return TypedResults.Ok(new Page<Entry>(
            [
                .. found.Items.Select(row => new Entry(
                    row.ProviderId, names[row.ProviderId], row.Orders, row.Pence, invoiced[row.ProviderId].Sum(each => each.Pence), invoiced[row.ProviderId].Where(each => each.Key.IsPaid).Sum(each => each.Pence))),
            ],
            found.Next));
    }
}
