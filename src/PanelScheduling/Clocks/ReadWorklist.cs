using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Meetings;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.Statutory;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Clocks;

/// <summary>What waits for the caller, in the caller's roles, the most urgent first.</summary>
internal static class ReadWorklist
{
    private const int Most = 200;

    /// <summary>For how many days it stays in the list that a case is to be raised anew, unless it has a determination: in the hub nobody may think so.</summary>
    private const int RaiseAnewFor = 28;

    /// <summary>What is to be done.</summary>
    internal enum PanelTask
    {
        /// <summary>Put a ready case on an agenda.</summary>
        BookCase,

        /// <summary>Take an item off the agenda: the household of its match is chosen for the children no longer, or a gate of its case has fallen.</summary>
        TakeOffItem,

        /// <summary>Settle an agenda: send the papers.</summary>
        SettleAgenda,

        /// <summary>Invite the adopters.</summary>
        InviteAdopters,

        /// <summary>Take attendance and call the items.</summary>
        RunMeeting,

        /// <summary>Answer an invitation.</summary>
        AnswerInvitation,

        /// <summary>Read the papers.</summary>
        ReadPapers,

        /// <summary>Sign the minutes.</summary>
        SignMinutes,

        /// <summary>Decide.</summary>
        Decide,

        /// <summary>Tell somebody of a decision.</summary>
        TellDecision,

        /// <summary>Send the papers to the independent review.</summary>
        SendReviewPapers,

        /// <summary>Raise a case anew that the council's hub has forgotten, since it was restored from a backup.</summary>
        RaiseAnew,
    }

    /// <param name="Do">What.</param>
    /// <param name="CaseId">Of which case; null for a whole meeting.</param>
    /// <param name="MeetingId">At which meeting.</param>
    /// <param name="ItemId">Which item.</param>
    /// <param name="Council">Of which council; null for a meeting of several.</param>
    /// <param name="By">The last day by the clock that runs; null when none does.</param>
    /// <param name="Overdue">That day has passed.</param>
    internal sealed record Entry(PanelTask Do, Guid? CaseId, Guid? MeetingId, Guid? ItemId, CouncilCode? Council, DateOnly? By, bool Overdue);

    /// <param name="Items">At most 200.</param>
    internal sealed record Response(IReadOnlyList<Entry> Items);

    internal static async Task<Ok<Response>> HandleAsync(Caller caller, PanelCallers callers, PanelDbContext db, TimeProvider clock, AuditTrail audit, CancellationToken ct)
    {
        var today = LondonCalendar.Today(clock);
        var found = new List<Entry>();
        if (caller.Roles.Contains(Roles.PanelAdviser))
        {
            found.AddRange(await OfAdviserAsync(db, today, ct));
        }

        if (caller.Roles.Contains(Roles.PanelMember) || caller.Roles.Contains(Roles.PanelChair))
        {
            found.AddRange(await OfMemberAsync(callers, db, ct));
        }

        if (caller.Roles.Contains(Roles.DecisionMaker))
        {
            found.AddRange(await OfDecisionMakerAsync(caller, db, today, ct));
        }

        if (caller.Roles.Contains(Roles.SocialWorker) || caller.Roles.Contains(Roles.Recruitment) || caller.Roles.Contains(Roles.PanelAdviser))
        {
            found.AddRange(await OfNoticesAsync(db, ct));
            found.AddRange(await OfForgottenAsync(db, today, ct));
        }

        var items = found.Select(entry => entry with { Overdue = entry.By < today }).OrderBy(entry => entry.By ?? DateOnly.MaxValue).Take(Most).ToList();
        audit.About(items.Select(entry => entry.CaseId).OfType<Guid>());
        return TypedResults.Ok(new Response(items));
    }

