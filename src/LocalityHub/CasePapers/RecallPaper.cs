using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.CasePapers;

/// <summary>Closes a version of a paper to everybody, at once and for good. Who has read it stays known.</summary>
internal static class RecallPaper
{
    /// <param name="Reason">Why; stays in this hub.</param>
    public sealed record Request(string Reason);

    public static async Task<Results<Ok<ReadPapers.Paper>, ProblemHttpResult>> HandleAsync(
        Guid caseId, Guid paperId, Request request, Caller caller, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        if (await db.CasePapers.SingleOrDefaultAsync(each => each.CaseId == caseId && each.Id == paperId, ct) is not { } paper)
        {
            return ReadPapers.NotFound();
        }

        if (paper.RecalledAt is not null)
        {
            throw new RuleBrokenException("paper.recalled", "The paper was recalled before.");
        }

        (paper.RecalledAt, paper.RecalledBy, paper.RecallReason) = (clock.GetUtcNow(), caller.Subject, PlainText.Required(request.Reason, "reason"));
        if (!paper.Superseded && await db.CasePapers.Where(each => each.CaseId == caseId && each.PaperId == paper.PaperId && each.Id != paperId && each.RecalledAt == null)
            .OrderByDescending(each => each.Number).FirstOrDefaultAsync(ct) is { } earlier)
        {
            // What was uploaded by mistake leaves the version before it, and not nothing.
            earlier.Superseded = false;
        }

        await db.SaveChangesAsync(ct);
        audit.About([caseId, paperId]);
        return TypedResults.Ok(ReadPapers.Describe(paper));
    }
}
