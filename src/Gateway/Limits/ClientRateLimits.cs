using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.Gateway.Limits;

/// <summary>
/// A token bucket for each client (for a person: client and person), and for those without a valid token one for each address.
/// </summary>
internal sealed class ClientRateLimits : IAsyncDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _limiter;

    public ClientRateLimits(IOptions<GatewayOptions> options)
    {
        // Refilled ten times a second, so that a client at its limit proceeds evenly.
        const int RefillsPerSecond = 10;
        var perSecond = options.Value.RequestsPerSecond;
        TokenBucketRateLimiterOptions Bucket(Key key) => new()
        {
            TokenLimit = perSecond,
            TokensPerPeriod = Math.Max(1, perSecond / RefillsPerSecond),
            ReplenishmentPeriod = TimeSpan.FromSeconds(perSecond < RefillsPerSecond ? 1.0 / perSecond : 1.0 / RefillsPerSecond),
            QueueLimit = 0,
        };
        Func<Key, TokenBucketRateLimiterOptions> bucket = Bucket;
        _limiter = PartitionedRateLimiter.Create<HttpContext, Key>(context => RateLimitPartition.GetTokenBucketLimiter(Key.Of(context), bucket));
    }

    public RateLimitLease Acquire(HttpContext context) => _limiter.AttemptAcquire(context);

    public ValueTask DisposeAsync() => _limiter.DisposeAsync();

    private readonly record struct Key(string Client, string Person, IPAddress? Address)
    {
        public static Key Of(HttpContext context)
        {
            var caller = Caller.From(context.User);
            return ReferenceEquals(caller, Caller.Anonymous)
                ? new Key(string.Empty, string.Empty, context.Connection.RemoteIpAddress)
                : new Key(caller.ClientId, caller.Subject, null);
        }
    }
}

/// <summary>Refuses what is over a client's limit with 429 and the seconds to wait.</summary>
internal static class ClientRateLimitExtensions
{
    public static void UseClientRateLimits(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<ClientRateLimits>();
        app.Use(next => context =>
        {
            // The host asks after our health from the same address as a developer's load test.
            if (context.Request.Path.Value is "/health" or "/alive")
            {
                return next(context);
            }

            using var lease = limits.Acquire(context);
            return lease.IsAcquired ? next(context) : RefuseAsync(context, lease);
        });
    }

    private static Task RefuseAsync(HttpContext context, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? (int)Math.Max(1, Math.Ceiling(after.TotalSeconds)) : 1;
        context.Response.Headers.RetryAfter = wait.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return ProblemWriter.WriteAsync(context, ProblemTypes.Make(
            StatusCodes.Status429TooManyRequests, "client.too-many-requests", "This client sends more requests than its limit.", next: "Wait as long as Retry-After says, then go on more slowly."));
    }
}
