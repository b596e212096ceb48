using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Cases;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Decisions;

/// <summary>What a decision must be before it is one.</summary>
internal static class DecisionRules
{
    /// <summary>Whether an outcome is against the people concerned: refused, or approval ended.</summary>
    public static bool IsAdverse(CaseKind kind, DecisionOutcome outcome) => kind is CaseKind.AdopterTermination or CaseKind.FosterTermination
        ? outcome == DecisionOutcome.Yes
        : outcome == DecisionOutcome.No;

    /// <summary>Which decision it will be: a proposal where the law gives an answer to it first.</summary>
    public static DecisionStage StageOf(PanelCase @case, DecisionOutcome outcome, bool isReversal) =>
        isReversal ? DecisionStage.Reversal
        : @case.Round > 1 && @case.Route.HasQualifyingDetermination ? DecisionStage.Second
        : @case.Route.HasQualifyingDetermination && IsAdverse(@case.Kind, outcome) ? DecisionStage.Determination
        : DecisionStage.Final;

    /// <summary>Checks a request against the case, the maker and the record.</summary>
    /// <exception cref="RuleBrokenException">It cannot be; the code says why.</exception>
    public static void Check(MakeDecision.Request request, PanelCase @case, AgendaItem? heard, DateOnly today, bool isReversal)
    {
        var expected = @case.Route.DecidesEachChild ? @case.Children.Select(child => (Guid?)child.Child).ToHashSet() : [null];
        var decided = request.Decisions.Select(each => each.Child).ToHashSet();
        if (request.Decisions.Count != decided.Count || !(isReversal ? decided.IsSubsetOf(expected) : decided.SetEquals(expected)))
        {
            throw new RuleBrokenException(
                "decision.children", @case.Route.DecidesEachChild ? "Decide about each child of the case, once." : "Decide about the case, once.", "decisions");
        }

        if (@case.Route.Panel == PanelUse.Required && heard?.SignedAt is null)
        {
            throw new RuleBrokenException("decision.no-recommendation", "The decision follows the panel's recommendation and the final minutes.");
        }

        if ((request.ReasonsAdopted == ReasonsAdopted.NoPanel) != (heard is null))
        {
            throw new RuleBrokenException("decision.reasons", "Say how much of the panel's reasons is adopted; no-panel only where no panel considered the case.", "reasonsAdopted");
        }

        if (request.Decisions.Any(each => each.Outcome == DecisionOutcome.Deferred) && request.Decisions.Any(each => each.Outcome != DecisionOutcome.Deferred))
        {
            throw new RuleBrokenException("decision.partly-deferred", "A case is put back as a whole.", "decisions");
        }

        foreach (var each in request.Decisions)
        {
            var approves = @case.Route.HasTerms && each.Outcome == DecisionOutcome.Yes;
            if (each.Terms is null ? approves && @case.Kind != CaseKind.FosterReview : !approves)
            {
                throw new RuleBrokenException("decision.terms", "An approval has its terms, and a review may change them; nothing else has any.", "terms");
            }

            if (each.Outcome == DecisionOutcome.Yes && !@case.GatesStand)
            {
                throw new RuleBrokenException(
                    "decision.gate-fallen", "A gate that was met when the case was raised is so no more: it is not decided in favour before its council's hub says that it is. To refuse it, or to put it back, waits for nothing.", "decisions");
            }

            // A reversal finds the link ended by what it reverses: whether both are free then is the region's to say.
            if (@case.Kind == CaseKind.Match && each.Outcome == DecisionOutcome.Yes && !isReversal && !@case.LinkStands)
            {
                throw new RuleBrokenException("decision.link-not-chosen", "The household is chosen for the children no longer: the match is not decided in favour before their council has chosen it again.", "decisions");
            }

            // Adoption and Children Act 2002, sections 18, 19 and 21: a hard gate, without exception.
            if (@case.Kind == CaseKind.Match && each.Outcome == DecisionOutcome.Yes
                && @case.Children.Single(child => child.Child == each.Child).AuthorityOn is var authority && (authority is null || authority > today))
            {
                throw new RuleBrokenException(
                    "gate.authority-to-place", $"There is no authority to place the child yet ({CaseGates.Of(GateCode.AuthorityToPlace).Source}): the match is not decided in favour before.", "decisions");
            }
        }
    }

    /// <summary>
    /// Whether a decision is what the panel recommended; null where no panel did. A restored hub may call a child something else than when the panel heard of it:
    /// then what was recommended of all tells, and null where that differs.
    /// </summary>
    public static bool? Follows(AgendaItem? heard, Guid? child, DecisionOutcome outcome) =>
        heard?.Recommendations.SingleOrDefault(each => each.Child == child) is { } own ? (short)own.Outcome == (short)outcome
        : heard?.Recommendations.Select(each => each.Outcome).Distinct().ToList() is [var shared] ? (short)shared == (short)outcome
        : null;
}
