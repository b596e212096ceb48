namespace Partnership.LocalityHub.CaseTransfers;

/// <summary>Children whose plans one worker hands over to another of the council: theirs from the moment on which the other accepts.</summary>
internal sealed class CaseTransfer
{
    public Guid Id { get; init; }

    /// <summary>The subject of who hands over.</summary>
    public required string FromSubject { get; init; }

    /// <summary>The subject of who is to take over.</summary>
    public required string ToSubject { get; init; }

    public required string ToName { get; init; }

    public required string ToManager { get; init; }

    /// <summary>What the other has to know; stays in this hub.</summary>
    public string? Words { get; init; }

    public DateTimeOffset OfferedAt { get; init; }

    public CaseTransferState State { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public long Version { get; set; }
}

/// <summary>A child in a transfer.</summary>
internal sealed class CaseTransferChild
{
    public Guid TransferId { get; init; }

    public Guid ChildId { get; init; }

    /// <summary>The plan was still the giver's when the other accepted, and is the other's now.</summary>
    public bool TakenOver { get; set; }
}

/// <summary>How far a transfer has come.</summary>
internal enum CaseTransferState
{
    /// <summary>Nothing has changed hands.</summary>
    Offered = 1,

    /// <summary>The other has taken over.</summary>
    Accepted = 2,

    /// <summary>Taken back by who offered it, or declined.</summary>
    Revoked = 3,
}
