using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.LocalityHub.Webhooks;

internal static class WebhookEndpoints
{
    private const string Url = "https://case-system.example.org/partnership";
    private static readonly Guid Example = new("0197b1c0-5f3a-7c44-9a01-2b6d1e4f8a91");
    private static readonly DateTimeOffset ExampleTime = new(2025, 6, 16, 9, 0, 0, TimeSpan.Zero);

    private static readonly ReadDeliveries.Entry ExampleDelivery = new(
        new Guid("0197b1c0-5f3a-7c44-9a01-2b6d1e4f8a92"), "changes.available", DeliveryState.Waiting, 2, 503, null, ExampleTime, ExampleTime.AddSeconds(40), null);

    public static void MapWebhooks(this RouteGroupBuilder council)
    {
        var webhooks = council.MapGroup("/webhooks").RequireAuthorization(Policies.ManageWebhooks);
        webhooks.MapPost("", ManageWebhooks.CreateAsync)
            .Audited<LocalityHubDbContext>("webhook.create", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithSummary("Have another system called when there is something to fetch")
            .WithDescription(
                "The answer shows the secret of the signatures this once. Calls carry ids and codes alone: changes.available says that GET /changes has news, " +
                "import.ended that a job has, ping that the webhook was made.")
            .WithExample(new ManageWebhooks.Request(Url), new ManageWebhooks.Created(Example, Url, "c2hvd24gb25jZSBhbmQgbmV2ZXIgYWdhaW4sIGtlZXA="));
        webhooks.MapGet("", ManageWebhooks.ListAsync)
            .Audited<LocalityHubDbContext>("webhooks.list")
            .WithSummary("List the webhooks")
            .WithExample(response: new Page<ManageWebhooks.Entry>([new(Example, Url, ExampleTime)], null));
        webhooks.MapGet("/{webhookId:guid}", ManageWebhooks.OneAsync)
            .Audited<LocalityHubDbContext>("webhook.read")
            .WithSummary("Read a webhook")
            .WithExample(response: new ManageWebhooks.Entry(Example, Url, ExampleTime));
        webhooks.MapDelete("/{webhookId:guid}", ManageWebhooks.RemoveAsync)
            .Audited<LocalityHubDbContext>("webhook.remove", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .WithSummary("Remove a webhook with its calls");
        webhooks.MapGet("/{webhookId:guid}/deliveries", ReadDeliveries.ListAsync)
            .Audited<LocalityHubDbContext>("webhook.deliveries")
            .WithSummary("List the calls of a webhook, newest first")
            .WithExample(response: new Page<ReadDeliveries.Entry>([ExampleDelivery], null));
        webhooks.MapPost("/{webhookId:guid}/deliveries/{deliveryId:guid}/replay", ReadDeliveries.ReplayAsync)
            .Audited<LocalityHubDbContext>("webhook.replay", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithSummary("Make a call again")
            .WithExample(response: ExampleDelivery);
    }
}
