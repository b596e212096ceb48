using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Meetings;
using Partnership.PanelScheduling.Panels;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Quality;

/// <summary>
/// The half-yearly reports: computed from what was entered, never typed. Quality feedback is the panel's to the agency (minimum standard 17), the
/// management report the agency's to its executive (standard 25).
/// </summary>
internal static class Reports
{
    private const int Months = 6;

    /// <param name="Items">Items with feedback.</param>
    /// <param name="Quality">Mean of 1 to 4.</param>
    /// <param name="Timeliness">Mean of 1 to 4.</param>
    /// <param name="Conduct">Mean of 1 to 4.</param>
    internal sealed record Ratings(int Items, double? Quality, double? Timeliness, double? Conduct);

    /// <param name="Kind">What was asked.</param>
    /// <param name="Heard">Items heard.</param>
    /// <param name="Yes">Recommended, for each child where there are several.</param>
    /// <param name="No">Not recommended.</param>
    /// <param name="Deferred">Put off.</param>
    /// <param name="MeanDaysWaited">Days between ready and heard.</param>
    internal sealed record KindFigures(CaseKind Kind, int Heard, int Yes, int No, int Deferred, double? MeanDaysWaited);

    /// <param name="Clock">Which clock.</param>
    /// <param name="Ended">Clocks that ended in these months.</param>
    /// <param name="Breaches">Too late, or too early.</param>
    internal sealed record ClockFigures(ClockCode Clock, int Ended, int Breaches);

    /// <param name="PanelId">The panel.</param>
    /// <param name="Kind">quality-feedback or management.</param>
    /// <param name="From">The first day that it covers.</param>
    /// <param name="Until">The last.</param>
    /// <param name="IssuedOn">When it was issued; null until then.</param>
    /// <param name="NextDue">When the next one is due.</param>
    /// <param name="Meetings">Meetings held.</param>
    /// <param name="Cancelled">Meetings cancelled.</param>
    /// <param name="LateWithReason">Items heard although their papers were late, by reason.</param>
    /// <param name="DeferralReasons">Items put off, by reason.</param>
    /// <param name="Inquorate">Items that were called without a quorum.</param>
    /// <param name="Dissent">Recommendations that were not unanimous.</param>
    /// <param name="ByKind">Figures by what was asked.</param>
    /// <param name="Feedback">Ratings by who gave them.</param>
    /// <param name="Clocks">How clocks ended; of the management report.</param>
    /// <param name="AgainstPanel">Decisions otherwise than recommended; of the management report.</param>
    /// <param name="Attendance">Part of the drawn members who were present; of the management report.</param>
    internal sealed record Response(
        Guid PanelId, ReportKind Kind, DateOnly From, DateOnly Until, DateOnly? IssuedOn, DateOnly NextDue, int Meetings, int Cancelled, IReadOnlyDictionary<ItemReason, int> LateWithReason,
        IReadOnlyDictionary<ItemReason, int> DeferralReasons, int Inquorate, int Dissent, IReadOnlyList<KindFigures> ByKind, IReadOnlyDictionary<FeedbackFrom, Ratings> Feedback,
        IReadOnlyList<ClockFigures>? Clocks, int? AgainstPanel, double? Attendance);

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> ReadAsync(
        Guid panelId, Coded<ReportKind> kind, PanelDbContext db, TimeProvider clock, CancellationToken ct, DateOnly? until = null)
    {
        var last = until ?? LondonCalendar.Today(clock);
        Days.RequireKnown("until", last);
        return await db.Panels.AsNoTracking().SingleOrDefaultAsync(panel => panel.Id == panelId, ct) is { } panel
            ? TypedResults.Ok(await ComputeAsync(panel, kind.Value, last, db, ct))
            : KeepPanels.NotFound();
    }

    /// <param name="Until">The last day that it covers: not after today.</param>
    internal sealed record IssueRequest(DateOnly Until);

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> IssueAsync(
        Guid panelId, Coded<ReportKind> kind, IssueRequest request, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Panels.AsNoTracking().SingleOrDefaultAsync(panel => panel.Id == panelId, ct) is not { } panel)
        {
            return KeepPanels.NotFound();
        }

        var today = LondonCalendar.Today(clock);
        Days.RequireKnown("until", request.Until);
        if (request.Until > today)
        {
            throw new RuleBrokenException("report.not-over", "A report covers months that are over.", "until");
        }

