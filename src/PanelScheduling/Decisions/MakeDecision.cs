using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Persistence;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;
using Partnership.Statutory.Clocks;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Decisions;

/// <summary>
/// A named decision maker decides, alone, with a reasoned record that the hub of the case already holds. What is entered is never changed: a
/// decision reversed is another decision.
/// </summary>
internal static class MakeDecision
{
    /// <param name="Child">The child; null where the case is decided as a whole.</param>
    /// <param name="Outcome">yes, no or deferred.</param>
    /// <param name="Terms">The terms of approval, where adopters or carers are approved.</param>
    internal sealed record One(Guid? Child, DecisionOutcome Outcome, ApprovalTerms? Terms = null);

    /// <param name="RecordId">The reasoned record, which the hub of the case holds.</param>
    /// <param name="ReasonsAdopted">How much of the panel's reasons is adopted: all, some, none, or no-panel.</param>
    /// <param name="Decisions">One for the whole case, or one for each child.</param>
    /// <param name="ReversalReason">Only where a decision that a child should be placed is reversed: why.</param>
    internal sealed record Request(Guid RecordId, ReasonsAdopted ReasonsAdopted, IReadOnlyList<One> Decisions, PlanReversalReason ReversalReason = PlanReversalReason.None);

    internal sealed record Response(IReadOnlyList<ReadDecisions.Entry> Decisions);

    internal static async Task<Results<Created<Response>, ProblemHttpResult>> HandleAsync(
        Guid caseId, Request request, HttpContext context, PanelCallers callers, AgendaMessages messages, PanelDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await PanelCases.LockAsync(caseId, db, ct) is not { } @case)
        {
            return PanelCases.NotFound();
        }

        IfMatch.RequireCurrent(context, @case.Version);
        var today = LondonCalendar.Today(clock);
        var maker = await RequireMakerAsync(@case, callers.Subject, today, db, ct);
        await RequireRecordAsync(request.RecordId, @case, callers.Subject, db, ct);
        var standing = Decision.Standing(await db.Decisions.Where(decision => decision.CaseId == caseId).ToListAsync(ct));
        var isReversal = @case.State is CaseState.Decided or CaseState.Closed;
        if (isReversal)
        {
            RequireReversible(request, @case, standing);

            // What stays as it was decided is neither decided nor told again.
            request = request with { Decisions = [.. request.Decisions.Where(each => !standing.Exists(earlier => earlier.Child == each.Child && earlier.Outcome == each.Outcome))] };
            @case.Round++;
        }
        else if (@case.State != CaseState.ForDecision && !(@case.Route.Panel == PanelUse.Advisory && @case.State is CaseState.Ready or CaseState.Booked or CaseState.Heard))
        {
            throw new RuleBrokenException("decision.not-ready", "The case is not before the decision maker.");
        }
        else if (@case.State is CaseState.Ready or CaseState.Booked && request.Decisions.Any(each => each.Outcome == DecisionOutcome.Deferred))
        {
            throw new RuleBrokenException("decision.nothing-to-put-back", "The case is with the panel, which has not considered it: there is nothing to put back.", "decisions");
        }

        var heard = await db.Items.Where(item => item.CaseId == caseId && item.State == ItemState.Heard).OrderByDescending(item => item.BookedAt).FirstOrDefaultAsync(ct);
        DecisionRules.Check(request, @case, heard, today, isReversal);
        if ((request.ReversalReason != PlanReversalReason.None) != (isReversal && IsPlan(@case.Kind) && request.Decisions.Any(each => each.Outcome == DecisionOutcome.No)))
        {
            throw new RuleBrokenException("decision.reversal-reason", "A decision that a child should no longer be placed has its reason; nothing else has.", "reversalReason");
        }

        var made = request.Decisions.Select(each => new Decision
        {
            Id = Guid.CreateVersion7(), CaseId = caseId, Child = each.Child, Council = @case.Council, Councils = @case.Councils, MakerId = maker.Id,
            Round = @case.Round, Stage = DecisionRules.StageOf(@case, each.Outcome, isReversal), Outcome = each.Outcome, DecidedOn = today,
            FollowsPanel = DecisionRules.Follows(heard, each.Child, each.Outcome), ReasonsAdopted = request.ReasonsAdopted, Record = request.RecordId, Terms = each.Terms,
            ReversalReason = each.Outcome == DecisionOutcome.No ? request.ReversalReason : PlanReversalReason.None, Replaces = standing.Find(earlier => earlier.Child == each.Child)?.Id, MadeAt = clock.GetUtcNow(),
        }).ToList();
        db.Decisions.AddRange(made);

