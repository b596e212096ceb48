using Partnership.CentralHub.Indicators;
using Partnership.CentralHub.Releases;
using Partnership.Contracts.LocalityHub;

namespace Partnership.CentralHub.Persistence;

/// <summary>One edition of a cell. The one with the highest id is shown; those that nobody saw are deleted when replaced.</summary>
internal sealed class EditionRow
{
    public long Id { get; init; }

    public CellKind Kind { get; init; }

    public short Key { get; init; }

    public DateTimeOffset CutAt { get; init; }

    /// <summary>Whether a reader has seen it: from then on it counts in every later decision.</summary>
    public bool Served { get; set; }
}

/// <summary>A child of an edition; see <see cref="Contribution"/>.</summary>
internal sealed class EditionChildRow
{
    public long EditionId { get; init; }

    public Guid Reference { get; init; }

    public short Council { get; init; }

    public int Value { get; init; }

    public int Gap { get; init; }
}

/// <summary>A council's part in an edition, and what changed of it since the edition seen before.</summary>
internal sealed class EditionCouncilRow
{
    public long EditionId { get; init; }

    public short Council { get; init; }

    /// <summary>Hidden in the common pool.</summary>
    public bool Pooled { get; init; }

    public int Children { get; init; }

    public int WithGap { get; init; }

    public int Changed { get; init; }

    public int ChangedWithGap { get; init; }
}

/// <summary>A figure as readers outside a council see it: already suppressed, null where hidden. Council 0 is the region.</summary>
internal sealed class ReleasedFigureRow
{
    public const short Region = 0;

    public short YearTo { get; init; }

    public short Council { get; init; }

    public Indicator Indicator { get; init; }

    public int? N { get; init; }

    public int? Rounded { get; init; }

    public int? Within { get; init; }

    public int? NeverPlaced { get; init; }

    public int? NoEntry { get; init; }

    public int? NoPlacementOrder { get; init; }

    public int? NoMatch { get; init; }
}

/// <summary>A count of the tracker as readers outside a council see it; null where hidden. Council 0 is the region.</summary>
internal sealed class ReleasedTrackerRow
{
    public short Council { get; init; }

    public ChildStage Stage { get; init; }

    public WaitBand Band { get; init; }

    public int? Children { get; init; }
}

/// <summary>How far releases have come; one row.</summary>
internal sealed class ReleaseStateRow
{
    public short Id { get; init; }

    /// <summary>The last event of the log that was looked at for a release.</summary>
    public long LastEventId { get; init; }

    public DateTimeOffset? LastReleaseAt { get; init; }
}

/// <summary>A rebuild or republication that an operator asked for.</summary>
internal sealed class ProjectionJob
{
    public Guid Id { get; init; }

    public ProjectionJobKind Kind { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>References replayed, or councils asked.</summary>
    public int Replayed { get; set; }

    /// <summary>References whose state differed from the log: 0 unless something was wrong.</summary>
    public int Mended { get; set; }
}

internal enum ProjectionJobKind : short
{
    Rebuild = 1,
    Republish = 2,
}
