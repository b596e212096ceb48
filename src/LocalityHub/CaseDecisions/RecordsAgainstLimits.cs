using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Candidates;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;

namespace Partnership.LocalityHub.CaseDecisions;

/// <summary>
/// A decision maker's record that was written before a limit of the child's own came to stand against the household must not be decided by afterwards: it is taken back, for good.
/// Panel scheduling hears that it holds no more, and from the maker alone, who is of the child's council, asks for another; case, agenda and link stay as they are, so that nobody of the
/// household's council can tell.
/// </summary>
internal static class RecordsAgainstLimits
{
    /// <summary>Takes back those of some locked children.</summary>
    /// <param name="children">The children.</param>
    /// <param name="all">Sees every record; what was changed in it is saved.</param>
    /// <param name="council">The council.</param>
    /// <param name="areas">The region's key.</param>
    /// <param name="clock">The time.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task TakeBackAsync(IReadOnlyCollection<Guid> children, LocalityHubDbContext all, Council council, AreaKey areas, TimeProvider clock, CancellationToken ct)
    {
        var ids = children.ToArray();
        var cases = await all.PanelCases.AsNoTracking().Where(@case => @case.State == PanelCaseState.Raised && @case.LinkId != null && @case.ChildIds.Any(child => ids.Contains(child))
                && all.DecisionRecords.Any(record => record.CaseId == @case.Id && record.TakenBackAt == null)
                && !all.CaseDecisions.Any(decision => decision.CaseId == @case.Id && decision.Outcome != PanelDecisionOutcome.Deferred))
            .OrderBy(@case => @case.Id).ToListAsync(ct);
        foreach (var @case in cases)
        {
            // Once the choice is taken back, the maker may say no, and needs a record for it.
            var against = (await LimitsOfLinks.OfAsync(@case.ChildIds, all, areas, ct)).Any(each => each.LinkId == @case.LinkId && each.IsKnown && !each.IsMatch);
            if (against && await new LinkDecisions(all, council, clock).IsChosenAsync(@case.LinkId!.Value, ct))
            {
                await TakeBackAsync(@case.Id, all, council, clock, ct);
            }
        }
    }

    private static async Task TakeBackAsync(Guid caseId, LocalityHubDbContext all, Council council, TimeProvider clock, CancellationToken ct)
    {
        var session = await RegionalSession.OpenAsync(all, council.Code, clock, ct);
        foreach (var record in await all.DecisionRecords.Where(record => record.CaseId == caseId && record.TakenBackAt == null).OrderBy(record => record.Id).ToListAsync(ct))
        {
            record.TakenBackAt = clock.GetUtcNow();
            session.Ledger.Advance(
                await session.OfGivenAsync(record.Id, ReferencePurpose.DecisionRecord, ct),
                new DecisionRecordHeld(record.Id, council.Code, 0, 0, caseId, PersonReference.Of(record.WrittenBy), TakenBack: true));
        }

        await session.SaveAsync(ct);
    }
}
