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
    public static void Check(MakeDecision.Request request, PanelCase @case, AgendaItem? heard, DateOnly today)
    {
        var expected = @case.Route.DecidesEachChild ? @case.Children.Select(child => (Guid?)child.Child).ToHashSet() : [null];
        if (request.Decisions.Count != expected.Count || !expected.SetEquals(request.Decisions.Select(each => each.Child)))
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
            if ((each.Terms is null) == (@case.Kind is CaseKind.AdopterApproval && each.Outcome == DecisionOutcome.Yes))
            {
                throw new RuleBrokenException("decision.terms", "An approval of adopters has its terms; nothing else has.", "terms");
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

    /// <summary>Whether a decision is what the panel recommended.</summary>
    public static bool? Follows(AgendaItem? heard, Guid? child, DecisionOutcome outcome) =>
        heard?.Recommendations.SingleOrDefault(each => each.Child == child) is { } recommended ? (short)recommended.Outcome == (short)outcome : null;
}
