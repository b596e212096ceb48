using System.Net;
using System.Text.Json;

namespace Partnership.LocalHosting.Tests.Dashboard;

public sealed class AccessTests : IAsyncDisposable
{
    private static readonly string[] Paths =
        ["/", "/flow", "/traces", "/traces/0123456789abcdef0123456789abcdef", "/logs", "/metrics", "/resources/back", "/resources/back/stream", "/api/resources/back/logs", "/nowhere"];

    private readonly DashboardHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task EveryPage_WithoutToken_IsRefusedAndShowsNothing()
    {
        await _host.StartAsync();
        foreach (var path in Paths)
        {
            foreach (var cookie in new[] { null, $"{await CookieNameAsync()}=0000", $"{await CookieNameAsync()}={_host.Secrets.Token}" })
            {
                using var response = await _host.GetAsync(path, cookie);
                Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
                Assert.DoesNotContain("back", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Login_RightToken_GivesAStrictCookieThatOpensThePages()
    {
        await _host.StartAsync();

        using var login = await _host.GetAsync($"/login?t={_host.Secrets.Token}");
        var cookie = login.Headers.GetValues("Set-Cookie").Single();
        using var page = await _host.GetAsync("/", cookie.Split(';')[0]);

        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(_host.Secrets.Token, cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?t=")]
    [InlineData("?t=wrong")]
    public async Task Login_WrongToken_GivesNoCookie(string query)
    {
        await _host.StartAsync();

        using var login = await _host.GetAsync($"/login{query}");

        Assert.Equal(HttpStatusCode.Unauthorized, login.StatusCode);
        Assert.False(login.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Token_IsKeptWhereOnlyItsOwnerReads()
    {
        await _host.StartAsync();
        var file = Path.Combine(_host.Data, "parameters.json");

        var kept = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).RootElement;

        Assert.Equal(_host.Secrets.Token, kept.GetProperty("dashboard-token").GetString());
        Assert.Equal(32, _host.Secrets.Token.Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    // A page on another port of this host counts as the same site: the strict cookie comes with its requests.
    [Theory]
    [InlineData(null)]
    [InlineData("http://localhost:8080")]
    [InlineData("https://elsewhere.example")]
    [InlineData("null")]
    public async Task Command_NotFromOurOwnPage_IsRefusedAndChangesNothing(string? origin)
    {
        var app = await _host.StartAsync();
        var cookie = await _host.LogInAsync();
        var before = app.Snapshot("back").ProcessId;

        using var response = await _host.PostAsync("/resources/back/restart", cookie, origin);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(before, app.Snapshot("back").ProcessId);
        Assert.Equal(KnownResourceStates.Running, app.Snapshot("back").State?.Text);
    }

    [Theory]
    [InlineData("Basic b3BlcmF0b3I6")]
    [InlineData("Bearer wrong")]
    public async Task Command_OtherAuthorizationBesideTheCookie_IsRefused(string authorization)
    {
        var app = await _host.StartAsync();
        var before = app.Snapshot("back").ProcessId;

        using var response = await _host.PostAsync("/resources/back/restart", await _host.LogInAsync(), origin: null, authorization);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(before, app.Snapshot("back").ProcessId);
    }

    [Fact]
    public async Task Command_WithTheTokenAndNoCookie_IsDone()
    {
        var app = await _host.StartAsync();
        var before = app.Snapshot("back").ProcessId;

        using var response = await _host.PostAsync("/resources/back/restart", cookie: null, origin: null, $"Bearer {_host.Secrets.Token}");

        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        await app.ReachesAsync("back", snapshot => snapshot.ProcessId is { } now && now != before);
    }

    [Fact]
    public async Task Command_FromOurOwnPage_IsDone()
    {
        var app = await _host.StartAsync();
        var before = app.Snapshot("back").ProcessId;

        using var response = await _host.PostAsync("/resources/back/restart", await _host.LogInAsync(), _host.Origin);

        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        await app.ReachesAsync("back", snapshot => snapshot.ProcessId is { } now && now != before);
    }

    [Theory]
    [InlineData("/flow/parked/replay")]
    [InlineData("/flow/parked/replay-all")]
    public async Task Parked_AskedFromElsewhere_IsRefused(string path)
    {
        await _host.StartAsync();

        using var stranger = await _host.PostAsync(path, cookie: null, _host.Origin);
        using var otherPage = await _host.PostAsync(path, await _host.LogInAsync(), "http://localhost:8080");
        using var own = await _host.PostAsync(path, await _host.LogInAsync(), _host.Origin);

        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, otherPage.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, own.StatusCode); // let in, but it asked for nothing
    }

    [Fact]
    public async Task Telemetry_WithoutTheKey_IsRefused()
    {
        await _host.StartAsync();

        using var wrong = await _host.ExportAsync("traces", OtlpBody.Span("shop", "buy"), key: "wrong");
        using var token = await _host.ExportAsync("traces", OtlpBody.Span("shop", "buy"), key: _host.Secrets.Token);

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, token.StatusCode);
        Assert.Equal(0, _host.Server.Telemetry.Spans.Received);
    }

    private async Task<string> CookieNameAsync() => (await _host.LogInAsync()).Split('=')[0];
}
