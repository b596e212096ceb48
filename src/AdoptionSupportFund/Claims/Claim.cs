namespace Partnership.AdoptionSupportFund.Claims;

/// <summary>What a council asks the fund for at the end of a month.</summary>
internal sealed class Claim
{
    public Guid Id { get; init; }

    public long Number { get; init; }

    public short Council { get; init; }

    /// <summary>The first day of the month.</summary>
    public DateOnly Month { get; init; }

    public DateOnly ClaimedOn { get; init; }

    public required string ClaimedBy { get; init; }

    public List<ClaimItem> Items { get; } = [];
}

/// <summary>What is claimed of one application.</summary>
internal sealed class ClaimItem
{
    public Guid ClaimId { get; init; }

    public Guid ApplicationId { get; init; }

    public short Council { get; init; }

    public required string PortalReference { get; init; }

    public long Pence { get; init; }

    public Guid JournalId { get; init; }
}
