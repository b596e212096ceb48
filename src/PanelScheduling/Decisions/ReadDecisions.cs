using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Decisions;

/// <summary>Decisions as they were made, the newest first.</summary>
internal static class ReadDecisions
{
    /// <param name="DecisionId">The decision.</param>
    /// <param name="CaseId">The case.</param>
    /// <param name="Kind">What was asked.</param>
    /// <param name="Council">Whose decision it is.</param>
    /// <param name="Child">The child; null where the case is decided as a whole.</param>
    /// <param name="Stage">final, determination, second or reversal.</param>
    /// <param name="Outcome">yes, no or deferred.</param>
    /// <param name="DecidedOn">The day.</param>
    /// <param name="Maker">Who decided.</param>
    /// <param name="FollowsPanel">Whether it is what the panel recommended; null where none did.</param>
    /// <param name="ReasonsAdopted">How much of the panel's reasons is adopted.</param>
    /// <param name="Record">The reasoned record in the hub.</param>
    /// <param name="Terms">The terms of approval.</param>
    /// <param name="Replaces">The decision whose place it takes.</param>
    internal sealed record Entry(
        Guid DecisionId, Guid CaseId, CaseKind Kind, CouncilCode Council, Guid? Child, DecisionStage Stage, DecisionOutcome Outcome, DateOnly DecidedOn, string Maker, bool? FollowsPanel,
        ReasonsAdopted ReasonsAdopted, Guid Record, ApprovalTerms? Terms, Guid? Replaces);

    /// <param name="Decision">The decision.</param>
    /// <param name="Answer">representations or independent-review; null while unanswered.</param>
    /// <param name="AnsweredOn">When.</param>
    /// <param name="ReferredToPanel">Whether representations went back to panel.</param>
    /// <param name="ReviewNotifiedOn">When the agency was told of the review.</param>
    /// <param name="PapersSentOn">When its papers were sent, panel minutes not among them.</param>
    /// <param name="ReviewRecommendedOn">When the review recommended.</param>
    /// <param name="ReviewRecommended">What.</param>
    /// <param name="ReviewEndedOn">When it ended without a recommendation.</param>
    internal sealed record Response(
        Entry Decision, DeterminationAnswer? Answer, DateOnly? AnsweredOn, bool ReferredToPanel, DateOnly? ReviewNotifiedOn, DateOnly? PapersSentOn, DateOnly? ReviewRecommendedOn,
        PanelOutcome? ReviewRecommended, DateOnly? ReviewEndedOn = null);

    internal static async Task<Ok<Page<Entry>>> ListAsync([AsParameters] PageRequest page, PanelDbContext db, AuditTrail audit, CancellationToken ct, Guid? caseId = null)
    {
        var before = page.After<Guid?>();
        var decisions = db.Decisions.AsNoTracking().Where(decision => (before == null || decision.Id < before) && (caseId == null || decision.CaseId == caseId));
        var rows = await (
            from decision in decisions
            join @case in db.Cases on decision.CaseId equals @case.Id
            join maker in db.DecisionMakers on decision.MakerId equals maker.Id
            orderby decision.Id descending
            select new { Decision = decision, Case = @case, Maker = maker }).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, row => row.Decision.Id);
        audit.About(found.Items.Select(row => row.Case.Id).Distinct());
        return TypedResults.Ok(new Page<Entry>([.. found.Items.Select(row => Describe(row.Decision, row.Case, row.Maker))], found.Next));
    }

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> OneAsync(Guid decisionId, HttpContext context, PanelDbContext db, AuditTrail audit, CancellationToken ct)
    {
        if (await db.Decisions.AsNoTracking().SingleOrDefaultAsync(decision => decision.Id == decisionId, ct) is not { } decision)
        {
            return NotFound();
        }

        var determination = await db.Determinations.AsNoTracking().SingleOrDefaultAsync(each => each.DecisionId == decisionId, ct);
        audit.About([decision.CaseId]);
        IfMatch.SetETag(context, determination?.Version ?? 0);
        return TypedResults.Ok(await DescribeAsync(decision, determination, db, ct));
    }

    internal static ProblemHttpResult NotFound() => Problems.NotFound("decision.not-found", "There is no such decision.");

    internal static async Task<Response> DescribeAsync(Decision decision, Determination? determination, PanelDbContext db, CancellationToken ct)
    {
        var @case = await db.Cases.AsNoTracking().SingleAsync(each => each.Id == decision.CaseId, ct);
        var maker = await db.DecisionMakers.AsNoTracking().SingleAsync(each => each.Id == decision.MakerId, ct);
        return new Response(
            Describe(decision, @case, maker), determination?.Answer, determination?.AnsweredOn, determination?.ReferredToPanel ?? false, determination?.ReviewNotifiedOn, determination?.PapersSentOn,
            determination?.ReviewRecommendedOn, determination?.ReviewRecommended, determination?.ReviewEndedOn);
    }

    internal static Entry Describe(Decision decision, PanelCase @case, DecisionMaker maker) => new(
        decision.Id, decision.CaseId, @case.Kind, new CouncilCode(decision.Council), decision.Child, decision.Stage, decision.Outcome, decision.DecidedOn, maker.Name, decision.FollowsPanel,
        decision.ReasonsAdopted, decision.Record, decision.Terms, decision.Replaces);
}