    private static async Task<IEnumerable<Entry>> OfAdviserAsync(PanelDbContext db, DateOnly today, CancellationToken ct)
    {
        var ready = await (
            from @case in db.Cases
            where @case.State == CaseState.Ready && @case.LinkStands && @case.GatesStand
            select new { @case.Id, @case.Council, @case.Kind, Due = db.Clocks.Where(each => each.CaseId == @case.Id && each.Ended == null && each.Kind != Statutory.Clocks.ClockKind.MinimumWait).Min(each => each.Due) })
            .Take(Most).ToListAsync(ct);
        var meetings = await db.Meetings.Where(meeting => meeting.State == MeetingState.Planned || meeting.State == MeetingState.Settled)
            .OrderBy(meeting => meeting.Date).Take(Most).ToListAsync(ct);
        var uninvited = await (
            from item in db.Items
            join @case in db.Cases on item.CaseId equals @case.Id
            join meeting in db.Meetings on item.MeetingId equals meeting.Id
            where item.State == ItemState.Booked && item.AdoptersInvitedOn == null && @case.LinkStands && (@case.Kind == CaseKind.AdopterApproval || @case.Kind == CaseKind.AdopterTermination || @case.Kind == CaseKind.Match)
            select new { ItemId = item.Id, CaseId = @case.Id, @case.Council, MeetingId = meeting.Id, meeting.Date }).Take(Most).ToListAsync(ct);
        var fallen = await (
            from item in db.Items
            join @case in db.Cases on item.CaseId equals @case.Id
            join meeting in db.Meetings on item.MeetingId equals meeting.Id
            where item.State == ItemState.Booked && (!@case.LinkStands || !@case.GatesStand) && (meeting.State == MeetingState.Planned || meeting.State == MeetingState.Settled)
            select new { ItemId = item.Id, CaseId = @case.Id, @case.Council, MeetingId = meeting.Id, meeting.Date }).Take(Most).ToListAsync(ct);
        return ready.Where(each => CaseRoutes.Of(each.Kind).Panel != PanelUse.None)
            .Select(each => new Entry(PanelTask.BookCase, each.Id, null, null, new CouncilCode(each.Council), each.Due, false))
            .Concat(fallen.Select(each => new Entry(PanelTask.TakeOffItem, each.CaseId, each.MeetingId, each.ItemId, new CouncilCode(each.Council), each.Date, false)))
            .Concat(meetings.Where(meeting => meeting.State == MeetingState.Planned).Select(meeting => new Entry(PanelTask.SettleAgenda, null, meeting.Id, null, null, meeting.PapersDue, false)))
            .Concat(meetings.Where(meeting => meeting.State == MeetingState.Settled && meeting.Date <= today).Select(meeting => new Entry(PanelTask.RunMeeting, null, meeting.Id, null, null, meeting.Date, false)))
            .Concat(uninvited.Select(each => new Entry(PanelTask.InviteAdopters, each.CaseId, each.MeetingId, each.ItemId, new CouncilCode(each.Council), each.Date, false)));
    }

    private static async Task<IEnumerable<Entry>> OfMemberAsync(PanelCallers callers, PanelDbContext db, CancellationToken ct)
    {
        var memberships = await callers.MembershipsAsync(ct);
        var drawn = await (
            from member in db.MeetingMembers
            join meeting in db.Meetings on member.MeetingId equals meeting.Id
            where memberships.Contains(member.MemberId) && (meeting.State == MeetingState.Planned || meeting.State == MeetingState.Settled)
            select new { Member = member, Meeting = meeting }).ToListAsync(ct);
        var unsigned = await (
            from member in db.MeetingMembers
            join item in db.Items on member.MeetingId equals item.MeetingId
            join meeting in db.Meetings on member.MeetingId equals meeting.Id
            join @case in db.Cases on item.CaseId equals @case.Id
            where @case.State != CaseState.Withdrawn && memberships.Contains(member.MemberId) && member.Role != PanelRole.Member && item.State == ItemState.Heard && item.SignedAt == null
            select new { item.Id, item.CaseId, item.MeetingId, meeting.Date, member.MemberId, Item = item }).ToListAsync(ct);
        return drawn.Where(each => each.Member.Answer == InvitationAnswer.None).Select(each => new Entry(PanelTask.AnswerInvitation, null, each.Meeting.Id, null, null, each.Meeting.PapersDue, false))
            .Concat(drawn.Where(each => each.Meeting.State == MeetingState.Settled && each.Member is { PapersReadAt: null, Answer: not InvitationAnswer.Cannot })
                .Select(each => new Entry(PanelTask.ReadPapers, null, each.Meeting.Id, null, null, each.Meeting.Date, false)))
            .Concat(unsigned.Where(each => each.Item.Presiding.Any(seat => seat.Member == each.MemberId)).Select(each => new Entry(PanelTask.SignMinutes, each.CaseId, each.MeetingId, each.Id, null, each.Date, false)));
    }

