namespace Partnership.Simulator.Truth;

/// <summary>How many children a mean is taken over, and their days in all.</summary>
public readonly record struct TrueSum(int Children, long Days)
{
    public static TrueSum Of(IEnumerable<int?> days)
    {
        var known = days.OfType<int>().ToList();
        return new TrueSum(known.Count, known.Sum(day => (long)day));
    }
}

/// <summary>One adopted child's waits in days; null where the returns cannot tell or the child has none.</summary>
public sealed record TrueWait(string Child, DateOnly Ordered, int? EntryToPlaced, int? EntryToMovedIn, int? OrderToMatch);

/// <summary>
/// What the indicators must come to, reckoned from the truth alone and by none of the code that reads returns. A day that no return
/// tells of, because it lies before the first one, cannot be measured from.
/// </summary>
public sealed record TrueIndicators(TrueSum A1, TrueSum A2, TrueSum A10, int WithinFourteenMonths, int Waits)
{
    /// <summary>Fourteen months, in days: the published thresholds are a month of 30.4375 days times their number, rounded down.</summary>
    public const int FourteenMonths = 426;

    /// <summary>The three years that end on 31 March of the given year.</summary>
    public static TrueIndicators For(IEnumerable<CouncilTruth> councils, int yearEnded)
    {
        var to = new DateOnly(yearEnded, 3, 31);
        var from = new DateOnly(yearEnded - 3, 4, 1);
        var truths = councils.ToList();
        var adopted = truths.SelectMany(Adopted).Where(wait => wait.Ordered >= from && wait.Ordered <= to).ToList();
        var waits = adopted.Select(wait => wait.EntryToMovedIn)
            .Concat(truths.SelectMany(truth => StillWaiting(truth, to)).Select(wait => (int?)wait.Days))
            .OfType<int>().ToList();
        return new TrueIndicators(
            TrueSum.Of(adopted.Select(wait => wait.EntryToPlaced)),
            TrueSum.Of(adopted.Select(wait => wait.OrderToMatch)),
            TrueSum.Of(adopted.Select(wait => wait.EntryToMovedIn)),
            waits.Count(days => days <= FourteenMonths),
            waits.Count);
    }

    public static IEnumerable<TrueWait> Adopted(CouncilTruth truth) =>
        from child in truth.Children
        from period in child.Periods
        where period.AdoptionOrder is not null
        let family = period.Families.Count == 0 ? null : period.Families[^1]
        let order = period.PlacementOrders.FirstOrDefault(order => order.Revoked is null || order.Revoked >= truth.From)
        select new TrueWait(
            child.Child,
            period.AdoptionOrder!.Value,
            family is null || !period.StartInReturns ? null : Days(period.Entered, family.Placed),
            family is null || !period.StartInReturns ? null : Days(period.Entered, Settled(family)),
            family is null || order is not { InReturns: true } || period.Matched is not { } matched
                ? null
                : Math.Max(0, Days(order.Made, matched)));

    /// <summary>Children in care on a 31 March whose plan is adoption, and how many days they had waited or took to move in.</summary>
    public static IEnumerable<(string Child, int Days, bool MovedIn)> StillWaiting(CouncilTruth truth, DateOnly at) =>
        from child in truth.Children
        from period in child.Periods
        where period.Entered <= at && (period.Left is null || period.Left > at) && period.StartInReturns
            && period.Decisions.Any(decision => decision.Decided <= at && (decision.Reversed is null || decision.Reversed > at))
        let family = period.Families.FirstOrDefault(family => family.Placed <= at && (family.Ended is null || family.Ended > at))
        select (child.Child, Days(period.Entered, family is null ? at : Settled(family)), family is not null);

    private static DateOnly Settled(TrueFamily family) => family.FosterCarer ? family.MovedIn : family.Placed;

    private static int Days(DateOnly from, DateOnly to) => to.DayNumber - from.DayNumber;
}
