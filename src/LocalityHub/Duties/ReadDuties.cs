using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.Statutory;
using Partnership.Statutory.Clocks;

namespace Partnership.LocalityHub.Duties;

/// <summary>What is owed to one child or household now, by when and under which rule, and what was entered of it.</summary>
internal static class ReadDuties
{
    /// <param name="Duty">Which.</param>
    /// <param name="Title">What is to be done.</param>
    /// <param name="StartedOn">From when it runs.</param>
    /// <param name="Due">The last day; null while it stands still.</param>
    /// <param name="DaysLeft">Until then, in the rule's own days; negative when past.</param>
    /// <param name="Lateness">settled when not late.</param>
    /// <param name="Force">hard or guidance; null of what the council has set itself.</param>
    /// <param name="Source">Provision and instrument.</param>
    /// <param name="Pause">Why it stands still.</param>
    /// <param name="Reason">Why it is late. What is only advice yields to it.</param>
    public sealed record Entry(
        Duty Duty, string Title, DateOnly StartedOn, DateOnly? Due, int? DaysLeft, Lateness Lateness, RuleForce? Force, string? Source, PauseReason? Pause, string? Reason);

    /// <param name="Id">The entry.</param>
    /// <param name="Kind">What happened.</param>
    /// <param name="On">The day.</param>
    /// <param name="Words">What is more to be said.</param>
    /// <param name="Day">The other day that some kinds name.</param>
    /// <param name="Conditions">What was confirmed.</param>
    public sealed record Event(Guid Id, CaseEventKind Kind, DateOnly On, string? Words, DateOnly? Day, IReadOnlyList<CaseConditions> Conditions);

    /// <param name="Title">What may not happen before its day.</param>
    /// <param name="StartedOn">From when the wait runs.</param>
    /// <param name="First">The first day on which it may happen.</param>
    /// <param name="Last">The last; null where there is none.</param>
    /// <param name="Status">waiting, open, met or too-early.</param>
    /// <param name="Source">Provision and instrument.</param>
    public sealed record Wait(string Title, DateOnly StartedOn, DateOnly First, DateOnly? Last, ClockStatus Status, string Source);

    public sealed record Pause(Guid Id, AssessmentStage Stage, AssessmentPauseReason Reason, DateOnly From, DateOnly? Until, string Words);

    /// <param name="Duties">What is due first, first.</param>
    /// <param name="Events">What was entered, the newest first.</param>
    /// <param name="Waits">What may not happen before a day: applications for orders, fewer visits.</param>
    public sealed record ChildResponse(IReadOnlyList<Entry> Duties, IReadOnlyList<Event> Events, IReadOnlyList<Wait> Waits);

    /// <param name="Duties">What is due first, first.</param>
    /// <param name="Pauses">When a stage of the assessment stood still, the newest first.</param>
    public sealed record HouseholdResponse(IReadOnlyList<Entry> Duties, IReadOnlyList<Pause> Pauses);

    public static async Task<Results<Ok<ChildResponse>, ProblemHttpResult>> OfChildAsync(
        Guid childId, HttpContext context, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Children.AsNoTracking().SingleOrDefaultAsync(child => child.Id == childId, ct) is not { } child)
        {
            return ReadChild.NotFound();
        }

        IfMatch.SetETag(context, child.Version);
        return TypedResults.Ok(await DescribeAsync(child, db, LondonCalendar.Today(clock), ct));
    }

    public static async Task<Results<Ok<HouseholdResponse>, ProblemHttpResult>> OfHouseholdAsync(
        Guid householdId, HttpContext context, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Households.AsNoTracking().SingleOrDefaultAsync(household => household.Id == householdId, ct) is not { } household)
        {
            return ReadHousehold.NotFound();
        }

        IfMatch.SetETag(context, household.Version);
        return TypedResults.Ok(await DescribeAsync(household, db, LondonCalendar.Today(clock), ct));
    }

    public static async Task<ChildResponse> DescribeAsync(Child child, LocalityHubDbContext db, DateOnly today, CancellationToken ct)
    {
        var facts = (await DutyFacts.OfChildrenAsync([child.Id], db, ct)).Single();
        return new ChildResponse(
            InOrder(ChildDuties.Of(facts, await DutyFacts.SettingsAsync(db, ct), today), today),
            [.. facts.Events.OrderByDescending(each => each.On).ThenBy(each => each.Id).Select(each => new Event(each.Id, each.Kind, each.On, each.Words, each.Day, each.Conditions.ToList()))],
            [.. ChildWaits.Of(facts, today).Select(wait => new Wait(wait.Rule.Title, wait.StartedOn, wait.First, wait.Last, wait.Status, wait.Rule.Source.ToString()))]);
    }

    public static async Task<HouseholdResponse> DescribeAsync(Household household, LocalityHubDbContext db, DateOnly today, CancellationToken ct)
    {
        var duties = await DutyFacts.OfHouseholdAsync(await HouseholdChange.FactsAsync(household, db, ct), db, today, ct);
        var pauses = await db.AssessmentPauses.AsNoTracking().Where(pause => pause.HouseholdId == household.Id).OrderByDescending(pause => pause.From).ThenBy(pause => pause.Id).ToListAsync(ct);
        return new HouseholdResponse(InOrder(duties, today), [.. pauses.Select(pause => new Pause(pause.Id, pause.Stage, pause.Reason, pause.From, pause.Until, pause.Words))]);
    }

    public static Entry Describe(DutyReading duty, DateOnly today) => new(
        duty.Duty, duty.Title, duty.StartedOn, duty.Due, duty.DaysLeft, duty.LatenessOn(today), duty.Force, duty.Source?.ToString(), duty.Pause, duty.Reason);

    private static Entry[] InOrder(IEnumerable<DutyReading> duties, DateOnly today) =>
        [.. duties.OrderBy(duty => duty.Due ?? DateOnly.MaxValue).ThenBy(duty => duty.Duty).Select(duty => Describe(duty, today))];
}
