using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Claims;
using Partnership.AdoptionSupportFund.Decisions;
using Partnership.AdoptionSupportFund.Files;
using Partnership.AdoptionSupportFund.Orders;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Statements;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.AdoptionSupportFund.Ledger;

/// <summary>From the decision to closed books.</summary>
internal static class MoneyEndpoints
{
    private static readonly Guid ApplicationId = ApplicationEndpoints.Example.Id;
    private static readonly Guid Line = ApplicationEndpoints.Example.Lines[0].LineId;
    private static readonly Guid Child = ApplicationEndpoints.Example.Children[0];
    private static readonly Guid Provider = new("01970000-0000-7000-8000-0000000000a1");
    private static readonly Guid OrderId = new("01970000-0000-7000-8000-000000000101");
    private static readonly Guid ClaimId = new("01970000-0000-7000-8000-000000000103");
    private static readonly Guid JournalId = new("01970000-0000-7000-8000-000000000104");
    private static readonly DateOnly Day = new(2025, 12, 1);
    private static readonly DateTimeOffset Time = new(2025, 12, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly ReadApplications.Response Approved = ApplicationEndpoints.Example with { Status = ApplicationStatus.Approved, DecisionExpected = null, DecidedOn = Day, PortalReference = "ASF-2025-00417" };

    private static readonly PlaceOrder.Response Order = new(OrderId, "P000088", ApplicationId, Line, Provider, null, 24, 7_500, 180_000, 0, OrderState.Placed, Day);

    private static readonly Invoices.Response Invoice = new(
        new Guid("01970000-0000-7000-8000-000000000102"), OrderId, ApplicationId, Provider, "INV-0042", 6, 45_000, Day, Day.AddDays(30), Day.AddDays(31), InvoiceState.Received, null, JournalId, null);

    private static readonly MakeClaim.Response Claim = new(ClaimId, "C000012", Day, Day.AddDays(30), 180_000, [new(ApplicationId, "ASF-2025-00417", 180_000)]);

    private static readonly ReadLedger.Entry Entry = new(
        JournalId, "J000123", JournalKind.Award, Day, Time, "support.fund", ApplicationId, null, null, null,
        [new(Account.Entitlement, Line, Child, Funder.Fund, 2026, Provider, 180_000), new(Account.Commitment, Line, Child, Funder.Fund, 2026, Provider, -180_000)]);

    private static readonly ReadLedger.Balance Balance = new(2026, Funder.Fund, 0, 0, 180_000, 135_000, 0, 45_000, 0, 0);

    private static readonly Reconcile.Response Statement = new(
        new Guid("01970000-0000-7000-8000-000000000105"), "S000007", Day,
        [new(2, "BACS-0001", "ASF-2025-00417", StatementLineKind.Payment, 180_000, Day, StatementOutcome.Matched, 180_000, 180_000, 0, "It is what our books expected.", ApplicationId, JournalId)],
        [new RejectedRow(3, "amount", "is not an amount in pounds such as 1250.00")], []);

    public static void MapMoney(this RouteGroupBuilder council)
    {
        MapDecisions(council);
        MapOrders(council);
        MapClaims(council);
        MapBooks(council);
    }

    private static void MapDecisions(RouteGroupBuilder council)
    {
        council.MapPost("/applications/{applicationId:guid}/decision", RecordDecision.HandleAsync)
            .Audited<FundDbContext>("application.decide", writes: true)
            .WithIdempotency<FundDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.ManageFundMoney)
            .WithTags("Fund money")
            .WithSummary("Record what the fund decided of an application")
            .WithDescription("Where the fund gives less than it was asked for, awards name those parts; the others are in full.")
            .WithExample(new RecordDecision.Request(DecisionOutcome.Approved, Day, "ASF-2025-00417", null, [new(Line, Child, 180_000)]), Approved)
            .ProducesProblem(StatusCodes.Status409Conflict);
        council.MapPost("/decisions", DecisionFile.HandleAsync)
            .Audited<FundDbContext>("decisions.record", writes: true)
            .WithIdempotency<FundDbContext>()
            .RequireAuthorization(Policies.ManageFundMoney)
            .WithTags("Fund money")
            .WithSummary("Record the portal's file of decisions: good rows in, bad rows back")
            .WithDescription($"Columns: {DecisionFile.Columns}.")
            .WithFiles("One CSV file or spreadsheet of at most 4 MiB and 5000 rows.")
            .WithExample(response: new DecisionFile.Response(41, [new RejectedRow(7, "application", "is none of this council's applications")]));
    }

