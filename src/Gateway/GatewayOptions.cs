using System.ComponentModel.DataAnnotations;

namespace Partnership.Gateway;

/// <summary>The door's limits, under <c>Gateway</c>; docs/api.md gives them to integrators.</summary>
internal sealed class GatewayOptions
{
    private const long MiB = 1024 * 1024;

    /// <summary>Requests a second that one client may make on average, and at most at once.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; init; } = 100;

    /// <summary>Largest file, and largest request without files, in bytes.</summary>
    [Range(1, long.MaxValue)]
    public long FileBytes { get; init; } = 64 * MiB;

    /// <summary>Largest request with files, in bytes.</summary>
    [Range(1, long.MaxValue)]
    public long RequestBytes { get; init; } = 256 * MiB;

    /// <summary>How long the service behind may be silent before the caller gets 504.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The same for uploads.</summary>
    public TimeSpan UploadTimeout { get; init; } = TimeSpan.FromMinutes(5);
}
