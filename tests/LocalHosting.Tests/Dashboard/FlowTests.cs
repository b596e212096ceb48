using Microsoft.Extensions.Logging.Abstractions;
using Partnership.LocalHosting.Dashboard;
using Telemetry = Partnership.LocalHosting.Dashboard.Telemetry;

namespace Partnership.LocalHosting.Tests.Dashboard;

/// <summary>What the product's own figures say, given what services and the broker have told.</summary>
public sealed class FlowTests : IDisposable
{
    private const long Second = 1_000_000_000;
    private const string Hub = "locality-hub-860";
    private static readonly long Now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000;

    private readonly Telemetry _telemetry = new(TimeProvider.System);
    private readonly BrokerQueues _broker = new([], new ResourceNotificationService([]), TimeProvider.System, NullLogger.Instance);

    public void Dispose() => _broker.Dispose();

    [Fact]
    public void Import_FailedBeforeTheHostStarted_IsNoConcern()
    {
        HubTells("imports.waiting", 0);
        Ended(failed: 3, Now - (10 * Second));
        Ended(failed: 3, Now - (5 * Second));

        var import = Assert.Single(Figures().Imports());

        Assert.Equal(3, import.Failed);
        Assert.False(import.FailedLately);
        Assert.Empty(Concern.All([], Figures()));
    }

    [Fact]
    public void Import_FailsUnderTheHost_IsAConcern()
    {
        HubTells("imports.waiting", 0);
        Ended(failed: 3, Now - (10 * Second));
        Ended(failed: 4, Now - (5 * Second));

        Assert.True(Assert.Single(Figures().Imports()).FailedLately);
        Assert.Equal("could not take an import in", Assert.Single(Concern.All([], Figures())).What);
    }

    [Theory]
    [InlineData(true, true, 0, 0, nameof(Freshness.UpToDate))]
    [InlineData(true, true, 7, 0, nameof(Freshness.TakingIn))]
    [InlineData(true, true, 0, 11, nameof(Freshness.Behind))]
    [InlineData(true, false, 0, 0, nameof(Freshness.NeverHeard))]
    [InlineData(false, false, 0, 0, nameof(Freshness.Unknown))]
    [InlineData(true, true, null, 0, nameof(Freshness.Unknown))]
    public void Council_IsAsFreshAsCanBeKnown(bool regionTells, bool regionHeard, int? ready, double unsentAge, string expected)
    {
        HubTells("imports.waiting", 0);
        _telemetry.TakeMetrics(OtlpBody.Gauge(Hub, "outbox.oldest_unsent_age", unsentAge, Now, meter: "Partnership.Messaging"));
        if (regionTells)
        {
            _telemetry.TakeMetrics(OtlpBody.Gauge("central-hub", "process.memory", 1, Now));
        }

        if (regionHeard)
        {
            _telemetry.TakeMetrics(OtlpBody.Gauge("central-hub", "region.last_received_age", 4, Now, meter: "Partnership.CentralHub", attributes: ("council", "860")));
        }

        // Another's queue, and what was given up on, are no sign that the region is behind.
        _broker.Remember(ready is { } count
            ? [new("central-hub.region", count, 0, 1, 0), new("central-hub.dead", 5, 0, 0, 0), new($"{Hub}.region", 9, 0, 1, 0)]
            : null);

        Assert.Equal(expected, Assert.Single(Figures().Councils()).Freshness.ToString());
    }

    private ProductFigures Figures() => new(_telemetry, _broker, TimeProvider.System);

    private void HubTells(string name, double value) => _telemetry.TakeMetrics(
        OtlpBody.Gauge(Hub, name, value, Now, meter: "Partnership.LocalityHub", attributes: [("council", "860"), ("council.name", "Sandwell")]));

    private void Ended(long failed, long at) => _telemetry.TakeMetrics(
        OtlpBody.Counter(Hub, "imports.ended", failed, at, started: Now - (20 * Second), meter: "Partnership.LocalityHub", attributes: ("outcome", "failed")));
}
