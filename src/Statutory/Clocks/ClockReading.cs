namespace Partnership.Statutory.Clocks;

/// <summary>What is known of one clock's run.</summary>
/// <param name="Started">The day of the start event; for a rule that counts ahead, of the event counted back from.</param>
/// <param name="Ended">The day of the end event; null while it has not happened.</param>
/// <param name="Pauses">Pauses, in any order; they may overlap.</param>
/// <param name="CutShort">The day on which a minimum wait was ended early by what the rule names; or null.</param>
public sealed record ClockFacts(DateOnly Started, DateOnly? Ended = null, IReadOnlyList<ClockPause>? Pauses = null, DateOnly? CutShort = null);

/// <summary>A clock as it stands on a day.</summary>
public sealed record ClockReading
{
    /// <summary>The version of the rule that it runs under.</summary>
    public required ClockRule Rule { get; init; }

    /// <summary>How it stands.</summary>
    public required ClockStatus Status { get; init; }

    /// <summary>The day of the start event.</summary>
    public required DateOnly Started { get; init; }

    /// <summary>
    /// The last day of a limit or of a period ahead, or for a minimum wait the first day on which the event may happen. Null while a
    /// pause lasts: nobody can know it.
    /// </summary>
    public required DateOnly? Due { get; init; }

    /// <summary>
    /// Days until <see cref="Due"/> in the rule's own days (working days for working days, else calendar days), negative when past it.
    /// While paused, what will be left when it resumes. Null when the clock has ended.
    /// </summary>
    public required int? DaysLeft { get; init; }

    /// <summary>The day of the end event, or null.</summary>
    public DateOnly? Ended { get; init; }

    /// <summary>The pause that lasts, when <see cref="Status"/> says so.</summary>
    public ClockPause? Pause { get; init; }

    /// <summary>Whether the rule is broken: overdue, late, or done too early.</summary>
    public bool IsBreach => Status is ClockStatus.Overdue or ClockStatus.Late or ClockStatus.TooEarly;
}

/// <summary>How a clock stands.</summary>
public enum ClockStatus
{
    /// <summary>A limit that is not over.</summary>
    Running,

    /// <summary>Standing still for a lawful reason.</summary>
    Paused,

    /// <summary>The limit has passed and the event has not happened.</summary>
    Overdue,

    /// <summary>The event happened in time.</summary>
    Met,

    /// <summary>The event happened after the limit.</summary>
    Late,

    /// <summary>A minimum wait that is not over: the event may not happen yet.</summary>
    Waiting,

    /// <summary>A minimum wait that is over: the event may happen.</summary>
    Open,

    /// <summary>The event happened before a minimum wait was over.</summary>
    TooEarly,
}
