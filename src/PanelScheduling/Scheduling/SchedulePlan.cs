namespace Partnership.PanelScheduling.Scheduling;

/// <summary>A proposal where ready cases are heard: nothing is booked until somebody applies it.</summary>
internal sealed class SchedulePlan
{
    public Guid Id { get; init; }

    public required short[] Councils { get; init; }

    public DateOnly From { get; init; }

    public DateOnly Until { get; init; }

    public required Guid[] PanelIds { get; init; }

    /// <summary>Whether cases that are booked, and not pinned, were placed anew.</summary>
    public bool IncludesBooked { get; init; }

    public List<Placement> Placements { get; set; } = [];

    /// <summary>The bound that was found when the plan was made, and whether the plan was proven to be the best.</summary>
    public long Bound { get; set; }

    public long Cost { get; set; }

    public bool IsOptimal { get; set; }

    public int Milliseconds { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? AppliedAt { get; set; }

    public long Version { get; set; } = 1;
}

/// <param name="CaseId">The case.</param>
/// <param name="MeetingId">Where it is heard; null when nowhere.</param>
/// <param name="Pinned">A person has put it there.</param>
internal sealed record Placement(Guid CaseId, Guid? MeetingId, bool Pinned);