        // An advisory item holds nothing up: what is decided before a panel has advised is on no agenda any more.
        await BookItem.FreeItsPlaceAsync(@case, ItemReason.DecidedBefore, messages, db, ct);
        Move(@case, made, db, today);
        if (made[0].Outcome != DecisionOutcome.Deferred)
        {
            await Telling.SettleAsync(@case, db, made, null, ct);
        }

        DecisionMessages.Send(made, @case, callers.Subject, db);
        @case.Version++;
        await PanelCases.SaveAsync(@case, db, clock, ct);
        IfMatch.SetETag(context, @case.Version);
        return TypedResults.Created($"/api/v1/panels/decisions/{made[0].Id}", new Response([.. made.Select(decision => ReadDecisions.Describe(decision, @case, maker))]));
    }

    private static async Task<DecisionMaker> RequireMakerAsync(PanelCase @case, string subject, DateOnly today, PanelDbContext db, CancellationToken ct)
    {
        var makers = await db.DecisionMakers.AsNoTracking().Where(maker => maker.Council == @case.Council && maker.Subject == subject).ToListAsync(ct);
        if (makers.Find(maker => maker.MayDecide(@case.Kind, @case.Council, today)) is not { } maker)
        {
            throw new RuleBrokenException(
                "decision.not-appointed", "Only a person appointed as decision maker of the council, for this kind of decision and on this day, decides: not by delegation, and not as a group.");
        }

        // Adoption Agencies Regulations 2005, regulation 30B(3); Fostering Services (England) Regulations 2011, regulation 27(4).
        var sat = await db.Members.Where(member => member.Subject == subject).Select(member => member.Id).ToListAsync(ct);
        var items = await db.Items.Where(item => item.CaseId == @case.Id).Select(item => item.MeetingId).ToListAsync(ct);
        if (await db.MeetingMembers.AnyAsync(member => sat.Contains(member.MemberId) && items.Contains(member.MeetingId) && member.WasPresent == true, ct))
        {
            throw new RuleBrokenException("decision.sat-on-panel", "Nobody who sat on the panel takes part in the decision (Adoption Agencies Regulations 2005, regulation 30B(3)).");
        }

        return maker;
    }

    private static async Task RequireRecordAsync(Guid recordId, PanelCase @case, string subject, PanelDbContext db, CancellationToken ct)
    {
        var record = await db.Records.SingleOrDefaultAsync(record => record.Record == recordId && record.CaseId == @case.Id, ct);
        if (record is null || record.TakenBack || record.Maker != PersonReference.Of(subject).Value)
        {
            throw new RuleBrokenException("decision.no-record", "The hub of the case holds no such record of the decision maker's: write the reasoned record there first.", "recordId");
        }

        if (await db.Decisions.AnyAsync(decision => decision.Record == recordId, ct))
        {
            throw new RuleBrokenException("decision.record-used", "That record is of an earlier decision: each decision is fresh, with a record of its own.", "recordId");
        }
    }

    private static void RequireReversible(Request request, PanelCase @case, List<Decision> standing)
    {
        if (@case.Route.HasQualifyingDetermination)
        {
            throw new RuleBrokenException("decision.not-reversible", "Approval ends by a review and a case of its own (Adoption Agencies Regulations 2005, regulation 30D).");
        }

        if (request.Decisions.All(each => standing.Exists(earlier => earlier.Child == each.Child && earlier.Outcome == each.Outcome)) || request.Decisions.Any(each => each.Outcome == DecisionOutcome.Deferred))
        {
            throw new RuleBrokenException("decision.nothing-reversed", "The decision stands already: a reversal decides otherwise about one child at least.", "decisions");
        }
    }

    private static bool IsPlan(CaseKind kind) => kind is CaseKind.ShouldBePlacedByConsent or CaseKind.ShouldBePlacedByOrder;

    private static void Move(PanelCase @case, List<Decision> made, PanelDbContext db, DateOnly today)
    {
        if (made[0].Outcome == DecisionOutcome.Deferred)
        {
            // Back to where it came from; the clock of the decision ran until today and starts anew, with the panel's next recommendation where one comes first.
            @case.State = @case.Route.Panel == PanelUse.None ? CaseState.ForDecision : CaseState.Ready;
            @case.Happened(ClockEvent.RecommendationReceived, @case.State == CaseState.ForDecision ? today : null);
            return;
        }

        @case.Happened(ClockEvent.Decided, today);
        if (made.Find(decision => decision.Stage == DecisionStage.Determination) is { } determination)
        {
            @case.State = CaseState.Determined;
            db.Determinations.Add(new Determination { DecisionId = determination.Id, CaseId = @case.Id, Councils = @case.Councils });
            return;
        }

        @case.State = CaseState.Decided;
    }
}
