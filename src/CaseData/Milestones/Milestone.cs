namespace Partnership.CaseData.Milestones;

/// <summary>A step on a child's way to adoption.</summary>
public enum MilestoneKind
{
    /// <summary>The period of care began.</summary>
    EnteredCare,

    /// <summary>The agency decision maker decided that the child should be placed for adoption.</summary>
    ShouldBePlaced,

    /// <summary>The court made a placement order (or, before 2005, freed the child).</summary>
    PlacementOrder,

    /// <summary>The decision maker matched the child with the adopters.</summary>
    Matched,

    /// <summary>The placement with the adopters began as an adoptive placement.</summary>
    Placed,

    /// <summary>The child moved in with the people who adopt: earlier than <see cref="Placed"/> when they fostered the child. Derived only, never entered.</summary>
    MovedIn,

    /// <summary>The court made the adoption order.</summary>
    AdoptionOrder,

    /// <summary>The decision maker decided that the child should no longer be placed for adoption.</summary>
    DecisionReversed,

    /// <summary>
    /// The placement with the adopters ended before an order: the child has left them, and the match with them is over. Entered only: returns
    /// tell it by an episode elsewhere.
    /// </summary>
    PlacementEnded,
}

/// <summary>Where a date comes from; of two that disagree the higher holds.</summary>
public enum MilestoneSource
{
    /// <summary>A yearly SSDA903 return.</summary>
    Return = 1,

    /// <summary>A daily feed from the case system.</summary>
    Feed = 2,

    /// <summary>A person entered it.</summary>
    Hand = 3,
}

/// <summary>The row of a return that a date was read from.</summary>
/// <param name="Table">Episodes, PlacedAdoption or AD1.</param>
/// <param name="Row">The 1-based data row.</param>
/// <param name="Year">The calendar year in which the return's year ends.</param>
public sealed record SourceRow(string Table, int Row, int Year);

/// <summary>A dated step with its source.</summary>
/// <param name="Kind">Which step.</param>
/// <param name="Date">The day.</param>
/// <param name="Source">Where the day comes from.</param>
/// <param name="Row">The row of the return; null when a person or a feed gave the day.</param>
public sealed record Milestone(MilestoneKind Kind, DateOnly Date, MilestoneSource Source, SourceRow? Row = null);

/// <summary>A date given by a person or a daily feed, one per kind and source.</summary>
/// <param name="Kind">Which step; <see cref="MilestoneKind.MovedIn"/> cannot be entered and is ignored.</param>
/// <param name="Date">The day.</param>
/// <param name="Source"><see cref="MilestoneSource.Hand"/> or <see cref="MilestoneSource.Feed"/>.</param>
public sealed record EnteredMilestone(MilestoneKind Kind, DateOnly Date, MilestoneSource Source = MilestoneSource.Hand);

/// <summary>Two sources give different days for one step; a person should look.</summary>
/// <param name="Kept">The one that holds by precedence.</param>
/// <param name="Overruled">The other.</param>
public sealed record MilestoneConflict(Milestone Kept, Milestone Overruled);

/// <summary>A decision that the child should be placed, and its reversal if there was one.</summary>
/// <param name="Decided">The decision.</param>
/// <param name="Reversed">The reversal with its day; null when it stands or the day is not known.</param>
/// <param name="IsReversed">Whether it was reversed, on a known day or not.</param>
/// <param name="Reason">RD1 to RD4 when given.</param>
public sealed record PlacementDecision(Milestone Decided, Milestone? Reversed, bool IsReversed, string? Reason);
