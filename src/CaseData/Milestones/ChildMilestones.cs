namespace Partnership.CaseData.Milestones;

/// <summary>
/// A child's steps towards adoption, derived from the returns of all years together and overlaid with what a daily feed or a
/// person entered. By precedence a person's date holds over a feed's and a feed's over a return's; every disagreement is kept
/// in <see cref="Conflicts"/>. They concern the latest period of care; a date entered for an earlier one is left out.
/// </summary>
public sealed class ChildMilestones
{
    private readonly ChildFacts _facts;
    private readonly EnteredMilestone[] _everEntered;
    private readonly EnteredMilestone[] _entered;
    private readonly List<MilestoneConflict> _conflicts = [];

    private ChildMilestones(ChildFacts facts, EnteredMilestone[] entered)
    {
        _facts = facts;
        _everEntered = entered;
        Period = new PeriodOfCare(facts.Episodes);
        var run = Period.AdoptiveRun();
        _entered = [.. entered.Where(entry => Period.PreviousEnd is not { } end || entry.Date >= end)];
        Decisions = new DecisionOverlay(facts, _entered, _conflicts).Decisions;
        _entered = [.. _entered.Where(entry => !IsOfEarlierPlan(entry, run is not null))];

        EnteredCare = Overlay(MilestoneKind.EnteredCare, FromEpisode(MilestoneKind.EnteredCare, Period.Start));
        PlacementOrder = Overlay(MilestoneKind.PlacementOrder, FromEpisode(MilestoneKind.PlacementOrder, Period.PlacementOrderMade));
        Matched = Overlay(MilestoneKind.Matched, MatchFromReturn());
        AdoptionOrder = Overlay(MilestoneKind.AdoptionOrder, OrderFromReturn());
        Placed = Overlay(MilestoneKind.Placed, FromEpisode(MilestoneKind.Placed, run?.First));
        PlacementEnded = Overlay(MilestoneKind.PlacementEnded, null);
        if (PlacementEnded is { } end && Placed?.Date <= end.Date && AdoptionOrder is null)
        {
            Placed = null;
            Matched = Matched?.Date <= end.Date ? null : Matched;
        }

        MovedIn = MovedInWithAdopters(run);
    }

    /// <summary>The day the latest period of care began; null when the returns don't reach back to it.</summary>
    public Milestone? EnteredCare { get; }

    /// <summary>Every decision that the child should be placed, the earliest first.</summary>
    public IReadOnlyList<PlacementDecision> Decisions { get; }

    /// <summary>The first placement (or freeing) order of the period; null when the returns don't reach back to its day.</summary>
    public Milestone? PlacementOrder { get; }

    /// <summary>The match with the adopters.</summary>
    public Milestone? Matched { get; }

    /// <summary>The day the adoptive placement began: the first episode of the final unbroken run of A3 to A6.</summary>
    public Milestone? Placed { get; }

    /// <summary>
    /// The day the child moved in with the people who adopt: as <see cref="Placed"/>, but where they fostered the child before
    /// the day that this fostering began. Null when never placed.
    /// </summary>
    public Milestone? MovedIn { get; }

    /// <summary>The end of a placement before the order, as it was entered; the placement and its match hold no more.</summary>
    public Milestone? PlacementEnded { get; }

    /// <summary>The adoption order.</summary>
    public Milestone? AdoptionOrder { get; }

    /// <summary>Disagreements between sources, for a person to look at.</summary>
    public IReadOnlyList<MilestoneConflict> Conflicts => _conflicts;

    /// <summary>Every milestone there is, in order of day.</summary>
    public IEnumerable<Milestone> All => new[] { EnteredCare, PlacementOrder, Matched, Placed, MovedIn, PlacementEnded, AdoptionOrder }
        .Concat(Decisions.SelectMany(decision => new[] { decision.Decided, decision.Reversed }))
        .OfType<Milestone>()
        .OrderBy(milestone => milestone.Date).ThenBy(milestone => milestone.Kind);

    internal PeriodOfCare Period { get; }

    /// <summary>Whether the child is looked after, as far as is known.</summary>
    internal bool InCare => AdoptionOrder is null && (Period.Last is null ? EnteredCare is not null : Period.IsOpen);

    internal int? LatestReturn => _facts.LatestYear;

    /// <summary>Derives a child's milestones.</summary>
    /// <param name="facts">The rows of all years, merged.</param>
    /// <param name="entered">Dates entered by a person or given by a feed; may be empty.</param>
    public static ChildMilestones Derive(ChildFacts facts, IEnumerable<EnteredMilestone> entered)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return new ChildMilestones(facts, [.. entered]);
    }

    /// <summary>The milestones as they stood at the end of a day, by what is known now.</summary>
    public ChildMilestones AsAt(DateOnly day) => new(_facts.AsAt(day), [.. _everEntered.Where(entry => entry.Date <= day)]);

    private static Milestone? FromEpisode(MilestoneKind kind, EpisodeFacts? episode) => episode is null
        ? null
        : new Milestone(kind, episode.Decom, MilestoneSource.Return, new SourceRow("Episodes", episode.Row, episode.Year));

    // A match or a placement that came to nothing: the plan was reversed since, or the returns show the child living elsewhere since.
    private bool IsOfEarlierPlan(EnteredMilestone entry, bool livesWithAdopters) =>
        entry.Kind is MilestoneKind.Matched or MilestoneKind.Placed
        && (Decisions.Any(decision => decision.Reversed?.Date > entry.Date)
            || (entry.Kind == MilestoneKind.Placed && !livesWithAdopters
                && Period.Last is { EndsInAdoption: false, IsTemporary: false } last && last.Decom > entry.Date));

    private Milestone? MatchFromReturn() => _facts.Adoption is { DateMatch: { } date } row && Period.Adopted is not null
        ? new Milestone(MilestoneKind.Matched, date, MilestoneSource.Return, new SourceRow("AD1", row.Row, row.Year))
        : null;

    private Milestone? OrderFromReturn() => Period.Adopted is { } adopted
        ? new Milestone(
            MilestoneKind.AdoptionOrder, adopted.Dec!.Value, MilestoneSource.Return, new SourceRow("Episodes", adopted.Row, adopted.Year))
        : null;

    private Milestone? MovedInWithAdopters((EpisodeFacts First, EpisodeFacts Last, int LastIndex)? run)
    {
        if (Placed is null || run is not { } stay)
        {
            return Placed is null ? null : Placed with { Kind = MilestoneKind.MovedIn };
        }

        var fostered = stay.Last.Place is "A3" or "A5" || _facts.Adoption?.FosterCare == true;
        var movedIn = fostered ? FromEpisode(MilestoneKind.MovedIn, Period.StayWithSameCarer(stay.LastIndex)) : null;

        // A corrected day of placement holds for the day of moving in too, unless the carers had the child before.
        return movedIn is not null && movedIn.Date < stay.First.Decom && movedIn.Date <= Placed.Date
            ? movedIn
            : Placed with { Kind = MilestoneKind.MovedIn };
    }

    private Milestone? Overlay(MilestoneKind kind, Milestone? fromReturn)
    {
        var kept = fromReturn;
        foreach (var entry in _entered.Where(entry => entry.Kind == kind).OrderBy(entry => entry.Source))
        {
            var given = new Milestone(kind, entry.Date, entry.Source);
            if (kept is not null && kept.Date != given.Date)
            {
                _conflicts.Add(new MilestoneConflict(given, kept));
            }

            kept = given;
        }

        return kept;
    }
}
