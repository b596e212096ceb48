using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.CentralLists;
using Partnership.PanelScheduling.Clocks;
using Partnership.PanelScheduling.Meetings;
using Partnership.PanelScheduling.Panels;
using Partnership.PanelScheduling.Persistence;
using Partnership.Statutory;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Scheduling;

/// <summary>Reads what there is to place, and where, from the tables.</summary>
internal sealed class ProblemBuilder(PanelDbContext db, TimeProvider clock)
{
    /// <summary>The cases and meetings of a plan as they are now.</summary>
    /// <param name="plan">What it covers.</param>
    /// <param name="pins">Cases that a person has put somewhere (null: nowhere).</param>
    /// <param name="ct">Cancellation token.</param>
    public async Task<ScheduleProblem> BuildAsync(SchedulePlan plan, IReadOnlyDictionary<Guid, Guid?> pins, CancellationToken ct)
    {
        var panels = await db.Panels.AsNoTracking().Where(panel => plan.PanelIds.Contains(panel.Id)).ToDictionaryAsync(panel => panel.Id, ct);
        var meetings = await db.Meetings.AsNoTracking().Include(meeting => meeting.Members)
            .Where(meeting => plan.PanelIds.Contains(meeting.PanelId) && meeting.State == MeetingState.Planned && meeting.Date >= plan.From && meeting.Date <= plan.Until)
            .OrderBy(meeting => meeting.Date).ThenBy(meeting => meeting.Id).ToListAsync(ct);
        var meetingIds = meetings.Select(meeting => meeting.Id).ToArray();
        var items = await db.Items.AsNoTracking().Where(item => meetingIds.Contains(item.MeetingId) && item.State == ItemState.Booked).ToListAsync(ct);
        var movable = plan.IncludesBooked ? items.Where(item => !item.IsPinned).Select(item => item.CaseId).ToArray() : [];
        var cases = (await db.Cases.AsNoTracking().Whole().Where(@case => @case.State == CaseState.Ready || movable.Contains(@case.Id)).OrderBy(@case => @case.Id).ToListAsync(ct))
            .Where(@case => panels.Values.Any(panel => panel.Hears(@case.Kind, [@case.Council]))).ToList();
        var placed = items.Where(item => !movable.Contains(item.CaseId)).ToLookup(item => item.MeetingId);
        var seats = await SeatsAsync(meetings, panels, ct);
        var today = LondonCalendar.Today(clock);
        var scheduleCases = cases.ConvertAll(@case => Describe(@case, panels.Values));
        var scheduleMeetings = meetings.ConvertAll(meeting => new ScheduleMeeting(meeting.Id, meeting.Date, meeting.Minutes - placed[meeting.Id].Sum(item => item.Minutes)));
        return new ScheduleProblem(
            scheduleCases,
            scheduleMeetings,
            (i, j) => BlockOf(cases[i], meetings[j], panels[meetings[j].PanelId], seats[j], pins, today),
            (i, j) => Pounds(cases[i], meetings[j], panels[meetings[j].PanelId], scheduleCases[i].Minutes));
    }

    private static ScheduleCase Describe(PanelCase @case, IEnumerable<Panel> panels)
    {
        var hearing = panels.Where(panel => panel.Hears(@case.Kind, [@case.Council])).ToList();
        var limit = CaseClocks.LastMeeting(@case, hearing.Max(panel => panel.MinutesWorkingDays), ClockEngine.England);
        return new ScheduleCase(@case.Id, @case.ReadyOn ?? DateOnly.MinValue, limit?.Day, limit?.IsLaw ?? false, @case.Minutes ?? hearing.Max(panel => panel.MinutesOf(@case.Kind)));
    }

    private static Block BlockOf(PanelCase @case, Meeting meeting, Panel panel, MeetingSeats seats, IReadOnlyDictionary<Guid, Guid?> pins, DateOnly today)
    {
        if (!panel.Hears(@case.Kind, [@case.Council]))
        {
            return Block.Panel;
        }

        if (today > meeting.PapersDue || @case.ReadyOn > meeting.PapersDue)
        {
            return Block.Papers;
        }

        if (CaseClocks.FirstMeeting(@case, ClockEngine.England) is { } first && meeting.Date < first)
        {
            return Block.Wait;
        }

        if (@case.Absences.Exists(absence => absence.From <= meeting.Date && meeting.Date <= absence.Until))
        {
            return Block.Presenter;
        }

        if (@case.Route.Panel == PanelUse.Required && !seats.QuorumWithout(@case.Conflicts.Select(conflict => conflict.MemberId).ToHashSet()).IsQuorate)
        {
            return Block.Quorum;
        }

        return pins.TryGetValue(@case.Id, out var pinned) && pinned != meeting.Id ? Block.Pinned : Block.None;
    }

    private static int Pounds(PanelCase @case, Meeting meeting, Panel panel, int minutes)
    {
        var travel = meeting.HostCouncil is { } host && host != @case.Council ? panel.TravelPounds.GetValueOrDefault(@case.Council) : 0;
        var share = panel.IsJoint ? panel.MeetingPounds * minutes / Math.Max(1, meeting.Minutes) : 0;
        return travel + share;
    }

    /// <summary>Who sits at each meeting: those drawn, or while nobody is, whoever of the list could be.</summary>
    private async Task<List<MeetingSeats>> SeatsAsync(List<Meeting> meetings, Dictionary<Guid, Panel> panels, CancellationToken ct)
    {
        var lists = panels.Values.Select(panel => panel.ListId).ToArray();
        var members = (await db.Members.AsNoTracking().Where(member => lists.Contains(member.ListId)).ToListAsync(ct)).ToLookup(member => member.ListId);
        return meetings.ConvertAll(meeting =>
        {
            var panel = panels[meeting.PanelId];
            var listed = members[panel.ListId].ToDictionary(member => member.Id);
            return MeetingSeats.Of(meeting.Members.Count > 0 ? meeting : Drawable(meeting, panel, listed.Values), panel, listed);
        });
    }

    private static Meeting Drawable(Meeting meeting, Panel panel, IEnumerable<ListMember> listed)
    {
        var free = listed.Where(member => member.IsListedOn(meeting.Date) && !member.IsAwayOn(meeting.Date))
            .Select(member => panel.Seat(member, PanelRole.Member, member.Is(MemberFactKind.MedicalAdviser, meeting.Date) && !Independence.HasYears(member.Facts, MemberFactKind.SocialWork, 3, meeting.Date), meeting.Date))
            .ToList();

        // The chair must be independent, and should not be the one social worker.
        var chair = free.Where(seat => seat is { IsIndependent: true, IsMedicalAdviser: false }).OrderBy(seat => seat.IsSocialWorker).FirstOrDefault();
        return new Meeting
        {
            Id = meeting.Id, PanelId = meeting.PanelId, Councils = meeting.Councils, Date = meeting.Date, StartsAt = meeting.StartsAt, Minutes = meeting.Minutes,
            Members =
            [
                .. free.Select(seat => new MeetingMember
                {
                    MeetingId = meeting.Id, MemberId = seat.Member, Councils = meeting.Councils, Role = seat == chair ? PanelRole.Chair : PanelRole.Member, AsMedicalAdviser = seat.IsMedicalAdviser,
                }),
            ],
        };
    }
}
