namespace Partnership.Statutory.Clocks;

/// <summary>One version of a rule of time: what starts it, how long it runs, what ends it, and where that is written.</summary>
/// <remarks>
/// Rules are data. A change of the law is a new version with its own dates, never an edit, so that a clock that began under the old
/// version keeps it. <see cref="ClockRules.InForce"/> picks the version.
/// </remarks>
public sealed record ClockRule
{
    /// <summary>Which clock this is a version of.</summary>
    public required ClockCode Code { get; init; }

    /// <summary>What must, or must not yet, happen, in plain words.</summary>
    public required string Title { get; init; }

    /// <summary>What kind of period it is.</summary>
    public ClockKind Kind { get; init; } = ClockKind.Limit;

    /// <summary>Whom or what the clock belongs to.</summary>
    public required ClockSubject Subject { get; init; }

    /// <summary>The event that the period is counted from; for <see cref="ClockKind.Ahead"/> back from.</summary>
    public required ClockEvent Start { get; init; }

    /// <summary>The event that must happen in time, or for <see cref="ClockKind.MinimumWait"/> not before.</summary>
    public required ClockEvent End { get; init; }

    /// <summary>How long.</summary>
    public required ClockLength Length { get; init; }

    /// <summary>Which day is counted as the first.</summary>
    public FirstDay FirstDay { get; init; } = FirstDay.DayAfter;

    /// <summary>Whether the clock starts anew each time that its end event happens, counted from that event.</summary>
    public bool Repeats { get; init; }

    /// <summary>The event that ends a minimum wait before its time, where the law lets it; or null.</summary>
    public ClockEvent? CutShortBy { get; init; }

    /// <summary>The only reasons for which the clock may be paused. Empty: nothing pauses it.</summary>
    public IReadOnlyList<PauseReason> Pauses { get; init; } = [];

    /// <summary>Duty or guidance.</summary>
    public required RuleForce Force { get; init; }

    /// <summary>Instrument and provision.</summary>
    public required LegalSource Source { get; init; }

    /// <summary>How sure we are of it.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>The first day on which a clock may start under this version.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last such day; null while the version is in force.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>What a reader has to know besides; or null.</summary>
    public string? Note { get; init; }

    /// <summary>Whether the clock may be paused for a reason.</summary>
    public bool MayPauseFor(PauseReason reason) => Pauses.Contains(reason);

    /// <summary>The same rule with a length that a region or council has set for itself.</summary>
    /// <exception cref="InvalidOperationException">The rule is hard: nobody sets its length but the law.</exception>
    public ClockRule WithLocalLength(ClockLength length) => Force == RuleForce.Guidance
        ? this with { Length = length }
        : throw new InvalidOperationException($"{Code} is law; its length is not a setting.");
}

/// <summary>What a period is for.</summary>
public enum ClockKind
{
    /// <summary>The end event must happen on the last day or earlier.</summary>
    Limit,

    /// <summary>The end event must not happen before the period is over: the first day for it is the one after the last of the period.</summary>
    MinimumWait,

    /// <summary>The end event must happen this long before the start event, or earlier: the period is counted back.</summary>
    Ahead,
}

/// <summary>Whom or what a clock belongs to.</summary>
public enum ClockSubject
{
    /// <summary>People who have asked about adopting.</summary>
    Enquiry,

    /// <summary>A household of prospective adopters.</summary>
    Household,

    /// <summary>A child looked after by a council.</summary>
    Child,

    /// <summary>A case before a panel or its decision maker.</summary>
    Case,

    /// <summary>A panel.</summary>
    Panel,

    /// <summary>A person on a central list.</summary>
    Member,

    /// <summary>A foster carer or connected person.</summary>
    Carer,

    /// <summary>A special guardian.</summary>
    Guardian,
}

/// <summary>Which day of a period is its first.</summary>
public enum FirstDay
{
    /// <summary>"Within n days of": the day of the event is not counted.</summary>
    DayAfter,

    /// <summary>"n days beginning with the day on which": the day of the event is day 1, or the first working day from it on.</summary>
    SameDay,
}

/// <summary>How a length is counted.</summary>
public enum ClockUnit
{
    /// <summary>Days other than weekends, Christmas Day, Good Friday and bank holidays in England and Wales.</summary>
    WorkingDays,

    /// <summary>All days.</summary>
    CalendarDays,

    /// <summary>Seven days each.</summary>
    Weeks,

    /// <summary>Calendar months by the corresponding date: from 31 January one month ends on the last day of February.</summary>
    Months,

    /// <summary>Twelve months each.</summary>
    Years,
}

/// <summary>A length of time.</summary>
/// <param name="Amount">How many, 1 or more.</param>
/// <param name="Unit">Of what.</param>
public readonly record struct ClockLength(int Amount, ClockUnit Unit)
{
    /// <summary>As English, such as <c>10 working days</c>.</summary>
    public override string ToString()
    {
        var unit = Unit switch
        {
            ClockUnit.WorkingDays => "working day",
            ClockUnit.CalendarDays => "day",
            ClockUnit.Weeks => "week",
            ClockUnit.Months => "month",
            _ => "year",
        };
        return Amount == 1 ? $"1 {unit}" : $"{Amount} {unit}s";
    }
}
