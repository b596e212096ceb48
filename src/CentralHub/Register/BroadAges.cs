using Partnership.Contracts.FamilyFinding;

namespace Partnership.CentralHub.Register;

/// <summary>Ages in three broad bands: under two, two to four, five and over.</summary>
internal static class BroadAges
{
    private static readonly AgeBands[] Broad =
    [
        AgeBands.Unborn | AgeBands.UnderOne | AgeBands.One,
        AgeBands.Two | AgeBands.Three | AgeBands.Four,
        AgeBands.FiveOrSix | AgeBands.SevenToNine | AgeBands.TenOrOver,
    ];

    /// <summary>The broad bands that hold any of the ages, as all of their bands.</summary>
    public static AgeBands Of(AgeBands ages) => Broad.Where(band => (band & ages) != 0).Aggregate(AgeBands.None, (all, band) => all | band);
}
