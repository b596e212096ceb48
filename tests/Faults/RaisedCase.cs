namespace Partnership.Faults;

/// <summary>
/// A household of the stream on its way to panel, and what was accepted of it: all of it must be there at the end, as it was sent, and once.
/// </summary>
internal sealed class RaisedCase
{
    public required string Council { get; init; }

    /// <summary>How the council's own papers name the household.</summary>
    public required string Reference { get; init; }

    public required DateOnly InterestAcceptedOn { get; init; }

    public required DateOnly StageOneDecidedOn { get; init; }

    public required DateOnly StageTwoFrom { get; init; }

    public Guid? Household { get; set; }

    public int Checks { get; set; }

    public Guid? Id { get; set; }

    public int Statements { get; set; }

    public List<Guid> Papers { get; } = [];

    public DateOnly? ReportSentOn { get; set; }

    public DateOnly? RaisedOn { get; set; }

    public bool IsWithdrawn { get; set; }

    public BookedItem? Item { get; set; }

    /// <summary>The hub has the minutes of its item.</summary>
    public bool HasMinutes { get; set; }

    public bool IsSigned { get; set; }

    public Guid? Record { get; set; }

    public Guid? Decision { get; set; }

    public bool IsTold { get; set; }
}

/// <summary>A place on an agenda that was accepted.</summary>
internal sealed record BookedItem(Guid Id, Guid Meeting)
{
    public bool IsTakenOff { get; set; }

    public bool IsHeard { get; set; }
}

/// <summary>A meeting that was accepted, and how many members were drawn for it.</summary>
internal sealed record PlannedMeeting(DateOnly Date, int Members);
