using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Clocks;
using Partnership.PanelScheduling.Meetings;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Clocks;

namespace Partnership.PanelScheduling.Agenda;

/// <summary>Puts a ready case on the agenda of a meeting, and takes it off again.</summary>
internal static class BookItem
{
    /// <param name="CaseId">The case.</param>
    /// <param name="Pinned">Kept there when meetings are planned anew.</param>
    /// <param name="LateReason">After the day for papers: why it is heard all the same.</param>
    internal sealed record Request(Guid CaseId, bool Pinned = false, ItemReason LateReason = ItemReason.None);

    /// <param name="Reason">case-withdrawn, moved, papers-missing or household-not-chosen.</param>
    internal sealed record WithdrawRequest(ItemReason Reason);

    internal static async Task<Results<Created<ReadItem.Response>, ProblemHttpResult>> HandleAsync(
        Guid meetingId, Request request, HttpContext context, ItemReader reader, AgendaMessages messages, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await DrawMembers.LockAsync(meetingId, db, ct) is not { } meeting)
        {
            return MeetingReader.NotFound();
        }

        // Two advisers who take the last minutes must not both succeed.
        IfMatch.RequireCurrent(context, meeting.Version);
        if (await PanelCases.FindAsync(request.CaseId, db, ct) is not { } @case)
        {
            return PanelCases.NotFound();
        }

