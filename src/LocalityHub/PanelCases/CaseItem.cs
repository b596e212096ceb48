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

    /// <summary>The digest of the minutes that the chair has signed.</summary>
    public byte[]? SignedDigest { get; set; }
}
