using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory.Panels;

namespace Partnership.LocalityHub.CaseDecisions;

/// <summary>Decisions in a case, and when somebody was told of them, by word of mouth or in writing, or that they cannot be.</summary>
internal static class TellDecision
{
    /// <param name="OrallyOn">When, by word of mouth.</param>
    /// <param name="InWritingOn">When the letter was sent.</param>
    /// <param name="NotPossible">Why they cannot be told, such as a parent whose whereabouts nobody knows; stays in this hub. A day by word of mouth that is entered without it takes it back.</param>
    /// <param name="Person">Which person of the recipients, counted from 1: each parent is told, or cannot be, alone.</param>
    /// <param name="Persons">How many persons there are; null leaves what was entered, and 1 before.</param>
    public sealed record Request(DateOnly? OrallyOn = null, DateOnly? InWritingOn = null, string? NotPossible = null, int Person = 1, int? Persons = null);

    /// <param name="DecisionId">The decision.</param>
    /// <param name="Recipient">Who.</param>
    /// <param name="OrallyOn">When, by word of mouth.</param>
    /// <param name="InWritingOn">When the letter was sent.</param>
    /// <param name="NotPossible">Why they cannot be told.</param>
    /// <param name="Person">Which person of the recipients.</param>
    /// <param name="Persons">How many persons there are.</param>
    public sealed record Response(Guid DecisionId, NoticeRecipient Recipient, DateOnly? OrallyOn, DateOnly? InWritingOn, string? NotPossible, int Person = 1, int Persons = 1);

    /// <param name="DecisionId">The decision.</param>
    /// <param name="ChildId">The child, of this council.</param>
    /// <param name="Stage">final, determination, second or reversal.</param>
    /// <param name="Outcome">yes, no or deferred.</param>
    /// <param name="DecidedOn">The day.</param>
    /// <param name="RecordId">The reasoned record, in the hub of the council that decided.</param>
    /// <param name="Notices">Who was told when.</param>
    public sealed record Decision(
        Guid DecisionId, Guid? ChildId, PanelDecisionStage Stage, PanelDecisionOutcome Outcome, DateOnly DecidedOn, Guid RecordId, IReadOnlyList<Response> Notices);

    public sealed record Decisions(IReadOnlyList<Decision> Items);

    public static ProblemHttpResult NotFound() => Problems.NotFound("decision.not-found", "This case has no such decision.");

    public static async Task<Results<Ok<Decisions>, ProblemHttpResult>> ListAsync(Guid caseId, HttpContext context, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        if (await db.PanelCases.AsNoTracking().SingleOrDefaultAsync(each => each.Id == caseId, ct) is not { } @case)
        {
            return KeepCase.NotFound();
        }

        audit.About([caseId]);
        IfMatch.SetETag(context, @case.Version);
        var notices = (await db.DecisionNotices.AsNoTracking().Where(notice => notice.CaseId == caseId).OrderBy(notice => notice.Recipient).ThenBy(notice => notice.Person).ToListAsync(ct)).ToLookup(notice => notice.DecisionId);
        var decisions = await db.CaseDecisions.AsNoTracking().Where(decision => decision.CaseId == caseId).OrderBy(decision => decision.DecidedOn).ThenBy(decision => decision.ReceivedAt).ToListAsync(ct);
        return TypedResults.Ok(new Decisions([.. decisions.Select(each => new Decision(
            each.Id, each.ChildId, each.Stage, each.Outcome, each.DecidedOn, each.RecordId, [.. notices[each.Id].Select(Describe)]))]));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid caseId, Guid decisionId, Coded<NoticeRecipient> recipient, Request request, HttpContext context, LocalityHubDbContext db, CaseChange change, DecisionNotices notices, AuditTrail audit,
        CancellationToken ct)
    {
        // Two who enter what they did, one by word of mouth and one in writing, must not take each other's day away.
        var expected = IfMatch.Require(context);
        if (await change.LockAsync(caseId, expected, ct) is not { } @case)
        {
            return NotFound();
        }

        if (await db.CaseDecisions.AsNoTracking().SingleOrDefaultAsync(each => each.Id == decisionId && each.CaseId == caseId, ct) is not { } decision)
        {
            return NotFound();
        }

        audit.About([caseId, decisionId]);
        var notice = await notices.NoteAsync(@case, decision, recipient.Value, request, ct);
        IfMatch.SetETag(context, @case.Version);
        return TypedResults.Ok(Describe(notice));
    }

    private static Response Describe(DecisionNotice notice) => new(
        notice.DecisionId, notice.Recipient, notice.OrallyOn, notice.InWritingOn, notice.NotPossible, notice.Person, notice.Persons);
}
