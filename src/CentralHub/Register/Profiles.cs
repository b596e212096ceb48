using Partnership.Contracts.LocalityHub;

namespace Partnership.CentralHub.Register;

/// <summary>The newest snapshot of a child. The reference stays with the council that first used it.</summary>
internal sealed class ChildProfile
{
    public Guid Reference { get; init; }

    public short Council { get; init; }

    public int Epoch { get; init; }

    public long Version { get; init; }

    /// <summary>Whether the search has not ended.</summary>
    public bool Live { get; init; }

    public required ChildProfiled Snapshot { get; init; }

    /// <summary>When the centre first heard of the child.</summary>
    public DateTimeOffset FirstSeenAt { get; init; }
}

/// <summary>The newest snapshot of a household. The reference stays with the council that first used it.</summary>
internal sealed class HouseholdOffer
{
    public Guid Reference { get; init; }

    public short Council { get; init; }

    public int Epoch { get; init; }

    public long Version { get; init; }

    /// <summary>Whether the offer has not ended.</summary>
    public bool Live { get; init; }

    public required HouseholdOffered Snapshot { get; init; }

    public DateTimeOffset FirstSeenAt { get; init; }
}
