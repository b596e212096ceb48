namespace Partnership.LocalHosting.Dashboard;

/// <summary>A service's messages: those that wait to be sent, those that are tried again, and those that wait for a person.</summary>
internal sealed record OutboxFigures(
    string Service, double OldestAge, double Backlog, double Parked, double Retrying, double SentPerSecond, double ConsumedPerSecond, IReadOnlyList<(long, double)> BacklogPoints)
{
    /// <summary>Sending takes well under a second; retries begin at one.</summary>
    public const double LateAfterSeconds = 10;

    /// <summary>Whether it tells nothing now, so that none of its figures are known.</summary>
    public bool IsSilent { get; private init; }

    /// <summary>Whether it told something before it fell silent; otherwise it may be starting still.</summary>
    public bool WasHeard { get; private init; }

    public bool IsLate => OldestAge > LateAfterSeconds;

    /// <summary>A service of which nothing is known now.</summary>
    public static OutboxFigures OfSilent(string service, bool wasHeard) => new(service, 0, 0, 0, 0, 0, 0, []) { IsSilent = true, WasHeard = wasHeard };
}