    private static async Task<IEnumerable<Entry>> OfDecisionMakerAsync(Caller caller, PanelDbContext db, DateOnly today, CancellationToken ct)
    {
        var mine = await db.DecisionMakers.Where(maker => maker.Subject == caller.Subject && maker.From <= today && (maker.Until == null || maker.Until >= today)).ToListAsync(ct);

        // What a panel may advise on need not wait for one.
        CaseKind[] advisory = [.. CaseRoutes.All.Where(route => route.Panel == PanelUse.Advisory).Select(route => route.Kind)];
        var waiting = await (
            from @case in db.Cases
            where @case.State == CaseState.ForDecision || (@case.State == CaseState.Ready && advisory.Contains(@case.Kind))
            select new { @case.Id, @case.Council, @case.Kind, Due = db.Clocks.Where(each => each.CaseId == @case.Id && each.Round == @case.Round && each.Ended == null && each.Kind != Statutory.Clocks.ClockKind.MinimumWait).Min(each => each.Due) })
            .ToListAsync(ct);
        return waiting.Where(each => mine.Exists(maker => maker.MayDecide(each.Kind, each.Council, today)))
            .Select(each => new Entry(PanelTask.Decide, each.Id, null, null, new CouncilCode(each.Council), each.Due, false));
    }

    private static async Task<IEnumerable<Entry>> OfNoticesAsync(PanelDbContext db, CancellationToken ct)
    {
        Statutory.Clocks.ClockCode[] telling =
        [
            .. Enum.GetValues<NoticeRecipient>().SelectMany(recipient => new[] { CaseRoute.NoticeClocks(recipient).Oral, CaseRoute.NoticeClocks(recipient).Written }),
            Statutory.Clocks.ClockCode.ReviewPapers, Statutory.Clocks.ClockCode.FosteringReviewPapers,
        ];
        var open = await (
            from running in db.Clocks
            join @case in db.Cases on running.CaseId equals @case.Id
            where running.Ended == null && telling.Contains(running.Code) && @case.State != CaseState.Closed && @case.State != CaseState.Withdrawn
            orderby running.Due
            select new { running.Code, running.Due, @case.Id, @case.Council }).Take(Most).ToListAsync(ct);
        return open.Select(each => new Entry(
            each.Code is Statutory.Clocks.ClockCode.ReviewPapers or Statutory.Clocks.ClockCode.FosteringReviewPapers ? PanelTask.SendReviewPapers : PanelTask.TellDecision,
            each.Id, null, null, new CouncilCode(each.Council), each.Due, false));
    }

    private static async Task<IEnumerable<Entry>> OfForgottenAsync(PanelDbContext db, DateOnly today, CancellationToken ct)
    {
        var since = today.AddDays(-RaiseAnewFor);

        // A determination is followed by a second decision in every case, however long nobody looks at it.
        var forgotten = await db.Cases.Where(@case => @case.State != CaseState.Closed && @case.ForgottenOn != null
                && (@case.ForgottenOn >= since || db.Determinations.Any(each => each.CaseId == @case.Id))
                && !db.Cases.Any(anew => anew.Council == @case.Council && anew.Kind == @case.Kind && anew.Epoch > @case.Epoch && anew.State != CaseState.Withdrawn
                    && (anew.Household == @case.Household && anew.Household != null || anew.Link == @case.Link && anew.Link != null || anew.Children.Any(child => @case.Children.Any(own => own.Child == child.Child)))))
            .Select(@case => new { @case.Id, @case.Council, Due = db.Clocks.Where(each => each.CaseId == @case.Id && each.Ended == null && each.Kind != Statutory.Clocks.ClockKind.MinimumWait).Min(each => each.Due) })
            .Take(Most).ToListAsync(ct);
        return forgotten.Select(each => new Entry(PanelTask.RaiseAnew, each.Id, null, null, new CouncilCode(each.Council), each.Due, false));
    }
}
