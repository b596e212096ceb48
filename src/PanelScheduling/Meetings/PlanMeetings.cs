using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.PanelScheduling.Panels;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.WorkingDays;

namespace Partnership.PanelScheduling.Meetings;

/// <summary>Single meetings and series of them.</summary>
internal static class PlanMeetings
{
    private const int MostInSeries = 120;

    /// <param name="Date">The day.</param>
    /// <param name="StartsAt">When it begins, by the clock in London.</param>
    /// <param name="Minutes">How long it may last; the panel's usual length when left out.</param>
    /// <param name="Host">The council in whose rooms it is; null online.</param>
    /// <param name="Venue">The room and its address, or how to join online; left out for the usual one.</param>
    internal sealed record Request(DateOnly Date, TimeOnly StartsAt, int? Minutes = null, CouncilCode? Host = null, string? Venue = null);

    /// <param name="From">The first day that may have a meeting.</param>
    /// <param name="Until">The last.</param>
    /// <param name="Weekday">On which day of the week.</param>
    /// <param name="EveryWeeks">Every so many weeks; null for a series by the month.</param>
    /// <param name="WeekOfMonth">1 to 4, or 5 for the last: on that weekday of each month; null for a series by weeks.</param>
    /// <param name="StartsAt">When meetings begin.</param>
    /// <param name="Minutes">How long they may last; the panel's usual length when left out.</param>
    /// <param name="Host">The council in whose rooms they are; null online.</param>
    /// <param name="Venue">The room and its address, or how to join online; left out for the usual one.</param>
    internal sealed record SeriesRequest(
        DateOnly From, DateOnly Until, DayOfWeek Weekday, int? EveryWeeks, int? WeekOfMonth, TimeOnly StartsAt, int? Minutes = null, CouncilCode? Host = null, string? Venue = null);

    /// <param name="Id">The series.</param>
    /// <param name="Meetings">Its meetings.</param>
    /// <param name="Skipped">Days left out: bank holidays, and days on which the panel meets at that time already.</param>
    internal sealed record SeriesResponse(Guid Id, IReadOnlyList<Summary> Meetings, IReadOnlyList<DateOnly> Skipped);

    /// <param name="Id">The meeting.</param>
    /// <param name="PanelId">Its panel.</param>
    /// <param name="Councils">The panel's agencies.</param>
    /// <param name="Date">The day.</param>
    /// <param name="StartsAt">When it begins, by the clock in London.</param>
    /// <param name="Minutes">How long it may last.</param>
    /// <param name="Host">The council in whose rooms it is; null online.</param>
    /// <param name="Venue">The room and its address, or how to join online; null for the usual one.</param>
    /// <param name="State">planned, settled, held or cancelled.</param>
    /// <param name="PapersDue">The last day on which papers reach the members in time.</param>
    /// <param name="SeriesId">The series that it came from.</param>
    internal sealed record Summary(
        Guid Id, Guid PanelId, IReadOnlyList<CouncilCode> Councils, DateOnly Date, TimeOnly StartsAt, int Minutes, CouncilCode? Host, string? Venue, MeetingState State, DateOnly PapersDue, Guid? SeriesId)
    {
        internal static Summary Of(Meeting meeting) => new(
            meeting.Id, meeting.PanelId, Codes.Of(meeting.Councils), meeting.Date, meeting.StartsAt, meeting.Minutes,
            meeting.HostCouncil is { } host ? new CouncilCode(host) : null, meeting.Venue, meeting.State, meeting.PapersDue, meeting.SeriesId);
    }

    /// <summary>Meetings of a stretch of days, the earliest first. Members see those that they are drawn for as well as all others: a meeting tells of no case.</summary>
    internal static async Task<Ok<Page<Summary>>> ListAsync(
        [AsParameters] PageRequest page, PanelDbContext db, TimeProvider clock, CancellationToken ct, DateOnly? from = null, DateOnly? until = null, Guid? panelId = null)
    {
        var (first, last) = (from ?? LondonCalendar.Today(clock), until ?? DateOnly.MaxValue);
        var after = page.After<Position>();
        var meetings = db.Meetings.AsNoTracking().Where(meeting => meeting.Date >= first && meeting.Date <= last && (panelId == null || meeting.PanelId == panelId));
        if (after is not null)
        {
            meetings = meetings.Where(meeting => meeting.Date > after.Date || (meeting.Date == after.Date && meeting.Id > after.Id));
        }

        var found = Page.Of(
            await meetings.OrderBy(meeting => meeting.Date).ThenBy(meeting => meeting.Id).Take(page.Take).ToListAsync(ct), page, meeting => new Position(meeting.Date, meeting.Id));
        return TypedResults.Ok(new Page<Summary>([.. found.Items.Select(Summary.Of)], found.Next));
    }

    internal static async Task<Results<Created<Summary>, ProblemHttpResult>> PlanAsync(Guid panelId, Request request, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Panels.AsNoTracking().SingleOrDefaultAsync(panel => panel.Id == panelId, ct) is not { } panel)
        {
            return KeepPanels.NotFound();
        }

