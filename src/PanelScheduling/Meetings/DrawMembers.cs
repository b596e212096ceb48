using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.CentralLists;
using Partnership.PanelScheduling.Panels;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Meetings;

/// <summary>Draws the members of one meeting from the central list: a chair, one or two vice chairs, and others. There is no fixed membership.</summary>
internal static class DrawMembers
{
    private const int Most = 20;

    /// <param name="MemberId">The member.</param>
    /// <param name="Role">chair, vice-chair or member.</param>
    /// <param name="AsMedicalAdviser">There to advise on health: not counted in the quorum.</param>
    internal sealed record Drawn(Guid MemberId, PanelRole Role, bool AsMedicalAdviser = false);

    internal sealed record Request(IReadOnlyList<Drawn> Members);

    /// <param name="MemberId">Who cannot come.</param>
    /// <param name="By">Who takes the place, in the same role.</param>
    internal sealed record SubstitutionRequest(Guid MemberId, Guid By);

    internal static async Task<Results<Ok<ReadMeeting.Response>, ProblemHttpResult>> HandleAsync(
        Guid meetingId, Request request, HttpContext context, MeetingReader reader, AgendaMessages messages, PanelDbContext db, CancellationToken ct)
    {
        if (await LockAsync(meetingId, db, ct) is not { } meeting)
        {
            return MeetingReader.NotFound();
        }

        IfMatch.RequireCurrent(context, meeting.Version);
        RequireOpen(meeting);
        if (request.Members.Count > Most || request.Members.Select(drawn => drawn.MemberId).Distinct().Count() != request.Members.Count)
        {
            throw new InvalidRequestException("meeting.members", "Draw at most 20 members, each once.", "members");
        }

        var panel = await db.Panels.SingleAsync(panel => panel.Id == meeting.PanelId, ct);
        var ids = request.Members.Select(drawn => drawn.MemberId).ToArray();
        var members = await db.Members.Where(member => ids.Contains(member.Id) && member.ListId == panel.ListId).ToDictionaryAsync(member => member.Id, ct);
        Check(request, meeting, panel, members);

        // Who stays keeps what was answered.
        Guid[] gone = [.. meeting.Members.Select(member => member.MemberId).Except(ids)];
        meeting.Members.RemoveAll(member => gone.Contains(member.MemberId));
        foreach (var drawn in request.Members)
        {
            if (meeting.Members.Find(member => member.MemberId == drawn.MemberId) is { } there)
            {
                (there.Role, there.AsMedicalAdviser) = (drawn.Role, drawn.AsMedicalAdviser);
            }
            else
            {
                meeting.Members.Add(Place(meeting, drawn.MemberId, drawn.Role, drawn.AsMedicalAdviser, null));
            }
        }

        await OpenPapersAsync(meeting, gone, messages, db, ct);
        return await SaveAsync(meeting, context, reader, db, ct);
    }

    internal static async Task<Results<Ok<ReadMeeting.Response>, ProblemHttpResult>> SubstituteAsync(
        Guid meetingId, SubstitutionRequest request, HttpContext context, MeetingReader reader, AgendaMessages messages, PanelDbContext db, CancellationToken ct)
    {
        if (await LockAsync(meetingId, db, ct) is not { } meeting)
        {
            return MeetingReader.NotFound();
        }

        IfMatch.RequireCurrent(context, meeting.Version);
        RequireOpen(meeting);
        if (meeting.Members.Find(member => member.MemberId == request.MemberId) is not { } leaves)
        {
            throw new RuleBrokenException("meeting.not-drawn", "Whose place is taken must be drawn for the meeting.", "memberId") { NamesNothingThere = true };
        }

        if (meeting.Members.Exists(member => member.MemberId == request.By))
        {
            throw new RuleBrokenException("meeting.drawn-already", "Whoever takes the place is drawn for the meeting already.", "by");
        }

        var panel = await db.Panels.SingleAsync(panel => panel.Id == meeting.PanelId, ct);
        var members = await db.Members.Where(member => member.Id == request.By && member.ListId == panel.ListId).ToDictionaryAsync(member => member.Id, ct);
        var remaining = meeting.Members.Where(member => member != leaves).Select(member => new Drawn(member.MemberId, member.Role, member.AsMedicalAdviser));
        Check(new Request([new Drawn(request.By, leaves.Role, leaves.AsMedicalAdviser)]), meeting, panel, members, [.. remaining]);
        meeting.Members.Remove(leaves);
        meeting.Members.Add(Place(meeting, request.By, leaves.Role, leaves.AsMedicalAdviser, leaves.MemberId));
        await OpenPapersAsync(meeting, [leaves.MemberId], messages, db, ct);
        return await SaveAsync(meeting, context, reader, db, ct);
    }

