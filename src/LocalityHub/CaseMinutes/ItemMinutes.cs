namespace Partnership.LocalityHub.CaseMinutes;

/// <summary>The minutes of a case's item as this hub holds them: one version of them.</summary>
internal sealed class ItemMinutes
{
    public Guid Id { get; init; }

    public Guid ItemId { get; init; }

    public Guid CaseId { get; init; }

    /// <summary>1 for the first draft.</summary>
    public short Number { get; init; }

    public required string Discussion { get; init; }

    /// <summary>Why the panel recommends what it does.</summary>
    public required string Reasons { get; init; }

    /// <summary>What members said who did not agree; empty when all did.</summary>
    public required string Dissent { get; init; }

    /// <summary>Advice, kept apart from the recommendation.</summary>
    public required string Advice { get; init; }

    /// <summary>SHA-256 of the text: every hub with a part in the case holds the same.</summary>
    public required byte[] Digest { get; init; }

    public required string WrittenBy { get; init; }

    public DateTimeOffset WrittenAt { get; init; }
}
