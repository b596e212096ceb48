using Partnership.Contracts;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.CentralLists;

internal static class ListEndpoints
{
    private static readonly CouncilCode Staffordshire = new(860);
    private static readonly KeepLists.Response ExampleList = new(new("01970000-0000-7000-8000-0000000000a1"), "north-adoption", PanelStrand.Adoption, [Staffordshire], 14, []);
    private static readonly KeepMembers.Fact ExampleFact = new(MemberFactKind.SocialWork, null, new(2012, 9, 1), null);

    private static readonly KeepMembers.Response ExampleMember = new(
        new("01970000-0000-7000-8000-0000000000a2"), ExampleList.Id, "Tansy Armchair", "panel.member", new(2023, 4, 1), null, null, null, true, false, false,
        [new(Staffordshire, true, [])], [new(MemberFactKind.Appraisal, new(2026, 4, 1))], [ExampleFact], [new(new(2025, 8, 4), new(2025, 8, 15))]);

    public static void MapLists(this RouteGroupBuilder panels)
    {
        panels.MapGet("/lists", KeepLists.ListAsync)
            .RequireAuthorization(Policies.ReadPanels)
            .WithSummary("List the central lists, with what the law asks of each and is missing")
            .WithExample(response: new Page<KeepLists.Response>([ExampleList], null));
        panels.MapGet("/lists/{listId:guid}", KeepLists.ReadAsync)
            .RequireAuthorization(Policies.ReadPanels)
            .WithSummary("Read a central list")
            .WithExample(response: ExampleList)
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapPost("/lists", KeepLists.CreateAsync)
            .Audited<PanelDbContext>("panel-list.create", writes: true)
            .WithIdempotency<PanelDbContext>()
            .RequireAuthorization(Policies.KeepPanels)
            .WithSummary("Begin a central list")
            .WithExample(new KeepLists.Request("north-adoption", PanelStrand.Adoption, [Staffordshire]), ExampleList);

        panels.MapGet("/lists/{listId:guid}/members", KeepMembers.ListAsync)
            .RequireAuthorization(Policies.KeepPanels)
            .Audited<PanelDbContext>("panel-members.list")
            .WithSummary("List the members of a central list")
            .WithExample(response: new Page<KeepMembers.Response>([ExampleMember], null))
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapPost("/lists/{listId:guid}/members", KeepMembers.AddAsync)
            .Audited<PanelDbContext>("panel-member.add", writes: true)
            .WithIdempotency<PanelDbContext>()
            .RequireAuthorization(Policies.KeepPanels)
            .WithSummary("Put a person on a central list")
            .WithDescription("Facts carry dates; independence, experience and what is due are computed from them.")
            .WithExample(new KeepMembers.Request("Tansy Armchair", "panel.member", new(2023, 4, 1), [ExampleFact]), ExampleMember)
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapGet("/members/{memberId:guid}", KeepMembers.ReadAsync)
            .RequireAuthorization(Policies.SitOnPanels)
            .Audited<PanelDbContext>("panel-member.read")
            .WithSummary("Read a member; members themselves read only what is of them")
            .WithExample(response: ExampleMember)
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapPut("/members/{memberId:guid}/facts", KeepMembers.ReplaceFactsAsync)
            .Audited<PanelDbContext>("panel-member.facts", writes: true)
            .WithIdempotency<PanelDbContext>()
            .RequireAuthorization(Policies.KeepPanels)
            .WithSummary("State a member's facts anew")
            .WithExample(new KeepMembers.FactsRequest([ExampleFact]), ExampleMember)
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapPost("/members/{memberId:guid}/notice", KeepMembers.GiveNoticeAsync)
            .Audited<PanelDbContext>("panel-member.notice", writes: true)
            .WithIdempotency<PanelDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.KeepPanels)
            .WithSummary("Enter written notice of leaving; the member is off the list when its month is over")
            .WithExample(new KeepMembers.NoticeRequest(new(2025, 6, 16), NoticeBy.Member), ExampleMember with { NoticeGivenOn = new(2025, 6, 16), NoticeBy = NoticeBy.Member, LeavesOn = new(2025, 7, 17) })
            .ProducesProblem(StatusCodes.Status404NotFound);
        panels.MapPut("/members/{memberId:guid}/absences", KeepMembers.ReplaceAbsencesAsync)
            .Audited<PanelDbContext>("panel-member.absences", writes: true)
            .WithIdempotency<PanelDbContext>()
            .RequireAuthorization(Policies.SitOnPanels)
            .WithSummary("State the days on which a member cannot sit; members do so for themselves")
            .WithExample(new KeepMembers.AbsencesRequest([new(new(2025, 8, 4), new(2025, 8, 15))]), ExampleMember)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
