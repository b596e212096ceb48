using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Webhooks;

/// <summary>Tells how the calls of a webhook went, and has one made again.</summary>
internal static class ReadDeliveries
{
    /// <param name="Id">The call, as in its header Partnership-Delivery.</param>
    /// <param name="Event">ping, changes.available or import.ended.</param>
    /// <param name="State">waiting, delivered or given-up.</param>
    /// <param name="Attempts">How often it was tried.</param>
    /// <param name="Status">The status of the last answer.</param>
    /// <param name="Fault">Why there was none: address-not-allowed, unreachable, timed-out, certificate.</param>
    /// <param name="CreatedAt">When it was noted, UTC.</param>
    /// <param name="NextAt">When it is tried next, UTC; null when it is not.</param>
    /// <param name="DeliveredAt">When it was answered with success, UTC.</param>
    public sealed record Entry(
        Guid Id, string Event, DeliveryState State, int Attempts, int? Status, string? Fault, DateTimeOffset CreatedAt, DateTimeOffset? NextAt, DateTimeOffset? DeliveredAt);

    public static async Task<Results<Ok<Page<Entry>>, ProblemHttpResult>> ListAsync(
        Guid webhookId, [AsParameters] PageRequest page, LocalityHubDbContext db, CancellationToken ct)
    {
        var before = page.After<long?>() ?? long.MaxValue;
        var deliveries = await db.WebhookDeliveries.AsNoTracking().Where(delivery => delivery.WebhookId == webhookId && delivery.Sequence < before)
            .OrderByDescending(delivery => delivery.Sequence).Take(page.Take).ToListAsync(ct);
        if (deliveries.Count == 0 && !await db.Webhooks.AnyAsync(webhook => webhook.Id == webhookId, ct))
        {
            return ManageWebhooks.NotFound();
        }

        var found = Page.Of(deliveries, page, delivery => delivery.Sequence);
        return TypedResults.Ok(new Page<Entry>([.. found.Items.Select(Describe)], found.Next));
    }

    /// <summary>Makes a call due at once, with three more days to arrive; its id and body stay the same.</summary>
    public static async Task<Results<Accepted<Entry>, ProblemHttpResult>> ReplayAsync(
        string code,
        Guid webhookId,
        Guid deliveryId,
        HttpContext context,
        LocalityHubDbContext db,
        WebhookOptions options,
        WebhookSignal signal,
        TimeProvider clock,
        CancellationToken ct)
    {
        if (await db.WebhookDeliveries.SingleOrDefaultAsync(delivery => delivery.Id == deliveryId && delivery.WebhookId == webhookId, ct) is not { } found)
        {
            return Problems.NotFound("webhook-delivery.not-found", "This webhook has no such call.");
        }

        found.State = DeliveryState.Waiting;
        found.Attempts = 0;
        found.NextAt = clock.GetUtcNow();
        found.Deadline = found.NextAt + options.GiveUpAfter;
        await db.SaveChangesAsync(ct);
        ManageWebhooks.WakeAfter(context, signal);
        return TypedResults.Accepted($"/api/v1/councils/{code}/webhooks/{webhookId}/deliveries", Describe(found));
    }

    private static Entry Describe(WebhookDelivery delivery) => new(
        delivery.Id, delivery.Event, delivery.State, delivery.Attempts, delivery.LastStatus, delivery.LastFault, delivery.CreatedAt,
        delivery.State == DeliveryState.Waiting ? delivery.NextAt : null, delivery.DeliveredAt);
}
