using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.CentralHub.Campaigns;

internal static class CampaignEndpoints
{
    private static readonly ShownCampaign Example = new(
        new Guid("01970000-0000-7000-8000-000000000f01"), CampaignKind.Event, "Spring profiling evening", new DateOnly(2027, 4, 20), new DateOnly(2027, 4, 20), 2,
        [new ShownCampaign.Served(RegisterEndpoints.ExampleChild.Child, RegisterEndpoints.ExampleChild)]);

    internal static void MapCampaigns(this RouteGroupBuilder region)
    {
        var events = region.MapGroup("/events").WithTags("Events and campaigns");
        events.MapPost("/", KeepCampaigns.CreateAsync)
            .RequireAuthorization(Policies.OverseeSearches)
            .Audited<CentralHubDbContext>("event.create", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithSummary("Plan a family-finding event or a targeted campaign")
            .WithDescription($"The title is read in every council: {NobodysLine.Rule}. Whom it serves is entered child by child, by those whose child it is.")
            .WithExample(new KeepCampaigns.Request(CampaignKind.Event, "Spring profiling evening", new DateOnly(2027, 4, 20)), Example with { Version = 1, Children = [] });
        events.MapGet("/", KeepCampaigns.ListAsync)
            .RequireAuthorization(Policies.ReadRegister)
            .Audited<CentralHubDbContext>("events.list")
            .WithSummary("Events and campaigns, and whom they serve, the latest first")
            .WithDescription("Children are shown as they are published; one's own also when they are not.")
            .WithExample(response: (IReadOnlyList<ShownCampaign>)[Example]);
        events.MapGet("/{eventId:guid}", KeepCampaigns.ReadAsync)
            .RequireAuthorization(Policies.ReadRegister)
            .Audited<CentralHubDbContext>("event.read")
            .WithSummary("An event or campaign, and whom it serves")
            .WithExample(response: Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        events.MapPut("/{eventId:guid}/children/{child:guid}", KeepCampaigns.PutAsync)
            .RequireAuthorization(Policies.FindFamilies)
            .Audited<CentralHubDbContext>("event.add-child", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithSummary("Put a child of one's own into an event or campaign")
            .WithExample(response: Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        events.MapDelete("/{eventId:guid}/children/{child:guid}", KeepCampaigns.RemoveAsync)
            .RequireAuthorization(Policies.FindFamilies)
            .Audited<CentralHubDbContext>("event.remove-child", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .WithSummary("Take a child of one's own out of an event or campaign")
            .WithExample(response: Example with { Children = [] })
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
