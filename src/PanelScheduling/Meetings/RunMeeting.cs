using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.PanelScheduling.Meetings;

/// <summary>What happens to a meeting: invitations are answered, its agenda is settled, it is held or cancelled.</summary>
internal static class RunMeeting
{
    /// <param name="Answer">comes or cannot.</param>
    /// <param name="PapersRead">Whether the papers are read.</param>
    internal sealed record AnswerRequest(InvitationAnswer Answer, bool PapersRead = false);

    /// <param name="Present">The members who were there.</param>
    internal sealed record AttendanceRequest(IReadOnlyList<Guid> Present);

    /// <summary>A member answers for himself or herself.</summary>
    internal static async Task<Results<Ok<ReadMeeting.Response>, ProblemHttpResult>> AnswerAsync(
        Guid meetingId, AnswerRequest request, HttpContext context, MeetingReader reader, PanelCallers callers, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var memberships = await callers.MembershipsAsync(ct);
        if (await DrawMembers.LockAsync(meetingId, db, ct) is not { } meeting || meeting.Members.Find(member => memberships.Contains(member.MemberId)) is not { } mine)
        {
            return MeetingReader.NotFound();
        }

        IfMatch.RequireCurrent(context, meeting.Version);
        DrawMembers.RequireOpen(meeting);
        if (request.PapersRead && meeting.State != MeetingState.Settled)
        {
            throw new RuleBrokenException("meeting.papers-not-sent", "The papers are with the members when the agenda is settled.", "papersRead");
        }

        if (mine.Answer != request.Answer)
        {
            (mine.Answer, mine.AnsweredAt) = (request.Answer, clock.GetUtcNow());
        }

        mine.PapersReadAt = request.PapersRead ? mine.PapersReadAt ?? clock.GetUtcNow() : null;
        return await SaveAsync(meeting, context, reader, db, ct);
    }

    /// <summary>Settles the agenda: the papers go to the members, five working days before; what comes later needs its reason.</summary>
    internal static async Task<Results<Ok<ReadMeeting.Response>, ProblemHttpResult>> SettleAsync(
        Guid meetingId, HttpContext context, MeetingReader reader, AgendaMessages messages, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await DrawMembers.LockAsync(meetingId, db, ct) is not { } meeting)
        {
            return MeetingReader.NotFound();
        }

        IfMatch.RequireCurrent(context, meeting.Version);
        if (meeting.State != MeetingState.Planned)
        {
            throw new RuleBrokenException("meeting.settled", "The agenda was settled before, or the meeting is over.");
        }

        var panel = await db.Panels.SingleAsync(panel => panel.Id == meeting.PanelId, ct);
        var seats = await MeetingSeats.OfAsync(meeting, panel, db, ct);
        var items = await db.Items.Where(item => item.MeetingId == meetingId && item.State == ItemState.Booked).OrderBy(item => item.Position).ToListAsync(ct);
        var cases = await CasesOfAsync(items, db, ct);
        foreach (var item in items.Where(item => cases[item.CaseId].Route.Panel == Statutory.Panels.PanelUse.Required))
        {
            var quorum = seats.QuorumWithout(cases[item.CaseId].Conflicts.Select(conflict => conflict.MemberId).ToHashSet());
            if (!quorum.IsQuorate)
            {
                throw new RuleBrokenException(
                    "panel.not-quorate",
                    $"Item {item.Position} would have no quorum ({quorum.Constitution.Source}): {string.Join(", ", quorum.Gaps.Select(gap => GapWords(gap)))} missing. Draw others, or move the item.",
                    "agenda");
            }
        }

        var today = LondonCalendar.Today(clock);
        if (today > meeting.PapersDue && items.Exists(item => item.LateReason == ItemReason.None))
        {
            throw new RuleBrokenException(
                "meeting.papers-late",
                "Papers go out five working days before (minimum standard 17). Give each item the reason for which it is heard all the same, or move it.",
                "agenda");
        }

        (meeting.State, meeting.SettledAt) = (MeetingState.Settled, clock.GetUtcNow());
        foreach (var item in items)
        {
            item.PapersSentOn = today;
            item.Version++;
            await messages.SendAsync(item, cases[item.CaseId], meeting, ct);
        }

