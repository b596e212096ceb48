namespace Partnership.CaseData.Milestones;

/// <summary>
/// The decisions of the returns, with entered decisions and reversals laid over the one that each is about: a decision entered
/// replaces the first that was not reversed before it, or is a new one; a reversal belongs to the latest decision before it.
/// </summary>
internal sealed class DecisionOverlay
{
    private readonly List<PlacementDecision> _decisions;
    private readonly List<MilestoneConflict> _conflicts;

    internal DecisionOverlay(ChildFacts facts, IReadOnlyCollection<EnteredMilestone> entered, List<MilestoneConflict> conflicts)
    {
        _conflicts = conflicts;
        _decisions = [.. facts.Decisions.Select(FromReturn)];
        if (_decisions.Count == 0 && facts.Adoption is { DateInt: { } date } row)
        {
            var decided = new Milestone(MilestoneKind.ShouldBePlaced, date, MilestoneSource.Return, new SourceRow("AD1", row.Row, row.Year));
            _decisions.Add(new PlacementDecision(decided, null, false, null));
        }

        foreach (var entry in entered.Where(entry => entry.Kind == MilestoneKind.ShouldBePlaced).OrderBy(entry => entry.Source))
        {
            Decide(new Milestone(entry.Kind, entry.Date, entry.Source));
        }

        foreach (var entry in entered.Where(entry => entry.Kind == MilestoneKind.DecisionReversed).OrderBy(entry => entry.Source))
        {
            Reverse(new Milestone(entry.Kind, entry.Date, entry.Source));
        }
    }

    internal IReadOnlyList<PlacementDecision> Decisions => _decisions;

    private static PlacementDecision FromReturn(DecisionFacts decision)
    {
        var row = new SourceRow("PlacedAdoption", decision.Row, decision.Year);
        return new PlacementDecision(
            new Milestone(MilestoneKind.ShouldBePlaced, decision.DatePlaced, MilestoneSource.Return, row),
            decision.Ceased is { } ceased ? new Milestone(MilestoneKind.DecisionReversed, ceased, MilestoneSource.Return, row) : null,
            decision.IsReversed,
            decision.Reason);
    }

    private void Decide(Milestone given)
    {
        var index = _decisions.FindIndex(decision => !decision.IsReversed || decision.Reversed?.Date > given.Date);
        if (index < 0)
        {
            _decisions.Add(new PlacementDecision(given, null, false, null));
            return;
        }

        Report(given, _decisions[index].Decided);
        _decisions[index] = _decisions[index] with { Decided = given };
    }

    private void Reverse(Milestone given)
    {
        var index = _decisions.FindLastIndex(decision => decision.Decided.Date <= given.Date);
        if (index < 0)
        {
            return;
        }

        if (_decisions[index].Reversed is { } known)
        {
            Report(given, known);
        }

        _decisions[index] = _decisions[index] with { Reversed = given, IsReversed = true };
    }

    private void Report(Milestone kept, Milestone overruled)
    {
        if (kept.Date != overruled.Date)
        {
            _conflicts.Add(new MilestoneConflict(kept, overruled));
        }
    }
}
