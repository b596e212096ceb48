using System.Globalization;
using Partnership.LocalHosting.Dashboard;
using Partnership.TestSupport;
using Telemetry = Partnership.LocalHosting.Dashboard.Telemetry;

namespace Partnership.LocalHosting.Tests.Dashboard;

/// <summary>A service gone wild must cost neither the host's memory nor the other services' telemetry.</summary>
public sealed class FloodTests
{
    private const long MiB = 1024 * 1024;

    [Fact]
    public void Spans_EverNewTracesAndNames_StayWithinTheirBound()
    {
        var store = new Telemetry(TimeProvider.System);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 1; i <= 150_000; i++)
        {
            store.TakeTraces(OtlpBody.Span($"service-{i}", $"operation {i} {Filler(i)}", trace: (UInt128)i, attributes: ("key", Filler(i))));
        }

        AssertBounded(before, 40 * MiB);
        Assert.True(store.Spans.Bytes <= 40 * MiB);
        Assert.True(store.Spans.Dropped > 10_000, $"{store.Spans.Dropped} dropped: this was no flood");
        Assert.NotEmpty(store.Spans.Find(150_000));
        Assert.Empty(store.Spans.Find(1));
        Assert.Equal(100, store.Spans.Newest(new TraceFilter(), 100).Count);
        GC.KeepAlive(store);
    }

    /// <summary>Roots that went long ago, of traces that go on: nothing of their size is held for the list's sake.</summary>
    [Fact]
    public void Spans_LargeRootsOfTracesThatGoOn_AreLetGo()
    {
        var (store, names, large) = (new SpanStore(2 * MiB), new NamePool(), new string('x', (int)MiB));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var trace = 1; trace <= 60; trace++)
        {
            OtlpSpans.Read(OtlpBody.Span("shop", "root", trace: (UInt128)trace, attributes: ("key", large)), names, store);
            for (var live = 1; live <= trace; live++)
            {
                OtlpSpans.Read(OtlpBody.Span("shop", "part", trace: (UInt128)live, id: 2, parent: 1), names, store);
            }
        }

        Assert.Equal(60, store.Newest(new TraceFilter(), 100).Count);
        AssertBounded(before, 5 * MiB);
        GC.KeepAlive(store);
    }

    [Fact]
    public void Spans_OneEndlessTrace_StaysWithinItsBound()
    {
        var store = new SpanStore(2 * MiB);
        var names = new NamePool();
        for (var i = 1; i <= 20_000; i++)
        {
            OtlpSpans.Read(OtlpBody.Span("shop", "again", id: (ulong)i), names, store);
        }

        Assert.True(store.Bytes <= 2 * MiB);
        Assert.InRange(store.Find(7).Count, 1000, 10_000);
    }

    [Fact]
    public void Logs_EverNewText_StayWithinTheirBound()
    {
        var store = new Telemetry(TimeProvider.System);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 1; i <= 60_000; i++)
        {
            store.TakeLogs(OtlpBody.Log($"service-{i}", $"{i} {Filler(i)}", category: $"category {i}"));
        }

        AssertBounded(before, 20 * MiB);
        Assert.True(store.Logs.Dropped > 10_000, $"{store.Logs.Dropped} dropped: this was no flood");
        Assert.StartsWith("60000 ", store.Logs.Newest(new LogFilter(), 1).Single().Body, StringComparison.Ordinal);
        GC.KeepAlive(store);
    }

    [Fact]
    public void Metrics_EverNewNames_LeaveTheSeriesOfOthersAlone()
    {
        var store = new Telemetry(TimeProvider.System);
        store.TakeMetrics(OtlpBody.Gauge("calm", "things", 1));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 1; i <= 50_000; i++)
        {
            store.TakeMetrics(OtlpBody.Gauge("wild", $"metric {i}", i, attributes: ("key", Filler(i))));
        }

        for (var i = 1; i <= 20_000; i++)
        {
            store.TakeMetrics(OtlpBody.Gauge($"wild-{i}", "metric", i, attributes: ("key", Filler(i))));
        }

        store.TakeMetrics(OtlpBody.Gauge("calm", "things", 2, at: OtlpBody.Noon + 5_000_000_000));
        store.TakeMetrics(OtlpBody.Gauge("calm", "more things", 3));
        AssertBounded(before, 40 * MiB);
        Assert.True(store.Metrics.Refused > 50_000, $"{store.Metrics.Refused} refused: this was no flood");
        var calm = store.Metrics.Select(series => series.Name.Service == "calm", series => (series.Name.Name, series.Points().Count));
        Assert.Equal([("more things", 1), ("things", 2)], calm.OrderBy(series => series.Name, StringComparer.Ordinal));
        GC.KeepAlive(store);
    }

    [Fact]
    public void Metrics_FullStore_RefusesNewSeriesAndKeepsOnMeasuring()
    {
        var store = new MetricStore(MiB, TimeProvider.System);
        var names = new NamePool();
        for (var service = 1; service <= 20; service++)
        {
            for (var i = 1; i <= 400; i++)
            {
                OtlpMetrics.Read(OtlpBody.Gauge($"service-{service}", $"metric {i}", i), names, store);
            }
        }

        for (var i = 1; i <= 1000; i++)
        {
            OtlpMetrics.Read(OtlpBody.Gauge("service-1", "metric 1", i, at: OtlpBody.Noon + i), names, store);
        }

        Assert.True(store.Bytes <= MiB);
        var one = Assert.Single(store.Select(series => series.Name is { Service: "service-1", Name: "metric 1" }, series => (series.Last, series.Points().Count)));
        Assert.Equal(1000, one.Last!.Value.Value);
        Assert.True(one.Count >= MetricSeries.FewestPoints);
    }

    [Fact]
    public void Metrics_LongHistories_LeaveRoomForSeriesThatComeLater()
    {
        var store = new MetricStore(MiB, TimeProvider.System);
        var names = new NamePool();
        for (var point = 1; point <= MetricSeries.MostPoints; point++)
        {
            for (var i = 1; i <= 100; i++)
            {
                OtlpMetrics.Read(OtlpBody.Gauge("early", $"metric {i}", point, at: OtlpBody.Noon + point), names, store);
            }
        }

        Assert.True(store.Bytes > MiB / 2, $"{store.Bytes}: the histories were not long");
        for (var i = 1; i <= 50; i++)
        {
            OtlpMetrics.Read(OtlpBody.Gauge("late", $"metric {i}", i), names, store);
        }

        Assert.Equal(0, store.Refused);
        Assert.True(store.Bytes <= MiB);
    }

    // Two bytes of a request can become hundreds in memory: what is read must go where there is a bound, not into a list first.
    [Fact]
    public void Request_OfManyEmptySpansOrRecords_IsNeverInMemoryAllAtOnce()
    {
        var body = OtlpBody.Empties("wild", 400_000);
        var (spans, logs) = (new SpanStore(MiB), new LogStore(MiB));

        Assert.Throws<InvalidDataException>(() => OtlpSpans.Read([.. body, 0xff], new NamePool(), spans));
        Assert.Throws<InvalidDataException>(() => OtlpLogs.Read([.. body, 0xff], new NamePool(), logs));

        Assert.Equal((400_000, 400_000), (spans.Received, logs.Received));
        Assert.True(spans.Bytes <= MiB && logs.Bytes <= MiB);
    }

    [Fact]
    public void Value_NestedWithoutEnd_IsReadAsDeepAsAnyoneWants()
    {
        var store = new Telemetry(TimeProvider.System);

        store.TakeLogs(OtlpBody.LogOfValue("wild", OtlpBody.NestedMaps(100_000)));

        var record = Assert.Single(store.Logs.Newest(new LogFilter(), 1));
        Assert.Equal("[=[=[=[=…]]]]", record.Body);
        Assert.Equal("[=[=[=[=…]]]]", Assert.Single(record.Attributes()).Value);
    }

    [Fact]
    public async Task Pages_InAFlood_Answer()
    {
        await using var host = new DashboardHost();
        await host.StartAsync();
        var bodies = Enumerable.Range(1, 200).Select(i => OtlpBody.Span("wild", $"operation {i}", trace: (UInt128)i)).ToList();
        using var stop = new CancellationTokenSource();
        var flood = Task.Run(
            async () =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++)
                {
                    await Task.WhenAll(bodies.Skip(i % 190).Take(10).Select(body => host.ExportAsync("traces", body)));
                }
            },
            TestContext.Current.CancellationToken);

        // Only a flood that is under way, and goes on while the pages are made, shows anything.
        await Eventually.TrueAsync(() => Task.FromResult(host.Server.Telemetry.Spans.Received > 50), "a flood");
        foreach (var path in new[] { "/", "/flow", "/traces", "/logs", "/metrics", "/resources/back" })
        {
            var page = await host.ReadAsync(path).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            Assert.Contains("</main>", page, StringComparison.Ordinal);
        }

        Assert.False(flood.IsCompleted);
        await stop.CancelAsync();
        await flood;
    }

    private static string Filler(int i) => string.Concat(Enumerable.Repeat(i.ToString(CultureInfo.InvariantCulture), 40));

    // The bound is reckoned, so what it really costs may differ; by how much is what this test is for.
    private static void AssertBounded(long before, long bound) =>
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, (long)(bound * 1.3));
}
