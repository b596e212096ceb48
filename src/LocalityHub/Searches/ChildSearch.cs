namespace Partnership.LocalityHub.Searches;

/// <summary>One search for a family for a child. The region knows the child by one reference for as long as it lasts.</summary>
internal sealed class ChildSearch
{
    public Guid Id { get; init; }

    public Guid ChildId { get; init; }

    public DateOnly StartedOn { get; init; }

    public required string StartedBy { get; init; }

    public DateOnly? EndedOn { get; set; }

    public SearchEnd? EndReason { get; set; }

    public string? EndWords { get; set; }

    /// <summary>A decision that the child should be placed stood while it lasted: when it falls, so does the search.</summary>
    public bool HadPlan { get; set; }
}

/// <summary>A stretch during which a search rests, by decision of the child's council.</summary>
internal sealed class SearchPause
{
    public Guid Id { get; init; }

    public Guid ChildId { get; init; }

    public Guid SearchId { get; init; }

    /// <summary>The first day that does not count as searched.</summary>
    public DateOnly From { get; init; }

    /// <summary>The day on which somebody looks again.</summary>
    public DateOnly ReviewOn { get; init; }

    public SearchPauseReason Reason { get; init; }

    public required string Words { get; init; }

    public required string PausedBy { get; init; }

    /// <summary>The first day that counts again; null while it lasts.</summary>
    public DateOnly? ResumedOn { get; set; }
}

/// <summary>Why a search ended.</summary>
internal enum SearchEnd
{
    /// <summary>The child moved in.</summary>
    Placed = 1,

    /// <summary>An order was made.</summary>
    OrderMade = 2,

    /// <summary>The plan is another one, or the decision that the child should be placed was reversed.</summary>
    PlanChanged = 3,

    /// <summary>No family is looked for any more, for a reason in words.</summary>
    NoLongerNeeded = 4,

    /// <summary>It was begun in error.</summary>
    InError = 5,
}

/// <summary>Why a search rests. Codes: the story is the words', which stay here.</summary>
internal enum SearchPauseReason
{
    /// <summary>A court has said so, or is about to decide.</summary>
    Court = 1,

    /// <summary>The child's health.</summary>
    ChildsHealth = 2,

    /// <summary>Relatives or friends are being assessed.</summary>
    KinAssessment = 3,

    /// <summary>Something of the child must be assessed first.</summary>
    AssessmentOfChild = 4,

    /// <summary>Another reason.</summary>
    Other = 5,
}