        // Issued once, whoever else does so at the same moment.
        await db.Database.ExecuteSqlAsync(
            $"insert into issued_report (panel_id, kind, until, councils, issued_on) values ({panelId}, {(short)kind.Value}, {request.Until}, {panel.Councils}, {today}) on conflict do nothing", ct);
        return TypedResults.Ok(await ComputeAsync(panel, kind.Value, request.Until, db, ct));
    }

    private static async Task<Response> ComputeAsync(Panel panel, ReportKind kind, DateOnly until, PanelDbContext db, CancellationToken ct)
    {
        var from = until.AddMonths(-Months).AddDays(1);
        var meetings = await db.Meetings.AsNoTracking().Include(meeting => meeting.Members)
            .Where(meeting => meeting.PanelId == panel.Id && meeting.Date >= from && meeting.Date <= until).ToListAsync(ct);
        var meetingIds = meetings.Select(meeting => meeting.Id).ToArray();
        var days = meetings.ToDictionary(meeting => meeting.Id, meeting => meeting.Date);
        var items = await db.Items.AsNoTracking().Where(item => meetingIds.Contains(item.MeetingId) && item.State != ItemState.Withdrawn).ToListAsync(ct);
        var caseIds = items.Select(item => item.CaseId).ToArray();
        var cases = await db.Cases.AsNoTracking().Where(@case => caseIds.Contains(@case.Id)).ToDictionaryAsync(@case => @case.Id, ct);
        var itemIds = items.Select(item => item.Id).ToArray();
        var feedback = (await db.Feedback.AsNoTracking().Where(each => itemIds.Contains(each.ItemId)).ToListAsync(ct)).ToLookup(each => each.From);
        var issued = await db.Reports.AsNoTracking().Where(report => report.PanelId == panel.Id && report.Kind == kind).OrderByDescending(report => report.Until).ToListAsync(ct);
        var code = kind == ReportKind.QualityFeedback ? ClockCode.QualityFeedback : ClockCode.ManagementReport;
        var management = kind == ReportKind.Management;
        var held = meetings.Where(meeting => meeting.State == MeetingState.Held).ToList();
        return new Response(
            panel.Id, kind, from, until, issued.Find(report => report.Until == until)?.IssuedOn,
            issued.Count == 0 ? from : ClockEngine.England.Due(ClockRules.Newest(code), issued[0].IssuedOn),
            held.Count, meetings.Count(meeting => meeting.State == MeetingState.Cancelled),
            CountBy(items.Where(item => item.LateReason != ItemReason.None), item => item.LateReason),
            CountBy(items.Where(item => item.State == ItemState.Deferred), item => item.Reason),
            items.Count(item => item.QuorumGaps is { Count: > 0 }),
            items.Sum(item => item.Recommendations.Count(each => each.Against > 0)),
            [
                .. items.Where(item => cases.ContainsKey(item.CaseId)).GroupBy(item => cases[item.CaseId].Kind).OrderBy(group => group.Key).Select(group => new KindFigures(
                    group.Key, group.Count(item => item.State == ItemState.Heard), Recommended(group, PanelOutcome.Yes), Recommended(group, PanelOutcome.No),
                    group.Count(item => item.State == ItemState.Deferred),
                    Mean(group.Where(item => item.State == ItemState.Heard && cases[item.CaseId].ReadyOn is not null)
                        .Select(item => (double)(days[item.MeetingId].DayNumber - cases[item.CaseId].ReadyOn!.Value.DayNumber))))),
            ],
            feedback.ToDictionary(group => group.Key, group => new Ratings(
                group.Select(each => each.ItemId).Distinct().Count(), Mean(group.Select(each => (double)each.Quality)), Mean(group.Select(each => (double)each.Timeliness)), Mean(group.Select(each => (double)each.Conduct)))),
            management ? await ClocksAsync(panel, from, until, db, ct) : null,
            management ? await db.Decisions.CountAsync(decision => caseIds.Contains(decision.CaseId) && decision.FollowsPanel == false && decision.DecidedOn >= from && decision.DecidedOn <= until, ct) : null,
            management ? Mean(held.SelectMany(meeting => meeting.Members).Select(member => member.WasPresent == true ? 1.0 : 0.0)) : null);
    }

    private static async Task<IReadOnlyList<ClockFigures>> ClocksAsync(Panel panel, DateOnly from, DateOnly until, PanelDbContext db, CancellationToken ct) =>
    [
        .. await (
            from running in db.Clocks
            join @case in db.Cases on running.CaseId equals @case.Id
            where running.Ended >= @from && running.Ended <= until && panel.Councils.Contains(@case.Council)
            group running by running.Code into clocks
            orderby clocks.Key
            select new ClockFigures(clocks.Key, clocks.Count(), clocks.Count(each => each.IsBreach))).ToListAsync(ct),
    ];

    private static int Recommended(IEnumerable<AgendaItem> items, PanelOutcome outcome) =>
        items.Where(item => item.State == ItemState.Heard).Sum(item => item.Recommendations.Count(each => each.Outcome == outcome));

    private static Dictionary<ItemReason, int> CountBy(IEnumerable<AgendaItem> items, Func<AgendaItem, ItemReason> reason) => items.GroupBy(reason).ToDictionary(group => group.Key, group => group.Count());

    private static double? Mean(IEnumerable<double> values)
    {
        var all = values.ToList();
        return all.Count == 0 ? null : Math.Round(all.Average(), 2);
    }
}