        var item = await PlaceAsync(meeting, @case, request.Pinned, request.LateReason, db, clock, ct);
        await messages.SendAsync(item, @case, meeting, ct);
        await PanelCases.SaveAsync(@case, db, clock, ct);
        IfMatch.SetETag(context, item.Version);
        return TypedResults.Created($"/api/v1/panels/agenda-items/{item.Id}", await reader.DescribeAsync(item, @case, meeting, ct));
    }

    /// <summary>Puts the case there, or says why it cannot be.</summary>
    internal static async Task<AgendaItem> PlaceAsync(
        Meeting meeting, PanelCase @case, bool pinned, ItemReason lateReason, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var panel = await db.Panels.SingleAsync(panel => panel.Id == meeting.PanelId, ct);
        await CheckAsync(meeting, @case, panel, CaseState.Ready, lateReason, db, clock, ct);
        var today = LondonCalendar.Today(clock);
        var booked = await db.Items.Where(item => item.MeetingId == meeting.Id && item.State != ItemState.Withdrawn)
            .Select(item => new { item.Minutes, item.Position }).ToListAsync(ct);
        var minutes = MinutesOf(@case, panel);
        if (booked.Sum(item => item.Minutes) + minutes > meeting.Minutes)
        {
            throw Full();
        }

        var item = new AgendaItem
        {
            Id = Guid.CreateVersion7(), MeetingId = meeting.Id, CaseId = @case.Id, Councils = meeting.Councils, Minutes = minutes, IsPinned = pinned,
            Position = booked.Select(each => each.Position).DefaultIfEmpty().Max() + 1, BookedAt = clock.GetUtcNow(), LateReason = IsLate(meeting, today) ? lateReason : ItemReason.None,
            PapersSentOn = meeting.State == MeetingState.Settled ? today : null,
        };
        db.Items.Add(item);
        @case.State = CaseState.Booked;
        @case.Version++;
        meeting.Version++;
        return item;
    }

    /// <summary>How long the case takes before a panel.</summary>
    internal static int MinutesOf(PanelCase @case, Panels.Panel panel) => @case.Minutes ?? panel.MinutesOf(@case.Kind);

    internal static RuleBrokenException Full() => new("agenda.full", "The meeting has too few minutes left.", "caseId");

    /// <summary>Looks whether the case may be heard there, whatever else is: also of a case that is booked elsewhere and would move.</summary>
    /// <exception cref="RuleBrokenException">It may not; the code says why.</exception>
    internal static async Task CheckAsync(
        Meeting meeting, PanelCase @case, Panels.Panel panel, CaseState from, ItemReason lateReason, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        DrawMembers.RequireOpen(meeting);
        if (@case.State != from)
        {
            throw new RuleBrokenException("case.not-ready", "Only a case that is ready is put on an agenda.", "caseId");
        }

        if (!panel.Hears(@case.Kind, [@case.Council]))
        {
            throw new RuleBrokenException("agenda.other-panel", "This panel does not consider cases of that kind or council.", "caseId");
        }

        if (!@case.LinkStands)
        {
            throw new RuleBrokenException("agenda.link-not-chosen", "The household is chosen for the children no longer: the match goes to panel once their council has chosen it again.", "caseId");
        }

        if (!@case.GatesStand)
        {
            throw new RuleBrokenException("agenda.gate-fallen", "A gate that was met when the case was raised is so no more: the case goes to panel once its council's hub says that it is.", "caseId");
        }

        // The minimum waits are law: they have no exception.
        if (CaseClocks.FirstMeeting(@case, ClockEngine.England) is { } first && meeting.Date < first)
        {
            throw new RuleBrokenException("agenda.too-early", $"The panel may not consider the case before {first:yyyy-MM-dd} (Adoption Agencies Regulations 2005, regulations 30(4) and 31).", "caseId");
        }

        var today = LondonCalendar.Today(clock);
        if (today >= meeting.Date)
        {
            throw new RuleBrokenException("agenda.day-has-come", "An agenda is changed before the day of the meeting.");
        }

        if (@case.Route.Panel == Statutory.Panels.PanelUse.Advisory && @case.CourtDate is { } court && meeting.Date >= court)
        {
            throw new RuleBrokenException("agenda.after-court-date", $"The court sits on {court:yyyy-MM-dd}: an advisory item never delays it, and comes before or not at all.", "caseId");
        }

        if (IsLate(meeting, today) && lateReason is not (ItemReason.ChildsWelfare or ItemReason.CourtDate or ItemReason.MinorCorrection))
        {
            throw new RuleBrokenException(
                "agenda.papers-late", "Papers go out five working days before (minimum standard 17): give a lateReason (childs-welfare, court-date, minor-correction), or take a later meeting.", "lateReason");
        }

        if (@case.Absences.Exists(absence => absence.From <= meeting.Date && meeting.Date <= absence.Until))
        {
            throw new RuleBrokenException("agenda.presenters-away", "Those who present the case, or the adopters, cannot come on that day.", "caseId");
        }

        if (meeting.Members.Count > 0 && @case.Route.Panel == Statutory.Panels.PanelUse.Required)
        {
            var seats = await MeetingSeats.OfAsync(meeting, panel, db, ct);
            var quorum = seats.QuorumWithout(@case.Conflicts.Select(conflict => conflict.MemberId).ToHashSet());
            if (!quorum.IsQuorate)
            {
                throw new RuleBrokenException(
                    "panel.not-quorate", $"The item would have no quorum ({quorum.Constitution.Source}): {string.Join(", ", quorum.Gaps.Select(RunMeeting.GapWords))} missing.", "caseId");
            }
        }
    }

    private static bool IsLate(Meeting meeting, DateOnly today) => today > meeting.PapersDue || meeting.State == MeetingState.Settled;

    internal static async Task<Results<Ok<ReadItem.Response>, ProblemHttpResult>> WithdrawAsync(
        Guid itemId, WithdrawRequest request, HttpContext context, ItemReader reader, AgendaMessages messages, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await reader.LockAsync(itemId, ct, withMeeting: true) is not var (item, @case, meeting))
        {
            return ItemReader.NotFound();
        }

        IfMatch.RequireCurrent(context, item.Version);
        if (request.Reason is not (ItemReason.CaseWithdrawn or ItemReason.Moved or ItemReason.PapersMissing or ItemReason.HouseholdNotChosen))
        {
            throw new InvalidRequestException("agenda.reason", "reason is case-withdrawn, moved, papers-missing or household-not-chosen.", "reason");
        }

        TakeOff(item, @case, meeting, request.Reason);
        await messages.SendAsync(item, @case, meeting, ct);
        await PanelCases.SaveAsync(@case, db, clock, ct);
        IfMatch.SetETag(context, item.Version);
        return TypedResults.Ok(await reader.DescribeAsync(item, @case, meeting, ct));
    }

    internal static void TakeOff(AgendaItem item, PanelCase @case, Meeting meeting, ItemReason reason)
    {
        if (item.State != ItemState.Booked || meeting.State == MeetingState.Held)
        {
            throw new RuleBrokenException("agenda.not-booked", "Only an item that is still to be heard is taken off.");
        }

        (item.State, item.Reason) = (ItemState.Withdrawn, reason);
        item.Version++;
        @case.State = CaseState.Ready;
        @case.Version++;
        meeting.Version++;
    }

    /// <summary>Takes a case off the agenda that it is on, if it is on one, for what has happened to it elsewhere; the caller says where it goes on.</summary>
    internal static async Task FreeItsPlaceAsync(
        PanelCase @case, ItemReason reason, AgendaMessages messages, PanelDbContext db, CancellationToken ct, IReadOnlyCollection<short>? to = null)
    {
        foreach (var item in await db.Items.Where(item => item.CaseId == @case.Id && item.State == ItemState.Booked).ToListAsync(ct))
        {
            var meeting = await db.Meetings.Include(meeting => meeting.Members).SingleAsync(meeting => meeting.Id == item.MeetingId, ct);
            (item.State, item.Reason) = (ItemState.Withdrawn, reason);
            item.Version++;
            meeting.Version++;
            await messages.SendAsync(item, @case, meeting, ct, to);
        }
    }
}
