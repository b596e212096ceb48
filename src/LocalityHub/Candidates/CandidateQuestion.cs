namespace Partnership.LocalityHub.Candidates;

/// <summary>
/// A question of the centre: may this household, whose home has this digest, be a candidate for this child? Kept as long as it may be answered
/// otherwise one day.
/// </summary>
internal sealed class CandidateQuestion
{
    public Guid Id { get; init; }

    /// <summary>Null when the reference points to no child here, or no longer.</summary>
    public Guid? ChildId { get; set; }

    /// <summary>The household, by its family-finding reference.</summary>
    public Guid Household { get; init; }

    /// <summary>The digest of the district that it lives in.</summary>
    public Guid HomeArea { get; init; }

    /// <summary>No longer asked. Kept for a while, since the question itself may come later than this.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }
}

/// <summary>A household that a child's worker does not consider for the child, for reasons that stay here.</summary>
internal sealed class RuledOut
{
    public Guid ChildId { get; init; }

    /// <summary>The household, by its family-finding reference.</summary>
    public Guid Household { get; init; }

    public required string Reason { get; set; }

    public required string EnteredBy { get; set; }

    public DateTimeOffset EnteredAt { get; set; }
}
