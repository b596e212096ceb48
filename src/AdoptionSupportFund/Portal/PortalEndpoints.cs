using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Files;
using Partnership.AdoptionSupportFund.Outcomes;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Quotes;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.AdoptionSupportFund.Portal;

/// <summary>What goes to the portal and comes from spreadsheets, and what stands around an application: quotes and outcomes.</summary>
internal static class PortalEndpoints
{
    private static readonly ReadApplications.Response Application = ApplicationEndpoints.Example;
    private static readonly Guid Provider = new("01970000-0000-7000-8000-0000000000a1");

    private static readonly CompareQuotes.Response Quotes = new(
        [new(new Guid("01970000-0000-7000-8000-000000000201"), 1, Provider, 7_300, 0, new DateOnly(2025, 12, 31), 175_200, 0, 7_500, [])]);

    private static readonly RecordOutcome.Request Measured = new(Application.Lines[0].LineId, Application.Children[0], OutcomeTool.StrengthsAndDifficulties, MeasuredWhen.Before, 24, new DateOnly(2025, 12, 1));

    public static void MapPortal(this RouteGroupBuilder council)
    {
        council.MapGet("/applications/{applicationId:guid}/portal-form", PortalForm.HandleAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("application.export")
            .WithTags("Fund applications")
            .WithSummary("Export an application for the fund's portal, in an order that is ours; narrative parts have their places, and their text in the council's hub")
            .WithExample(response: new PortalForm.Response(
                Application.Id, Application.AssessmentId, [new(1, "Applicant", "Local authority code", "860", null), new(2, "Assessment", "Summary of needs and history", null, "summary-of-needs")], PortalForm.Ours));
        council.MapPost("/bids", ImportBids.HandleAsync)
            .Audited<FundDbContext>("bids.import", writes: true)
            .WithIdempotency<FundDbContext>()
            .RequireAuthorization(Policies.ApplyToFund)
            .WithTags("Fund applications")
            .WithSummary("Import a year's existing bids from a spreadsheet: good bids in, the rows of bad ones back")
            .WithDescription($"Columns: {ImportBids.Columns}.")
            .WithFiles("One CSV file or spreadsheet (.xlsx) of at most 4 MiB and 5000 rows.")
            .WithExample(response: new ImportBids.Response(212, 0, [new RejectedRow(14, "rate", "is not an amount in pounds such as 1250.00")]));
        council.MapPost("/applications/{applicationId:guid}/quotes", CompareQuotes.AddAsync)
            .Audited<FundDbContext>("quote.add", writes: true)
            .WithIdempotency<FundDbContext>()
            .RequireAuthorization(Policies.ApplyToFund)
            .WithTags("Fund providers")
            .WithSummary("Keep a provider's quote for a line")
            .WithExample(new CompareQuotes.Request(1, Provider, 7_300, 0, new DateOnly(2025, 12, 31)), Quotes);
        council.MapGet("/applications/{applicationId:guid}/quotes", CompareQuotes.ReadAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("quotes.read")
            .WithTags("Fund providers")
            .WithSummary("Compare the quotes of an application, line by line, against each other and the register")
            .WithExample(response: Quotes);
        council.MapPost("/applications/{applicationId:guid}/outcomes", RecordOutcome.HandleAsync)
            .Audited<FundDbContext>("outcome.record", writes: true)
            .WithIdempotency<FundDbContext>()
            .RequireAuthorization(Policies.RecordOutcomes)
            .WithTags("Fund outcomes")
            .WithSummary("Record a score before or after a therapy")
            .WithDescription("Entered once; a later score of the same moment takes its place in the figures.")
            .WithExample(Measured, new RecordOutcome.Response(new Guid("01970000-0000-7000-8000-000000000202"), Measured))
            .ProducesProblem(StatusCodes.Status409Conflict);
        council.MapGet("/outcomes", RecordOutcome.ReportAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("outcomes.read")
            .WithTags("Fund outcomes")
            .WithSummary("What came of each therapy; figures over fewer than six children are hidden")
            .WithExample(response: OutcomeExample);
    }

    public static RecordOutcome.Report OutcomeExample { get; } = new(
        [new("play-therapy", OutcomeTool.StrengthsAndDifficulties, 30, 18, 6, 6, 4.2m, false), new("creative-therapy", OutcomeTool.StrengthsAndDifficulties, 8, null, null, null, 2.5m, false), new("family-therapy", OutcomeTool.StrengthsAndDifficulties, null, null, null, null, null, true)]);
}
