namespace Partnership.CentralHub.Register;

/// <summary>Which snapshot of family finding it was. Numbers are stored: never reuse one.</summary>
internal enum FamilyEventKind : short
{
    ChildProfiled = 1,
    HouseholdOffered = 2,
    CandidateAnswered = 3,
    LinkDecided = 4,
    DisclosureAnswered = 5,
    DutyOverdue = 6,
    ChildOfLinkStated = 7,
}

/// <summary>One snapshot of family finding as received, in the order of arrival; rows are only ever added.</summary>
internal sealed class FamilyEvent
{
    public long Id { get; init; }

    public FamilyEventKind Kind { get; init; }

    public Guid Reference { get; init; }

    public short Council { get; init; }

    public int Epoch { get; init; }

    public long Version { get; init; }

    /// <summary>The message, which can hold no text.</summary>
    public required string Body { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }
}
