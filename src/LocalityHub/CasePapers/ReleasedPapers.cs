using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.CasePapers;

/// <summary>
/// Whoever decides reads what the panel read: the decision maker of the council whose decision it is, to whom panel scheduling has opened an item, reads here
/// the very versions that the panel had, whichever council holds them. Each copy is made anew, marked and noted like a member's.
/// </summary>
internal static class ReleasedPapers
{
    public static async Task<Results<Ok<ReadPapers.Papers>, ProblemHttpResult>> ListAsync(
        string code, Guid itemId, Caller caller, Council council, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await OpeningAsync(code, itemId, caller, council, db, clock, ct) is not { } opening)
        {
            return ReadPapers.NotFound();
        }

        audit.About([opening.CaseId]);
        return TypedResults.Ok(new ReadPapers.Papers([.. (await PanelPapers.OfAsync(itemId, opening.CaseId, db, ct)).Select(ReadPapers.Describe)]));
    }

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ReadAsync(
        string code, Guid itemId, Guid paperId, HttpContext context, Caller caller, Council council, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await OpeningAsync(code, itemId, caller, council, db, clock, ct) is not { } opening
            || await db.CasePapers.AsNoTracking().SingleOrDefaultAsync(paper => paper.CaseId == opening.CaseId && paper.Id == paperId, ct) is not { } found)
        {
            return ReadPapers.NotFound();
        }

        return (await PanelPapers.OfAsync(itemId, opening.CaseId, db, ct)).Exists(paper => paper.Id == paperId)
            ? await ReadPapers.CopyAsync(found, itemId, context, caller, db, audit, clock, ct)
            : ReadPapers.NotOfPanel();
    }

    /// <summary>What opens the item to the caller, who works for the council whose decision it is; null when nothing does.</summary>
    private static async Task<PaperOpening?> OpeningAsync(
        string code, Guid itemId, Caller caller, Council council, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (!CouncilCode.TryParse(code, null, out var asked) || asked != council.Code || await ReadPapers.OpeningAsync(itemId, caller, db, clock, ct) is not { } opening)
        {
            return null;
        }

        var decides = await db.PanelCases.Where(@case => @case.Id == opening.CaseId).Select(@case => @case.CasesCouncil).SingleOrDefaultAsync(ct);
        return decides != 0 && caller.Councils.Contains(new CouncilCode(decides)) ? opening : null;
    }
}
