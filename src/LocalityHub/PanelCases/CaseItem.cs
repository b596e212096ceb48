using Partnership.Contracts.PanelScheduling;

namespace Partnership.LocalityHub.PanelCases;

/// <summary>A case's place on a panel's agenda: the newest that panel scheduling said.</summary>
internal sealed class CaseItem
{
    public Guid Id { get; init; }

    public Guid CaseId { get; init; }

    public long ItemVersion { get; set; }

    public DateOnly MeetsOn { get; set; }

    public AgendaItemState State { get; set; }

    public RecommendedOutcome Recommended { get; set; }

    /// <summary>A panel has considered it.</summary>
    public bool IsHeard => State is AgendaItemState.Heard or AgendaItemState.MinutesSigned;

    /// <summary>The digest of the minutes that the chair has signed.</summary>
    public byte[]? SignedDigest { get; set; }

    /// <summary>When this hub was told that the panel has considered it: what is uploaded or recalled from then on the panel had otherwise.</summary>
    public DateTimeOffset? HeardAt { get; set; }

    /// <summary>What the other council's hub says of its papers that the panel had, a SHA-256 of their ids; null where there is none, or it has not said.</summary>
    public byte[]? OtherPapers { get; set; }
}
