using Partnership.CaseData.Milestones;
using Partnership.LocalityHub.Milestones;

namespace Partnership.LocalityHub.Imports;

/// <summary>What an upload does to a child.</summary>
internal enum Outcome
{
    New,
    Updated,
    Unchanged,
    Held,
}

/// <summary>A child of an upload, checked and compared with what the hub has, ready to be written.</summary>
internal sealed class PreparedChild
{
    public required Guid Id { get; init; }

    public required bool IsNew { get; init; }

    public required ChildSubmission Submission { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>False for content that the hub already has, accepted or held: nothing of the child is written.</summary>
    public required bool Changes { get; init; }

    public required byte[] Digest { get; init; }

    public required IReadOnlyList<ImportFinding> Findings { get; init; }

    public required string[] HoldReasons { get; init; }

    /// <summary>Another year's return of the child is held: the child stays held whatever this one says.</summary>
    public required bool HeldByOtherYear { get; init; }

    /// <summary>This year's return was held until now, or has rows: they make way.</summary>
    public required bool HasRowsOfYear { get; init; }

    /// <summary>The return is of the newest year that the hub has of the child, so its Header tells who the child is.</summary>
    public required bool IsNewestYear { get; init; }

    /// <summary>The accepted rows of all years merged, this one included; null when it is held.</summary>
    public required ChildFacts? Facts { get; init; }

    /// <summary>What follows from the facts of a new child, of whom nobody can have entered anything; null for all others, of whom only their lock makes sure.</summary>
    public required (ChildMilestones Derived, IReadOnlyList<StoredMilestone> Rows)? Derived { get; init; }

    /// <summary>The held rows speak of the end of a plan.</summary>
    public required bool SpeaksOfReversal { get; init; }

    public bool IsHeldNow => Outcome == Outcome.Held || HeldByOtherYear;
}
