using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Links;

/// <summary>The child's council decides for a household, takes that back, or puts the match to panel: its own decision, with who and why.</summary>
internal static class DecideLink
{
    /// <param name="Decision">selected, selection-withdrawn or to-panel. A match is the decision maker's and comes from panel.</param>
    /// <param name="DecidedBy">Who decided, by name and office.</param>
    /// <param name="DecidedOn">When.</param>
    /// <param name="Words">Why; stays in this hub.</param>
    public sealed record Request(LinkDecision Decision, string DecidedBy, DateOnly DecidedOn, string Words);

    public static async Task<Results<Ok<ReadLinks.Response>, ProblemHttpResult>> HandleAsync(
        Guid linkId, Request request, HttpContext context, Caller caller, LocalityHubDbContext db, LinkDecisions decisions, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        if (request.Decision is not (LinkDecision.Selected or LinkDecision.SelectionWithdrawn or LinkDecision.ToPanel))
        {
            throw new InvalidRequestException("link.decision-makers", "A match is decided by the decision maker, and comes from panel.", "decision");
        }

        var by = PlainText.Line(request.DecidedBy, "decidedBy") ?? throw new InvalidRequestException("link.decided-by", "A decision is somebody's, by name and office.", "decidedBy");
        var words = PlainText.Required(request.Words, "words");
        if (request.DecidedOn > LondonCalendar.Today(clock))
        {
            throw new RuleBrokenException("link.in-future", "A decision is entered when it has been made.", "decidedOn");
        }

        if (await decisions.LockAsync(linkId, ct) is not { } link)
        {
            return ReadLinks.NotFound();
        }

        if (link.Version != expected)
        {
            throw new StaleVersionException();
        }

        if (!await db.FamilyLinkChildren.AnyAsync(child => child.LinkId == linkId && child.ChildId != null, ct))
        {
            throw new RuleBrokenException("link.not-your-decision", "The child's council decides of a link; yours is the household's.");
        }

        Check(request.Decision, await decisions.StandingAsync(link, ct));
        await decisions.DecideAsync(link, request.Decision, by, request.DecidedOn, words, caller.Subject, ct);
        IfMatch.SetETag(context, link.Version);
        return TypedResults.Ok(await ReadLinks.DescribeAsync(link, caller, db, audit, ct));
    }

    private static void Check(LinkDecision decision, LinkState standing)
    {
        var allowed = decision switch
        {
            LinkDecision.Selected => standing == LinkState.Preferred,
            LinkDecision.ToPanel => standing == LinkState.Selected,
            LinkDecision.SelectionWithdrawn => standing is LinkState.Selected or LinkState.ToPanel,
            _ => false,
        };
        if (!allowed)
        {
            throw new RuleBrokenException(
                "link.decision-not-allowed", "Selected follows preferred, to-panel follows selected, and either can be taken back. Read the link again.", "decision");
        }
    }
}
