using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Meetings;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.PanelScheduling.Scheduling;

/// <summary>
/// Puts a plan's cases on the agendas. What has changed since it was made is looked at first: a case that cannot move stays where it is, and never loses its
/// place for one that it does not get.
/// </summary>
internal static class ApplySchedule
{
    /// <param name="Booked">Items that were put on agendas.</param>
    /// <param name="Refused">Cases that could not be, with the rule; those that were booked stay where they were.</param>
    internal sealed record Response(IReadOnlyList<Guid> Booked, IReadOnlyList<Refusal> Refused);

    internal sealed record Refusal(Guid CaseId, string Code, string Detail);

    /// <summary>A case to be placed; from where it is booked now, if it is.</summary>
    private sealed record Move(PanelCase Case, Meeting To, int Minutes, bool Pinned, (AgendaItem Item, Meeting Meeting)? From);

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid planId, HttpContext context, AgendaMessages messages, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select from schedule_plan where id = {planId} for update", ct);
        if (await db.Plans.SingleOrDefaultAsync(plan => plan.Id == planId, ct) is not { } plan)
        {
            return PlanSchedule.NotFound();
        }

        IfMatch.RequireCurrent(context, plan.Version);
        PlanSchedule.RequireOpen(plan);
        var (booked, refused) = (new List<Guid>(), new List<Refusal>());
        var moves = await MovesAsync(plan, refused, db, clock, ct);
        await KeepToRoomAsync(moves, refused, db, ct);

        // Who moves leaves before any place is taken.
        foreach (var (@case, _, _, _, from) in moves)
        {
            if (from is var (item, meeting))
            {
                BookItem.TakeOff(item, @case, meeting, ItemReason.Moved);
                await messages.SendAsync(item, @case, meeting, ct);
            }
        }

        await db.SaveChangesAsync(ct);
        foreach (var (@case, to, _, pinned, _) in moves)
        {
            var item = await BookItem.PlaceAsync(to, @case, pinned, ItemReason.None, db, clock, ct);
            await messages.SendAsync(item, @case, to, ct);
            await PanelCases.SaveAsync(@case, db, clock, ct);
            booked.Add(item.Id);
        }

        plan.AppliedAt = clock.GetUtcNow();
        plan.Version++;
        await db.SaveChangesAsync(ct);
        IfMatch.SetETag(context, plan.Version);
        return TypedResults.Ok(new Response(booked, refused));
    }

    /// <summary>What the plan would change, less what a rule forbids by now.</summary>
    private static async Task<List<Move>> MovesAsync(SchedulePlan plan, List<Refusal> refused, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var panels = await db.Panels.Where(panel => plan.PanelIds.Contains(panel.Id)).ToDictionaryAsync(panel => panel.Id, ct);
        var meetings = await db.Meetings.Include(meeting => meeting.Members).Where(meeting => plan.PanelIds.Contains(meeting.PanelId) && meeting.Date >= plan.From && meeting.Date <= plan.Until)
            .ToDictionaryAsync(meeting => meeting.Id, ct);
        var moves = new List<Move>();
        foreach (var placement in plan.Placements.Where(placement => placement.MeetingId is not null))
        {
            if (await PanelCases.FindAsync(placement.CaseId, db, ct) is not { } @case || !meetings.TryGetValue(placement.MeetingId!.Value, out var to))
            {
                refused.Add(new Refusal(placement.CaseId, "case.not-found", "The case or meeting is not there any more."));
                continue;
            }

            (AgendaItem, Meeting)? from = null;
            if (@case.State == CaseState.Booked)
            {
                // A case that stays where it is needs nothing.
                var item = await db.Items.SingleAsync(item => item.CaseId == @case.Id && item.State == ItemState.Booked, ct);
                if (item.MeetingId == to.Id || !meetings.TryGetValue(item.MeetingId, out var meeting) || !plan.IncludesBooked || item.IsPinned || meeting.State != MeetingState.Planned)
                {
                    continue;
                }

                from = (item, meeting);
            }

            var panel = panels[to.PanelId];
            try
            {
                await BookItem.CheckAsync(to, @case, panel, from is null ? CaseState.Ready : CaseState.Booked, ItemReason.None, db, clock, ct);
                moves.Add(new Move(@case, to, BookItem.MinutesOf(@case, panel), placement.Pinned, from));
            }
            catch (RuleBrokenException broken)
            {
                refused.Add(new Refusal(@case.Id, broken.Code, broken.Message));
            }
        }

        return moves;
    }

    /// <summary>Takes out what has no room, until all that is left has: whoever does not move keeps a place, which others then do not get.</summary>
    private static async Task KeepToRoomAsync(List<Move> moves, List<Refusal> refused, PanelDbContext db, CancellationToken ct)
    {
        var ids = moves.Select(move => move.To.Id).Distinct().ToArray();
        var there = await db.Items.AsNoTracking().Where(item => ids.Contains(item.MeetingId) && item.State != ItemState.Withdrawn).Select(item => new { item.Id, item.MeetingId, item.Minutes }).ToListAsync(ct);
        Move? without;
        do
        {
            var leaving = moves.Select(move => move.From?.Item.Id).OfType<Guid>().ToHashSet();
            var left = moves.Select(move => move.To).DistinctBy(to => to.Id)
                .ToDictionary(to => to.Id, to => to.Minutes - there.Where(item => item.MeetingId == to.Id && !leaving.Contains(item.Id)).Sum(item => item.Minutes));
            without = moves.Find(move => (left[move.To.Id] -= move.Minutes) < 0);
            if (without is not null)
            {
                moves.Remove(without);
                refused.Add(new Refusal(without.Case.Id, BookItem.Full().Code, BookItem.Full().Message));
            }
        }
        while (without is not null);
    }
}
