using System.ComponentModel.DataAnnotations;

namespace Partnership.Gateway;

/// <summary>The door's limits, under <c>Gateway</c>; docs/api.md gives them to integrators.</summary>
internal sealed class GatewayOptions
{
    private const long MiB = 1024 * 1024;

    /// <summary>Requests a second that one client may make on average, and at most at once.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; init; } = 100;

    /// <summary>Largest request without files, in bytes.</summary>
    [Range(1, long.MaxValue)]
    public long BodyBytes { get; init; } = 4 * MiB;

    /// <summary>Largest file, in bytes.</summary>
    [Range(1, long.MaxValue)]
    public long FileBytes { get; init; } = 64 * MiB;

    /// <summary>Largest request with files, in bytes.</summary>
    [Range(1, long.MaxValue)]
    public long RequestBytes { get; init; } = 256 * MiB;

    /// <summary>How long the service behind may be silent before the caller gets 504.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The same for uploads.</summary>
    public TimeSpan UploadTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Requests that one service has under way at once.</summary>
    [Range(1, 100_000)]
    public int ConcurrentPerService { get; init; } = 64;

    /// <summary>Requests that wait for their turn at one service; what is over is answered 503.</summary>
    [Range(0, 100_000)]
    public int WaitingPerService { get; init; } = 64;

    /// <summary>Uploads that one service takes at once, besides; as many may wait.</summary>
    [Range(1, 10_000)]
    public int UploadsPerService { get; init; } = 8;

    /// <summary>How long a request waits for its turn before it is answered 503.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(1);
}
