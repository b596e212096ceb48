using Partnership.Statutory.WorkingDays;

namespace Partnership.Statutory.Clocks;

/// <summary>Reads clocks: when a period ends and how it stands. All days are civil days in Europe/London.</summary>
/// <param name="calendar">The working days to count by.</param>
public sealed class ClockEngine(WorkingCalendar calendar)
{
    /// <summary>An engine on England's calendar as this version knows it.</summary>
    public static ClockEngine England { get; } = new(WorkingCalendar.England);

    /// <summary>The working days that this engine counts by.</summary>
    public WorkingCalendar Calendar => calendar;

    /// <summary>How a clock stands at the end of a day.</summary>
    /// <exception cref="ArgumentException">A pause has a reason that the rule does not accept, or ends before it begins.</exception>
    public ClockReading Read(ClockRule rule, ClockFacts facts, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(facts);
        var pauses = Checked(rule, facts.Pauses ?? []).Where(pause => pause.Until is not null || pause.From <= today).ToList();
        var due = DueDay(rule, facts, pauses);
        var pause = facts.Ended is null && due is null ? Last(pauses) : null;
        var status = Status(rule, facts, due, today);
        return new ClockReading
        {
            Rule = rule,
            Status = status,
            Started = facts.Started,
            Due = due,
            Ended = facts.Ended,
            Pause = pause,
            DaysLeft = facts.Ended is not null ? null
                : due is { } day ? Days(rule, today, day)
                : Days(rule, pause!.From.AddDays(-1), DueDay(rule, facts, Closed(pauses, pause.From))!.Value),
        };
    }

    /// <summary>
    /// The last day of a limit, the first day allowed by a minimum wait, or the last day of a period ahead; null while a pause lasts
    /// that began before it.
    /// </summary>
    public DateOnly? Due(ClockRule rule, ClockFacts facts)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(facts);
        return DueDay(rule, facts, Checked(rule, facts.Pauses ?? []));
    }

    /// <summary>The same for a clock that has never been paused.</summary>
    public DateOnly Due(ClockRule rule, DateOnly started) => Due(rule, new ClockFacts(started))!.Value;

    private static ClockStatus Status(ClockRule rule, ClockFacts facts, DateOnly? due, DateOnly today) => (rule.Kind, facts.Ended) switch
    {
        // An event while the clock stood still came neither late nor, for a wait, in time.
        (ClockKind.MinimumWait, { } ended) => due is { } first && ended >= first ? ClockStatus.Met : ClockStatus.TooEarly,
        (ClockKind.MinimumWait, null) => due is not { } first ? ClockStatus.Paused : today >= first ? ClockStatus.Open : ClockStatus.Waiting,
        (_, { } ended) => due is not { } last || ended <= last ? ClockStatus.Met : ClockStatus.Late,
        _ => due is not { } last ? ClockStatus.Paused : today > last ? ClockStatus.Overdue : ClockStatus.Running,
    };

    private DateOnly? DueDay(ClockRule rule, ClockFacts facts, IReadOnlyList<ClockPause> pauses)
    {
        if (rule.Kind == ClockKind.Ahead)
        {
            return Back(rule.Length, facts.Started);
        }

        var last = LastDay(rule, facts.Started, pauses);
        if (rule.Kind == ClockKind.Limit)
        {
            return last;
        }

        var first = last?.AddDays(1);
        return rule.CutShortBy is not null && facts.CutShort is { } cut && (first is null || cut < first) ? cut : first;
    }

    // The first counted day is day 1, and the period's last day the one on which the count is full; paused days do not count.
    private DateOnly? LastDay(ClockRule rule, DateOnly started, IReadOnlyList<ClockPause> pauses)
    {
        var first = rule.FirstDay == FirstDay.SameDay ? started : started.AddDays(1);
        var length = rule.Length;
        var working = length.Unit == ClockUnit.WorkingDays;
        var nominal = working ? calendar.Add(first.AddDays(-1), length.Amount)
            : rule.FirstDay == FirstDay.SameDay ? Before(Forward(length, started), started, length.Unit)
            : Forward(length, started);
        if (!pauses.Any(pause => pause.From <= nominal && (pause.Until ?? DateOnly.MaxValue) > first))
        {
            return nominal;
        }

        var count = working ? length.Amount : nominal.DayNumber - first.DayNumber + 1;
        for (var day = first; ; day = day.AddDays(1))
        {
            if (pauses.Any(pause => pause.Until is null && pause.From <= day))
            {
                return null;
            }

            if (!pauses.Any(pause => pause.Covers(day)) && (!working || calendar.IsWorkingDay(day)) && --count == 0)
            {
                return day;
            }
        }
    }

    private static DateOnly Forward(ClockLength length, DateOnly before) => length.Unit switch
    {
        ClockUnit.CalendarDays => before.AddDays(length.Amount),
        ClockUnit.Weeks => before.AddDays(7 * length.Amount),
        ClockUnit.Months => before.AddMonths(length.Amount),
        ClockUnit.Years => before.AddYears(length.Amount),
        _ => throw new ArgumentOutOfRangeException(nameof(length), length.Unit, "Working days are the calendar's."),
    };

    // A month that begins with the 31st ends with the last day of a shorter month, not with the day before it.
    private static DateOnly Before(DateOnly corresponding, DateOnly started, ClockUnit unit) =>
        unit is ClockUnit.Months or ClockUnit.Years && corresponding.Day != started.Day ? corresponding : corresponding.AddDays(-1);

    private DateOnly Back(ClockLength length, DateOnly day) => length.Unit == ClockUnit.WorkingDays
        ? calendar.Add(day, -length.Amount)
        : Forward(length with { Amount = -length.Amount }, day);

    // Beyond the day, the working days since it: on the Saturday after a Friday none has passed yet.
    private int Days(ClockRule rule, DateOnly from, DateOnly to) => rule.Length.Unit != ClockUnit.WorkingDays
        ? to.DayNumber - from.DayNumber
        : from <= to ? calendar.Between(from, to) : -calendar.Between(to, from);

    private static IReadOnlyList<ClockPause> Checked(ClockRule rule, IReadOnlyList<ClockPause> pauses)
    {
        foreach (var pause in pauses)
        {
            if (!rule.MayPauseFor(pause.Reason))
            {
                throw new ArgumentException($"{rule.Code} is not paused by {pause.Reason}.", nameof(pauses));
            }

            if (pause.Until < pause.From)
            {
                throw new ArgumentException("A pause ends on the day it begins or later.", nameof(pauses));
            }
        }

        return pauses;
    }

    private static ClockPause Last(IReadOnlyList<ClockPause> pauses) => pauses.Where(pause => pause.Until is null).MinBy(pause => pause.From)!;

    private static List<ClockPause> Closed(IReadOnlyList<ClockPause> pauses, DateOnly at) =>
        [.. pauses.Where(pause => pause.Until is not null), .. pauses.Where(pause => pause.Until is null).Select(pause => pause with { Until = at })];
}
