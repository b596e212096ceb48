using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.PanelScheduling.Decisions;

/// <summary>
/// Whoever decides reads what the panel read, of whichever council: the decision maker takes a case up, and each hub with a part in it opens to this one
/// person the versions that the panel had, for a fortnight. To take it up again opens them for a fortnight more.
/// </summary>
internal static class TakePapers
{
    /// <summary>How many days the papers are open.</summary>
    internal const int Days = 14;

    /// <param name="ItemId">The agenda item under which they are read.</param>
    /// <param name="Councils">Whose hubs hold papers: each is asked at <c>/api/v1/released/{code}/panel-papers/{itemId}</c>.</param>
    /// <param name="Until">The last day.</param>
    internal sealed record Response(Guid ItemId, IReadOnlyList<CouncilCode> Councils, DateOnly Until);

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid caseId, PanelCallers callers, AgendaMessages messages, PanelDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await PanelCases.LockAsync(caseId, db, ct) is not { } @case)
        {
            return PanelCases.NotFound();
        }

        var today = LondonCalendar.Today(clock);
        await MakeDecision.RequireMakerAsync(@case, callers.Subject, today, db, ct);
        if (@case.State == CaseState.Withdrawn
            || await db.Items.Where(item => item.CaseId == caseId && item.State == ItemState.Heard).OrderByDescending(item => item.BookedAt).FirstOrDefaultAsync(ct) is not { } heard)
        {
            throw new RuleBrokenException("papers.no-panel", "No panel has considered the case: what there is to read is read in the council's own hub, by the case.");
        }

        var until = today.AddDays(Days);
        messages.OpenTo(callers.Subject, heard, @case, until);
        await db.SaveChangesAsync(ct);
        audit.About([caseId]);
        return TypedResults.Ok(new Response(heard.Id, [.. @case.Councils.Select(council => new CouncilCode(council))], until));
    }
}
