using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Webhooks;

/// <summary>Makes, lists and removes a council's webhooks.</summary>
internal static class ManageWebhooks
{
    private const int MostWebhooks = 10;
    private const int LongestUrl = 500;
    private const int SecretLength = 32;

    /// <param name="Url">Where to call: https, without a password or a fragment.</param>
    public sealed record Request(string Url);

    public sealed record Entry(Guid Id, string Url, DateTimeOffset CreatedAt);

    /// <param name="Id">The webhook.</param>
    /// <param name="Url">Where it leads.</param>
    /// <param name="Secret">The key of the signatures, base64: shown this once.</param>
    public sealed record Created(Guid Id, string Url, string Secret);

    public static async Task<Results<Created<Created>, ProblemHttpResult>> CreateAsync(
        string code,
        Request request,
        HttpContext context,
        Caller caller,
        Council council,
        LocalityHubDbContext db,
        WebhookOptions options,
        WebhookSignal signal,
        AuditTrail audit,
        TimeProvider clock,
        CancellationToken ct)
    {
        var url = Checked(request.Url, options);
        if (await db.Webhooks.CountAsync(ct) >= MostWebhooks)
        {
            throw new RuleBrokenException("webhook.too-many", $"A council has at most {MostWebhooks} webhooks.");
        }

        var now = clock.GetUtcNow();
        var webhook = new Webhook
        {
            Id = Guid.CreateVersion7(), Url = url, Secret = RandomNumberGenerator.GetBytes(SecretLength), CreatedBy = caller.Subject, CreatedAt = now, Version = 1,
        };
        var delivery = Guid.CreateVersion7();
        db.Add(webhook);
        db.Add(new WebhookDelivery
        {
            Id = delivery,
            WebhookId = webhook.Id,
            Event = "ping",
            Body = WebhookDeliveries.BodyOf(delivery, council.Code.ToString(), "ping", now),
            CreatedAt = now,
            NextAt = now,
            Deadline = now + options.GiveUpAfter,
        });
        await db.SaveChangesAsync(ct);
        audit.About([webhook.Id]);
        WakeAfter(context, signal);
        IfMatch.SetETag(context, webhook.Version);
        return TypedResults.Created($"/api/v1/councils/{code}/webhooks/{webhook.Id}", new Created(webhook.Id, url, Convert.ToBase64String(webhook.Secret)));
    }

    public static async Task<Ok<Page<Entry>>> ListAsync([AsParameters] PageRequest page, LocalityHubDbContext db, CancellationToken ct)
    {
        var after = page.After<Guid?>() ?? Guid.Empty;
        var webhooks = await db.Webhooks.AsNoTracking().Where(webhook => webhook.Id > after).OrderBy(webhook => webhook.Id).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(webhooks, page, webhook => webhook.Id);
        return TypedResults.Ok(new Page<Entry>([.. found.Items.Select(Describe)], found.Next));
    }

    public static async Task<Results<Ok<Entry>, ProblemHttpResult>> OneAsync(Guid webhookId, HttpContext context, LocalityHubDbContext db, CancellationToken ct)
    {
        if (await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(webhook => webhook.Id == webhookId, ct) is not { } found)
        {
            return NotFound();
        }

        IfMatch.SetETag(context, found.Version);
        return TypedResults.Ok(Describe(found));
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(Guid webhookId, HttpContext context, LocalityHubDbContext db, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (await db.Webhooks.SingleOrDefaultAsync(webhook => webhook.Id == webhookId, ct) is not { } found)
        {
            return NotFound();
        }

        if (found.Version != expected)
        {
            throw new StaleVersionException();
        }

        db.Remove(found);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    public static ProblemHttpResult NotFound() => Problems.NotFound("webhook.not-found", "This council has no such webhook.");

    /// <summary>After the answer, hence after the commit.</summary>
    public static void WakeAfter(HttpContext context, WebhookSignal signal) => context.Response.OnCompleted(() =>
    {
        signal.Wake();
        return Task.CompletedTask;
    });

    private static Entry Describe(Webhook webhook) => new(webhook.Id, webhook.Url, webhook.CreatedAt);

    private static string Checked(string? text, WebhookOptions options)
    {
        if (text is null || text.Length > LongestUrl || !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttps && !(options.AllowHttp && url.Scheme == Uri.UriSchemeHttp)) || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            throw new InvalidRequestException("webhook.url", $"url is an https address of at most {LongestUrl} characters, without a user and a fragment.", "url");
        }

        // A name is looked up when it is called; an address can be told from at once.
        if (IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address) && !new Addresses(options).Allow(address))
        {
            throw new InvalidRequestException("webhook.address-not-allowed", "url leads to an address that the hub may not call.", "url");
        }

        return url.AbsoluteUri;
    }
}
