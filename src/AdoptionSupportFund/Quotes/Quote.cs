namespace Partnership.AdoptionSupportFund.Quotes;

/// <summary>What a provider would take for a line of an application.</summary>
internal sealed class Quote
{
    public Guid Id { get; init; }

    public short Council { get; init; }

    public Guid ApplicationId { get; init; }

    /// <summary>The line's place in the application: a draft's lines are written anew each time.</summary>
    public short Line { get; init; }

    public Guid ProviderId { get; init; }

    public long RatePence { get; init; }

    /// <summary>Pence besides the hours, such as for a report.</summary>
    public long ExtraPence { get; init; }

    public DateOnly ValidUntil { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }
}
