using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Agenda;

internal static class AgendaEndpoints
{
    private static readonly Guid Member = new("01970000-0000-7000-8000-0000000000a2");
    private static readonly Guid Case = new("01970000-0000-7000-8000-0000000000a6");

    private static readonly Recommendation ExampleRecommendation = new(
        null, PanelOutcome.Yes, 6, 0, 0, new ApprovalTerms(HouseholdRoutes.Adoption, ChildCounts.One | ChildCounts.Two, AgeBands.UnderOne | AgeBands.One | AgeBands.Two));

    private static readonly ReadItem.Response Example = new(
        new("01970000-0000-7000-8000-0000000000a5"), new("01970000-0000-7000-8000-0000000000a4"), Case, CaseKind.AdopterApproval, new CouncilCode(860), new(2025, 7, 15), 1, 60, false,
        ItemState.Booked, ItemReason.None, null, ItemReason.None, new(2025, 7, 1), null,
        new ReadItem.QuorumState(true, 6, 7, [], "regulation 6 (substituted by SI 2011/589), Adoption Agencies Regulations 2005 (SI 2005/389)"), [Member], [], [], [], [], null);

    public static void MapAgenda(this RouteGroupBuilder panels)
    {
        Write(panels.MapPost("/meetings/{meetingId:guid}/agenda", BookItem.HandleAsync), "agenda-item.book")
            .WithSummary("Put a ready case on the agenda")
            .WithDescription("If-Match is the meeting's ETag: of two who take the last minutes one is too late. lateReason after the day for papers: childs-welfare, court-date or minor-correction.")
            .WithExample(new BookItem.Request(Case), Example);
        panels.MapGet("/agenda-items/{itemId:guid}", ReadItem.HandleAsync)
            .RequireAuthorization(Policies.FollowCases)
            .Audited<PanelDbContext>("agenda-item.read")
            .WithSummary("Read an item: quorum, who sits, recommendation, minutes held")
            .WithExample(response: Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        Write(panels.MapPost("/agenda-items/{itemId:guid}/withdraw", BookItem.WithdrawAsync), "agenda-item.withdraw")
            .WithSummary("Take an item off the agenda: the case is ready for another meeting")
            .WithExample(new BookItem.WithdrawRequest(ItemReason.Moved), Example with { State = ItemState.Withdrawn, Reason = ItemReason.Moved });
        Put(panels.MapPut("/agenda-items/{itemId:guid}/invitation", HearItem.InviteAsync), "agenda-item.invite")
            .WithSummary("Say when the adopters were invited, and whether they came")
            .WithExample(new HearItem.InvitationRequest(new(2025, 7, 1), true), Example);
        Put(panels.MapPut("/agenda-items/{itemId:guid}/sitting", HearItem.CallAsync), "agenda-item.call")
            .WithSummary("Call the item: who sits, without those who leave for a conflict")
            .WithDescription("The quorum is read again for this item; without one the item can only be put off.")
            .WithExample(new HearItem.CallRequest([Member]), Example);
        Put(panels.MapPut("/agenda-items/{itemId:guid}/recommendation", HearItem.RecommendAsync), "agenda-item.recommend")
            .WithSummary("Enter the recommendation, and apart from it the advice")
            .WithDescription("Unconditional: a panel that would set a condition puts the item off (outcome deferred, reason condition). Reasons and dissent in words are minutes, and stay in the councils' hubs.")
            .WithExample(new HearItem.RecommendRequest([ExampleRecommendation], [AdviceCode.Support]), Example with { State = ItemState.Heard, Recommendations = [ExampleRecommendation] });
        panels.MapPost("/agenda-items/{itemId:guid}/sign", HearItem.SignAsync)
            .Audited<PanelDbContext>("agenda-item.sign", writes: true)
            .WithIdempotency<PanelDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.ChairPanels)
            .WithSummary("Sign the final minutes: the decision maker's working days begin")
            .WithExample(response: Example with { State = ItemState.Heard, SignedAt = new DateTimeOffset(2025, 7, 18, 9, 0, 0, TimeSpan.Zero) })
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static RouteHandlerBuilder Write(RouteHandlerBuilder endpoint, string operation) => Put(endpoint, operation).WithMetadata(new IfMatchRequired());

    private static RouteHandlerBuilder Put(RouteHandlerBuilder endpoint, string operation) => endpoint
        .Audited<PanelDbContext>(operation, writes: true)
        .WithIdempotency<PanelDbContext>()
        .RequireAuthorization(Policies.KeepPanels)
        .ProducesProblem(StatusCodes.Status404NotFound);
}
