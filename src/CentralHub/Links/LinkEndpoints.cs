using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.CentralHub.Transfers;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.CentralHub.Links;

internal static class LinkEndpoints
{
    private static readonly Guid Worker = PersonReference.Of("family.finder.861").Value;
    private static readonly DateTimeOffset At = new(2026, 11, 3, 10, 0, 0, TimeSpan.Zero);

    internal static readonly ShownLink Example = new(
        new Guid("01970000-0000-7000-8000-000000000b01"), LinkState.Interest, [], 3, ChildCounts.One,
        [new ShownLink.Child(RegisterEndpoints.ExampleChild.Child, new CouncilCode(861))],
        RegisterEndpoints.ExampleHousehold.Household, new CouncilCode(893), At, At.AddDays(2),
        [new ShownLink.Step(1, At, LinkSide.Child, new CouncilCode(861), Worker, null, LinkState.Proposed, true, [])],
        [new ShownLink.Worker(Worker, "Juniper Quill", LinkSide.Child, new CouncilCode(861), null)],
        [new ShownLink.Others(LinkSide.Household, LinkState.Considered, 1)]);

    private static readonly ShownTransfer Transfer = new(
        new Guid("01970000-0000-7000-8000-000000000c01"), new CouncilCode(861), Worker, PersonReference.Of("social.worker.861").Value, [Example.Link],
        TransferState.Offered, At, null);

    internal static void MapLinks(this RouteGroupBuilder region)
    {
        var links = region.MapGroup("/links").WithTags("Links");
        links.MapPost("/", ProposeLink.HandleAsync)
            .RequireAuthorization(Policies.FindFamilies)
            .Audited<CentralHubDbContext>("link.propose", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithSummary("Propose a household for a child, or for brothers and sisters together")
            .WithDescription("Every limit is checked again against the newest facts. Refused with link.not-a-candidate, link.exists, link.household-has-enough or link.no-agreement. From then on both sides see each other's whole snapshot.")
            .WithExample(new ProposeLink.Request(RegisterEndpoints.ExampleChild.Child, RegisterEndpoints.ExampleHousehold.Household), Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        links.MapGet("/", ReadLinks.ListAsync)
            .RequireAuthorization(Policies.ReadLinks)
            .Audited<CentralHubDbContext>("links.list")
            .WithSummary("Links of the caller's councils, the newest first")
            .WithDescription("live=true for those that are neither matched nor not progressed; mine=true for those that the caller works on.")
            .WithExample(response: new Page<ShownLink>([Example with { Steps = null, Workers = null, Competing = null }], null));
        links.MapGet("/{linkId:guid}", ReadLinks.ReadAsync)
            .RequireAuthorization(Policies.ReadLinks)
            .Audited<CentralHubDbContext>("link.read")
            .WithSummary("A link with every step and who took it, its workers, and how many other links the other side has")
            .WithExample(response: Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        links.MapPost("/{linkId:guid}/steps", TakeStep.HandleAsync)
            .RequireAuthorization(Policies.WorkLinks)
            .Audited<CentralHubDbContext>("link.step", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .WithSummary("Take a step on a link, for one's own side")
            .WithDescription("to: considered and interest by the household's council; shortlisted, visited and preferred by the child's; not-progressed by either, with reasons of its own. A social worker or family finder acts for the child, recruitment or a family finder for the household. Selected, to-panel and matched come from the child's hub. Refused with link.step-not-allowed, link.not-your-step, link.reasons-required, link.household-not-approved or link.handed-over.")
            .WithExample(new TakeStep.Request(LinkState.NotProgressed, [NotProgressedReasons.ContactPlan]), Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        links.MapPost("/{linkId:guid}/workers", JoinLink.HandleAsync)
            .RequireAuthorization(Policies.WorkLinks)
            .Audited<CentralHubDbContext>("link.join", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithSummary("Take part in a link, for the side of one's council")
            .WithDescription("side: child or household, only for somebody who acts for both: a social worker or family finder acts for the child, recruitment or a family finder for the household. Refused with link.not-your-side or link.handed-over. Who takes part may be named as the reader of a release.")
            .WithExample(new JoinLink.Request(), Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        MapTransfers(region.MapGroup("/transfers").WithTags("Links"));
    }

    private static void MapTransfers(RouteGroupBuilder transfers)
    {
        transfers.MapPost("/", TransferLinks.OfferAsync)
            .RequireAuthorization(Policies.WorkLinks)
            .Audited<CentralHubDbContext>("transfer.offer", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithSummary("Offer links that one works on to a colleague of the same council")
            .WithDescription("It takes effect when the colleague accepts, and may be revoked until then. Whoever has handed over may read for 30 days more.")
            .WithExample(new TransferLinks.Request([Example.Link], "social.worker.861"), Transfer)
            .ProducesProblem(StatusCodes.Status404NotFound);
        transfers.MapGet("/", TransferLinks.ListAsync)
            .RequireAuthorization(Policies.WorkLinks)
            .Audited<CentralHubDbContext>("transfers.list")
            .WithSummary("Transfers that one has offered or is offered, the newest first")
            .WithExample(response: (IReadOnlyList<ShownTransfer>)[Transfer]);
        foreach (var (name, summary, handler) in new (string, string, Delegate)[]
        {
            ("accept", "Take over the links of a transfer", AnswerTransfer.AcceptAsync),
            ("decline", "Decline a transfer", AnswerTransfer.DeclineAsync),
            ("revoke", "Take a transfer back that was not answered yet", AnswerTransfer.RevokeAsync),
        })
        {
            transfers.MapPost($"/{{transferId:guid}}/{name}", handler)
                .RequireAuthorization(Policies.WorkLinks)
                .Audited<CentralHubDbContext>($"transfer.{name}", writes: true)
                .WithIdempotency<CentralHubDbContext>()
                .WithSummary(summary)
                .WithExample(response: Transfer with { State = TransferState.Accepted, AnsweredAt = At })
                .ProducesProblem(StatusCodes.Status404NotFound);
        }
    }
}
