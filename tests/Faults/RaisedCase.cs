namespace Partnership.Faults;

/// <summary>
/// A household of the stream on its way to panel, or a match, and what was accepted of it: all of it must be there at the end, as it was sent, and once.
/// </summary>
internal sealed class RaisedCase
{
    public required string Council { get; init; }

    /// <summary>How the papers of the household's council name it.</summary>
    public required string Reference { get; init; }

    public DateOnly? InterestAcceptedOn { get; init; }

    public DateOnly? StageOneDecidedOn { get; init; }

    public DateOnly? StageTwoFrom { get; init; }

    /// <summary>Of a match the council of the household; null of adopters, who are of the council that raises.</summary>
    public string? HouseholdsCouncil { get; init; }

    /// <summary>Whether it is asked about children and a household, and not about adopters.</summary>
    public bool IsMatch => HouseholdsCouncil is not null;

    /// <summary>Whose hubs have a part in it.</summary>
    public IEnumerable<string> Councils => HouseholdsCouncil is { } other ? [Council, other] : [Council];

    /// <summary>Who prepares it in its hub.</summary>
    public string Worker => IsMatch ? $"social.worker.{Council}" : "recruitment";

    /// <summary>The household, in its hub.</summary>
    public Guid? Household { get; set; }

    public int Checks { get; set; }

    public Guid? Id { get; set; }

    public int Statements { get; set; }

    public List<Guid> Papers { get; } = [];

    public DateOnly? ReportSentOn { get; set; }

    public DateOnly? RaisedOn { get; set; }

    public bool IsWithdrawn { get; set; }

    public BookedItem? Item { get; set; }

    /// <summary>The councils whose hubs have the minutes of its item.</summary>
    public List<string> Minutes { get; } = [];

    public bool IsSigned { get; set; }

    public Guid? Record { get; set; }

    public IReadOnlyList<Guid> Decisions { get; set; } = [];

    /// <summary>Who was told of which decision.</summary>
    public List<(Guid Decision, string Recipient)> Told { get; } = [];

    /// <summary>Everybody was told of every decision.</summary>
    public bool IsTold => Decisions.Count > 0 && Told.Count == Decisions.Count * Recipients.Count;

    /// <summary>Who has to be told.</summary>
    public IReadOnlyList<string> Recipients => IsMatch ? ["birth-parents", "adopters"] : ["adopters"];
}

/// <summary>A place on an agenda that was accepted.</summary>
internal sealed record BookedItem(Guid Id, Guid Meeting)
{
    public bool IsTakenOff { get; set; }

    public bool IsHeard { get; set; }
}

/// <summary>A meeting that was accepted, and how many members were drawn for it.</summary>
internal sealed record PlannedMeeting(DateOnly Date, int Members);
