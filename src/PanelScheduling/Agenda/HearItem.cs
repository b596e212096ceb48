using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Meetings;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Agenda;

/// <summary>What happens to an item: the adopters are invited, the item is called, considered, recommended on, and its minutes are signed.</summary>
internal static class HearItem
{
    /// <param name="InvitedOn">When they were invited.</param>
    /// <param name="Came">Whether they came; null before the meeting. That they did not is not held against them.</param>
    internal sealed record InvitationRequest(DateOnly InvitedOn, bool? Came = null);

    /// <param name="Sitting">The members who sit for the item: those who leave for a conflict are not among them.</param>
    internal sealed record CallRequest(IReadOnlyList<Guid> Sitting);

    /// <param name="Recommendations">One for the whole case, or one for each child.</param>
    /// <param name="Advice">What the panel advises besides.</param>
    /// <param name="Reason">For an item that is put off: condition, more-information, no-quorum or no-time.</param>
    internal sealed record RecommendRequest(IReadOnlyList<Recommendation> Recommendations, IReadOnlyList<AdviceCode> Advice, ItemReason Reason = ItemReason.None);

    internal static async Task<Results<Ok<ReadItem.Response>, ProblemHttpResult>> InviteAsync(
        Guid itemId, InvitationRequest request, HttpContext context, ItemReader reader, PanelDbContext db, CancellationToken ct)
    {
        if (await reader.LockAsync(itemId, ct) is not var (item, @case, meeting))
        {
            return ItemReader.NotFound();
        }

        IfMatch.RequireCurrent(context, item.Version);
        if (request.InvitedOn > meeting.Date)
        {
            throw new RuleBrokenException("agenda.invited-late", "Adopters are invited before the meeting.", "invitedOn");
        }

        (item.AdoptersInvitedOn, item.AdoptersCame) = (request.InvitedOn, request.Came);
        return await SaveAsync(item, @case, meeting, context, reader, db, ct);
    }

    /// <summary>Calls the item: who sits, without those in conflict, makes the quorum or does not.</summary>
    internal static async Task<Results<Ok<ReadItem.Response>, ProblemHttpResult>> CallAsync(
        Guid itemId, CallRequest request, HttpContext context, ItemReader reader, PanelDbContext db, CancellationToken ct)
    {
        if (await reader.LockAsync(itemId, ct) is not var (item, @case, meeting))
        {
            return ItemReader.NotFound();
        }

        IfMatch.RequireCurrent(context, item.Version);
        RequireBookedAtHeldMeeting(item, meeting);
        var panel = await db.Panels.SingleAsync(panel => panel.Id == meeting.PanelId, ct);
        var seats = await MeetingSeats.OfAsync(meeting, panel, db, ct);
        var conflicted = @case.Conflicts.Select(conflict => conflict.MemberId).ToHashSet();
        if (request.Sitting.Any(conflicted.Contains))
        {
            throw new RuleBrokenException("panel.conflict-sits", "A member with a declared conflict leaves for the item.", "sitting");
        }

        var present = meeting.Members.Where(member => member.WasPresent == true).Select(member => member.MemberId).ToHashSet();
        if (request.Sitting.Any(member => !present.Contains(member)))
        {
            throw new RuleBrokenException("panel.not-present", "Only members who were present can sit for the item.", "sitting") { NamesNothingThere = true };
        }

        var listed = seats.Sitting(new HashSet<Guid>()).Select(seat => seat.Member).ToHashSet();
        if (request.Sitting.Any(member => !listed.Contains(member)))
        {
            throw new RuleBrokenException("panel.not-listed", "Whoever sits is on the panel's central list on the day of the meeting (Adoption Agencies Regulations 2005, regulation 4).", "sitting");
        }

        // A decision maker who sat could not decide; somebody who decides for the council does not sit.
        var subjects = await db.Members.Where(member => request.Sitting.Contains(member.Id) && member.Subject != null).Select(member => member.Subject!).ToListAsync(ct);
        if (await db.DecisionMakers.AnyAsync(maker => maker.Council == @case.Council && subjects.Contains(maker.Subject) && maker.From <= meeting.Date && (maker.Until == null || maker.Until >= meeting.Date), ct))
        {
            throw new RuleBrokenException("panel.decision-maker-sits", "A decision maker of the council does not sit on its panel (Adoption Agencies Regulations 2005, regulation 30B(3)).", "sitting");
        }

        item.Sitting = [.. seats.Sitting(new HashSet<Guid>()).Where(seat => request.Sitting.Contains(seat.Member))];
        item.QuorumGaps = [.. Quorum.Read(panel.ConstitutionOn(meeting.Date), item.Sitting).Gaps];
        return await SaveAsync(item, @case, meeting, context, reader, db, ct);
    }

