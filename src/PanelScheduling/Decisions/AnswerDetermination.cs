using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Clocks;

namespace Partnership.PanelScheduling.Decisions;

/// <summary>
/// What follows a qualifying determination: representations or an independent review, never both, within its time; then, in every case, answered
/// or not, a second and fresh decision. The agency may hear of an answer only when its time is over: what counts is the day on which it was made.
/// </summary>
internal static class AnswerDetermination
{
    /// <param name="Answer">representations or independent-review.</param>
    /// <param name="On">When it was made or applied for.</param>
    /// <param name="ReferToPanel">Whether representations go back to panel.</param>
    internal sealed record AnswerRequest(DeterminationAnswer Answer, DateOnly On, bool ReferToPanel = false);

    /// <param name="Step">notified, papers-sent, recommended or ended.</param>
    /// <param name="On">When.</param>
    /// <param name="Recommended">What the review recommended: that the people are suitable (yes) or not (no).</param>
    internal sealed record ReviewRequest(ReviewStep Step, DateOnly On, PanelOutcome? Recommended = null);

    internal enum ReviewStep
    {
        /// <summary>The agency was told of the application.</summary>
        Notified,

        /// <summary>The agency sent its papers, without the panel's minutes.</summary>
        PapersSent,

        /// <summary>The review recommended.</summary>
        Recommended,

        /// <summary>It ended without a recommendation: the application was taken back or not accepted.</summary>
        Ended,
    }

    internal static async Task<Results<Ok<ReadDecisions.Response>, ProblemHttpResult>> AnswerAsync(
        Guid decisionId, AnswerRequest request, HttpContext context, AgendaMessages messages, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await LockAsync(decisionId, db, ct) is not var (decision, determination, @case))
        {
            return ReadDecisions.NotFound();
        }

        IfMatch.RequireCurrent(context, determination.Version);
        if (determination.Answer is not null)
        {
            throw new RuleBrokenException("determination.answered", $"It was answered before: representations or an independent review, not both ({@case.Route.Source}).", "answer");
        }

        // When its time was over the case went before the decision maker by itself: an answer made in time is heard all the same, until there is a second
        // decision; also where the decision maker has put the case back, and it is before panel.
        if ((@case.State != CaseState.Determined && !(@case.Round > decision.Round && @case.State is CaseState.ForDecision or CaseState.Ready or CaseState.Booked or CaseState.Heard))
            || @case.DayOf(decision.Round, ClockEvent.DeterminationSent, default) is not { } sent)
        {
            throw new RuleBrokenException("determination.not-sent", "It is answered once its notice was sent, and before the second decision.");
        }

        var rule = ClockRules.InForce(@case.Route.RepresentationsClock, sent);
        var last = ClockEngine.England.Due(rule, sent);
        if (request.On < sent || request.On > LondonCalendar.Today(clock))
        {
            throw new RuleBrokenException("determination.day", "It was answered between the day it was sent and today.", "on");
        }

        if (request.On > last)
        {
            throw new RuleBrokenException("determination.too-late", $"Its time ended on {last:yyyy-MM-dd} ({rule.Source}): the second decision follows without an answer.", "on");
        }

        if (request is { ReferToPanel: true, Answer: not DeterminationAnswer.Representations })
        {
            throw new RuleBrokenException("determination.refer", "Only representations are referred to panel.", "referToPanel");
        }

        await BookItem.FreeItsPlaceAsync(@case, ItemReason.DeterminationAnswered, messages, db, ct);
        (determination.Answer, determination.AnsweredOn, determination.ReferredToPanel) = (request.Answer, request.On, request.ReferToPanel);
        StepBack(@case, decision.Round);
        @case.Happened(ClockEvent.DeterminationAnswered, request.On);
        if (request.Answer == DeterminationAnswer.Representations)
        {
            BeginSecondRound(@case, request.ReferToPanel ? CaseState.Ready : CaseState.ForDecision, LondonCalendar.Today(clock));
        }

