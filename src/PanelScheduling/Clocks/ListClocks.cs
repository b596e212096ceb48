using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;
using Partnership.Statutory;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;
using Partnership.Statutory.WorkingDays;

namespace Partnership.PanelScheduling.Clocks;

/// <summary>The statutory clocks of open cases: what is due when, what stands still and why, what is overdue.</summary>
internal static class ListClocks
{
    /// <param name="CaseId">The case.</param>
    /// <param name="Kind">What is asked.</param>
    /// <param name="Council">Whose decision it is.</param>
    /// <param name="Clock">Which clock.</param>
    /// <param name="Title">What must, or must not yet, happen.</param>
    /// <param name="Recipient">Who is to be told, of clocks of telling.</param>
    /// <param name="Round">1, or 2 after a qualifying determination.</param>
    /// <param name="Status">running, paused, overdue, met, late, waiting, open or too-early.</param>
    /// <param name="Started">The day that it counts from.</param>
    /// <param name="Due">The last day, or of a wait the first; null while paused.</param>
    /// <param name="DaysLeft">Until then, in the clock's own days; negative when past it; null when ended or paused.</param>
    /// <param name="Ended">When its end came.</param>
    /// <param name="Paused">Why it stands still.</param>
    /// <param name="Force">hard or guidance.</param>
    /// <param name="Source">Where it is written.</param>
    internal sealed record Entry(
        Guid CaseId, CaseKind Kind, CouncilCode Council, ClockCode Clock, string Title, NoticeRecipient? Recipient, int Round, ClockStatus Status, DateOnly Started, DateOnly? Due,
        int? DaysLeft, DateOnly? Ended, PauseReason? Paused, RuleForce Force, string Source);

    /// <summary>Those that have not ended, the most urgent first; paused ones last.</summary>
    internal static async Task<Ok<Page<Entry>>> HandleAsync(
        [AsParameters] PageRequest page, PanelCallers callers, PanelDbContext db, TimeProvider time, AuditTrail audit, CancellationToken ct,
        Coded<ClockStatus>? status = null, Coded<ClockCode>? clock = null, DateOnly? dueBy = null)
    {
        var today = LondonCalendar.Today(time);
        var after = page.After<Position>();
        var visible = await ReadCase.VisibleAsync(callers, db, ct);
        var open =
            from running in db.Clocks.AsNoTracking()
            join @case in visible.AsNoTracking() on running.CaseId equals @case.Id
            where running.Ended == null && @case.State != CaseState.Closed && @case.State != CaseState.Withdrawn
            select new { Clock = running, Case = @case, Key = running.Due ?? DateOnly.MaxValue };
        if (clock is { Value: var one })
        {
            open = open.Where(each => each.Clock.Code == one);
        }

        if (dueBy is { } last)
        {
            open = open.Where(each => each.Clock.Due <= last);
        }

        open = status?.Value switch
        {
            ClockStatus.Running => open.Where(each => each.Clock.Kind != ClockKind.MinimumWait && each.Clock.Due >= today),
            ClockStatus.Overdue => open.Where(each => each.Clock.Kind != ClockKind.MinimumWait && each.Clock.Due < today),
            ClockStatus.Paused => open.Where(each => each.Clock.Due == null),
            ClockStatus.Waiting => open.Where(each => each.Clock.Kind == ClockKind.MinimumWait && each.Clock.Due > today),
            ClockStatus.Open => open.Where(each => each.Clock.Kind == ClockKind.MinimumWait && each.Clock.Due <= today),
            null => open,
            _ => open.Where(each => false),
        };
        if (after is not null)
        {
            open = open.Where(each => each.Key > after.Due || (each.Key == after.Due && (each.Clock.CaseId > after.CaseId
                || (each.Clock.CaseId == after.CaseId && each.Clock.Rank > after.Rank))));
        }

        var rows = await open.OrderBy(each => each.Key).ThenBy(each => each.Clock.CaseId).ThenBy(each => each.Clock.Rank).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, row => new Position(row.Key, row.Clock.CaseId, row.Clock.Rank));
        audit.About(found.Items.Select(row => row.Case.Id));
        return TypedResults.Ok(new Page<Entry>([.. found.Items.Select(row => Describe(row.Clock, row.Case, today))], found.Next));
    }

    internal static Entry Describe(CaseClock stored, PanelCase @case, DateOnly today)
    {
        var rule = ClockRules.InForce(stored.Code, stored.Started);
        return new Entry(
            @case.Id, @case.Kind, new CouncilCode(@case.Council), stored.Code, rule.Title, stored.Recipient == default ? null : stored.Recipient, stored.Round, stored.StatusOn(today), stored.Started,
            stored.Due, stored.Ended is null && stored.Due is { } due ? DaysTo(rule, today, due) : null, stored.Ended, stored.Paused, rule.Force, rule.Source.ToString());
    }

    private static int DaysTo(ClockRule rule, DateOnly today, DateOnly due) => rule.Length.Unit != ClockUnit.WorkingDays
        ? due.DayNumber - today.DayNumber
        : today <= due ? WorkingCalendar.England.Between(today, due) : -WorkingCalendar.England.Between(due, today);

    private sealed record Position(DateOnly Due, Guid CaseId, int Rank);
}
