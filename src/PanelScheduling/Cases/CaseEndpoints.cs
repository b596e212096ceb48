using Partnership.Contracts;
using Partnership.PanelScheduling.CentralLists;
using Partnership.PanelScheduling.Clocks;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;
using Partnership.Statutory;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Cases;

internal static class CaseEndpoints
{
    internal static readonly ListClocks.Entry ExampleClock = new(
        new("01970000-0000-7000-8000-0000000000a6"), CaseKind.AdopterApproval, new CouncilCode(860), ClockCode.StageTwo, "Stage two, to the decision whether the adopters are suitable", null, 1,
        ClockStatus.Running, new(2025, 5, 12), new(2025, 9, 12), 74, null, null, RuleForce.Hard, "regulation 30B(1) and (2), Adoption Agencies Regulations 2005 (SI 2005/389)");

    private static readonly ReadCase.Entry Entry = new(
        ExampleClock.CaseId, CaseKind.AdopterApproval, new CouncilCode(860), [new CouncilCode(860)], CaseState.Ready, false, 0, null, new(2025, 6, 20), null);

    private static readonly ReadCase.Response Example = new(
        Entry, PanelUse.Required, true, "regulations 30A and 30B, Adoption Agencies Regulations 2005 (SI 2005/389)", [], [new(ClockEvent.StageTwoNotified, null, 1, new(2025, 5, 12))], [],
        [new Absence(new(2025, 8, 4), new(2025, 8, 15))], null, null, [ExampleClock]);

    public static void MapCases(this RouteGroupBuilder panels)
    {
        panels.MapGet("/cases", ReadCase.ListAsync)
            .RequireAuthorization(Policies.FollowCases)
            .Audited<PanelDbContext>("panel-cases.list")
            .WithSummary("List cases, by state and kind; members see those of their meetings without a conflict")
            .WithExample(response: new Page<ReadCase.Entry>([Entry], null));
        panels.MapGet("/cases/{caseId:guid}", ReadCase.HandleAsync)
            .RequireAuthorization(Policies.FollowCases)
            .Audited<PanelDbContext>("panel-case.read")
            .WithSummary("Read a case: its days, pauses and clocks")
            .WithExample(response: Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapPut("/cases/{caseId:guid}/scheduling", ChangeCase.ScheduleAsync)
            .Audited<PanelDbContext>("panel-case.scheduling", writes: true)
            .WithIdempotency<PanelDbContext>()
            .RequireAuthorization(Policies.KeepPanels)
            .WithSummary("Say how long a case takes at panel, and when its people cannot come")
            .WithExample(new ChangeCase.SchedulingRequest(75, [new Absence(new(2025, 8, 4), new(2025, 8, 15))]), Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        Write(panels.MapPost("/cases/{caseId:guid}/pauses", ChangeCase.PauseAsync), "panel-case.pause", Policies.KeepPanels)
            .WithSummary("Let a clock stand still, for a reason that the law accepts for it")
            .WithExample(new ChangeCase.PauseRequest(ClockCode.StageTwo, PauseReason.ApplicantRequest, new(2025, 6, 30)), Example);
        Write(panels.MapPost("/cases/{caseId:guid}/pauses/{pauseId:guid}/end", ChangeCase.ResumeAsync), "panel-case.resume", Policies.KeepPanels)
            .WithSummary("Let a clock go on")
            .WithExample(new ChangeCase.ResumeRequest(new(2025, 7, 14)), Example);
        Write(panels.MapPost("/cases/{caseId:guid}/conflicts", DeclareConflict.HandleAsync), "panel-case.conflict", Policies.SitOnPanels)
            .WithSummary("Declare a member's conflict with a case; members do so for themselves")
            .WithDescription("kind: personal-knowledge, worked-on-case, relative or other. The member's papers close at once; it is not taken back.")
            .WithExample(new DeclareConflict.Request(new("01970000-0000-7000-8000-0000000000a2"), ConflictKind.PersonalKnowledge), Example);
    }

    public static void MapClocks(this RouteGroupBuilder panels)
    {
        panels.MapGet("/clocks", ListClocks.HandleAsync)
            .RequireAuthorization(Policies.FollowCases)
            .Audited<PanelDbContext>("panel-clocks.list")
            .WithSummary("List the statutory clocks of open cases: due, paused with their reason, overdue; the most urgent first")
            .WithDescription("Filter: status, clock (of docs/clocks.md), dueBy (a day). Clocks that have ended are read with their case.")
            .WithExample(response: new Page<ListClocks.Entry>([ExampleClock], null));
        panels.MapGet("/worklist", ReadWorklist.HandleAsync)
            .RequireAuthorization(Policies.FollowCases)
            .Audited<PanelDbContext>("panel-worklist.read")
            .WithSummary("What waits for the caller in the caller's roles, the most urgent first")
            .WithExample(response: new ReadWorklist.Response([new(ReadWorklist.PanelTask.BookCase, ExampleClock.CaseId, null, null, new CouncilCode(860), new(2025, 9, 12), false)]));
    }

    private static RouteHandlerBuilder Write(RouteHandlerBuilder endpoint, string operation, string policy) => endpoint
        .Audited<PanelDbContext>(operation, writes: true)
        .WithIdempotency<PanelDbContext>()
        .WithMetadata(new IfMatchRequired())
        .RequireAuthorization(policy)
        .ProducesProblem(StatusCodes.Status404NotFound);
}
