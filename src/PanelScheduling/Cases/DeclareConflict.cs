using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Meetings;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.PanelScheduling.Cases;

/// <summary>
/// A member declares a conflict with a case, in advance or when the item is called: from then on the member reads nothing of it, leaves for the
/// item and is not counted. It is not taken back: prior knowledge cannot be unlearned.
/// </summary>
internal static class DeclareConflict
{
    /// <param name="MemberId">The member.</param>
    /// <param name="Kind">personal-knowledge, worked-on-case, relative or other.</param>
    internal sealed record Request(Guid MemberId, ConflictKind Kind);

    internal static async Task<Results<Ok<ReadCase.Response>, ProblemHttpResult>> HandleAsync(
        Guid caseId, Request request, HttpContext context, CaseReader reader, PanelCallers callers, AgendaMessages messages, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await PanelCases.LockAsync(caseId, db, ct) is not { } @case)
        {
            return PanelCases.NotFound();
        }

        if (!callers.IsAdviser && !await callers.MayFollowAsync(caseId, ct))
        {
            return PanelCases.NotFound();
        }

        IfMatch.RequireCurrent(context, @case.Version);
        if (!callers.IsAdviser && !(await callers.MembershipsAsync(ct)).Contains(request.MemberId))
        {
            throw new RuleBrokenException("conflict.not-yours", "Members declare conflicts of their own; for others the panel's adviser does.", "memberId") { NamesNothingThere = true };
        }

        if (!await db.Members.AnyAsync(member => member.Id == request.MemberId, ct))
        {
            throw new RuleBrokenException("member.not-found", "There is no such member.", "memberId");
        }

        if (@case.Conflicts.Exists(conflict => conflict.MemberId == request.MemberId))
        {
            throw new RuleBrokenException("conflict.declared", "The conflict was declared before.", "memberId");
        }

        var items = await db.Items.Where(item => item.CaseId == caseId && item.State == ItemState.Booked).ToListAsync(ct);
        if (items.Exists(item => item.Sitting.Exists(seat => seat.Member == request.MemberId)))
        {
            throw new RuleBrokenException("conflict.sits", "The member sits for the item: call it again without the member first.", "memberId");
        }

        var meetingIds = items.Select(item => item.MeetingId).ToArray();
        var meetings = await db.Meetings.Include(meeting => meeting.Members).Where(meeting => meetingIds.Contains(meeting.Id)).ToDictionaryAsync(meeting => meeting.Id, ct);
        @case.Conflicts.Add(new CaseConflict
        {
            CaseId = caseId, MemberId = request.MemberId, Councils = @case.Councils, Kind = request.Kind, DeclaredAt = clock.GetUtcNow(),
            AtTheItem = meetings.Values.Any(meeting => meeting.State == MeetingState.Held),
        });
        @case.Version++;
        foreach (var item in items)
        {
            // A new version of what the hubs know: the member's papers close.
            item.Version++;
            await messages.SendReadersAsync(item, @case, meetings[item.MeetingId], ct);
        }

        await db.SaveChangesAsync(ct);
        IfMatch.SetETag(context, @case.Version);
        return TypedResults.Ok(await reader.DescribeAsync(@case, ct));
    }
}
