using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.AdoptionSupportFund.Applications;

internal static class ApplicationEndpoints
{
    private static readonly Guid Child = new("01970000-0000-7000-8000-0000000000c1");
    private static readonly Guid Provider = new("01970000-0000-7000-8000-0000000000a1");
    private static readonly Guid Assessment = new("01970000-0000-7000-8000-0000000000e1");
    private static readonly DateOnly Starts = new(2025, 12, 1);
    private static readonly DateOnly Ends = new(2026, 3, 20);

    private static readonly ApplicationContent Content = new([Child], [new("play-therapy", Provider, 24, 7_500, Starts, Ends, [Child])]);

    /// <summary>An invented application, for the description of every endpoint that answers with one.</summary>
    public static ReadApplications.Response Example { get; } = new(
        new Guid("01970000-0000-7000-8000-0000000000b1"),
        "F000123",
        Assessment,
        null,
        ApplicationStatus.Submitted,
        new DateOnly(2025, 11, 3),
        new DateOnly(2025, 12, 1),
        null,
        null,
        null,
        null,
        [],
        [Child],
        [new(new Guid("01970000-0000-7000-8000-0000000000d1"), 1, "play-therapy", Provider, 24, 7_500, Starts, Ends, 180_000, null, null, [new(Child, Funder.Fund, 180_000, null)])],
        ReadApplications.Basis,
        [new(Child, 2026, 180_000, 0, 0, 300_000, 120_000, 120_000)],
        new DateOnly(2025, 11, 3),
        [
            new(
                "assessment.window-closes", Severity.Note, "2025-26.1 application-window", Child, null, null, new DateOnly(2025, 11, 20),
                FindingBook.Kinds["assessment.window-closes"].Why, FindingBook.Kinds["assessment.window-closes"].Next, []),
        ]);

    public static void MapApplications(this RouteGroupBuilder council)
    {
        var applications = council.MapGroup("/applications").WithTags("Fund applications");
        applications.MapGet("", ReadApplications.ListAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("applications.list")
            .WithSummary("List the council's applications, the newest first")
            .WithDescription("Filters: status, and year (the calendar year in which the financial year of submission ends).")
            .WithExample(response: new Page<ReadApplications.Entry>(
                [new(Example.Id, Example.Number, Assessment, Example.Status, Example.AppliedOn, Example.DecisionExpected, null, 1, 180_000, 0, 0)], null));
        applications.MapPost("", WriteApplication.BeginAsync)
            .Audited<FundDbContext>("application.begin", writes: true)
            .WithIdempotency<FundDbContext>()
            .RequireAuthorization(Policies.ApplyToFund)
            .WithSummary("Begin an application from an assessment of needs; it is checked at once")
            .WithDescription("Where funding is left out it is worked out: the fund as far as the rules let it, the council the rest.")
            .WithExample(new WriteApplication.Request(Assessment, Content), Example with { Status = ApplicationStatus.Draft, AppliedOn = null, DecisionExpected = null });
        applications.MapGet("/{applicationId:guid}", ReadApplications.OneAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("application.read")
            .WithSummary("Read an application: lines, who pays, totals by child, and what was found with why and what to do")
            .WithExample(response: Example);
        applications.MapPut("/{applicationId:guid}", WriteApplication.ChangeAsync)
            .Audited<FundDbContext>("application.change", writes: true)
            .WithIdempotency<FundDbContext>()
            .RequireAuthorization(Policies.ApplyToFund)
            .WithSummary("Change a draft or an application that the fund returned; it is checked again")
            .WithExample(Content, Example with { Status = ApplicationStatus.Draft, AppliedOn = null, DecisionExpected = null });
        applications.MapPost("/{applicationId:guid}/submission", SubmitApplication.HandleAsync)
            .Audited<FundDbContext>("application.submit", writes: true)
            .WithIdempotency<FundDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.ApplyToFund)
            .WithSummary("Submit an application that is clean, or excepted by code")
            .WithDescription("Refused with the code of the first finding that stops it. The children's money is kept apart from then on; when two submit for the last of a child's money, one is told limit.fair-access.")
            .WithExample(new SubmitApplication.Request(["evidence-seen"]), Example)
            .ProducesProblem(StatusCodes.Status409Conflict);
        applications.MapPost("/{applicationId:guid}/amendments", WriteApplication.AmendAsync)
            .Audited<FundDbContext>("application.amend", writes: true)
            .WithIdempotency<FundDbContext>()
            .RequireAuthorization(Policies.ApplyToFund)
            .WithSummary("Begin an amendment of an approved application: lines that are added, or take the place of its lines")
            .WithDescription("An application of its own, submitted and decided like any other. When it is approved, what was not invoiced of a replaced line is given up.")
            .WithExample(Content, Example with { Status = ApplicationStatus.Draft, AppliedOn = null, DecisionExpected = null, AmendsId = new Guid("01970000-0000-7000-8000-0000000000b0") })
            .ProducesProblem(StatusCodes.Status409Conflict);
        applications.MapPost("/{applicationId:guid}/withdrawal", SubmitApplication.WithdrawAsync)
            .Audited<FundDbContext>("application.withdraw", writes: true)
            .WithIdempotency<FundDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.ApplyToFund)
            .WithSummary("Take an application back before it is decided; its money is free again")
            .WithExample(new SubmitApplication.WithdrawalRequest("other-funding"), Example with { Status = ApplicationStatus.Withdrawn, Reason = "other-funding" })
            .ProducesProblem(StatusCodes.Status409Conflict);
    }
}
