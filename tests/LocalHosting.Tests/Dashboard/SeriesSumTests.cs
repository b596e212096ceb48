using Partnership.LocalHosting.Dashboard;

namespace Partnership.LocalHosting.Tests.Dashboard;

public sealed class SeriesSumTests
{
    private const long Second = 1_000_000_000;

    [Theory]
    [InlineData(5, 2)]
    [InlineData(30, 11)]
    [InlineData(30, 29)]
    public void Sum_OfReportsAtDifferentMoments_IsTheSumOfAll(int interval, int later)
    {
        var sum = SeriesSum.Of([Every(interval, 10, offset: 0, jitter: 0), Every(interval, 32, offset: later, jitter: 0)]);

        // The first step may lack the one that began later.
        Assert.True(sum.Count >= 5, $"{sum.Count} points");
        Assert.All(sum.Skip(1), point => Assert.Equal(42, point.Value));
    }

    [Fact]
    public void Sum_OfAReportThatIsLate_HoldsWhatWasSaidBefore()
    {
        var steady = Every(30, 10, offset: 1, jitter: 0);
        var shaky = Every(30, 32, offset: 1, jitter: 2);

        Assert.All(SeriesSum.Of([steady, shaky]).Skip(1), point => Assert.Equal(42, point.Value));
    }

    [Fact]
    public void Sum_OfOneThatFellSilent_GoesOnWithoutIt()
    {
        var silent = Every(5, 32, offset: 0, jitter: 0).Take(3).ToList();

        var sum = SeriesSum.Of([Every(5, 10, offset: 0, jitter: 0), silent]);

        Assert.Equal(42, sum[1].Value);
        Assert.Equal(10, sum[^1].Value);
    }

    /// <summary>Twelve reports; with jitter they come now before and now after a step's end.</summary>
    private static List<MetricPoint> Every(int interval, double value, int offset, int jitter) => [.. Enumerable.Range(0, 12).Select(i =>
        new MetricPoint((OtlpBody.Noon / (30 * Second) * 30 * Second) + (((i * interval) + offset - (i % 2 * jitter)) * Second), value))];
}