    internal static async Task<Results<Ok<ReadItem.Response>, ProblemHttpResult>> RecommendAsync(
        Guid itemId, RecommendRequest request, HttpContext context, ItemReader reader, AgendaMessages messages, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await reader.LockAsync(itemId, ct) is not var (item, @case, meeting))
        {
            return ItemReader.NotFound();
        }

        IfMatch.RequireCurrent(context, item.Version);
        RequireBookedAtHeldMeeting(item, meeting);
        RecommendationRules.Check(request, item, @case);
        item.Recommendations = [.. request.Recommendations];
        item.Advice = [.. request.Advice.Distinct()];
        if (request.Recommendations.Any(each => each.Outcome == PanelOutcome.Deferred))
        {
            (item.State, item.Reason, @case.State) = (ItemState.Deferred, request.Reason, CaseState.Ready);
        }
        else
        {
            (item.State, @case.State) = (ItemState.Heard, CaseState.Heard);
            @case.Happened(ClockEvent.PanelConsidered, meeting.Date);
        }

        item.Version++;
        @case.Version++;
        await messages.SendAsync(item, @case, meeting, ct);
        await PanelCases.SaveAsync(@case, db, clock, ct);
        IfMatch.SetETag(context, item.Version);
        return TypedResults.Ok(await reader.DescribeAsync(item, @case, meeting, ct));
    }

    /// <summary>
    /// The chair signs the final minutes, once every hub with a part in the case holds the same: the decision maker's working days begin.
    /// </summary>
    internal static async Task<Results<Ok<ReadItem.Response>, ProblemHttpResult>> SignAsync(
        Guid itemId, HttpContext context, ItemReader reader, PanelCallers callers, AgendaMessages messages, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await reader.LockAsync(itemId, ct) is not var (item, @case, meeting))
        {
            return ItemReader.NotFound();
        }

        IfMatch.RequireCurrent(context, item.Version);
        if (item.State != ItemState.Heard || item.SignedAt is not null)
        {
            throw new RuleBrokenException("minutes.not-to-sign", "Minutes are signed once, of an item that was heard.");
        }

        var memberships = await callers.MembershipsAsync(ct);
        if (item.Presiding.FirstOrDefault(seat => memberships.Contains(seat.Member)) is not { } chair)
        {
            throw new RuleBrokenException("minutes.not-the-chair", "Minutes are signed by the chair who sat for the item, or a vice chair who sat when the chair did not.");
        }

        if (@case.Councils.Any(council => !item.MinutesHeld.Exists(held => held.Council == council)))
        {
            throw new RuleBrokenException("minutes.missing", "Every council with a part in the case must hold the minutes first: write them to each council's hub.");
        }

        if (item.MinutesHeld.Select(held => Convert.ToHexString(held.Digest)).Distinct().Count() > 1)
        {
            throw new RuleBrokenException("minutes.differ", "The councils hold different minutes: write the same text to each council's hub.");
        }

        (item.SignedAt, item.SignedBy) = (clock.GetUtcNow(), chair.Member);
        item.Version++;

        // The decision follows what the panel recommended last: minutes of an earlier meeting that are signed late begin nothing.
        var isNewest = !await db.Items.AnyAsync(later => later.CaseId == @case.Id && later.State == ItemState.Heard && later.BookedAt > item.BookedAt, ct);
        if (@case.State == CaseState.Heard && isNewest)
        {
            @case.Happened(ClockEvent.RecommendationReceived, LondonCalendar.Today(clock));
            @case.State = CaseState.ForDecision;
        }

        @case.Version++;
        await messages.SendAsync(item, @case, meeting, ct);
        await PanelCases.SaveAsync(@case, db, clock, ct);
        IfMatch.SetETag(context, item.Version);
        return TypedResults.Ok(await reader.DescribeAsync(item, @case, meeting, ct));
    }

    private static void RequireBookedAtHeldMeeting(AgendaItem item, Meeting meeting)
    {
        if (item.State != ItemState.Booked || meeting.State != MeetingState.Held)
        {
            throw new RuleBrokenException("agenda.not-in-session", "An item is called and considered at its meeting, once attendance is taken.");
        }
    }

    private static async Task<Results<Ok<ReadItem.Response>, ProblemHttpResult>> SaveAsync(
        AgendaItem item, PanelCase @case, Meeting meeting, HttpContext context, ItemReader reader, PanelDbContext db, CancellationToken ct)
    {
        item.Version++;
        await db.SaveChangesAsync(ct);
        IfMatch.SetETag(context, item.Version);
        return TypedResults.Ok(await reader.DescribeAsync(item, @case, meeting, ct));
    }
}
