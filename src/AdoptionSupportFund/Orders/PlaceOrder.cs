using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Providers;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Orders;

/// <summary>Orders what was awarded: no more, of the provider of the line, while its checks hold.</summary>
internal static class PlaceOrder
{
    /// <param name="LineId">A line of the approved application.</param>
    /// <param name="Hours">How many of its hours; all that are left when not given.</param>
    /// <param name="FrameworkId">The framework that it is called off from.</param>
    public sealed record Request(Guid LineId, decimal? Hours = null, Guid? FrameworkId = null);

    public sealed record Response(
        Guid Id, string Number, Guid ApplicationId, Guid LineId, Guid ProviderId, Guid? FrameworkId, decimal Hours, long RatePence, long Pence, long InvoicedPence, OrderState State, DateOnly OrderedOn);

    public static async Task<Results<Created<Response>, ProblemHttpResult>> HandleAsync(
        CouncilCode code, Guid applicationId, Request request, Caller caller, FundDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (request.Hours is { } asked && (asked is <= 0 or > 2000 || decimal.Round(asked, 2) != asked))
        {
            throw new InvalidRequestException("order.hours", "hours is more than 0, at most 2000, with at most two decimals.", "hours");
        }

        await Ledger.LedgerStore.LockAsync(db, applicationId, ct);
        if (await WriteApplication.FindAsync(db, code, applicationId, ct) is not { } application)
        {
            return WriteApplication.NotFound();
        }

        if (application.Lines.Find(each => each.Id == request.LineId) is not { ProviderId: { } providerId } line)
        {
            return Problems.NotFound("line.not-found", "The application has no such line.");
        }

        if (application.Status != ApplicationStatus.Approved || line.ReplacedById is not null)
        {
            throw new RuleBrokenException("order.not-approved", "Only lines of an approved application, that no amendment has replaced, are ordered.", "lineId");
        }

        if (application.SpendConfirmedOn is not null)
        {
            throw new RuleBrokenException("order.spend-confirmed", "The spend was confirmed: what was not invoiced by then was given up, and nothing is left to order.", "lineId");
        }

        var today = LondonCalendar.Today(clock);
        var provider = await KeepRegister.Whole(db).AsNoTracking().SingleAsync(each => each.Id == providerId, ct);
        if (!provider.Facts().IsActive)
        {
            throw new RuleBrokenException("provider.unknown", FindingBook.Kinds["provider.unknown"].Why, "lineId");
        }

        if (!(provider.ChecksDue >= today) && !application.Exceptions.Contains("evidence-seen"))
        {
            throw new RuleBrokenException("provider.check-overdue", FindingBook.Kinds["provider.check-overdue"].Why, "lineId");
        }

        var before = await db.Orders.Where(order => order.LineId == line.Id && order.State == OrderState.Placed).ToListAsync(ct);
        var hours = request.Hours ?? line.Hours - before.Sum(order => order.Hours);
        var pence = LineFacts.CostOf(hours, line.RatePence);
        var left = line.Funding.Sum(part => part.AwardedPence ?? 0) - before.Sum(order => order.Pence);
        if (hours <= 0 || pence > left)
        {
            throw new RuleBrokenException("order.more-than-awarded", $"£{left / 100m:0.00} of the line's award is left to order.", "hours");
        }

        if (request.FrameworkId is { } frameworkId)
        {
            await Frameworks.CallOffAsync(db, frameworkId, line, pence, today, ct);
        }

        var order = new Order
        {
            Id = Guid.CreateVersion7(), Council = application.Council, ApplicationId = application.Id, LineId = line.Id, ProviderId = providerId, FrameworkId = request.FrameworkId,
            Hours = hours, RatePence = line.RatePence, Pence = pence, State = OrderState.Placed, OrderedOn = today, OrderedBy = caller.Subject,
        };
        db.Add(order);
        await db.SaveChangesAsync(ct);
        audit.About([order.Id]);
        return TypedResults.Created($"/api/v1/fund/councils/{code}/orders?application={application.Id}", Describe(order, 0));
    }

    public static async Task<Ok<Page<Response>>> ListAsync(
        CouncilCode code, [AsParameters] PageRequest page, FundDbContext db, AuditTrail audit, CancellationToken ct, Guid? application = null, Guid? provider = null)
    {
        var before = page.After<long?>() ?? long.MaxValue;
        var orders = db.Orders.AsNoTracking().Where(order => order.Council == code.Number && order.Number < before);
        if (application is { } one)
        {
            orders = orders.Where(order => order.ApplicationId == one);
        }

        if (provider is { } wanted)
        {
            orders = orders.Where(order => order.ProviderId == wanted);
        }

        var rows = await orders.OrderByDescending(order => order.Number).Take(page.Take)
            .Select(order => new { Order = order, Invoiced = db.Invoices.Where(invoice => invoice.OrderId == order.Id && invoice.State != InvoiceState.Reversed).Sum(invoice => invoice.Pence) })
            .ToListAsync(ct);
        var found = Page.Of(rows, page, row => row.Order.Number);
        audit.About(found.Items.Select(row => row.Order.Id));
        return TypedResults.Ok(new Page<Response>([.. found.Items.Select(row => Describe(row.Order, row.Invoiced))], found.Next));
    }

    private static Response Describe(Order order, long invoiced) => new(
        order.Id, $"P{order.Number:000000}", order.ApplicationId, order.LineId, order.ProviderId, order.FrameworkId, order.Hours, order.RatePence, order.Pence, invoiced, order.State, order.OrderedOn);
}