        return await SaveAsync(meeting, context, reader, db, ct);
    }

    /// <summary>Says who was there; from now on items are called.</summary>
    internal static async Task<Results<Ok<ReadMeeting.Response>, ProblemHttpResult>> AttendAsync(
        Guid meetingId, AttendanceRequest request, HttpContext context, MeetingReader reader, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await DrawMembers.LockAsync(meetingId, db, ct) is not { } meeting)
        {
            return MeetingReader.NotFound();
        }

        IfMatch.RequireCurrent(context, meeting.Version);
        if (meeting.State is not (MeetingState.Settled or MeetingState.Held))
        {
            throw new RuleBrokenException("meeting.not-settled", "Attendance is taken at a meeting whose agenda was settled.");
        }

        if (LondonCalendar.Today(clock) < meeting.Date)
        {
            throw new RuleBrokenException("meeting.not-yet", "Attendance is taken on the day of the meeting or after.");
        }

        if (request.Present.Any(present => !meeting.Members.Exists(member => member.MemberId == present)))
        {
            throw new RuleBrokenException("meeting.not-drawn", "Whoever was there must be drawn for the meeting: enter a substitution first.", "present") { NamesNothingThere = true };
        }

        if (meeting.State == MeetingState.Held && await db.Items.AnyAsync(item => item.MeetingId == meetingId && item.Sitting.Count > 0, ct))
        {
            throw new RuleBrokenException("meeting.items-called", "Items have been called: who sat for each is entered with the item.");
        }

        foreach (var member in meeting.Members)
        {
            member.WasPresent = request.Present.Contains(member.MemberId);
        }

        meeting.State = MeetingState.Held;
        return await SaveAsync(meeting, context, reader, db, ct);
    }

    /// <summary>Cancels a meeting: its cases are ready for another one.</summary>
    internal static async Task<Results<Ok<ReadMeeting.Response>, ProblemHttpResult>> CancelAsync(
        Guid meetingId, HttpContext context, MeetingReader reader, AgendaMessages messages, PanelDbContext db, CancellationToken ct)
    {
        if (await DrawMembers.LockAsync(meetingId, db, ct) is not { } meeting)
        {
            return MeetingReader.NotFound();
        }

        IfMatch.RequireCurrent(context, meeting.Version);
        DrawMembers.RequireOpen(meeting);
        meeting.State = MeetingState.Cancelled;
        var items = await db.Items.Where(item => item.MeetingId == meetingId && item.State == ItemState.Booked).ToListAsync(ct);
        var cases = await CasesOfAsync(items, db, ct);
        foreach (var item in items)
        {
            (item.State, item.Reason) = (ItemState.Withdrawn, ItemReason.MeetingCancelled);
            item.Version++;
            var @case = cases[item.CaseId];
            @case.State = CaseState.Ready;
            @case.Version++;
            await messages.SendAsync(item, @case, meeting, ct);
        }

        return await SaveAsync(meeting, context, reader, db, ct);
    }

    internal static string GapWords(Statutory.Panels.QuorumGap gap) => gap switch
    {
        Statutory.Panels.QuorumGap.Chair => "the chair or a vice chair",
        Statutory.Panels.QuorumGap.SocialWorker => "a social worker of three years besides whoever is in the chair",
        Statutory.Panels.QuorumGap.IndependentMember => "an independent member",
        _ => "members",
    };

    /// <summary>The cases of items, which somebody may change who works for all of their councils.</summary>
    internal static async Task<Dictionary<Guid, PanelCase>> CasesOfAsync(List<AgendaItem> items, PanelDbContext db, CancellationToken ct)
    {
        var ids = items.Select(item => item.CaseId).ToArray();
        var cases = await db.Cases.Include(@case => @case.Conflicts).Where(@case => ids.Contains(@case.Id)).ToDictionaryAsync(@case => @case.Id, ct);
        return cases.Count == ids.Length
            ? cases
            : throw new RuleBrokenException("meeting.cases-of-others", "The agenda holds cases of councils that the token does not carry: somebody who works for all of the panel's agencies does this.");
    }

    private static async Task<Results<Ok<ReadMeeting.Response>, ProblemHttpResult>> SaveAsync(
        Meeting meeting, HttpContext context, MeetingReader reader, PanelDbContext db, CancellationToken ct)
    {
        meeting.Version++;
        await db.SaveChangesAsync(ct);
        IfMatch.SetETag(context, meeting.Version);
        return TypedResults.Ok(await reader.DescribeAsync(meeting, ct));
    }
}
