using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Partnership.Gateway.Limits;

/// <summary>
/// How many requests each service has under way at once, and how many wait for their turn. More than a service can work on would only
/// wait inside it, for its connections to the database, until everybody's request times out; here the surplus is refused at once,
/// and the callers know when to come again. Uploads count apart: a slow line must not keep readers out.
/// </summary>
internal sealed class ServiceLimits : IAsyncDisposable
{
    private readonly PartitionedRateLimiter<(string Destination, bool IsUpload)> _limiter;
    private readonly TimeSpan _longestWait;

    public ServiceLimits(IOptions<GatewayOptions> options)
    {
        var limits = options.Value;
        _longestWait = limits.LongestWait;
        Func<(string, bool IsUpload), ConcurrencyLimiterOptions> limit = key => new()
        {
            PermitLimit = key.IsUpload ? limits.UploadsPerService : limits.ConcurrentPerService,
            QueueLimit = key.IsUpload ? limits.UploadsPerService : limits.WaitingPerService,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        };
        _limiter = PartitionedRateLimiter.Create<(string Destination, bool IsUpload), (string, bool)>(key => RateLimitPartition.GetConcurrencyLimiter(key, limit));
    }

    /// <summary>A place at the service, to be given back; null when there is none, nor one to be had within the longest wait.</summary>
    public async ValueTask<RateLimitLease?> EnterAsync(string destination, bool isUpload, CancellationToken ct)
    {
        var lease = _limiter.AttemptAcquire((destination, isUpload));
        if (lease.IsAcquired)
        {
            return lease;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(_longestWait);
        try
        {
            lease = await _limiter.AcquireAsync((destination, isUpload), 1, patience.Token);
            return lease.IsAcquired ? lease : null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync() => _limiter.DisposeAsync();
}