        return await SaveAsync(decision, determination, @case, context, db, clock, ct);
    }

    internal static async Task<Results<Ok<ReadDecisions.Response>, ProblemHttpResult>> ReviewAsync(
        Guid decisionId, ReviewRequest request, HttpContext context, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await LockAsync(decisionId, db, ct) is not var (decision, determination, @case))
        {
            return ReadDecisions.NotFound();
        }

        IfMatch.RequireCurrent(context, determination.Version);
        if (determination.Answer != DeterminationAnswer.IndependentReview || @case.State != CaseState.Determined)
        {
            throw new RuleBrokenException("review.not-applied-for", "There is no independent review under way.");
        }

        if (request.On < determination.AnsweredOn || request.On > LondonCalendar.Today(clock))
        {
            throw new RuleBrokenException("review.day", "The day lies between the application and today.", "on");
        }

        if ((request.Step == ReviewStep.Recommended) != (request.Recommended is PanelOutcome.Yes or PanelOutcome.No))
        {
            throw new InvalidRequestException("review.recommended", "A recommendation is yes or no; no other step has one.", "recommended");
        }

        switch (request.Step)
        {
            case ReviewStep.Notified when determination.ReviewNotifiedOn is null:
                determination.ReviewNotifiedOn = request.On;
                @case.Happened(ClockEvent.ReviewNotified, request.On);
                break;
            case ReviewStep.PapersSent when determination is { ReviewNotifiedOn: not null, PapersSentOn: null }:
                determination.PapersSentOn = request.On;
                @case.Happened(ClockEvent.ReviewPapersSent, request.On);
                break;
            case ReviewStep.Recommended when determination is { PapersSentOn: not null, ReviewRecommendedOn: null }:
                (determination.ReviewRecommendedOn, determination.ReviewRecommended) = (request.On, request.Recommended);
                @case.Happened(ClockEvent.ReviewRecommended, request.On);
                BeginSecondRound(@case, CaseState.ForDecision, request.On);
                break;
            case ReviewStep.Ended when determination is { ReviewRecommendedOn: null, ReviewEndedOn: null }:
                determination.ReviewEndedOn = request.On;
                @case.Happened(ClockEvent.ReviewEnded, request.On);
                BeginSecondRound(@case, CaseState.ForDecision, request.On);
                break;
            default:
                throw new RuleBrokenException("review.order", "A review's steps are notified, papers-sent, recommended, each once; it may end before it recommends.", "step");
        }

        return await SaveAsync(decision, determination, @case, context, db, clock, ct);
    }

    /// <summary>The second decision is prepared: what happens from now on is counted by itself.</summary>
    /// <param name="case">The case.</param>
    /// <param name="state">Ready for panel, or before the decision maker.</param>
    /// <param name="on">Since when: the decision maker's days begin where no panel comes first.</param>
    internal static void BeginSecondRound(PanelCase @case, CaseState state, DateOnly on)
    {
        @case.Round++;
        @case.State = state;
        if (state == CaseState.ForDecision)
        {
            @case.Happened(ClockEvent.RecommendationReceived, on);
        }
    }

    /// <summary>The round of the determination again: nothing has been decided since.</summary>
    private static void StepBack(PanelCase @case, short round)
    {
        @case.Days.RemoveAll(day => day.Round > round);
        (@case.Round, @case.State) = (round, CaseState.Determined);
    }

    /// <summary>A determination that is to be changed: its case is locked before anything of either is read.</summary>
    private static async Task<(Decision, Determination, PanelCase)?> LockAsync(Guid decisionId, PanelDbContext db, CancellationToken ct)
    {
        if (await db.Decisions.SingleOrDefaultAsync(decision => decision.Id == decisionId, ct) is not { } decision
            || await PanelCases.LockAsync(decision.CaseId, db, ct) is not { } @case
            || await db.Determinations.SingleOrDefaultAsync(each => each.DecisionId == decisionId, ct) is not { } determination)
        {
            return null;
        }

        return (decision, determination, @case);
    }

    private static async Task<Ok<ReadDecisions.Response>> SaveAsync(
        Decision decision, Determination determination, PanelCase @case, HttpContext context, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        determination.Version++;
        @case.Version++;
        await PanelCases.SaveAsync(@case, db, clock, ct);
        IfMatch.SetETag(context, determination.Version);
        return TypedResults.Ok(await ReadDecisions.DescribeAsync(decision, determination, db, ct));
    }
}