    internal static void RequireOpen(Meeting meeting)
    {
        if (!meeting.IsOpenForAgenda)
        {
            throw new RuleBrokenException("meeting.over", "The meeting was held or cancelled.");
        }
    }

    /// <summary>A meeting that is to be changed: whoever else would change it waits, and is told then that it has another version.</summary>
    internal static async Task<Meeting?> LockAsync(Guid meetingId, PanelDbContext db, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select from meeting where id = {meetingId} for update", ct);
        return await db.Meetings.Include(meeting => meeting.Members).SingleOrDefaultAsync(meeting => meeting.Id == meetingId, ct);
    }

    private static void Check(Request request, Meeting meeting, Panel panel, Dictionary<Guid, ListMember> members, IReadOnlyList<Drawn>? others = null)
    {
        foreach (var drawn in request.Members)
        {
            if (!members.TryGetValue(drawn.MemberId, out var member) || !member.IsListedOn(meeting.Date))
            {
                throw new RuleBrokenException("meeting.not-listed", "A member must be on the panel's central list on the day of the meeting (Adoption Agencies Regulations 2005, regulation 4).", "memberId") { NamesNothingThere = true };
            }

            if (drawn.Role == PanelRole.Chair && !panel.Seat(member, drawn.Role, false, meeting.Date).IsIndependent)
            {
                throw new RuleBrokenException("meeting.chair-not-independent", "The chair must be independent of every agency of the panel (Adoption Agencies Regulations 2005, regulation 4).", "role");
            }

            if (drawn.AsMedicalAdviser && !member.Is(MemberFactKind.MedicalAdviser, meeting.Date))
            {
                throw new RuleBrokenException("meeting.not-medical-adviser", "No fact says that this member is a medical adviser on that day.", "asMedicalAdviser");
            }
        }

        var all = request.Members.Concat(others ?? []).ToList();
        if (all.Count(drawn => drawn.Role == PanelRole.Chair) > 1 || all.Count(drawn => drawn.Role == PanelRole.ViceChair) > 2)
        {
            throw new RuleBrokenException("meeting.chairs", "There is one chair, and one or two vice chairs.", "role");
        }
    }

    private static MeetingMember Place(Meeting meeting, Guid memberId, PanelRole role, bool asMedicalAdviser, Guid? replaces) => new()
    {
        MeetingId = meeting.Id, MemberId = memberId, Councils = meeting.Councils, Role = role, AsMedicalAdviser = asMedicalAdviser, Replaces = replaces,
    };

    /// <summary>Once the agenda is settled the papers follow whoever is drawn: they open to the new members, and close to those who are drawn no more.</summary>
    private static async Task OpenPapersAsync(Meeting meeting, Guid[] gone, AgendaMessages messages, PanelDbContext db, CancellationToken ct)
    {
        if (meeting.State != MeetingState.Settled)
        {
            return;
        }

        var items = await db.Items.Where(item => item.MeetingId == meeting.Id && item.State == ItemState.Booked).ToListAsync(ct);
        var cases = await RunMeeting.CasesOfAsync(items, db, ct);
        foreach (var item in items)
        {
            item.Version++;
            await messages.SendReadersAsync(item, cases[item.CaseId], meeting, ct, gone: gone);
        }
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
