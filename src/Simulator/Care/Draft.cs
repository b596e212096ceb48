using Partnership.Simulator.Adoption;
using Partnership.Simulator.Randomness;

namespace Partnership.Simulator.Care;

/// <summary>A period of care whose days are still counted from its start, before it is laid on the calendar.</summary>
internal sealed class Draft(Homes homes, SeededRandom draw)
{
    private readonly List<(int Day, string LegalStatus)> _legal = [];
    private readonly List<(int Day, Placement Placement, string Reason)> _placements = [];
    private readonly List<(Placement Home, int From, int To)> _respites = [];
    private readonly List<(int Decided, int? Reversed, string? Reason)> _decisions = [];
    private readonly List<(int Made, int? Revoked)> _placementOrders = [];
    private readonly List<(AdoptiveFamily Terms, int? Matched, int MovedIn, int Placed, int? Ended)> _families = [];

    public Homes Homes { get; } = homes;

    public SeededRandom Draw { get; } = draw;

    public string HomePost { get; } = homes.HomePostcode();

    public string Need { get; } = draw.Pick<string>(["N1", "N1", "N1", "N1", "N3", "N4", "N5", "N5", "N8"]);

    public bool Unaccompanied { get; init; }

    /// <summary>The day on which the child leaves, when it is known.</summary>
    public int? LeavesOn { get; set; }

    /// <summary>The day on which foster carers became adopters to be (A3, A5), where they did.</summary>
    public int? PlacedWithFosterCarersOn =>
        _placements.Where(change => change.Placement.Place is "A3" or "A5").Select(change => (int?)change.Day).Min();

    public bool HasPlan => _decisions.Count > 0;

    public IReadOnlyList<(int Decided, int? Reversed, string? Reason)> Decisions => _decisions;

    public IReadOnlyList<(int Made, int? Revoked)> PlacementOrders => _placementOrders;

    public void SetLegalStatus(int day, string legalStatus) => _legal.Add((day, legalStatus));

    public Placement Place(int day, Placement placement, string reason = "CARPL")
    {
        _placements.Add((day, placement, reason));
        return placement;
    }

    /// <summary>A short stay elsewhere and back to the same home, somewhere between two days, where nothing else happens.</summary>
    public void Respite(Placement home, int from, int to) => _respites.Add((home, from, to));

    public void Decide(int day, int? reversed = null, string? reason = null) => _decisions.Add((day, reversed, reason));

    public void MakePlacementOrder(int day, int? revoked = null)
    {
        _placementOrders.Add((day, revoked));
        SetLegalStatus(day, "E1");
        if (revoked is { } on)
        {
            SetLegalStatus(on, "C2");
        }
    }

    public void PlaceForAdoption(
        int? matched, int movedIn, int placed, bool fosterCarer = false, bool earlyPermanence = false, int? ended = null) =>
        _families.Add((new AdoptiveFamily(fosterCarer, earlyPermanence, null, default, default), matched, movedIn, placed, ended));

    public PeriodOfCare Starting(DateOnly entered)
    {
        var period = new PeriodOfCare(entered, Need, HomePost) { Unaccompanied = Unaccompanied };
        DateOnly On(int day) => entered.AddDays(day);
        DateOnly? OnMaybe(int? day) => day is { } known ? On(known) : null;

        _legal.ForEach(change => period.SetLegalStatus(On(change.Day), change.LegalStatus));
        _placements.ForEach(change => period.Place(On(change.Day), change.Placement, change.Reason));
        _respites.ForEach(respite => TakeRespite(period, respite.Home, On(respite.From), On(respite.To)));

        if (HasPlan)
        {
            period.Plan = new AdoptionPlan();
            period.Plan.Decisions.AddRange(_decisions.Select(d => new Decision(On(d.Decided), OnMaybe(d.Reversed), d.Reason)));
            period.Plan.PlacementOrders.AddRange(_placementOrders.Select(o => new PlacementOrder(On(o.Made), OnMaybe(o.Revoked))));
            period.Plan.Families.AddRange(_families.Select(f => f.Terms with
            {
                Matched = OnMaybe(f.Matched), MovedIn = On(f.MovedIn), Placed = On(f.Placed), Ended = OnMaybe(f.Ended),
            }));
            period.Plan.FinalMatch = period.Plan.Families.LastOrDefault()?.Matched;
        }

        return period;
    }

    private void TakeRespite(PeriodOfCare period, Placement home, DateOnly from, DateOnly to)
    {
        var place = Draw.Pick<string>(["T1", "T2", "T3", "T3", "T4"]);
        var nights = Draw.Between(2, place == "T4" ? 6 : 13);
        var starts = from.AddDays(Draw.Between(4, Math.Max(4, to.DayNumber - from.DayNumber - nights - 4)));
        var ends = starts.AddDays(nights);
        var temporary = Homes.Temporary(place);

        // Not across a year's end, where it would be a matter of opinion whether the child has moved in.
        var withinYear = CollectionYear.Of(starts) == CollectionYear.Of(ends.AddDays(1));
        if (ends < to && withinYear && period.NothingChanges(starts.AddDays(-1), ends.AddDays(1)))
        {
            period.Place(starts, temporary);
            period.Place(ends, home);
        }
    }
}
