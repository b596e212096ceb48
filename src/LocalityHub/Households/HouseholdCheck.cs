namespace Partnership.LocalityHub.Households;

/// <summary>What is checked of people who want to adopt or foster.</summary>
internal enum CheckKind : short
{
    /// <summary>Enhanced criminal record certificate of one person (Adoption Agencies Regulations 2005, reg. 25).</summary>
    CriminalRecord = 1,

    /// <summary>One parent's health report, with the medical adviser's summary (reg. 26(b)).</summary>
    Health = 2,

    /// <summary>An interview with one referee (reg. 26 and Schedule 4).</summary>
    Reference = 3,

    /// <summary>The local authority where they live was asked (reg. 26).</summary>
    LocalAuthority = 4,

    /// <summary>Preparation for adoption (reg. 24).</summary>
    Preparation = 5,

    /// <summary>The assessment plan for stage two was agreed (reg. 29(2)).</summary>
    AssessmentPlan = 6,

    /// <summary>Health, references and records of people who want to foster (Fostering Services Regulations 2011, Schedule 3, Part 1).</summary>
    FosteringPartOne = 7,
}

/// <summary>A check of a household. The law sets no expiry: by when one is to be refreshed is the agency's practice, and one that is past that day counts all the same.</summary>
internal sealed class HouseholdCheck
{
    public Guid Id { get; init; }

    public Guid HouseholdId { get; init; }

    public CheckKind Kind { get; init; }

    /// <summary>Whom it is about, by the order in the record; null for the household as a whole.</summary>
    public short? Member { get; init; }

    public DateOnly On { get; init; }

    /// <summary>The day by which the council would have it refreshed; null for never.</summary>
    public DateOnly? RefreshBy { get; init; }

    /// <summary>Of a referee: a relative.</summary>
    public bool IsRelative { get; init; }

    public required string RecordedBy { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public bool CountsOn(DateOnly day) => On <= day;

    public bool IsToBeRefreshedOn(DateOnly day) => RefreshBy < day;
}
