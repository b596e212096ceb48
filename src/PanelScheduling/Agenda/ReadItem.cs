using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Meetings;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Agenda;

/// <summary>One item: who sits, what was recommended, whether its minutes are final.</summary>
internal static class ReadItem
{
    /// <param name="Council">Whose hub holds them.</param>
    /// <param name="Document">The document in that hub.</param>
    /// <param name="Digest">SHA-256 of its content: every hub holds the same.</param>
    internal sealed record Minutes(CouncilCode Council, Guid Document, AuditHash Digest);

    /// <param name="Quorate">Whether the panel may consider, or could consider, the item.</param>
    /// <param name="Needed">The fewest by whom.</param>
    /// <param name="Counted">Who counts now.</param>
    /// <param name="Missing">What is missing.</param>
    /// <param name="Source">Where that is written.</param>
    internal sealed record QuorumState(bool Quorate, int Needed, int Counted, IReadOnlyList<QuorumGap> Missing, string Source);

    internal sealed record Response(
        Guid ItemId, Guid MeetingId, Guid CaseId, CaseKind Kind, CouncilCode Council, DateOnly MeetsOn, int Position, int Minutes, bool Pinned, ItemState State, ItemReason Reason,
        DateOnly? PapersSentOn, ItemReason LateReason, DateOnly? AdoptersInvitedOn, bool? AdoptersCame, QuorumState Quorum, IReadOnlyList<Guid> Sitting, IReadOnlyList<Guid> Conflicts,
        IReadOnlyList<Recommendation> Recommendations, IReadOnlyList<AdviceCode> Advice, IReadOnlyList<Minutes> MinutesHeld, DateTimeOffset? SignedAt);

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid itemId, HttpContext context, ItemReader reader, PanelCallers callers, AuditTrail audit, CancellationToken ct)
    {
        if (await reader.FindAsync(itemId, ct) is not var (item, @case, meeting) || !await callers.MayFollowAsync(@case.Id, ct))
        {
            return ItemReader.NotFound();
        }

        IfMatch.SetETag(context, item.Version);
        audit.About([@case.Id]);
        return TypedResults.Ok(await reader.DescribeAsync(item, @case, meeting, ct));
    }
}

/// <summary>Finds an item with its case and meeting, and describes it.</summary>
internal sealed class ItemReader(PanelDbContext db)
{
    internal static ProblemHttpResult NotFound() => Problems.NotFound("agenda-item.not-found", "There is no such agenda item.");

    /// <summary>
    /// An item that is to be changed, its case with it: whoever else would change one of them waits, and is told then that it has another version. Whoever
    /// changes an item looks at nothing of it before. The meeting is locked first where it changes too, as by whoever books.
    /// </summary>
    internal async Task<(AgendaItem Item, PanelCase Case, Meeting Meeting)?> LockAsync(Guid itemId, CancellationToken ct, bool withMeeting = false)
    {
        if (withMeeting)
        {
            await db.Database.ExecuteSqlAsync($"select from meeting where id = (select meeting_id from agenda_item where id = {itemId}) for update", ct);
        }

        await db.Database.ExecuteSqlAsync($"select from panel_case where id = (select case_id from agenda_item where id = {itemId}) for update", ct);
        await db.Database.ExecuteSqlAsync($"select from agenda_item where id = {itemId} for update", ct);
        return await FindAsync(itemId, ct);
    }

    internal async Task<(AgendaItem Item, PanelCase Case, Meeting Meeting)?> FindAsync(Guid itemId, CancellationToken ct)
    {
        if (await db.Items.Include(item => item.MinutesHeld).SingleOrDefaultAsync(item => item.Id == itemId, ct) is not { } item
            || await PanelCases.FindAsync(item.CaseId, db, ct) is not { } @case)
        {
            return null;
        }

        return (item, @case, await db.Meetings.Include(meeting => meeting.Members).SingleAsync(meeting => meeting.Id == item.MeetingId, ct));
    }

    internal async Task<ReadItem.Response> DescribeAsync(AgendaItem item, PanelCase @case, Meeting meeting, CancellationToken ct)
    {
        var panel = await db.Panels.AsNoTracking().SingleAsync(panel => panel.Id == meeting.PanelId, ct);
        var seats = await MeetingSeats.OfAsync(meeting, panel, db, ct);
        var conflicts = @case.Conflicts.Select(conflict => conflict.MemberId).ToHashSet();
        var quorum = item.QuorumGaps is null ? seats.QuorumWithout(conflicts) : Quorum.Read(panel.ConstitutionOn(meeting.Date), item.Sitting);
        return new ReadItem.Response(
            item.Id, meeting.Id, @case.Id, @case.Kind, new CouncilCode(@case.Council), meeting.Date, item.Position, item.Minutes, item.IsPinned, item.State, item.Reason,
            item.PapersSentOn, item.LateReason, item.AdoptersInvitedOn, item.AdoptersCame,
            new ReadItem.QuorumState(quorum.IsQuorate, quorum.Constitution.Quorum, quorum.Counted, quorum.Gaps, quorum.Constitution.Source.ToString()),
            [.. (item.QuorumGaps is null ? seats.Sitting(conflicts) : item.Sitting).Select(seat => seat.Member)],
            [.. conflicts],
            item.Recommendations, item.Advice,
            [.. item.MinutesHeld.Select(held => new ReadItem.Minutes(new CouncilCode(held.Council), held.Document, new AuditHash(held.Digest)))],
            item.SignedAt);
    }
}
