using Partnership.Statutory;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Clocks;

/// <summary>A clock of a case as it was read last: kept so that the clocks of all cases can be listed by their last day.</summary>
internal sealed class CaseClock
{
    public Guid CaseId { get; init; }

    public required short[] Councils { get; set; }

    public ClockCode Code { get; init; }

    public short Round { get; init; }

    /// <summary>Who is to be told; 0 for what concerns the whole case.</summary>
    public NoticeRecipient Recipient { get; init; }

    /// <summary>Orders the clocks of one case: each has a number of its own.</summary>
    public int Rank { get; init; }

    public RuleForce Force { get; init; }

    public ClockKind Kind { get; init; }

    public DateOnly Started { get; set; }

    /// <summary>The last day, or of a wait the first; null while paused.</summary>
    public DateOnly? Due { get; set; }

    public DateOnly? Ended { get; set; }

    /// <summary>Why it stands still; null when it does not.</summary>
    public PauseReason? Paused { get; set; }

    public DateOnly? PausedFrom { get; set; }

    /// <summary>Whether its end came too late, or too early.</summary>
    public bool IsBreach { get; set; }

    /// <summary>How it stands on a day: what was stored does not move by itself.</summary>
    public ClockStatus StatusOn(DateOnly today) => (Ended, Kind) switch
    {
        ({ }, ClockKind.MinimumWait) => IsBreach ? ClockStatus.TooEarly : ClockStatus.Met,
        ({ }, _) => IsBreach ? ClockStatus.Late : ClockStatus.Met,
        (null, _) when Due is null => ClockStatus.Paused,
        (null, ClockKind.MinimumWait) => today >= Due ? ClockStatus.Open : ClockStatus.Waiting,
        _ => today > Due ? ClockStatus.Overdue : ClockStatus.Running,
    };
}
