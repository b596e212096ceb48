using Partnership.Contracts;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Meetings;

internal static class MeetingEndpoints
{
    private static readonly Guid Member = new("01970000-0000-7000-8000-0000000000a2");
    private static readonly TimeOnly Morning = new(9, 30);

    private static readonly PlanMeetings.Summary Summary = new(
        new("01970000-0000-7000-8000-0000000000a4"), new("01970000-0000-7000-8000-0000000000a3"), [new CouncilCode(860), new CouncilCode(861)], new(2025, 7, 15), Morning, 360, new CouncilCode(860),
        "Meeting room 2, Invented House, 1 Invented Lane", MeetingState.Planned, new(2025, 7, 8), null);

    private static readonly ReadMeeting.Response Example = new(
        Summary, 6, 300,
        [new(Member, "Linden Gavel", PanelRole.Chair, false, true, false, false, InvitationAnswer.Comes, null, null, null)],
        [new(new("01970000-0000-7000-8000-0000000000a5"), new("01970000-0000-7000-8000-0000000000a6"), CaseKind.Match, new CouncilCode(860), 1, Morning, 60, ItemState.Booked, true, [], [])]);

    public static void MapMeetings(this RouteGroupBuilder panels)
    {
        panels.MapGet("/meetings", PlanMeetings.ListAsync)
            .RequireAuthorization(Policies.ReadPanels)
            .WithSummary("List meetings, from today on unless from says otherwise")
            .WithExample(response: new Page<PlanMeetings.Summary>([Summary], null));
        panels.MapPost("/{panelId:guid}/meetings", PlanMeetings.PlanAsync)
            .Audited<PanelDbContext>("panel-meeting.plan", writes: true)
            .WithIdempotency<PanelDbContext>()
            .RequireAuthorization(Policies.KeepPanels)
            .WithSummary("Plan a meeting")
            .WithExample(new PlanMeetings.Request(new(2025, 7, 15), Morning, 360, new CouncilCode(860), Summary.Venue), Summary)
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapPost("/{panelId:guid}/series", PlanMeetings.PlanSeriesAsync)
            .Audited<PanelDbContext>("panel-meeting.series", writes: true)
            .WithIdempotency<PanelDbContext>()
            .RequireAuthorization(Policies.KeepPanels)
            .WithSummary("Plan a series of meetings, by weeks or by the month; bank holidays fall out")
            .WithExample(
                new PlanMeetings.SeriesRequest(new(2025, 7, 1), new(2026, 6, 30), DayOfWeek.Tuesday, null, 3, Morning),
                new PlanMeetings.SeriesResponse(new("01970000-0000-7000-8000-0000000000a7"), [Summary], [new(2025, 12, 26)]))
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapGet("/meetings/{meetingId:guid}", ReadMeeting.HandleAsync)
            .RequireAuthorization(Policies.ReadPanels)
            .Audited<PanelDbContext>("panel-meeting.read")
            .WithSummary("Read a meeting: members, agenda, and whether each item would have its quorum")
            .WithExample(response: Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapPut("/meetings/{meetingId:guid}/members", DrawMembers.HandleAsync)
            .Audited<PanelDbContext>("panel-meeting.draw", writes: true)
            .WithIdempotency<PanelDbContext>()
            .RequireAuthorization(Policies.KeepPanels)
            .WithSummary("Draw the members of a meeting from the central list")
            .WithExample(new DrawMembers.Request([new(Member, PanelRole.Chair)]), Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        Write(panels.MapPost("/meetings/{meetingId:guid}/substitutions", DrawMembers.SubstituteAsync), "panel-meeting.substitute", Policies.KeepPanels)
            .WithSummary("Let somebody take a member's place, in the same role")
            .WithExample(new DrawMembers.SubstitutionRequest(Member, new("01970000-0000-7000-8000-0000000000a8")), Example);
        panels.MapPut("/meetings/{meetingId:guid}/venue", ChangeVenue.HandleAsync)
            .Audited<PanelDbContext>("panel-meeting.venue", writes: true)
            .WithIdempotency<PanelDbContext>()
            .RequireAuthorization(Policies.KeepPanels)
            .WithSummary("Say in whose rooms a meeting is, or that it is online")
            .WithExample(new ChangeVenue.Request(null, "Online: the link comes with the papers"), Example with { Meeting = Summary with { Host = null, Venue = "Online: the link comes with the papers" } })
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapPut("/meetings/{meetingId:guid}/answer", RunMeeting.AnswerAsync)
            .Audited<PanelDbContext>("panel-meeting.answer", writes: true)
            .WithIdempotency<PanelDbContext>()
            .RequireAuthorization(Policies.SitOnPanels)
            .WithSummary("Answer an invitation for oneself, and say that the papers are read")
            .WithExample(new RunMeeting.AnswerRequest(InvitationAnswer.Comes), Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        Write(panels.MapPost("/meetings/{meetingId:guid}/settle", RunMeeting.SettleAsync), "panel-meeting.settle", Policies.KeepPanels)
            .WithSummary("Settle the agenda: papers go to the members, each item with its quorum")
            .WithExample(response: Example with { Meeting = Summary with { State = MeetingState.Settled } });
        panels.MapPut("/meetings/{meetingId:guid}/attendance", RunMeeting.AttendAsync)
            .Audited<PanelDbContext>("panel-meeting.attend", writes: true)
            .WithIdempotency<PanelDbContext>()
            .RequireAuthorization(Policies.KeepPanels)
            .WithSummary("Say who was there")
            .WithExample(new RunMeeting.AttendanceRequest([Member]), Example with { Meeting = Summary with { State = MeetingState.Held } })
            .ProducesProblem(StatusCodes.Status404NotFound);
        Write(panels.MapPost("/meetings/{meetingId:guid}/cancel", RunMeeting.CancelAsync), "panel-meeting.cancel", Policies.KeepPanels)
            .WithSummary("Cancel a meeting: its cases are ready for another one")
            .WithExample(response: Example with { Meeting = Summary with { State = MeetingState.Cancelled } });
    }

    private static RouteHandlerBuilder Write(RouteHandlerBuilder endpoint, string operation, string policy) => endpoint
        .Audited<PanelDbContext>(operation, writes: true)
        .WithIdempotency<PanelDbContext>()
        .WithMetadata(new IfMatchRequired())
        .RequireAuthorization(policy)
        .ProducesProblem(StatusCodes.Status404NotFound);
}
