namespace Partnership.CentralHub.Outcomes;

/// <summary>What is counted. Numbers are stored: never reuse one.</summary>
internal enum OutcomeKind : short
{
    /// <summary>Links proposed in the year that came to a state, by the state.</summary>
    Reached = 1,

    /// <summary>Children matched in the year by a link of the region. Its value is what other agencies' fees would have been, in pounds.</summary>
    MatchedInRegion = 2,

    /// <summary>Children for whom a family of another agency was found in the year.</summary>
    FoundOutside = 3,

    /// <summary>Links ended in the year without a match, by reason: the place of its bit.</summary>
    Reason = 4,

    // 5 counted searches by their number of links.


    /// <summary>Searches that are run, by how long they have had no live link; 0 for those that have one.</summary>
    Without = 6,

    /// <summary>Steps taken in the year, by the state they led to. Their value is the mean of days since the step before.</summary>
    Step = 7,

    /// <summary>Children for whom a family is looked for, by council.</summary>
    ChildrenWait = 8,

    /// <summary>Households that can be asked, by the council in whose area they live; 0 outside the region.</summary>
    HouseholdsLive = 9,

    /// <summary>Matches of the year's links whose placement ended before the order.</summary>
    Disruption = 10,

    /// <summary>Children whom the centre first heard of in the year, by the number of their links; three and more are three.</summary>
    LinksPerChild = 11,

    /// <summary>Children whose first link was proposed in the year. Its value is the mean of days since the centre first heard of them.</summary>
    FirstLink = 12,

    /// <summary>Children who moved in in the year with those they were matched with. Its value is the mean of days since the match.</summary>
    MovedIn = 13,
}

/// <summary>A count as readers see it: never of one to five, and moved only when at least six more, or fewer, are in it.</summary>
internal sealed class OutcomeCell
{
    /// <summary>A count of fewer is not shown.</summary>
    internal const int Threshold = 6;

    /// <summary>The year that ends on 31 March.</summary>
    public required short Year { get; init; }

    public required OutcomeKind Kind { get; init; }

    public required short Part { get; init; }

    /// <summary>Null where hidden.</summary>
    public int? Shown { get; set; }

    /// <summary>What belongs to the count, of the moment at which it was last moved.</summary>
    public long? Value { get; set; }

    public required DateTimeOffset MovedAt { get; set; }

    /// <summary>
    /// Moves what is shown, when enough has changed. A reader who compares two days learns of nobody: the difference is six at least, or the
    /// figure is the same.
    /// </summary>
    internal void Move(int count, long? value, DateTimeOffset now)
    {
        if (Math.Abs(count - (Shown ?? 0)) >= Threshold)
        {
            (Shown, Value, MovedAt) = (count >= Threshold ? count : null, count >= Threshold ? value : null, now);
        }
    }
}
