using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Meetings;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.WorkingDays;

namespace Partnership.PanelScheduling.Scheduling;

/// <summary>A meeting as the picture shows it.</summary>
/// <param name="Date">Its day.</param>
/// <param name="Panel">The panel's code.</param>
/// <param name="Minutes">How long it may last.</param>
/// <param name="Taken">Minutes of its items.</param>
/// <param name="Waits">Days that each item's case has waited by then.</param>
/// <param name="Late">Items beyond a limit.</param>
/// <param name="Cancelled">It will not take place.</param>
internal sealed record CalendarMeeting(DateOnly Date, string Panel, int Minutes, int Taken, IReadOnlyList<int> Waits, int Late, bool Cancelled);

/// <summary>A year at a look: a row for each month, a box for each meeting as full as its agenda, waits as bars below it, breaches in red.</summary>
internal static class ScheduleCalendar
{
    private const int Left = 74;
    private const int Top = 64;
    private const int DayWidth = 36;
    private const int RowHeight = 58;
    private const int LongestWait = 90;

    internal static async Task<IResult> HandleAsync(PanelDbContext db, TimeProvider clock, CancellationToken ct, DateOnly? from = null, DateOnly? until = null)
    {
        var first = from ?? LondonCalendar.Today(clock);
        Days.RequireKnown("from", first);
        var last = until ?? first.AddYears(1).AddDays(-1);
        if (last < first || last > first.AddMonths(24))
        {
            throw new InvalidRequestException("calendar.days", "A calendar shows up to two years.", "until");
        }

        var meetings = await (
            from meeting in db.Meetings.AsNoTracking()
            join panel in db.Panels on meeting.PanelId equals panel.Id
            where meeting.Date >= first && meeting.Date <= last
            orderby meeting.Date
            select new { meeting.Id, meeting.Date, meeting.Minutes, meeting.State, panel.Code }).ToListAsync(ct);
        var items = (await (
            from item in db.Items.AsNoTracking()
            join meeting in db.Meetings on item.MeetingId equals meeting.Id
            join @case in db.Cases on item.CaseId equals @case.Id into known
            from @case in known.DefaultIfEmpty()
            where meeting.Date >= first && meeting.Date <= last && item.State != ItemState.Withdrawn
            select new
            {
                item.MeetingId,
                item.Minutes,
                ReadyOn = @case == null ? null : @case.ReadyOn,
                Late = db.Clocks.Any(each => each.CaseId == item.CaseId && each.Kind == Statutory.Clocks.ClockKind.Limit && each.Due < meeting.Date
                    && (each.Ended == null || each.Ended >= meeting.Date) && each.Started < meeting.Date),
            }).ToListAsync(ct)).ToLookup(item => item.MeetingId);
        var shown = meetings.Select(meeting => new CalendarMeeting(
            meeting.Date, meeting.Code, meeting.Minutes, items[meeting.Id].Sum(item => item.Minutes),
            [.. items[meeting.Id].Where(item => item.ReadyOn is not null).Select(item => meeting.Date.DayNumber - item.ReadyOn!.Value.DayNumber)],
            items[meeting.Id].Count(item => item.Late), meeting.State == MeetingState.Cancelled));
        return Results.Text(Draw(first, last, [.. shown]), "image/svg+xml", Encoding.UTF8);
    }

