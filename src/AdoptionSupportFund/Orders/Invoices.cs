using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Ledger;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Orders;

/// <summary>Providers' invoices: entered against an order, then paid by whoever pays.</summary>
internal static class Invoices
{
    /// <param name="OrderId">The order.</param>
    /// <param name="Reference">The provider's own number.</param>
    /// <param name="Hours">Hours invoiced.</param>
    /// <param name="Pence">The amount.</param>
    /// <param name="PeriodFrom">First day that it is for.</param>
    /// <param name="PeriodTo">Last day that it is for.</param>
    public sealed record Request(Guid OrderId, string Reference, decimal Hours, long Pence, DateOnly PeriodFrom, DateOnly PeriodTo);

    /// <param name="PaidOn">The day of payment.</param>
    public sealed record PaymentRequest(DateOnly PaidOn);

    public sealed record Response(
        Guid Id, Guid OrderId, Guid ApplicationId, Guid ProviderId, string Reference, decimal Hours, long Pence, DateOnly PeriodFrom, DateOnly PeriodTo, DateOnly ReceivedOn, InvoiceState State, DateOnly? PaidOn, Guid JournalId, Guid? PaymentJournalId);

    public static async Task<Results<Created<Response>, ProblemHttpResult>> EnterAsync(
        CouncilCode code, Request request, HttpContext context, Caller caller, FundDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        Check(request);
        if (await db.Orders.AsNoTracking().SingleOrDefaultAsync(each => each.Id == request.OrderId && each.Council == code.Number, ct) is not { } order)
        {
            return Problems.NotFound("order.not-found", "This council has placed no such order.");
        }

        await LedgerStore.LockAsync(db, order.ApplicationId, ct);
        if (await db.Invoices.AnyAsync(each => each.ProviderId == order.ProviderId && each.Reference == request.Reference && each.State != InvoiceState.Reversed, ct))
        {
            throw new RuleBrokenException("invoice.entered-before", "An invoice of this provider and number was entered before.", "reference");
        }

        var before = await db.Invoices.Where(each => each.OrderId == order.Id && each.State != InvoiceState.Reversed).SumAsync(each => each.Pence, ct);
        if (order.State != OrderState.Placed || before + request.Pence > order.Pence)
        {
            throw new RuleBrokenException("invoice.more-than-ordered", $"£{(order.State == OrderState.Placed ? order.Pence - before : 0) / 100m:0.00} of the order is left to invoice.", "pence");
        }

        var (now, today) = (clock.GetUtcNow(), LondonCalendar.Today(clock));
        var id = Guid.CreateVersion7();
        var journal = Entry(order.Council, JournalKind.Invoice, order.ApplicationId, id, today, now, caller);
        LedgerStore.Write(db, journal, Books.Invoice(await LedgerStore.HoldingsAsync(db, order.ApplicationId, order.LineId, ct), request.Pence));
        var invoice = new Invoice
        {
            Id = id, Council = order.Council, ApplicationId = order.ApplicationId, OrderId = order.Id, ProviderId = order.ProviderId, Reference = request.Reference, Hours = request.Hours, Pence = request.Pence,
            PeriodFrom = request.PeriodFrom, PeriodTo = request.PeriodTo, ReceivedOn = today, State = InvoiceState.Received, JournalId = journal.Id, Version = 1,
        };
        db.Add(invoice);
        await db.SaveChangesAsync(ct);
        audit.About([invoice.Id, order.ApplicationId]);
        IfMatch.SetETag(context, invoice.Version);
        return TypedResults.Created($"/api/v1/fund/councils/{code}/invoices/{invoice.Id}", Describe(invoice));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> PayAsync(
        CouncilCode code, Guid invoiceId, PaymentRequest request, HttpContext context, Caller caller, FundDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await FindAsync(db, code, invoiceId, ct) is not { } invoice)
        {
            return NotFound();
        }

        if (invoice.Version != expected)
        {
            throw new StaleVersionException();
        }

        await LedgerStore.LockAsync(db, invoice.ApplicationId, ct);
        if (invoice.State != InvoiceState.Received)
        {
            throw new RuleBrokenException("invoice.state", "Only an invoice that was received, and neither paid nor taken back, is paid.", "invoiceId");
        }

        if (request.PaidOn < invoice.ReceivedOn.AddYears(-1) || request.PaidOn > LondonCalendar.Today(clock))
        {
            throw new RuleBrokenException("invoice.day", "It was paid today or before.", "paidOn");
        }

        var entered = await db.Journals.AsNoTracking().Include(journal => journal.Postings).SingleAsync(journal => journal.Id == invoice.JournalId, ct);
        var payment = Entry(invoice.Council, JournalKind.Payment, invoice.ApplicationId, invoice.Id, request.PaidOn, clock.GetUtcNow(), caller);
        LedgerStore.Write(db, payment, Books.Payment(LedgerStore.MovementsOf(entered)));
        (invoice.State, invoice.PaidOn, invoice.PaymentJournalId) = (InvoiceState.Paid, request.PaidOn, payment.Id);
        invoice.Version++;
        await db.SaveChangesAsync(ct);
        IfMatch.SetETag(context, invoice.Version);
        return TypedResults.Ok(Describe(invoice));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> OneAsync(CouncilCode code, Guid invoiceId, HttpContext context, FundDbContext db, CancellationToken ct)
    {
        if (await FindAsync(db, code, invoiceId, ct) is not { } invoice)
        {
            return NotFound();
        }

        IfMatch.SetETag(context, invoice.Version);
        return TypedResults.Ok(Describe(invoice));
    }

    public static async Task<Ok<Page<Response>>> ListAsync(
        CouncilCode code, [AsParameters] PageRequest page, FundDbContext db, AuditTrail audit, CancellationToken ct, string? state = null, Guid? application = null)
    {
        var after = page.After<Guid?>() ?? Guid.Empty;
        var invoices = db.Invoices.AsNoTracking().Where(invoice => invoice.Council == code.Number && invoice.Id > after);
        if (Codes.Filter<InvoiceState>(state, "state") is { } wanted)
        {
            invoices = invoices.Where(invoice => invoice.State == wanted);
        }

        if (application is { } one)
        {
            invoices = invoices.Where(invoice => invoice.ApplicationId == one);
        }

        var found = Page.Of(await invoices.OrderBy(invoice => invoice.Id).Take(page.Take).ToListAsync(ct), page, invoice => invoice.Id);
        audit.About(found.Items.Select(invoice => invoice.Id));
        return TypedResults.Ok(new Page<Response>([.. found.Items.Select(Describe)], found.Next));
    }

    /// <summary>An invoice follows its entries: taken back when the one is, received again when its payment is.</summary>
    public static async Task FollowAsync(FundDbContext db, Journal reversed, CancellationToken ct)
    {
        if (reversed.Kind is not (JournalKind.Invoice or JournalKind.Payment))
        {
            return;
        }

        var invoice = await db.Invoices.SingleAsync(each => each.Id == reversed.SourceId, ct);
        if (reversed.Kind == JournalKind.Invoice)
        {
            invoice.State = InvoiceState.Reversed;
            if (await db.Orders.SingleAsync(order => order.Id == invoice.OrderId, ct) is { State: OrderState.Ended, FrameworkId: { } framework })
            {
                await Frameworks.GiveBackAsync(db, framework, invoice.Pence, ct);
            }
        }
        else
        {
            (invoice.State, invoice.PaidOn, invoice.PaymentJournalId) = (InvoiceState.Received, null, null);
        }

        invoice.Version++;
    }

    private static Task<Invoice?> FindAsync(FundDbContext db, CouncilCode code, Guid id, CancellationToken ct) =>
        db.Invoices.SingleOrDefaultAsync(invoice => invoice.Id == id && invoice.Council == code.Number, ct);

    private static ProblemHttpResult NotFound() => Problems.NotFound("invoice.not-found", "This council has no such invoice.");

    private static Journal Entry(short council, JournalKind kind, Guid applicationId, Guid sourceId, DateOnly day, DateTimeOffset now, Caller caller) => new()
    {
        Id = Guid.CreateVersion7(), Council = council, Kind = kind, OccurredOn = day, RecordedAt = now, RecordedBy = caller.Subject, ApplicationId = applicationId, SourceId = sourceId,
    };

    private static void Check(Request request)
    {
        Demand(Codes.Reference().IsMatch(request.Reference), "invoice.reference", $"reference is {Codes.ReferenceForm}.", "reference");
        Demand(request.Hours is >= 0 and <= 2000 && decimal.Round(request.Hours, 2) == request.Hours, "invoice.hours", "hours is 0 to 2000, with at most two decimals.", "hours");
        Demand(request.Pence is > 0 and <= 100_000_000, "invoice.pence", "pence is 1 to 100000000.", "pence");
        Demand(request.PeriodFrom <= request.PeriodTo && request.PeriodFrom.Year >= 2015 && request.PeriodTo.Year <= 2060, "invoice.period", "The period begins before it ends.", "periodFrom");
    }

    private static void Demand(bool holds, string code, string detail, string field)
    {
        if (!holds)
        {
            throw new InvalidRequestException(code, detail, field);
        }
    }

    private static Response Describe(Invoice invoice) => new(
        invoice.Id, invoice.OrderId, invoice.ApplicationId, invoice.ProviderId, invoice.Reference, invoice.Hours, invoice.Pence, invoice.PeriodFrom, invoice.PeriodTo, invoice.ReceivedOn, invoice.State, invoice.PaidOn,
        invoice.JournalId, invoice.PaymentJournalId);
}
