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

    /// <summary>A reader that stands still has everything in hand: nothing is ready, and nothing comes of it.</summary>
    [Fact]
    public void Messages_InHandAtTwoLooks_AreTakenIn_AndWhatNobodyFinishesIsAConcern()
    {
        TellsOfACouncilThatWasHeard();
        Look(unacknowledged: 200, rate: 0);
        Assert.Equal((Freshness.UpToDate, 0), (Freshly(), Concern.All([], Figures()).Count));

        Look(unacknowledged: 200, rate: 0);
        Assert.Equal(Freshness.TakingIn, Freshly());
        Assert.Equal(("central-hub.region", true), Assert.Single(Concern.All([], Figures())) is var held ? (held.Where, held.IsGrave) : default);

        Look(unacknowledged: 30, rate: 40);
        Assert.Equal((Freshness.TakingIn, 0), (Freshly(), Concern.All([], Figures()).Count));
        Look(unacknowledged: 0, rate: 40);
        Assert.Equal(Freshness.UpToDate, Freshly());

        void Look(int unacknowledged, double rate) => _broker.Remember([new("central-hub.region", 0, unacknowledged, 1, rate)]);
    }

    [Theory]
    [InlineData("central-hub", "inbox.retrying", nameof(Freshness.TakingIn), "could not take 3 messages in and tries again")]
    [InlineData("central-hub", "inbox.parked_now", nameof(Freshness.Behind), "has 3 parked messages")]
    [InlineData(Hub, "outbox.parked", nameof(Freshness.Behind), "has 3 parked messages")]
    public void Messages_TriedAgainOrParked_LeaveNoCouncilUpToDate(string service, string metric, string expected, string concern)
    {
        TellsOfACouncilThatWasHeard();
        _broker.Remember([new("central-hub.region", 0, 0, 1, 0)]);
        Assert.Equal(Freshness.UpToDate, Freshly());

        _telemetry.TakeMetrics(OtlpBody.Gauge(service, metric, 3, Now, meter: "Partnership.Messaging"));

        Assert.Equal(expected, Freshly().ToString());
        Assert.Equal((service, concern), Assert.Single(Concern.All([], Figures())) is var told ? (told.Where, told.What) : default);
    }

    /// <summary>One hub died minutes ago and one never spoke: both are of this system, and what is not known of them is said.</summary>
    [Fact]
    public void Services_ThatAreSilent_StayListedAsNotKnown()
    {
        var earlier = Now - (300 * Second);
        _telemetry.TakeMetrics(OtlpBody.Gauge(Hub, "imports.waiting", 0, earlier, meter: "Partnership.LocalityHub", attributes: [("council", "860"), ("council.name", "Sandwell")]));
        _telemetry.TakeMetrics(OtlpBody.Gauge(Hub, "outbox.parked", 2, earlier, meter: "Partnership.Messaging"));
        _telemetry.TakeMetrics(OtlpBody.Gauge(Hub, "outbox.oldest_unsent_age", 0, earlier, meter: "Partnership.Messaging"));
        _telemetry.TakeMetrics(OtlpBody.Gauge("central-hub", "outbox.oldest_unsent_age", 0, Now, meter: "Partnership.Messaging"));
        _broker.Remember([new("central-hub.region", 0, 0, 1, 0)]);
        var figures = Figures(Hub, "locality-hub-861", "central-hub");

        Assert.Equal(["860 Sandwell Unknown", "861 Council Unknown"], figures.Councils().Select(council => $"{council.Code} {council.Name} {council.Freshness}"));
        Assert.All(figures.Councils(), council => Assert.Null(council.OldestUnsentAge));
        Assert.Equal(["central-hub False", $"{Hub} True", "locality-hub-861 True"], figures.Outboxes().Select(outbox => $"{outbox.Service} {outbox.IsSilent}"));
        Assert.Equal([(Hub, "tells nothing of its messages any more")], Concern.All([], figures).Select(concern => (concern.Where, concern.What)));
        Assert.False(figures.HearsNothing);
    }

    /// <summary>Where telemetry goes elsewhere nothing is known, and that is no reason to say that all is well.</summary>
    [Fact]
    public void Overview_OfServicesThatTellNothing_SaysSo()
    {
        using var usage = new ResourceUsage([], new ResourceNotificationService([]), TimeProvider.System, NullLogger.Instance);

        var page = new OverviewPage([], new ResourceNotificationService([]), usage, Figures(Hub, "central-hub")).Show();

        Assert.Equal("No telemetry", page.Title);
        Assert.Contains("no service sends its telemetry here", page.Body.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Everything is well", page.Body.ToString(), StringComparison.Ordinal);
    }

    private ProductFigures Figures(params string[] services) => new(_telemetry, _broker, services, TimeProvider.System);

    private Freshness Freshly() => Assert.Single(Figures().Councils()).Freshness;

    private void TellsOfACouncilThatWasHeard()
    {
        HubTells("imports.waiting", 0);
        foreach (var service in new[] { Hub, "central-hub" })
        {
            _telemetry.TakeMetrics(OtlpBody.Gauge(service, "outbox.oldest_unsent_age", 0, Now, meter: "Partnership.Messaging"));
        }

        _telemetry.TakeMetrics(OtlpBody.Gauge("central-hub", "region.last_received_age", 4, Now, meter: "Partnership.CentralHub", attributes: ("council", "860")));
    }

    private void HubTells(string name, double value) => _telemetry.TakeMetrics(
        OtlpBody.Gauge(Hub, name, value, Now, meter: "Partnership.LocalityHub", attributes: [("council", "860"), ("council.name", "Sandwell")]));

    private void Ended(long failed, long at) => _telemetry.TakeMetrics(
        OtlpBody.Counter(Hub, "imports.ended", failed, at, started: Now - (20 * Second), meter: "Partnership.LocalityHub", attributes: ("outcome", "failed")));
}
