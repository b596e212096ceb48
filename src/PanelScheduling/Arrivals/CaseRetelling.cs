using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Decisions;
using Partnership.PanelScheduling.Persistence;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Arrivals;

/// <summary>
/// Tells a hub that was restored from a backup again what panel scheduling has done with a case, in the order in which it was done; what the hub knows
/// already changes nothing there. What a later decision has replaced, and what was put off once the case has gone on, is filed: it moves no household and no
/// match any more, and takes no choice back.
/// </summary>
internal sealed class CaseRetelling(PanelDbContext db, AgendaMessages messages)
{
    /// <summary>The items of a case, with who may read its papers.</summary>
    public async Task TellItemsAsync(PanelCase @case, short council, CancellationToken ct)
    {
        var items = await db.Items.AsNoTracking().Include(item => item.MinutesHeld).Where(item => item.CaseId == @case.Id).OrderBy(item => item.BookedAt).ToListAsync(ct);
        foreach (var item in items)
        {
            var meeting = await db.Meetings.AsNoTracking().Include(meeting => meeting.Members).SingleAsync(meeting => meeting.Id == item.MeetingId, ct);
            await messages.SendAsync(item, @case, meeting, ct, [council], hasGoneOn: item != items[^1] || !IsPutOff(@case));
        }
    }

    /// <summary>The decisions of a case.</summary>
    public async Task TellDecisionsAsync(PanelCase @case, short council, CancellationToken ct)
    {
        var decisions = await db.Decisions.AsNoTracking().Where(decision => decision.CaseId == @case.Id).OrderBy(decision => decision.MadeAt).ToListAsync(ct);
        var standing = Decision.Standing(decisions);
        foreach (var decision in decisions)
        {
            var maker = await db.DecisionMakers.Where(maker => maker.Id == decision.MakerId).Select(maker => maker.Subject).SingleAsync(ct);
            var stands = decision.Outcome == DecisionOutcome.Deferred
                ? decision == decisions[^1] && IsPutOff(@case)
                : standing.Contains(decision);
            DecisionMessages.Send([decision], @case, maker, db, [council], stands);
        }
    }

    /// <summary>Whether a case is where a deferral leaves it: nothing has been done with it since. One that comes back and waits for its children has been on no agenda since either.</summary>
    private static bool IsPutOff(PanelCase @case) =>
        @case.State == CaseState.Arriving || @case.State == (@case.Route.Panel == PanelUse.None ? CaseState.ForDecision : CaseState.Ready);
}