    /// <summary>Draws it.</summary>
    public static string Draw(DateOnly from, DateOnly until, IReadOnlyList<CalendarMeeting> meetings)
    {
        var months = Enumerable.Range(0, ((until.Year - from.Year) * 12) + until.Month - from.Month + 1).Select(n => new DateOnly(from.Year, from.Month, 1).AddMonths(n)).ToList();
        var (width, height) = (Left + (31 * DayWidth) + 16, Top + (months.Count * RowHeight) + 40);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="sans-serif" role="img">""").Append('\n');
        svg.Append(CultureInfo.InvariantCulture, $"<title>Panel meetings {from:yyyy-MM-dd} to {until:yyyy-MM-dd}</title>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n");
        var held = meetings.Where(meeting => !meeting.Cancelled).ToList();
        var waits = held.SelectMany(meeting => meeting.Waits).ToList();
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"22\" font-size=\"15\" font-weight=\"bold\" fill=\"#0b0c0c\">Panel meetings, {from:d MMMM yyyy} to {until:d MMMM yyyy}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"40\" font-size=\"12\" fill=\"#505a5f\">{held.Count} meetings, {held.Sum(meeting => meeting.Waits.Count)} items, {Percent(held.Sum(meeting => meeting.Taken), held.Sum(meeting => meeting.Minutes))} of the minutes taken, ")
            .Append(CultureInfo.InvariantCulture, $"{(waits.Count == 0 ? 0 : waits.Average()):0} days waited on average, {held.Sum(meeting => meeting.Late)} beyond a limit</text>\n");
        for (var day = 1; day <= 31; day++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + ((day - 1) * DayWidth) + (DayWidth / 2)}\" y=\"{Top - 6}\" font-size=\"10\" text-anchor=\"middle\" fill=\"#505a5f\">{day}</text>\n");
        }

        foreach (var (row, month) in months.Index())
        {
            DrawMonth(svg, month, Top + (row * RowHeight), meetings);
        }

        var legend = Top + (months.Count * RowHeight) + 22;
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{legend}\" font-size=\"11\" fill=\"#505a5f\">Box: minutes taken, orange above nine tenths, grey when cancelled. Bar below: the longest wait, up to {LongestWait} days. Red dot: items beyond a limit. Shaded: weekends and bank holidays.</text>\n");
        return svg.Append("</svg>\n").ToString();
    }

    private static void DrawMonth(StringBuilder svg, DateOnly month, int y, IReadOnlyList<CalendarMeeting> meetings)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + 24}\" font-size=\"12\" text-anchor=\"end\" fill=\"#0b0c0c\">{month:MMM yyyy}</text>\n");
        for (var day = month; day.Month == month.Month; day = day.AddDays(1))
        {
            if (!WorkingCalendar.England.IsWorkingDay(day))
            {
                svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{X(day)}\" y=\"{y}\" width=\"{DayWidth}\" height=\"{RowHeight - 6}\" fill=\"#f3f2f1\"/>\n");
            }
        }

        foreach (var sameDay in meetings.Where(meeting => meeting.Date.Year == month.Year && meeting.Date.Month == month.Month).GroupBy(meeting => meeting.Date))
        {
            // Several panels on one day share its width.
            var slot = (DayWidth - 4) / (double)sameDay.Count();
            foreach (var (index, meeting) in sameDay.Index())
            {
                DrawMeeting(svg, meeting, X(meeting.Date) + 2 + (index * slot), y + 2, slot - 1);
            }
        }
    }

    private static void DrawMeeting(StringBuilder svg, CalendarMeeting meeting, double x, double y, double width)
    {
        const double Box = 34;
        var full = meeting.Minutes == 0 ? 0 : Math.Min(1, meeting.Taken / (double)meeting.Minutes);
        var colour = meeting.Cancelled ? "#b1b4b6" : full > 0.9 ? "#f47738" : "#1d70b8";
        svg.Append(CultureInfo.InvariantCulture, $"<g><title>{Escape(meeting.Panel)} {meeting.Date:yyyy-MM-dd}: {meeting.Waits.Count} items, {meeting.Taken} of {meeting.Minutes} minutes")
            .Append(CultureInfo.InvariantCulture, $"{(meeting.Cancelled ? ", cancelled" : "")}{(meeting.Late > 0 ? $", {meeting.Late} beyond a limit" : "")}</title>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{Box}\" fill=\"none\" stroke=\"{colour}\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.#}\" y=\"{y + (Box * (1 - full)):0.#}\" width=\"{width:0.#}\" height=\"{Box * full:0.#}\" fill=\"{colour}\" fill-opacity=\"0.75\"/>\n");
        if (meeting.Waits.Count > 0)
        {
            var bar = width * Math.Clamp(meeting.Waits.Max(), 0, LongestWait) / LongestWait;
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.#}\" y=\"{y + Box + 4:0.#}\" width=\"{bar:0.#}\" height=\"5\" fill=\"#ffdd00\" stroke=\"#505a5f\" stroke-width=\"0.5\"/>\n");
        }

        if (meeting.Late > 0)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x + width - 3:0.#}\" cy=\"{y + 4:0.#}\" r=\"4\" fill=\"#d4351c\"/>\n");
        }

        svg.Append("</g>\n");
    }

    private static int X(DateOnly day) => Left + ((day.Day - 1) * DayWidth);

    private static string Percent(int part, int whole) => whole == 0 ? "0 %" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0} %");

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text);
}
