namespace Partnership.LocalityHub.Duties;

/// <summary>Something of a child's case that starts or ends a clock, entered when it has happened.</summary>
internal sealed class CaseEvent
{
    public Guid Id { get; init; }

    public Guid ChildId { get; init; }

    public CaseEventKind Kind { get; init; }

    public DateOnly On { get; init; }

    /// <summary>What is more to be said; stays in this hub.</summary>
    public string? Words { get; init; }

    public required string EnteredBy { get; init; }

    public DateTimeOffset EnteredAt { get; init; }

    /// <summary>It never was: entered in error.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }
}

/// <summary>What happened.</summary>
internal enum CaseEventKind
{
    /// <summary>The case was reviewed, of a child who waits or is placed (Adoption Agencies Regulations 2005, reg. 36).</summary>
    Reviewed = 1,

    /// <summary>The child was visited in its placement.</summary>
    Visited = 2,

    /// <summary>The adoption was celebrated.</summary>
    Celebrated = 3,

    /// <summary>The life story book was given.</summary>
    LifeStoryGiven = 4,

    /// <summary>The later-life letter was given.</summary>
    LaterLifeLetterGiven = 5,

    /// <summary>The meeting after a disruption was held.</summary>
    DisruptionMet = 6,
}

/// <summary>A stretch during which a stage of a household's assessment stands still, for one of the reasons that its rule knows.</summary>
internal sealed class AssessmentPause
{
    public Guid Id { get; init; }

    public Guid HouseholdId { get; init; }

    public AssessmentStage Stage { get; init; }

    public AssessmentPauseReason Reason { get; init; }

    /// <summary>What the agency records of it; stays in this hub.</summary>
    public required string Words { get; init; }

    /// <summary>The first day that does not count.</summary>
    public DateOnly From { get; init; }

    /// <summary>The first day that counts again; null while it lasts.</summary>
    public DateOnly? Until { get; set; }

    public required string EnteredBy { get; init; }
}

/// <summary>A stage of the assessment of adopters.</summary>
internal enum AssessmentStage
{
    /// <summary>Stage one.</summary>
    One = 1,

    /// <summary>Stage two, or the fast track.</summary>
    Two = 2,
}

/// <summary>Why a stage may stand still; which stage takes which is the rule's matter.</summary>
internal enum AssessmentPauseReason
{
    /// <summary>The household asked for more time.</summary>
    ApplicantRequest = 1,

    /// <summary>Good reasons, which the agency records: stage one.</summary>
    GoodReason = 2,

    /// <summary>Exceptional circumstances, which the agency records: stage two and the fast track.</summary>
    ExceptionalCircumstances = 3,
}
