namespace Partnership.CentralHub.Releases;

/// <summary>When figures are released, from configuration <c>Releases</c>.</summary>
internal sealed class ReleaseSettings
{
    /// <summary>
    /// How long nothing must have arrived before a release is cut, so that an import comes out whole and no rest of one to five
    /// children stays behind.
    /// </summary>
    public TimeSpan QuietPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After this long a release is cut even though events still arrive.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(2);
}
