using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Decisions;

internal static class DecisionEndpoints
{
    private static readonly CouncilCode Staffordshire = new(860);
    private static readonly Guid Record = new("01970000-0000-7000-8000-0000000000ab");
    private static readonly ApprovalTerms Terms = new(HouseholdRoutes.Adoption, ChildCounts.One | ChildCounts.Two, AgeBands.UnderOne | AgeBands.One | AgeBands.Two);

    private static readonly KeepDecisionMakers.Response ExampleMaker = new(
        new("01970000-0000-7000-8000-0000000000ac"), Staffordshire, "decision.maker.860", "Sorrel Inkwell", [CaseKind.AdopterApproval, CaseKind.Match], new(2024, 4, 1), null,
        DecisionAuthority.SchemeOfDelegation, new(2024, 3, 20), new(2009, 9, 1));

    private static readonly ReadDecisions.Entry ExampleEntry = new(
        new("01970000-0000-7000-8000-0000000000ad"), new("01970000-0000-7000-8000-0000000000a6"), CaseKind.AdopterApproval, Staffordshire, null, DecisionStage.Final, DecisionOutcome.Yes,
        new(2025, 7, 24), "Sorrel Inkwell", true, ReasonsAdopted.All, Record, Terms, null);

    private static readonly ReadDecisions.Response Example = new(
        ExampleEntry with { Stage = DecisionStage.Determination, Outcome = DecisionOutcome.No, Terms = null }, DeterminationAnswer.Representations, new(2025, 8, 20), true, null, null, null, null);

    public static void MapDecisions(this RouteGroupBuilder panels)
    {
        panels.MapGet("/decision-makers", KeepDecisionMakers.ListAsync)
            .RequireAuthorization(Policies.ReadPanels)
            .WithSummary("List decision makers, by council and kind of decision")
            .WithExample(response: new Page<KeepDecisionMakers.Response>([ExampleMaker], null));
        panels.MapGet("/decision-makers/{decisionMakerId:guid}", KeepDecisionMakers.ReadAsync)
            .RequireAuthorization(Policies.ReadPanels)
            .WithSummary("Read a decision maker's appointment")
            .WithExample(response: ExampleMaker)
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapPost("/decision-makers", KeepDecisionMakers.AppointAsync)
            .Audited<PanelDbContext>("decision-maker.appoint", writes: true)
            .WithIdempotency<PanelDbContext>()
            .RequireAuthorization(Policies.AppointDecisionMakers)
            .WithSummary("Enter the appointment of a decision maker: a named, qualified person, for kinds of decisions, with dates and authority")
            .WithExample(
                new KeepDecisionMakers.Request(
                    Staffordshire, "decision.maker.860", "Sorrel Inkwell", [CaseKind.AdopterApproval, CaseKind.Match], new(2024, 4, 1), null, DecisionAuthority.SchemeOfDelegation, new(2024, 3, 20),
                    new(2009, 9, 1)),
                ExampleMaker);
        panels.MapPost("/decision-makers/{decisionMakerId:guid}/end", KeepDecisionMakers.EndAsync)
            .Audited<PanelDbContext>("decision-maker.end", writes: true)
            .WithIdempotency<PanelDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.AppointDecisionMakers)
            .WithSummary("End an appointment")
            .WithExample(new KeepDecisionMakers.EndRequest(new(2025, 12, 31)), ExampleMaker with { Until = new(2025, 12, 31) })
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapPost("/cases/{caseId:guid}/papers", TakePapers.HandleAsync)
            .Audited<PanelDbContext>("panel-case.take-papers", writes: true)
            .WithIdempotency<PanelDbContext>()
            .RequireAuthorization(Policies.DecideCases)
            .WithSummary("Take a case up: what the panel had before it is opened to oneself, in the hub of each council with a part in the case")
            .WithDescription("For a fortnight, to this one decision maker; once more for a fortnight more. Each hub is asked at /api/v1/released/{code}/panel-papers/{itemId}, as soon as it has heard of it.")
            .WithExample(response: new TakePapers.Response(new("01970000-0000-7000-8000-0000000000a5"), [Staffordshire, new CouncilCode(861)], new(2025, 8, 1)))
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapPost("/cases/{caseId:guid}/decisions", MakeDecision.HandleAsync)
            .Audited<PanelDbContext>("panel-case.decide", writes: true)
            .WithIdempotency<PanelDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.DecideCases)
            .WithSummary("Decide a case, alone, with the reasoned record that its hub holds")
            .WithDescription("If-Match is the case's ETag. Against people on suitability it is a qualifying determination first. Of a case that is decided it is a reversal: a new decision, never an edit.")
            .WithExample(new MakeDecision.Request(Record, ReasonsAdopted.All, [new(null, DecisionOutcome.Yes, Terms)]), new MakeDecision.Response([ExampleEntry]))
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapGet("/decisions", ReadDecisions.ListAsync)
            .RequireAuthorization(Policies.FollowDecisions)
            .Audited<PanelDbContext>("panel-decisions.list")
            .WithSummary("List decisions, the newest first; of one case with caseId")
            .WithExample(response: new Page<ReadDecisions.Entry>([ExampleEntry], null));
        panels.MapGet("/decisions/{decisionId:guid}", ReadDecisions.OneAsync)
            .RequireAuthorization(Policies.FollowDecisions)
            .Audited<PanelDbContext>("panel-decision.read")
            .WithSummary("Read a decision, and what followed a qualifying determination")
            .WithExample(response: Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        Follow(panels.MapPost("/decisions/{decisionId:guid}/answer", AnswerDetermination.AnswerAsync), "panel-decision.answer")
            .WithSummary("Enter the answer to a qualifying determination: representations or an independent review, never both")
            .WithExample(new AnswerDetermination.AnswerRequest(DeterminationAnswer.Representations, new(2025, 8, 20), true), Example);
        Follow(panels.MapPost("/decisions/{decisionId:guid}/review", AnswerDetermination.ReviewAsync), "panel-decision.review")
            .WithSummary("Enter a step of an independent review: notified, papers-sent, recommended, or ended without a recommendation")
            .WithExample(new AnswerDetermination.ReviewRequest(AnswerDetermination.ReviewStep.PapersSent, new(2025, 9, 2)), Example with { Answer = DeterminationAnswer.IndependentReview });
    }

    private static RouteHandlerBuilder Follow(RouteHandlerBuilder endpoint, string operation) => endpoint
        .Audited<PanelDbContext>(operation, writes: true)
        .WithIdempotency<PanelDbContext>()
        .WithMetadata(new IfMatchRequired())
        .RequireAuthorization(Policies.KeepPanels)
        .ProducesProblem(StatusCodes.Status404NotFound);
}
