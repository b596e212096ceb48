using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.PanelScheduling.Scheduling;

internal static class ScheduleEndpoints
{
    private static readonly Guid Panel = new("01970000-0000-7000-8000-0000000000a3");
    private static readonly Guid Meeting = new("01970000-0000-7000-8000-0000000000a4");
    private static readonly Guid Case = new("01970000-0000-7000-8000-0000000000a6");

    private static readonly PlanSchedule.Response Example = new(
        new("01970000-0000-7000-8000-0000000000a9"), new(2025, 7, 1), new(2025, 12, 31), [Panel], new ScheduleFigures(412, 0, 0, 0), new ScheduleFigures(507, 9, 2, 0), false, 0.0131, 840, false,
        [new(Case, Meeting, new(2025, 7, 15), false, 25, 0, [new EarlierMeeting(new("01970000-0000-7000-8000-0000000000aa"), Block.Minutes, 30, [])])]);

    public static void MapSchedules(this RouteGroupBuilder panels)
    {
        panels.MapPost("/schedules", PlanSchedule.CreateAsync)
            .Audited<PanelDbContext>("panel-schedule.plan", writes: true)
            .WithIdempotency<PanelDbContext>()
            .RequireAuthorization(Policies.KeepPanels)
            .WithSummary("Plan where ready cases are heard: least beyond limits, then least waiting, then least cost")
            .WithDescription("Nothing is booked until the plan is applied. The answer compares the plan with first come, first served, and says how far from the best it may be.")
            .WithExample(new PlanSchedule.Request(new(2025, 7, 1), new(2025, 12, 31), [Panel]), Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapGet("/schedules/{planId:guid}", PlanSchedule.ReadAsync)
            .RequireAuthorization(Policies.KeepPanels)
            .Audited<PanelDbContext>("panel-schedule.read")
            .WithSummary("Read a plan: where each case is, why at no earlier meeting, and what would change that")
            .WithExample(response: Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        Write(panels.MapPost("/schedules/{planId:guid}/changes", PlanSchedule.ChangeAsync), "panel-schedule.change")
            .WithSummary("Put cases where a person wants them, and see what that does before it is saved")
            .WithExample(
                new PlanSchedule.ChangeRequest([new(Case, Meeting)], Replan: true),
                new PlanSchedule.Effect(new ScheduleFigures(412, 0, 0, 0), new ScheduleFigures(431, 0, 0, 0), [], [new(Case, Meeting)], false));
        Write(panels.MapPost("/schedules/{planId:guid}/apply", ApplySchedule.HandleAsync), "panel-schedule.apply")
            .WithSummary("Put the plan's cases on the agendas")
            .WithExample(response: new ApplySchedule.Response([new("01970000-0000-7000-8000-0000000000a5")], []));
        panels.MapGet("/calendar.svg", ScheduleCalendar.HandleAsync)
            .RequireAuthorization(Policies.KeepPanels)
            .Produces<string>(StatusCodes.Status200OK, "image/svg+xml")
            .WithSummary("A year of meetings as a picture: load, waits, breaches")
            .WithExample(response: "(an SVG picture)");
    }

    private static RouteHandlerBuilder Write(RouteHandlerBuilder endpoint, string operation) => endpoint
        .Audited<PanelDbContext>(operation, writes: true)
        .WithIdempotency<PanelDbContext>()
        .WithMetadata(new IfMatchRequired())
        .RequireAuthorization(Policies.KeepPanels)
        .ProducesProblem(StatusCodes.Status404NotFound);
}
