namespace Partnership.LocalHosting.Dashboard;

/// <summary>A queue as the broker's management plugin tells of it.</summary>
internal sealed record QueueDepth(string Name, long Ready, long Unacknowledged, int Consumers, double DeliveredPerSecond)
{
    /// <summary>Takes what the broker gave up on; nobody reads it but a person.</summary>
    public bool IsDead => Name.EndsWith(".dead", StringComparison.Ordinal);
}
