using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Partnership.LocalHosting.Dashboard;
using Partnership.TestSupport;

namespace Partnership.LocalHosting.Tests.Dashboard;

/// <summary>What the dashboard shows of resources, and to whom.</summary>
public sealed class ResourcePagesTests : IAsyncDisposable
{
    private readonly TestHost _host = new();
    private readonly HttpClient _client = new();

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _host.DisposeAsync();
    }

    [Fact]
    public async Task Api_Resources_ShowsStateHealthRestartsEndpointsAndProcess()
    {
        var app = await StartAsync();

        var json = JsonDocument.Parse(await _client.GetStringAsync(new Uri("/api/resources", UriKind.Relative), TestContext.Current.CancellationToken));

        var back = json.RootElement.GetProperty("resources").EnumerateArray().Single(r => r.GetProperty("name").GetString() == "back");
        Assert.Equal("running", back.GetProperty("state").GetString());
        Assert.True(back.GetProperty("healthy").GetBoolean());
        Assert.Equal(0, back.GetProperty("restarts").GetInt32());
        Assert.Equal(app.Snapshot("back").ProcessId, back.GetProperty("pid").GetInt32());
        Assert.Matches("^http://localhost:[0-9]+$", back.GetProperty("endpoints")[0].GetString());
    }

    [Fact]
    public async Task Api_ResourcesWithoutToken_AnswersForTheScript()
    {
        await StartAsync();
        _client.DefaultRequestHeaders.Authorization = null;

        Assert.Contains("\"back\"", await _client.GetStringAsync(new Uri("/api/resources", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overview_LinksNamesAndEndpointsAndSaysHowAllIs()
    {
        await StartAsync();

        var page = await _client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains("<a href=\"/resources/back\">back</a>", page, StringComparison.Ordinal);
        Assert.Matches("href=\"http://localhost:[0-9]+\"", page);
        Assert.Contains("Everything is well", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overview_ResourceFallsIll_SaysWhichAndWhy()
    {
        var app = await StartAsync();

        await app.PostAsync("back", "/health/false");

        await Eventually.TrueAsync(
            async () => (await _client.GetStringAsync(new Uri("/", UriKind.Relative))).Contains("answered 503 instead of 200", StringComparison.Ordinal),
            "the reason to be shown",
            TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Stream_NewLine_ArrivesWithItsNumber()
    {
        var app = await StartAsync();
        await using var stream = await _client.GetStreamAsync(new Uri("/resources/back/stream", UriKind.Relative), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);

        await app.PostAsync("back", "/say", "hello from the console");

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        string? line;
        do
        {
            line = await reader.ReadLineAsync(patience.Token);
        }
        while (line?.EndsWith("hello from the console", StringComparison.Ordinal) == false);
        Assert.Matches("^id: [0-9]+$", await reader.ReadLineAsync(patience.Token));
    }

    [Fact]
    public async Task Console_SecretWritten_IsMaskedEverywhere()
    {
        var app = await StartAsync();

        await app.PostAsync("back", "/say", "before s3cret/value after, s3cret%2Fvalue too");
        var shown = "";
        await Eventually.TrueAsync(
            async () => (shown = await _client.GetStringAsync(new Uri("/api/resources/back/logs", UriKind.Relative))).Contains("before", StringComparison.Ordinal),
            "the line to be shown");

        Assert.Contains("before ****** after, ****** too", shown, StringComparison.Ordinal);
        var file = await File.ReadAllTextAsync(Path.Combine(_host.Data, "logs", "back.log"), TestContext.Current.CancellationToken);
        Assert.Contains("before ****** after", file, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Console_MarkupWritten_IsShownAsText()
    {
        var app = await StartAsync();

        await app.PostAsync("back", "/say", "<script>alert(1)</script>");

        await Eventually.TrueAsync(
            async () => (await _client.GetStringAsync(new Uri("/resources/back", UriKind.Relative))).Contains("&lt;script&gt;alert(1)", StringComparison.Ordinal),
            "the line to be shown");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/resources")]
    [InlineData("/resources/back/stream")]
    public async Task Request_ForAnotherHostName_IsRefused(string path)
    {
        await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)) { Headers = { Host = "rebound.example:8090" } };

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Request_ForUnknownResourceOrParameter_IsNotFound()
    {
        await StartAsync();

        foreach (var path in new[] { "/resources/none", "/resources/secret", "/api/resources/secret/logs" })
        {
            using var response = await _client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    private async Task<DistributedApplication> StartAsync()
    {
        var builder = _host.NewBuilder("--LocalHosting:DashboardPort=0");
        builder.AddParameter("secret", "s3cret/value", secret: true);
        builder.AddProject("back", TestHost.SampleService).WithHttpEndpoint().WithHttpHealthCheck("/health");
        var app = await _host.StartAsync(builder);
        await app.HealthyAsync("back");
        _client.BaseAddress = app.Services.GetRequiredService<DashboardServer>().Address;
        _client.DefaultRequestHeaders.Authorization = new("Bearer", app.Services.GetRequiredService<DashboardEndpoint>().Secrets.Token);
        return app;
    }
}