        Days.RequireKnown("date", request.Date);
        if (request.Date <= LondonCalendar.Today(clock))
        {
            throw new RuleBrokenException("meeting.in-past", "A meeting is planned before its day.", "date");
        }

        if (!WorkingCalendar.England.IsWorkingDay(request.Date))
        {
            throw new RuleBrokenException("meeting.not-a-working-day", "The day is a weekend or a bank holiday.", "date");
        }

        var meeting = Make(panel, request.Date, request.StartsAt, request.Minutes, null);
        meeting.MeetIn(panel, request.Host, request.Venue);
        db.Meetings.Add(meeting);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/panels/meetings/{meeting.Id}", Summary.Of(meeting));
    }

    internal static async Task<Results<Created<SeriesResponse>, ProblemHttpResult>> PlanSeriesAsync(
        Guid panelId, SeriesRequest request, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Panels.AsNoTracking().SingleOrDefaultAsync(panel => panel.Id == panelId, ct) is not { } panel)
        {
            return KeepPanels.NotFound();
        }

        Days.RequireKnown("from", request.From, request.Until);
        if (request.From <= LondonCalendar.Today(clock))
        {
            throw new RuleBrokenException("meeting.in-past", "A series begins after today.", "from");
        }

        var taken = (await db.Meetings.AsNoTracking()
            .Where(meeting => meeting.PanelId == panelId && meeting.Date >= request.From && meeting.Date <= request.Until && meeting.State != MeetingState.Cancelled && meeting.StartsAt == request.StartsAt)
            .Select(meeting => meeting.Date)
            .ToListAsync(ct)).ToHashSet();
        var (days, skipped) = DaysOf(request, day => WorkingCalendar.England.IsWorkingDay(day) && !taken.Contains(day));
        var series = Guid.CreateVersion7();
        var meetings = days.ConvertAll(day => Make(panel, day, request.StartsAt, request.Minutes, series));
        meetings.ForEach(meeting => meeting.MeetIn(panel, request.Host, request.Venue));
        db.Meetings.AddRange(meetings);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/panels/meetings?panelId={panelId}", new SeriesResponse(series, [.. meetings.Select(Summary.Of)], skipped));
    }

    /// <summary>The days of a series, and those that fall out.</summary>
    internal static (List<DateOnly> Days, List<DateOnly> Skipped) DaysOf(SeriesRequest request, Func<DateOnly, bool> isFree)
    {
        if ((request.EveryWeeks is null) == (request.WeekOfMonth is null) || request.EveryWeeks is < 1 or > 12 || request.WeekOfMonth is < 1 or > 5)
        {
            throw new InvalidRequestException("series.pattern", "Give either everyWeeks (1 to 12) or weekOfMonth (1 to 4, or 5 for the last).", "everyWeeks");
        }

        if (request.Until < request.From || request.Until > request.From.AddYears(2))
        {
            throw new InvalidRequestException("series.days", "A series ends on the day it begins or later, and within two years.", "until");
        }

        var (days, skipped) = (new List<DateOnly>(), new List<DateOnly>());
        foreach (var day in request.EveryWeeks is { } weeks ? ByWeeks(request, weeks) : ByMonth(request, request.WeekOfMonth!.Value))
        {
            (isFree(day) ? days : skipped).Add(day);
        }

        return days.Count is > 0 and <= MostInSeries
            ? (days, skipped)
            : throw new InvalidRequestException("series.count", "A series has 1 to 120 meetings.", "until");
    }

    private static IEnumerable<DateOnly> ByWeeks(SeriesRequest request, int weeks)
    {
        var first = request.From.AddDays(((int)request.Weekday - (int)request.From.DayOfWeek + 7) % 7);
        for (var day = first; day <= request.Until; day = day.AddDays(7 * weeks))
        {
            yield return day;
        }
    }

    private static IEnumerable<DateOnly> ByMonth(SeriesRequest request, int week)
    {
        for (var month = new DateOnly(request.From.Year, request.From.Month, 1); month <= request.Until; month = month.AddMonths(1))
        {
            var first = month.AddDays(((int)request.Weekday - (int)month.DayOfWeek + 7) % 7);
            var day = first.AddDays(7 * (week - 1));

            // The fifth is the last: in most months the fourth.
            day = day.Month == month.Month ? day : day.AddDays(-7);
            if (day >= request.From && day <= request.Until)
            {
                yield return day;
            }
        }
    }

    private static Meeting Make(Panel panel, DateOnly day, TimeOnly startsAt, int? minutes, Guid? series)
    {
        var length = minutes ?? panel.MeetingMinutes;
        if (length is < 30 or > Panel.LongestMeeting || startsAt.ToTimeSpan() + TimeSpan.FromMinutes(length) > TimeSpan.FromHours(24))
        {
            throw new InvalidRequestException("meeting.minutes", "A meeting lasts 30 minutes to 10 hours, within its day.", "minutes");
        }

        return new Meeting
        {
            Id = Guid.CreateVersion7(), PanelId = panel.Id, Councils = panel.Councils, Date = day, StartsAt = startsAt, Minutes = length, SeriesId = series,
        };
    }

    private sealed record Position(DateOnly Date, Guid Id);
}
