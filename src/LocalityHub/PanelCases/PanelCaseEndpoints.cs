using Partnership.Contracts;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;
using Partnership.Statutory;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.PanelCases;

internal static class PanelCaseEndpoints
{
    internal static readonly Guid Case = new("01970000-0000-7000-8000-0000000000a6");
    private static readonly Guid Child = new("3f1c6a52-9d0e-4b7a-8c25-6f0b1d2e3a41");

    private static readonly ReadPanelCase.GateEntry Gate = new(
        GateCode.ChildHealthReport, "the child's health report", GateStage.Raise, RuleForce.Hard, GateState.Missing, null, "regulation 15(2)(b), Adoption Agencies Regulations 2005 (SI 2005/389)", [], null, null);

    private static readonly ReadPanelCase.Response Example = new(
        Case, CaseKind.ShouldBePlacedByOrder, PanelCaseState.Preparing, new CouncilCode(860), [Child], null, null, null, false, false, false, null, null, null, null, [Gate], []);

    public static void MapPanelCases(this RouteGroupBuilder council)
    {
        var cases = council.MapGroup("/panel-cases").WithTags("Panel cases");
        cases.MapGet("", ReadPanelCase.ListAsync)
            .RequireAuthorization(Policies.ReadCases)
            .Audited<LocalityHubDbContext>("panel-cases.list")
            .WithSummary("List the council's cases for panel or decision maker")
            .WithDescription("Filter: state (preparing, raised, withdrawn, shared), kind, childId, householdId.")
            .WithExample(response: new Page<ReadPanelCase.Entry>([new(Case, CaseKind.ShouldBePlacedByOrder, PanelCaseState.Preparing, null)], null));
        cases.MapPost("", KeepCase.OpenAsync)
            .Audited<LocalityHubDbContext>("panel-case.open", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.PrepareCases)
            .WithSummary("Open a case: its papers are gathered, and nobody outside hears of it")
            .WithExample(new KeepCase.Request(CaseKind.ShouldBePlacedByOrder, [Child]), Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        cases.MapGet("/{caseId:guid}", ReadPanelCase.HandleAsync)
            .RequireAuthorization(Policies.ReadCases)
            .Audited<LocalityHubDbContext>("panel-case.read")
            .WithSummary("Read a case: every gate with its source, what is missing, where it is on an agenda")
            .WithExample(response: Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        Write(cases.MapPut("/{caseId:guid}", KeepCase.ChangeAsync), "panel-case.change")
            .WithSummary("Enter when the report went to the adopters, when their comments came, and a hearing")
            .WithExample(new KeepCase.Change(new(2025, 6, 2), new(2025, 6, 9)), Example);
        Write(cases.MapPut("/{caseId:guid}/gates/{gate}", StateGate.HandleAsync), "panel-case.gate")
            .WithSummary("Say of a gate that what it asks for is there, or that an exception of its own list holds")
            .WithDescription("gate: a gate of docs/panel-rules.md. What papers and records tell is not stated by hand. A hard gate has no override.")
            .WithExample(new StateGate.Request(new(2025, 6, 2), null, "Counselled by an independent worker on two days."), Example);
        Write(cases.MapPost("/{caseId:guid}/raise", RaiseCase.HandleAsync), "panel-case.raise")
            .WithMetadata(new IfMatchRequired())
            .WithSummary("Hand the case to panel scheduling: refused with the gate's code and source while a hard gate is shut")
            .WithDescription("The hub raises by itself what nobody has written to for ten minutes and whose gates are met; what it leaves to a person stands in the worklist.")
            .WithExample(response: Example with { State = PanelCaseState.Raised, ReadyOn = new(2025, 6, 16), RaisedBy = "social.worker.860" });
        Write(cases.MapPost("/{caseId:guid}/withdraw", RaiseCase.WithdrawAsync), "panel-case.withdraw")
            .WithMetadata(new IfMatchRequired())
            .WithSummary("Take the case back")
            .WithExample(response: Example with { State = PanelCaseState.Withdrawn });
    }

    private static RouteHandlerBuilder Write(RouteHandlerBuilder endpoint, string operation) => endpoint
        .Audited<LocalityHubDbContext>(operation, writes: true)
        .WithIdempotency<LocalityHubDbContext>()
        .RequireAuthorization(Policies.PrepareCases)
        .ProducesProblem(StatusCodes.Status404NotFound);
}
