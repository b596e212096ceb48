using Partnership.Statutory.Indicators;

namespace Partnership.Statutory.Tests.Indicators;

public sealed class IndicatorDefinitionsTests
{
    [Theory]
    [InlineData(21, 639)]
    [InlineData(18, 547)]
    [InlineData(16, 487)]
    [InlineData(14, 426)]
    [InlineData(7, 213)]
    [InlineData(6, 182)]
    [InlineData(5, 152)]
    [InlineData(4, 121)]
    public void Days_PublishedMonths_GiveThePublishedDays(int months, int days) =>
        Assert.Equal(days, new IndicatorThreshold("A1", months, 2013, "test").Days);

    [Theory]
    [InlineData("A1", 2025, 426)]
    [InlineData("A10", 2025, 426)]
    [InlineData("A3", 2025, 426)]
    [InlineData("A2", 2025, 121)]
    public void ThresholdOf_YearInForce_IsInDays(string indicator, int year, int days) =>
        Assert.Equal(days, IndicatorDefinitions.ThresholdOf(indicator, year)!.Days);

    [Theory]
    [InlineData("A1", 2012)]
    [InlineData("A20", 2025)]
    public void ThresholdOf_NoneInForce_IsNull(string indicator, int year) =>
        Assert.Null(IndicatorDefinitions.ThresholdOf(indicator, year));
}
