namespace Partnership.LocalHosting.Dashboard;

/// <summary>A service's messages: those that wait to be sent, and those that wait for a person.</summary>
internal sealed record OutboxFigures(string Service, double OldestAge, double Backlog, double Parked, double SentPerSecond, double ConsumedPerSecond, IReadOnlyList<(long, double)> BacklogPoints)
{
    /// <summary>Sending takes well under a second; retries begin at one.</summary>
    public const double LateAfterSeconds = 10;

    public bool IsLate => OldestAge > LateAfterSeconds;
}
