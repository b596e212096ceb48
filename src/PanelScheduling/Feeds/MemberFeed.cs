namespace Partnership.PanelScheduling.Feeds;

/// <summary>The secret address of a member's calendar: only its digest is kept. It tells times and places of meetings, and of no case.</summary>
internal sealed class MemberFeed
{
    public Guid MemberId { get; init; }

    public required short[] Councils { get; init; }

    /// <summary>SHA-256 of the key in the address.</summary>
    public required byte[] KeyHash { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
