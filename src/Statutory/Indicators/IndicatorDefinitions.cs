namespace Partnership.Statutory.Indicators;

/// <summary>
/// The adoption timeliness indicators as dated rules: what the government's scorecard published as thresholds, and the version
/// of our derivation, which goes with every measure so that figures made by different rules are never pooled unseen.
/// </summary>
public static class IndicatorDefinitions
{
    /// <summary>
    /// The version of the derivation of A1, A2, A3 and A10 that this code carries out. Raise it when a rule changes a figure,
    /// and say in docs/indicators.md what changed.
    /// </summary>
    public const int Version = 1;

    private static readonly IndicatorThreshold[] All =
    [
        new("A1", 14, 2016, "Adoption scorecards, threshold for 2013 to 2016 and after: 14 months from entering care to moving in"),
        new("A10", 14, 2016, "No threshold of its own was published: that of A1 by convention"),
        new("A3", 14, 2013, "Adoption scorecards: children who wait less than 14 months between entering care and moving in"),
        new("A2", 4, 2016, "Adoption scorecards, threshold for 2013 to 2016 and after: 4 months from placement order to match"),
    ];

    /// <summary>
    /// The threshold of an indicator for the three years that end on 31 March of <paramref name="yearEnded"/>, or null when the
    /// indicator has none in force for them.
    /// </summary>
    public static IndicatorThreshold? ThresholdOf(string indicator, int yearEnded) => All
        .Where(threshold => threshold.Indicator == indicator && threshold.FromYearEnded <= yearEnded)
        .MaxBy(threshold => threshold.FromYearEnded);

    /// <summary>The longest wait, in days, that counts as within the threshold of A3: 426, this number included.</summary>
    public static int WithinDays { get; } = new IndicatorThreshold("A3", 14, 2013, string.Empty).Days;
}

/// <summary>A published threshold of an indicator.</summary>
/// <param name="Indicator">The indicator's code: A1, A2, A3 or A10.</param>
/// <param name="Months">The threshold as published, in months.</param>
/// <param name="FromYearEnded">The first three-year window that it applies to, by the calendar year in which the window ends.</param>
/// <param name="Source">Where it was published.</param>
public sealed record IndicatorThreshold(string Indicator, int Months, int FromYearEnded, string Source)
{
    /// <summary>
    /// The threshold in whole days: a month is 30.4375 days and the part of a day is dropped, which fits every pair that was
    /// published (21 months 639, 18 547, 16 487, 7 213, 6 182, 5 152). 14 months are 426 days, 4 are 121.
    /// </summary>
    public int Days => (int)decimal.Floor(Months * 30.4375m);
}
