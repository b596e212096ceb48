using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.LocalityHub.CaseTransfers;

internal static class CaseTransferEndpoints
{
    private static readonly Guid ExampleChild = new("0b7e6c5d-4a3f-4e2d-9c1b-0a9f8e7d6c5b");

    private static readonly ReadCaseTransfers.Response Example = new(
        new Guid("8d7c6b5a-4938-4271-9605-f4e3d2c1b0a9"), Offered: true, "Imagined Worker", CaseTransferState.Offered, new DateTimeOffset(2025, 6, 16, 9, 0, 0, TimeSpan.Zero), null,
        "The review is on Thursday.", [new(ExampleChild, TakenOver: false)]);

    public static void MapCaseTransfers(this RouteGroupBuilder council)
    {
        var transfers = council.MapGroup("/case-transfers");
        transfers.MapPost("", TransferCases.OfferAsync)
            .Audited<LocalityHubDbContext>("case-transfer.offer", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Offer children whose plans one owns to a colleague")
            .WithDescription("Nothing changes hands before the colleague accepts. Links are transferred at the region.")
            .WithExample(
                new TransferCases.Request(new("Imagined Worker", "Invented Manager", "social.worker.860.second"), [ExampleChild], "The review is on Thursday."), Example);
        transfers.MapGet("", ReadCaseTransfers.ListAsync)
            .RequireAuthorization(Policies.PlanPermanence)
            .Audited<LocalityHubDbContext>("case-transfer.list")
            .WithSummary("List the transfers that one has offered, or is offered")
            .WithDescription("Filter: open (true or false).")
            .WithExample(response: new Page<ReadCaseTransfers.Response>([Example], null));
        transfers.MapGet("/{transferId:guid}", ReadCaseTransfers.OneAsync)
            .RequireAuthorization(Policies.PlanPermanence)
            .Audited<LocalityHubDbContext>("case-transfer.read")
            .WithSummary("Read one of them")
            .WithExample(response: Example);
        transfers.MapPost("/{transferId:guid}/accept", TransferCases.AcceptAsync)
            .Audited<LocalityHubDbContext>("case-transfer.accept", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Take the children over")
            .WithDescription("For the colleague. A plan that has gone to somebody else in the meantime stays there.")
            .WithExample(response: Example with { Offered = false, State = CaseTransferState.Accepted, Children = [new(ExampleChild, TakenOver: true)] });
        transfers.MapPost("/{transferId:guid}/revoke", TransferCases.RevokeAsync)
            .Audited<LocalityHubDbContext>("case-transfer.revoke", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Take the offer back, or decline it, while it is not accepted")
            .WithExample(response: Example with { State = CaseTransferState.Revoked });
    }
}
