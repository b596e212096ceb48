using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Meetings;

/// <summary>One meeting with its members and agenda, and the quorum of each item as it would be now.</summary>
internal static class ReadMeeting
{
    /// <param name="MemberId">The member.</param>
    /// <param name="Name">The member's name.</param>
    /// <param name="Role">chair, vice-chair or member.</param>
    /// <param name="AsMedicalAdviser">Not counted in the quorum.</param>
    /// <param name="Independent">Of every agency of the panel, on the day of the meeting.</param>
    /// <param name="SocialWorker">With three years' experience on that day.</param>
    /// <param name="Away">The member said that that day is not possible.</param>
    /// <param name="Answer">none, comes or cannot.</param>
    /// <param name="PapersReadAt">When the member said that the papers are read.</param>
    /// <param name="WasPresent">Whether the member was there; null before.</param>
    /// <param name="Replaces">Whose place the member took.</param>
    internal sealed record Member(
        Guid MemberId, string Name, PanelRole Role, bool AsMedicalAdviser, bool Independent, bool SocialWorker, bool Away, InvitationAnswer Answer,
        DateTimeOffset? PapersReadAt, bool? WasPresent, Guid? Replaces);

    /// <param name="ItemId">The item.</param>
    /// <param name="CaseId">The case.</param>
    /// <param name="Kind">What is asked.</param>
    /// <param name="Council">Whose decision it is.</param>
    /// <param name="Position">Its place.</param>
    /// <param name="StartsAt">When it begins, if all before it take their time.</param>
    /// <param name="Minutes">How long it takes.</param>
    /// <param name="State">booked, withdrawn, heard or deferred.</param>
    /// <param name="Quorate">Whether the members who are drawn, less those away, unable or in conflict, make a quorum.</param>
    /// <param name="Missing">What the quorum lacks.</param>
    /// <param name="Conflicts">Drawn members with a declared conflict.</param>
    internal sealed record Item(
        Guid ItemId, Guid CaseId, CaseKind Kind, CouncilCode Council, int Position, TimeOnly StartsAt, int Minutes, ItemState State, bool Quorate, IReadOnlyList<QuorumGap> Missing,
        IReadOnlyList<Guid> Conflicts);

    /// <param name="Meeting">The meeting.</param>
    /// <param name="Quorum">The fewest by whom it may consider an item.</param>
    /// <param name="MinutesLeft">Minutes that are free on the agenda.</param>
    /// <param name="Members">Who is drawn.</param>
    /// <param name="Agenda">Its items, in order; for a member without those that he or she has a conflict with.</param>
    internal sealed record Response(PlanMeetings.Summary Meeting, int Quorum, int MinutesLeft, IReadOnlyList<Member> Members, IReadOnlyList<Item> Agenda);

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid meetingId, HttpContext context, MeetingReader reader, PanelDbContext db, AuditTrail audit, CancellationToken ct)
    {
        if (await db.Meetings.AsNoTracking().Include(meeting => meeting.Members).SingleOrDefaultAsync(meeting => meeting.Id == meetingId, ct) is not { } meeting)
        {
            return MeetingReader.NotFound();
        }

        IfMatch.SetETag(context, meeting.Version);
        var response = await reader.DescribeAsync(meeting, ct);
        audit.About(response.Agenda.Select(item => item.CaseId));
        return TypedResults.Ok(response);
    }
}

/// <summary>Describes meetings for whoever asks.</summary>
internal sealed class MeetingReader(PanelDbContext db, PanelCallers callers)
{
    internal static ProblemHttpResult NotFound() => Problems.NotFound("meeting.not-found", "There is no such meeting.");

    internal async Task<ReadMeeting.Response> DescribeAsync(Meeting meeting, CancellationToken ct)
    {
        var panel = await db.Panels.AsNoTracking().SingleAsync(panel => panel.Id == meeting.PanelId, ct);
        var seats = await MeetingSeats.OfAsync(meeting, panel, db, ct);
        var items = await db.Items.AsNoTracking().Where(item => item.MeetingId == meeting.Id).OrderBy(item => item.Position).ToListAsync(ct);
        var caseIds = items.Select(item => item.CaseId).ToArray();
        var cases = await db.Cases.AsNoTracking().Include(@case => @case.Conflicts).Where(@case => caseIds.Contains(@case.Id)).ToDictionaryAsync(@case => @case.Id, ct);
        var memberships = callers.IsMemberAlone ? await callers.MembershipsAsync(ct) : [];
        var sees = !callers.IsMemberAlone || meeting.Members.Exists(member => memberships.Contains(member.MemberId));
        var startsAt = meeting.StartsAt;
        var agenda = new List<ReadMeeting.Item>();
        foreach (var item in items)
        {
            var begins = startsAt;
            if (item.State != ItemState.Withdrawn)
            {
                startsAt = startsAt.AddMinutes(item.Minutes);
            }

            // A case of another agency of a joint panel is there for the panel's people; row-level security has said what the caller sees.
            if (!sees || !cases.TryGetValue(item.CaseId, out var @case) || @case.Conflicts.Exists(conflict => memberships.Contains(conflict.MemberId)))
            {
                continue;
            }

            var conflicted = @case.Conflicts.Select(conflict => conflict.MemberId).ToHashSet();
            var quorum = item.QuorumGaps is { } called ? called : seats.QuorumWithout(conflicted).Gaps;
            agenda.Add(new ReadMeeting.Item(
                item.Id, item.CaseId, @case.Kind, new CouncilCode(@case.Council), item.Position, begins, item.Minutes, item.State, quorum.Count == 0, quorum,
                [.. meeting.Members.Select(member => member.MemberId).Where(conflicted.Contains)]));
        }

        return new ReadMeeting.Response(
            PlanMeetings.Summary.Of(meeting),
            panel.ConstitutionOn(meeting.Date).Quorum,
            meeting.Minutes - items.Where(item => item.State != ItemState.Withdrawn).Sum(item => item.Minutes),
            [.. meeting.Members.OrderBy(member => member.Role).ThenBy(member => member.MemberId).Select(member => Describe(member, seats, meeting))],
            agenda);
    }

    private static ReadMeeting.Member Describe(MeetingMember member, MeetingSeats seats, Meeting meeting)
    {
        var (person, seat) = seats.Of(member.MemberId);
        return new ReadMeeting.Member(
            member.MemberId, person.Name, member.Role, member.AsMedicalAdviser, seat.IsIndependent, seat.IsSocialWorker, person.IsAwayOn(meeting.Date), member.Answer,
            member.PapersReadAt, member.WasPresent, member.Replaces);
    }
}
