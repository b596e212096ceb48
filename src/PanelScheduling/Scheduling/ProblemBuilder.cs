using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Cases;
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
        var settled = await db.Meetings.AsNoTracking()
            .Where(meeting => plan.PanelIds.Contains(meeting.PanelId) && meeting.State == MeetingState.Settled && meeting.Date >= plan.From && meeting.Date <= plan.Until)
            .OrderBy(meeting => meeting.Date).ThenBy(meeting => meeting.Id).Select(meeting => new ScheduleMeeting(meeting.Id, meeting.Date, 0)).ToListAsync(ct);
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
            (i, j) => Pounds(cases[i], meetings[j], panels[meetings[j].PanelId], scheduleCases[i].Minutes))
        {
            Settled = settled,
            WhatItTakes = (i, j, block) => WhatItTakes(block, cases[i], meetings[j], seats[j]),
        };
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

        if (!@case.LinkStands)
        {
            return Block.Link;
        }

        if (!@case.GatesStand)
        {
            return Block.Gate;
        }

        if (today > meeting.PapersDue || @case.ReadyOn > meeting.PapersDue)
        {
            return Block.Papers;
        }

        if (CaseClocks.FirstMeeting(@case, ClockEngine.England) is { } first && meeting.Date < first)
        {
            return Block.Wait;
        }

        if (@case.Route.Panel == PanelUse.Advisory && @case.CourtDate <= meeting.Date)
        {
            return Block.Court;
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

    /// <summary>What a block that is no matter of minutes is about: the day that counts, what the quorum lacks, and who is not there.</summary>
    private static BlockDetail WhatItTakes(Block block, PanelCase @case, Meeting meeting, MeetingSeats seats)
    {
        var conflicted = @case.Conflicts.Select(conflict => conflict.MemberId).ToHashSet();
        return block switch
        {
            Block.Papers => new BlockDetail(meeting.PapersDue),
            Block.Wait => new BlockDetail(CaseClocks.FirstMeeting(@case, ClockEngine.England)),
            Block.Presenter => new BlockDetail(@case.Absences.Where(absence => absence.From <= meeting.Date && meeting.Date <= absence.Until).Max(absence => absence.Until).AddDays(1)),
            Block.Court => new BlockDetail(@case.CourtDate),
            Block.Quorum => new BlockDetail(null, seats.QuorumWithout(conflicted).Gaps, seats.Absent(conflicted)),
            _ => BlockDetail.None,
        };
    }

    private static int Pounds(PanelCase @case, Meeting meeting, Panel panel, int minutes)
    {
        var travel = meeting.HostCouncil is { } host && host != @case.Council ? panel.TravelPounds.GetValueOrDefault(@case.Council) : 0;

        // Where the agencies share by parts, an item more or less changes nobody's share.
        var share = panel.IsJoint && panel.Shares.Values.Sum() == 0 ? panel.MeetingPounds * minutes / Math.Max(1, meeting.Minutes) : 0;
        return travel + share;
    }

    /// <summary>Who sits at each meeting: those drawn, or while nobody is, whoever of the list could be.</summary>
    private async Task<List<MeetingSeats>> SeatsAsync(List<Meeting> meetings, Dictionary<Guid, Panel> panels, CancellationToken ct)
    {
        var lists = panels.Values.Select(panel => panel.ListId).ToArray();
        var members = (await db.Members.AsNoTracking().Where(member => lists.Contains(member.ListId)).ToListAsync(ct)).ToLookup(member => member.ListId);
        return meetings.ConvertAll(meeting => meeting.Members.Count > 0
            ? MeetingSeats.Of(meeting, panels[meeting.PanelId], members[panels[meeting.PanelId].ListId].ToDictionary(member => member.Id))
            : MeetingSeats.Drawable(meeting, panels[meeting.PanelId], members[panels[meeting.PanelId].ListId]));
    }
}
