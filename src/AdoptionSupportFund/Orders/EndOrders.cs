using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Persistence;

namespace Partnership.AdoptionSupportFund.Orders;

/// <summary>The end of orders, by the confirmation of a spend or by an amendment: nothing more is invoiced.</summary>
internal static class EndOrders
{
    /// <summary>Ends orders that are placed, and gives the frameworks back what they called off and nobody invoiced.</summary>
    public static async Task RunAsync(FundDbContext db, IQueryable<Order> orders, CancellationToken ct)
    {
        var placed = await orders.Where(order => order.State == OrderState.Placed).OrderBy(order => order.Number).ToListAsync(ct);
        placed.ForEach(order => order.State = OrderState.Ended);
        var ids = placed.Where(order => order.FrameworkId is not null).Select(order => order.Id).ToArray();
        var invoiced = await db.Invoices.Where(invoice => ids.Contains(invoice.OrderId) && invoice.State != InvoiceState.Reversed)
            .GroupBy(invoice => invoice.OrderId).ToDictionaryAsync(group => group.Key, group => group.Sum(invoice => invoice.Pence), ct);

        // In one order, so that two that end orders of the same frameworks wait for each other and no more.
        foreach (var called in placed.Where(order => order.FrameworkId is not null).GroupBy(order => order.FrameworkId!.Value).OrderBy(framework => framework.Key))
        {
            await Frameworks.GiveBackAsync(db, called.Key, called.Sum(order => order.Pence - invoiced.GetValueOrDefault(order.Id)), ct);
        }
    }
}
