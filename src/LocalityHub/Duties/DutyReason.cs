using Partnership.Contracts.FamilyFinding;

namespace Partnership.LocalityHub.Duties;

/// <summary>
/// Why a duty is, or will be, late. What is only advice yields to it; a duty in law does not, and is told of as before, with the reason beside it.
/// </summary>
internal sealed class DutyReason
{
    public Guid Id { get; init; }

    /// <summary>The child; null of a household's duty.</summary>
    public Guid? ChildId { get; init; }

    /// <summary>The household; null of a child's duty.</summary>
    public Guid? HouseholdId { get; init; }

    public Duty Duty { get; init; }

    /// <summary>The run that it is of, by the day on which it began: the next run has no reason yet.</summary>
    public DateOnly StartedOn { get; init; }

    public required string Words { get; init; }

    public required string GivenBy { get; init; }

    public DateTimeOffset GivenAt { get; init; }
}
