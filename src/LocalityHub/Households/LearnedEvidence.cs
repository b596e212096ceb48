using Partnership.Contracts.FamilyFinding;

namespace Partnership.LocalityHub.Households;

/// <summary>
/// What a link that was not progressed tells of a household: that it said no where its offer may say otherwise. It is for the worker to talk about with
/// the household. The offer changes by the worker's hand alone.
/// </summary>
internal sealed class LearnedEvidence
{
    public Guid Id { get; init; }

    public Guid HouseholdId { get; init; }

    public Guid LinkId { get; init; }

    /// <summary>One of the household's reasons.</summary>
    public NotProgressedReasons Reason { get; init; }

    /// <summary>How many children the link was for.</summary>
    public ChildCounts Children { get; init; }

    public DateTimeOffset LearnedAt { get; init; }

    /// <summary>What the household said to it; null while nobody has asked.</summary>
    public LearnedOutcome? Outcome { get; set; }

    public DateOnly? TalkedOn { get; set; }

    public string? Words { get; set; }

    public string? RecordedBy { get; set; }

    /// <summary>Whether a reason is the household's side's, not the child's.</summary>
    public static bool IsHouseholds(NotProgressedReasons reason) => reason is >= NotProgressedReasons.NumberOfChildren and <= NotProgressedReasons.HouseholdPrefersAnother;
}

/// <summary>What a household says to what was learned.</summary>
internal enum LearnedOutcome
{
    /// <summary>That is so.</summary>
    Confirmed = 1,

    /// <summary>That is not so, or was so that once.</summary>
    Challenged = 2,
}
