using Partnership.CaseData.Milestones;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.LocalityHub.Placements;

internal static class PlacementEndpoints
{
    private static readonly Guid ExamplePlacement = new("6f0e1d2c-3b4a-4958-8776-a5b4c3d2e1f0");

    private static readonly ListPlacements.Response Example = new(
        [new(ExamplePlacement, PlacementKind.Adoption, new DateOnly(2025, 6, 16), null, null, null, null)],
        [new(new DateOnly(2025, 3, 3), MovedTo.FosterCarers, "The carers retired.")],
        [],
        [new(MilestoneSource.Return, new DateOnly(2025, 3, 3), null, null, null)]);

    public static void MapPlacements(this RouteGroupBuilder council)
    {
        var child = council.MapGroup("/children/{childId:guid}");
        child.MapGet("/placements", ListPlacements.HandleAsync)
            .RequireAuthorization(Policies.ReadPermanence)
            .Audited<LocalityHubDbContext>("placements.read")
            .WithSummary("Read a child's placements for permanence, moves and orders")
            .WithExample(response: Example);
        child.MapPost("/placements", EnterPlacement.PlaceAsync)
            .Audited<LocalityHubDbContext>("placement.enter", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Enter that a child has moved in, the day it happens: the child leaves the search at once")
            .WithDescription("kind adoption is the milestone placed, by hand. early-permanence needs carers who are dually approved (of another council's: carersDuallyApproved), or approved temporarily for this child (placement.carers-not-approved). If-Match is the child's ETag, here and below.")
            .WithExample(new EnterPlacement.Request(PlacementKind.Adoption, new DateOnly(2025, 6, 16)), Example);
        child.MapPost("/placements/{placementId:guid}/end", EnterPlacement.EndAsync)
            .Audited<LocalityHubDbContext>("placement.end", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Enter that a placement has ended")
            .WithDescription("reason: disrupted, planned, in-error. A new search is a search of its own, under another reference.")
            .WithExample(new EnterPlacement.EndRequest(new DateOnly(2025, 9, 1), PlacementEnd.Disrupted, "The meeting is to be chaired from outside."), Example);
        child.MapPost("/moves", EnterPlacement.MoveAsync)
            .Audited<LocalityHubDbContext>("child.move", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Enter that a child has moved elsewhere; a placement that was open ends with it")
            .WithExample(new EnterPlacement.MoveRequest(new DateOnly(2025, 3, 3), MovedTo.FosterCarers, "The carers retired."), Example);
        child.MapPost("/orders", EnterPlacement.OrderAsync)
            .Audited<LocalityHubDbContext>("order.enter", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Enter an order that ends the looking for a family")
            .WithDescription("kind adoption-order is the milestone adoption-order, by hand. An order stands until the child enters care after it, or a plan to find a family is agreed after it.")
            .WithExample(new EnterPlacement.OrderRequest(OrderKind.AdoptionOrder, new DateOnly(2025, 6, 12)), Example);
        child.MapPost("/orders/{courtOrderId:guid}/withdraw", WithdrawOrder.HandleAsync)
            .Audited<LocalityHubDbContext>("order.withdraw", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.PlanPermanence)
            .WithSummary("Take back an order that was entered in error")
            .WithDescription("The placement that ended with it goes on; a search that ended with it is begun anew.")
            .WithExample(new WithdrawOrder.Request("Entered for the wrong child."), Example);
    }
}
