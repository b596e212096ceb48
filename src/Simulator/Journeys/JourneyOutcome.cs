namespace Partnership.Simulator.Journeys;

/// <summary>What became of the children whose search began in the counted years, by the end of the last; waits in weeks from the search's beginning.</summary>
public sealed record JourneyOutcome
{
    /// <summary>Children searched for.</summary>
    public int Children { get; set; }

    /// <summary>Matched with a household of the region.</summary>
    public int InRegion { get; set; }

    /// <summary>Placed with a household from elsewhere.</summary>
    public int Outside { get; set; }

    /// <summary>The plan was changed: no family was found.</summary>
    public int PlanChanged { get; set; }

    /// <summary>Still waiting.</summary>
    public int Waiting { get; set; }

    /// <summary>Of those whose search began a year or more before the end.</summary>
    public int FollowedForAYear { get; set; }

    /// <summary>Of these, placed within half a year.</summary>
    public int WithinHalfAYear { get; set; }

    /// <summary>Of these, placed within a year.</summary>
    public int WithinAYear { get; set; }

    /// <summary>Weeks waited by those placed.</summary>
    public long WeeksOfPlaced { get; set; }

    /// <summary>Weeks waited by everybody, whatever became of them.</summary>
    public long WeeksOfAll { get; set; }

    /// <summary>Links proposed, for searches of the counted years.</summary>
    public int Links { get; set; }

    /// <summary>Links that the household did not take further.</summary>
    public int Declined { get; set; }

    public int Placed => InRegion + Outside;

    /// <summary>Children placed, of a hundred.</summary>
    public double PlacedShare => Share(Placed, Children);

    /// <summary>Of a hundred placed, those in the region.</summary>
    public double InRegionShare => Share(InRegion, Placed);

    public double WithinHalfAYearShare => Share(WithinHalfAYear, FollowedForAYear);

    public double WithinAYearShare => Share(WithinAYear, FollowedForAYear);

    /// <summary>Mean wait of those placed, days.</summary>
    public double DaysOfPlaced => Placed == 0 ? 0 : 7.0 * WeeksOfPlaced / Placed;

    /// <summary>Mean wait of everybody until placed, plan changed or the end, days.</summary>
    public double DaysOfAll => Children == 0 ? 0 : 7.0 * WeeksOfAll / Children;

    /// <summary>Links for each child matched in the region.</summary>
    public double LinksPerMatch => InRegion == 0 ? 0 : (double)Links / InRegion;

    private static double Share(int part, int whole) => whole == 0 ? 0 : 100.0 * part / whole;
}
