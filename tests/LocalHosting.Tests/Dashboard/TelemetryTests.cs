using System.Net;
using Telemetry = Partnership.LocalHosting.Dashboard.Telemetry;

namespace Partnership.LocalHosting.Tests.Dashboard;

/// <summary>What services send is shown: over HTTP, as they send it.</summary>
public sealed class TelemetryTests : IAsyncDisposable
{
    private const long Second = 1_000_000_000;
    private readonly DashboardHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Traces_SpansOfTwoServices_AreOneWaterfallWithTheErrorMarked()
    {
        await _host.StartAsync();
        UInt128 trace = 0xabc;
        await TakenAsync("traces", OtlpBody.Span("shop", "GET /things/{id}", id: 1, trace: trace, duration: 20_000_000));
        await TakenAsync("traces", OtlpBody.Span("store", "look up <b>", id: 2, parent: 1, trace: trace, isError: true, attributes: ("db.system", "postgresql")));

        var list = await _host.ReadAsync("/traces?errors=on&service=store");
        var page = await _host.ReadAsync($"/traces/{Telemetry.Hex(trace)}");

        Assert.Contains($"/traces/{Telemetry.Hex(trace)}\">GET /things/{{id}}</a>", list, StringComparison.Ordinal);
        Assert.Contains("1 error", list, StringComparison.Ordinal);
        Assert.Contains("look up &lt;b&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("look up <b>", page, StringComparison.Ordinal);
        Assert.Contains("<dd>postgresql</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"badge ill\">error</span>", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Telemetry.Hex(trace), await _host.ReadAsync("/traces?q=something-else"), StringComparison.Ordinal);
        Assert.DoesNotContain(Telemetry.Hex(trace), await _host.ReadAsync("/traces?min=21"), StringComparison.Ordinal);
        Assert.Contains(Telemetry.Hex(trace), await _host.ReadAsync("/traces?min=20"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_ByServiceLevelTextAndTrace_AreFound()
    {
        await _host.StartAsync();
        await TakenAsync("logs", OtlpBody.Log("shop", "the till is open", severity: 9, trace: 0x1));
        await TakenAsync("logs", OtlpBody.Log("store", "the shelf is empty", severity: 17, trace: 0x2));

        Assert.Equal((true, true), await ShownAsync("/logs"));
        Assert.Equal((true, false), await ShownAsync("/logs?service=shop"));
        Assert.Equal((false, true), await ShownAsync("/logs?level=warning"));
        Assert.Equal((true, false), await ShownAsync("/logs?q=TILL"));
        Assert.Equal((false, true), await ShownAsync($"/logs?trace={Telemetry.Hex((UInt128)0x2)}"));

        async Task<(bool Till, bool Shelf)> ShownAsync(string path)
        {
            var page = await _host.ReadAsync(path);
            return (page.Contains("the till is open", StringComparison.Ordinal), page.Contains("the shelf is empty", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Metrics_CounterAndHistogram_AreShownPerSecondAndByQuantile()
    {
        await _host.StartAsync();
        foreach (var step in new[] { 1, 2, 3 })
        {
            await TakenAsync("metrics", OtlpBody.Counter("shop", "things.sold", 50 * step, OtlpBody.Noon + (step * 5 * Second)));
            await TakenAsync("metrics", OtlpBody.Histogram("shop", "sale.duration", [0, 90 * step, 10 * step], [0.1, 0.2], OtlpBody.Noon + (step * 5 * Second)));
        }

        Assert.Contains("10 a second", await _host.ReadAsync("/metrics?meter=Sample.Meter&name=things.sold"), StringComparison.Ordinal);
        var page = await _host.ReadAsync("/metrics?meter=Sample.Meter&name=sale.duration");
        Assert.Contains("20 a second", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"number\">156 ms</td><td class=\"number\">200 ms</td>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("traces")]
    [InlineData("logs")]
    [InlineData("metrics")]
    public async Task AnyBytes_AreTakenOrRefusedAndNeverAFault(string signal)
    {
        await _host.StartAsync();
        var whole = signal switch { "traces" => OtlpBody.Span("shop", "buy"), "logs" => OtlpBody.Log("shop", "sold"), _ => OtlpBody.Counter("shop", "sold", 1, OtlpBody.Noon) };
        var random = new Random(20261122);
        var refused = 0;
        for (var i = 0; i < 300; i++)
        {
            var body = whole[..random.Next(whole.Length)];
            if (i % 3 == 0)
            {
                body = [.. whole];
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            using var response = await _host.ExportAsync(signal, body);
            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{response.StatusCode} for {Convert.ToHexString(body)}");
            refused += response.StatusCode == HttpStatusCode.BadRequest ? 1 : 0;
        }

        Assert.True(refused > 100, $"only {refused} refused");
        foreach (var page in new[] { "/traces", "/logs", "/metrics" })
        {
            Assert.Contains("<h1>", await _host.ReadAsync(page), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Body_OtherTypeOrTooLarge_IsRefused()
    {
        await _host.StartAsync();

        using var json = await _host.ExportAsync("traces", "{}"u8.ToArray(), type: "application/json");
        using var large = await _host.ExportAsync("traces", new byte[(8 * 1024 * 1024) + 1]);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, json.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }

    // Without an identity service of this machine's own there is no operator's token to be had.
    [Fact]
    public async Task Flow_ParkedUnderAnotherAuthority_ShowsTheCommandAndNoButton()
    {
        await _host.StartAsync();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000;
        await TakenAsync("metrics", OtlpBody.Gauge("central-hub", "outbox.oldest_unsent_age", 0, now, meter: "Partnership.Messaging"));
        await TakenAsync("metrics", OtlpBody.Gauge("central-hub", "inbox.parked_now", 2, now, meter: "Partnership.Messaging"));

        var page = await _host.ReadAsync("/flow");

        Assert.Contains("./partnership parked replay ID", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/flow/parked/", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_StartedUnderTheDashboard_IsToldWhereToSend()
    {
        var app = await _host.StartAsync();
        using var client = Partnership.LocalHosting.Testing.DistributedApplicationHostingTestingExtensions.CreateHttpClient(app, "back");

        var environment = await client.GetStringAsync(new Uri("/environment", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains($"\"OTEL_EXPORTER_OTLP_ENDPOINT\":\"{_host.Origin}/\"", environment, StringComparison.Ordinal);
        Assert.Contains("\"OTEL_EXPORTER_OTLP_PROTOCOL\":\"http/protobuf\"", environment, StringComparison.Ordinal);
        Assert.Contains($"\"OTEL_EXPORTER_OTLP_HEADERS\":\"x-otlp-api-key={_host.Secrets.TelemetryKey}\"", environment, StringComparison.Ordinal);
        Assert.Contains("\"OTEL_METRIC_EXPORT_INTERVAL\":\"5000\"", environment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_CollectorElsewhere_SendsThereInstead()
    {
        var app = await _host.StartAsync("--ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=http://localhost:4317");
        using var client = Partnership.LocalHosting.Testing.DistributedApplicationHostingTestingExtensions.CreateHttpClient(app, "back");

        var environment = await client.GetStringAsync(new Uri("/environment", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains("\"OTEL_EXPORTER_OTLP_ENDPOINT\":\"http://localhost:4317\"", environment, StringComparison.Ordinal);
        Assert.DoesNotContain(_host.Secrets.TelemetryKey, environment, StringComparison.Ordinal);
    }

    private async Task TakenAsync(string signal, byte[] body)
    {
        using var response = await _host.ExportAsync(signal, body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