    private static void MapOrders(RouteGroupBuilder council)
    {
        council.MapPost("/applications/{applicationId:guid}/orders", PlaceOrder.HandleAsync)
            .Audited<FundDbContext>("order.place", writes: true)
            .WithIdempotency<FundDbContext>()
            .RequireAuthorization(Policies.ManageFundMoney)
            .WithTags("Fund money")
            .WithSummary("Order what was awarded of a line from its provider, under a framework or by itself")
            .WithExample(new PlaceOrder.Request(Line, 24), Order)
            .ProducesProblem(StatusCodes.Status409Conflict);
        council.MapGet("/orders", PlaceOrder.ListAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("orders.list")
            .WithTags("Fund money")
            .WithSummary("List the council's orders, the newest first, with what was invoiced of each")
            .WithDescription("Filters: application, provider.")
            .WithExample(response: new Page<PlaceOrder.Response>([Order], null));
        council.MapPost("/invoices", Invoices.EnterAsync)
            .Audited<FundDbContext>("invoice.enter", writes: true)
            .WithIdempotency<FundDbContext>()
            .RequireAuthorization(Policies.ManageFundMoney)
            .WithTags("Fund money")
            .WithSummary("Enter a provider's invoice against an order")
            .WithExample(new Invoices.Request(OrderId, "INV-0042", 6, 45_000, Day, Day.AddDays(30)), Invoice)
            .ProducesProblem(StatusCodes.Status409Conflict);
        council.MapGet("/invoices", Invoices.ListAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("invoices.list")
            .WithTags("Fund money")
            .WithSummary("List the council's invoices")
            .WithDescription("Filters: state (received, paid, reversed), application.")
            .WithExample(response: new Page<Invoices.Response>([Invoice], null));
        council.MapGet("/invoices/{invoiceId:guid}", Invoices.OneAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("invoice.read")
            .WithTags("Fund money")
            .WithSummary("Read an invoice")
            .WithExample(response: Invoice);
        council.MapPost("/invoices/{invoiceId:guid}/payment", Invoices.PayAsync)
            .Audited<FundDbContext>("invoice.pay", writes: true)
            .WithIdempotency<FundDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.SettleFundMoney)
            .WithTags("Fund money")
            .WithSummary("Record that an invoice was paid")
            .WithExample(new Invoices.PaymentRequest(Day), Invoice with { State = InvoiceState.Paid, PaidOn = Day })
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static void MapClaims(RouteGroupBuilder council)
    {
        council.MapPost("/claims", MakeClaim.HandleAsync)
            .Audited<FundDbContext>("claim.make", writes: true)
            .WithIdempotency<FundDbContext>()
            .RequireAuthorization(Policies.ManageFundMoney)
            .WithTags("Fund money")
            .WithSummary("Make the month's claim: all that was agreed by its end and not claimed before")
            .WithExample(new MakeClaim.Request(Day), Claim)
            .ProducesProblem(StatusCodes.Status409Conflict);
        council.MapGet("/claims", MakeClaim.ListAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("claims.list")
            .WithTags("Fund money")
            .WithSummary("List the council's claims, the newest first")
            .WithExample(response: new Page<MakeClaim.Response>([Claim], null));
        council.MapGet("/claims/{claimId:guid}", MakeClaim.OneAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("claim.read")
            .WithTags("Fund money")
            .WithSummary("Read a claim with its items in the order of the portal's references")
            .WithExample(response: Claim);
        council.MapPost("/statements", Reconcile.HandleAsync)
            .Audited<FundDbContext>("statement.hand-in", writes: true)
            .WithIdempotency<FundDbContext>()
            .RequireAuthorization(Policies.SettleFundMoney)
            .WithTags("Fund money")
            .WithSummary("Set the fund's statement against the books: what fits is entered, differences are explained")
            .WithDescription($"Columns: {Reconcile.Columns}.")
            .WithFiles("One CSV file or spreadsheet of at most 4 MiB and 5000 rows.")
            .WithExample(response: Statement);
        council.MapGet("/statements", Reconcile.ListAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("statements.list")
            .WithTags("Fund money")
            .WithSummary("List the statements that were handed in, the newest first")
            .WithExample(response: new Page<Reconcile.Entry>([new(Statement.Id, Statement.Number, Day, 12, 1, 1_980_000)], null));
        council.MapGet("/statements/{statementId:guid}", Reconcile.OneAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("statement.read")
            .WithTags("Fund money")
            .WithSummary("Read a statement, line by line, with what is claimed and still to come")
            .WithExample(response: Statement with { Rejected = [] });
    }

    private static void MapBooks(RouteGroupBuilder council)
    {
        Act("spend-confirmation", EndPackage.ConfirmSpendAsync, "application.confirm-spend", Policies.ManageFundMoney, "Confirm the spend when therapy has ended; what is left is given up or to be given back", null);
        Act("closure", EndPackage.CloseAsync, "application.close", Policies.ManageFundMoney, "Close an application whose books are even", null);
        Act(
            "contributions", EndPackage.ContributeAsync, "application.contribute", Policies.SettleFundMoney, "Record that another funder has paid the part that it had agreed to",
            new EndPackage.ContributionRequest(Funder.Council, Day));
        Act("returns", EndPackage.ReturnAsync, "application.return", Policies.SettleFundMoney, "Record that unspent money was given back", new EndPackage.ReturnRequest(12_000, Day));

        council.MapGet("/ledger", ReadLedger.EntriesAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("ledger.read")
            .WithTags("Fund money")
            .WithSummary("List the ledger's entries, the newest first")
            .WithDescription("Filters: application, kind. Debits are positive, credits negative; each entry adds up to nothing, for each line, child and funder.")
            .WithExample(response: new Page<ReadLedger.Entry>([Entry], null));
        council.MapGet("/ledger/totals", ReadLedger.TotalsAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("ledger.totals")
            .WithTags("Fund money")
            .WithSummary("What stands where, by financial year and funder")
            .WithExample(response: new ReadLedger.Totals([Balance]));
        council.MapGet("/ledger/children", ReadLedger.ChildrenAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("ledger.children")
            .WithTags("Fund money")
            .WithSummary("The same for each child")
            .WithExample(response: new Page<ReadLedger.ChildBalances>([new(Child, [Balance])], null));
        council.MapPost("/ledger/{journalId:guid}/reversal", ReverseEntry.HandleAsync)
            .Audited<FundDbContext>("ledger.reverse", writes: true)
            .WithIdempotency<FundDbContext>()
            .RequireAuthorization(Policies.SettleFundMoney)
            .WithTags("Fund money")
            .WithSummary("Take an entry back by its opposite; nothing is ever edited")
            .WithExample(new ReverseEntry.Request("wrong-amount"), Entry with { Kind = JournalKind.Reversal, ReversesId = JournalId, Reason = "wrong-amount" })
            .ProducesProblem(StatusCodes.Status409Conflict);

        void Act(string what, Delegate handler, string operation, string policy, string summary, object? request) => council.MapPost($"/applications/{{applicationId:guid}}/{what}", handler)
            .Audited<FundDbContext>(operation, writes: true)
            .WithIdempotency<FundDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(policy)
            .WithTags("Fund money")
            .WithSummary(summary)
            .WithExample(request, Approved)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }
}
