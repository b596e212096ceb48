using Partnership.LocalHosting.Dashboard;

namespace Partnership.LocalHosting.Tests.Dashboard;

public sealed class WaterfallTests
{
    private const int Server = 2;
    private const int Client = 3;
    private const int Producer = 4;
    private const int Consumer = 5;

    [Fact]
    public void Rows_FollowWhatLedToThem()
    {
        var rows = Waterfall.Of(
            [
                Span("hub", "process", 4, parent: 3, start: 500, kind: Consumer),
                Span("gateway", "PUT", 1, start: 0, duration: 300, kind: Server),
                Span("hub", "send", 3, parent: 2, start: 310, duration: 10, kind: Producer),
                Span("hub", "PUT", 2, parent: 1, start: 20, duration: 200, kind: Server),
            ],
            showAll: false);

        Assert.Equal(
            [(0, "gateway", "PUT"), (1, "hub", "PUT"), (2, "hub", "send"), (3, Waterfall.Broker, "in the queue"), (3, "hub", "process")],
            rows.Select(row => (row.Depth, row.Service, row.Name)));
        var waited = rows[3];
        Assert.Equal((OtlpBody.Noon + 320, OtlpBody.Noon + 500), (waited.Start, waited.End));
    }

    [Fact]
    public void Rows_ManyOfOneName_ArePutTogetherAndShownOnRequest()
    {
        var spans = Enumerable.Range(2, 50).Select(i => Span("hub", "postgresql", (ulong)i, parent: 1, start: i, kind: Client)).Append(Span("hub", "GET", 1)).ToList();

        var rows = Waterfall.Of(spans, showAll: false);

        Assert.Equal(5, rows.Count);
        Assert.Equal(47, rows[^1].More);
        Assert.Equal(51, Waterfall.Of(spans, showAll: true).Count);
    }

    [Fact]
    public void Rows_ParentsInARingOrMissing_AreAllShownOnce()
    {
        var rows = Waterfall.Of(
            [
                Span("a", "own parent", 1, parent: 1),
                Span("a", "ring one", 2, parent: 3),
                Span("a", "ring two", 3, parent: 2),
                Span("a", "orphan", 4, parent: 99),
                Span("a", "same id", 4, parent: 99),
            ],
            showAll: false);

        Assert.Equal(["orphan", "own parent", "ring one", "ring two", "same id"], rows.Select(row => row.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Counter_ProcessStartsAnew_CountsFromNothing()
    {
        var series = new MetricSeries(new MetricName("a", "b", "c"), MetricKind.Counter, "", "", []);

        series.AddCount(10_000_000_000, 0, 100, isDelta: false);
        series.AddCount(20_000_000_000, 0, 150, isDelta: false);
        series.AddCount(30_000_000_000, 0, 20, isDelta: false);

        Assert.Equal([5, 2], series.Points().Select(point => point.Value));
    }

    [Theory]
    [InlineData(new ulong[] { 0, 0, 0 }, 0.5, 0)]
    [InlineData(new ulong[] { 10, 0, 0 }, 0.5, 0.5)]
    [InlineData(new ulong[] { 5, 5, 0 }, 0.75, 1.5)]
    [InlineData(new ulong[] { 0, 0, 10 }, 0.5, 2)]
    public void Quantile_OfBuckets_LiesWithinTheRightOne(ulong[] buckets, double share, float expected) =>
        Assert.Equal(expected, MetricSeries.Quantile(buckets, [1, 2], share), 0.001f);

    private static StoredSpan Span(string service, string name, ulong id, ulong parent = 0, long start = 0, long duration = 5, int kind = 1)
    {
        var store = new SpanStore(1024 * 1024);
        OtlpSpans.Read(OtlpBody.Span(service, name, id, parent, trace: 7, start: OtlpBody.Noon + start, duration: duration, kind: kind), new NamePool(), store);
        return Assert.Single(store.Find(7));
    }
}
