using Partnership.Contracts;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Feeds;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Quality;

internal static class QualityEndpoints
{
    private static readonly CouncilCode Staffordshire = new(860);
    private static readonly Guid Member = new("01970000-0000-7000-8000-0000000000a2");

    private static readonly Reports.Response ExampleReport = new(
        new("01970000-0000-7000-8000-0000000000a3"), ReportKind.Management, new(2025, 1, 1), new(2025, 6, 30), new(2025, 7, 2), new(2026, 1, 2), 12, 1,
        new Dictionary<ItemReason, int> { [ItemReason.CourtDate] = 2 }, new Dictionary<ItemReason, int> { [ItemReason.MoreInformation] = 3 }, 1, 2,
        [new(CaseKind.Match, 22, 24, 1, 2, 19.5)], new Dictionary<FeedbackFrom, Reports.Ratings> { [FeedbackFrom.Member] = new(20, 3.2, 2.9, 3.8) }, [new(ClockCode.Decision, 40, 1)], 1, 0.93);

    public static void MapQuality(this RouteGroupBuilder panels)
    {
        panels.MapPost("/agenda-items/{itemId:guid}/feedback", GiveFeedback.HandleAsync)
            .Audited<PanelDbContext>("agenda-item.feedback", writes: true)
            .WithIdempotency<PanelDbContext>()
            .RequireAuthorization(Policies.FollowCases)
            .WithSummary("Say how an item went, in numbers: 1 (poor) to 4 (very good)")
            .WithExample(request: new GiveFeedback.Request(FeedbackFrom.Member, 3, 3, 4))
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapGet("/{panelId:guid}/reports/{kind}", Reports.ReadAsync)
            .RequireAuthorization(Policies.ReadPanelReports)
            .WithSummary("A half-yearly report, computed from what was entered: quality-feedback or management")
            .WithExample(response: ExampleReport)
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapPost("/{panelId:guid}/reports/{kind}/issue", Reports.IssueAsync)
            .Audited<PanelDbContext>("panel-report.issue", writes: true)
            .WithIdempotency<PanelDbContext>()
            .RequireAuthorization(Policies.KeepPanels)
            .WithSummary("Enter that a half-yearly report was issued: the next one is due six months later")
            .WithExample(new Reports.IssueRequest(new(2025, 6, 30)), ExampleReport)
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapGet("/approval-terms", Activity.TermsAsync)
            .RequireAuthorization(Policies.ReadPanelReports)
            .WithSummary("On what terms each council approves: how many for each number of children, age and way to permanence")
            .WithExample(response: new Activity.TermsResponse(
                new(2025, 1, 1), new(2025, 12, 31),
                [new(Staffordshire, 41, new Dictionary<string, int> { ["one"] = 30 }, new Dictionary<string, int> { ["under-one"] = 39 }, new Dictionary<string, int> { ["adoption"] = 41 })]));
        panels.MapGet("/{panelId:guid}/costs", Activity.CostsAsync)
            .RequireAuthorization(Policies.ReadPanelReports)
            .WithSummary("What a panel cost, and each agency's share")
            .WithExample(response: new Activity.CostResponse(12, 29_400, true, [new(Staffordshire, 31, 17_640)]))
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapGet("/lists/{listId:guid}/activity", Activity.MembersAsync)
            .RequireAuthorization(Policies.KeepPanels)
            .Audited<PanelDbContext>("panel-list.activity")
            .WithSummary("What the members of a central list did, and what they are owed")
            .WithExample(response: new Activity.ActivityResponse([new(Member, "Tansy Armchair", 6, 5, 1, 24, 750)], 750))
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapGet("/lists/{listId:guid}/fee-rates", Activity.ReadRatesAsync)
            .RequireAuthorization(Policies.KeepPanels)
            .WithSummary("Read what members are paid, by role and date")
            .WithExample(response: new Activity.RatesResponse([new(PanelRole.Member, new(2025, 4, 1), 150)]))
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapPost("/lists/{listId:guid}/fee-rates", Activity.SetRateAsync)
            .Audited<PanelDbContext>("panel-list.fee-rate", writes: true)
            .WithIdempotency<PanelDbContext>()
            .RequireAuthorization(Policies.KeepPanels)
            .WithSummary("Set what members are paid from a day on")
            .WithExample(new Activity.Rate(PanelRole.Member, new(2025, 4, 1), 150), new Activity.RatesResponse([new(PanelRole.Member, new(2025, 4, 1), 150)]))
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapPost("/members/{memberId:guid}/feed", CalendarFeed.MakeAsync)
            .Audited<PanelDbContext>("panel-member.feed", writes: true)
            .RequireAuthorization(Policies.SitOnPanels)
            .WithSummary("Make the secret address of a member's calendar; the one before leads nowhere from then on")
            .WithDescription("The address is for calendar programs, and needs no token. It tells times and places of meetings, and of no case. A repeat makes another one: no Idempotency-Key, which would keep the secret.")
            .WithExample(response: new CalendarFeed.Response("/api/v1/panels/feeds/EXAMPLE.ics"))
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
