using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Orders;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Region;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.AdoptionSupportFund.Providers;

/// <summary>What the region's councils together spend with each provider.</summary>
internal static class RegionalSpend
{
    /// <summary>
    /// A provider's year with all councils, as <see cref="ProviderSpend.Entry"/> counts it; null and suppressed where it stands for fewer than six
    /// children, or would tell of another that does.
    /// <c>InvoicedPence</c>, <c>PaidPence</c>: null where what was paid, what was invoiced and not paid, or what was ordered and not invoiced is of one to five children,
    /// or would tell of another provider's that is.
    /// </summary>
    public sealed record Entry(Guid ProviderId, string Name, int? Children, int? Orders, long? OrderedPence, long? InvoicedPence, long? PaidPence, bool Suppressed);

    /// <summary>An order of the year, for the children of its line.</summary>
    internal sealed record Ordered(Guid ProviderId, IReadOnlyList<Guid> Children, long Pence, long InvoicedPence, long PaidPence);

    public static async Task<Ok<Page<Entry>>> HandleAsync([AsParameters] PageRequest page, RegionDesk desk, TimeProvider clock, CancellationToken ct, int? year = null)
    {
        var after = page.After<Guid?>() ?? Guid.Empty;
        var entries = await desk.SpendAsync(ReadRegionFigures.YearOf(year, clock), ct);
        return TypedResults.Ok(Page.Of([.. entries.Where(entry => entry.ProviderId.CompareTo(after) > 0).Take(page.Take)], page, entry => entry.ProviderId));
    }

    /// <summary>An entry of which nothing is told but whose it is.</summary>
    public static Entry Hidden(Entry entry) => Hidden(entry.ProviderId, entry.Name);

    /// <summary>Every provider of whom anything was ordered in a financial year, by id; those hidden that stand for few children are found over all of them.</summary>
    public static async Task<IReadOnlyList<Entry>> ReadAsync(FundDbContext db, int year, CancellationToken ct)
    {
        var (first, last) = (new DateOnly(year - 1, 4, 1), new DateOnly(year, 3, 31));
        var orders = db.Orders.AsNoTracking().Where(order => order.OrderedOn >= first && order.OrderedOn <= last);
        var rows = await orders.Select(order => new { order.Id, order.ProviderId, order.LineId, order.Pence }).ToListAsync(ct);
        var invoiced = (await (
            from invoice in db.Invoices
            join order in orders on invoice.OrderId equals order.Id
            where invoice.State != InvoiceState.Reversed
            group invoice.Pence by new { order.Id, IsPaid = invoice.State == InvoiceState.Paid } into sum
            select new { sum.Key, Pence = sum.Sum() }).ToListAsync(ct)).ToLookup(row => row.Key.Id);
        var children = (await (
            from part in db.LineFunding
            where orders.Any(order => order.LineId == part.LineId)
            select new { part.LineId, part.ChildId }).Distinct().ToListAsync(ct)).ToLookup(part => part.LineId, part => part.ChildId);
        var ids = rows.Select(row => row.ProviderId).Distinct().ToArray();
        var names = await db.Providers.Where(provider => ids.Contains(provider.Id)).ToDictionaryAsync(provider => provider.Id, provider => provider.Name, ct);
        return Of(
            [
                .. rows.Select(row => new Ordered(
                    row.ProviderId, [.. children[row.LineId]], row.Pence, invoiced[row.Id].Sum(sum => sum.Pence), invoiced[row.Id].Where(sum => sum.Key.IsPaid).Sum(sum => sum.Pence))),
            ],
            names);
    }

    internal static IReadOnlyList<Entry> Of(IEnumerable<Ordered> orders, IReadOnlyDictionary<Guid, string> names)
    {
        var providers = orders.GroupBy(order => order.ProviderId).OrderBy(provider => provider.Key).ToList();
        var hidden = Suppression.Hidden([.. providers.Select(provider => ChildrenOf(provider))]);
        List<Entry> entries =
        [
            .. providers.Select((provider, index) => hidden.Contains(index)
                ? Hidden(provider.Key, names[provider.Key])
                : Told(provider.Key, names[provider.Key], [.. provider])),
        ];

        // One alone whose sums are not told would be what the region paid less what the others were paid.
        if (entries.Count(entry => entry.PaidPence is null) == 1 && entries.Where(entry => entry.PaidPence is not null).MinBy(entry => entry.Children) is { } next)
        {
            entries[entries.IndexOf(next)] = next with { InvoicedPence = null, PaidPence = null };
        }

        return entries;
    }

    private static Entry Hidden(Guid id, string name) => new(id, name, null, null, null, null, null, true);

    // Both sums or none: the one beside the other, or beside what was ordered, would be the part between them.
    private static Entry Told(Guid id, string name, IReadOnlyList<Ordered> orders)
    {
        int[] parts =
        [
            ChildrenOf(orders.Where(order => order.PaidPence > 0)),
            ChildrenOf(orders.Where(order => order.InvoicedPence > order.PaidPence)),
            ChildrenOf(orders.Where(order => order.Pence > order.InvoicedPence)),
        ];
        var isTold = Suppression.Hidden(parts).Count == 0;
        return new Entry(
            id, name, ChildrenOf(orders), orders.Count, orders.Sum(order => order.Pence),
            isTold ? orders.Sum(order => order.InvoicedPence) : null, isTold ? orders.Sum(order => order.PaidPence) : null, false);
    }

    private static int ChildrenOf(IEnumerable<Ordered> orders) => orders.SelectMany(order => order.Children).Distinct().Count();
}
