using Partnership.Contracts.FamilyFinding;
using Partnership.Statutory;
using Partnership.Statutory.Clocks;

namespace Partnership.LocalityHub.Duties;

/// <summary>One duty that is owed now, as it stands on a day.</summary>
/// <param name="Duty">Which.</param>
/// <param name="Title">What is to be done, in plain words.</param>
/// <param name="StartedOn">The day from which it runs.</param>
/// <param name="Due">The last day; null while it stands still.</param>
/// <param name="DaysLeft">Days until then in the rule's own days, negative when past; while it stands still, what will be left.</param>
/// <param name="Force">Law or advice; null of what the council has set itself.</param>
/// <param name="Source">The provision; null of what the council has set itself.</param>
/// <param name="Pause">Why it stands still.</param>
/// <param name="Reason">Why it is late, where somebody has said so.</param>
internal sealed record DutyReading(
    Duty Duty, string Title, DateOnly StartedOn, DateOnly? Due, int? DaysLeft, RuleForce? Force, LegalSource? Source, PauseReason? Pause = null, string? Reason = null)
{
    /// <summary>Advice yields to the child's welfare with a reason that is recorded (Adoption and Children Act 2002, s. 1(2)).</summary>
    public bool Yields => Force == RuleForce.Guidance && Reason is not null;

    /// <summary>A duty under a rule, as the clock shows it.</summary>
    public static DutyReading Of(Duty duty, ClockRule rule, DateOnly started, DateOnly today, IReadOnlyList<ClockPause>? pauses = null)
    {
        var reading = ClockEngine.England.Read(rule, new ClockFacts(started, Pauses: pauses), today);
        return new DutyReading(duty, rule.Title, started, reading.Due, reading.DaysLeft, rule.Force, rule.Source, reading.Pause?.Reason);
    }

    /// <summary>The same under the rule that was in force when it began.</summary>
    public static DutyReading Of(Duty duty, ClockCode code, DateOnly started, DateOnly today) => Of(duty, ClockRules.InForceOrFirst(code, started), started, today);

    /// <summary>A duty in law for which the law sets no day, and nobody has set one yet.</summary>
    public static DutyReading WithoutDay(Duty duty, string title, DateOnly started, LegalSource source) => new(duty, title, started, null, null, RuleForce.Hard, source);

    /// <summary>What the council has set itself: a day on which somebody looks again.</summary>
    public static DutyReading OfOwn(Duty duty, string title, DateOnly started, DateOnly due, DateOnly today) =>
        new(duty, title, started, due, due.DayNumber - today.DayNumber, null, null);

    /// <summary>How late it is on a day. What yields, or stands still, is not late.</summary>
    public Lateness LatenessOn(DateOnly today) => Due is not { } due || today <= due || Yields ? Lateness.Settled
        : (today.DayNumber - due.DayNumber) switch
        {
            < 7 => Lateness.UnderOneWeek,
            < 28 => Lateness.OneToFourWeeks,
            _ => Lateness.FourWeeksOrMore,
        };
}
