using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Partnership.TestSupport;

namespace Partnership.Gateway.Tests;

/// <summary>What a service behind the gateway received.</summary>
internal sealed record Received(string Service, string Method, string Target, IReadOnlyDictionary<string, string> Headers, long BodyBytes);

/// <summary>
/// A stand-in for a hub on a real port: tells what it received and answers as the address asks.
/// </summary>
internal sealed class Upstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _silent;

    private Upstream(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public ConcurrentQueue<Received> Requests { get; } = new();

    /// <summary>Requests that are kept waiting at <c>…/silent</c>.</summary>
    public int Silent => _silent;

    /// <summary>What it serves as its OpenAPI document; null answers 404.</summary>
    public string? Description { get; set; }

    public static async Task<Upstream> StartAsync(string name)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var upstream = new Upstream(app);
        app.Run(context => upstream.AnswerAsync(name, context));
        await app.StartAsync();
        return upstream;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(string name, HttpContext context)
    {
        if (context.Request.Path == "/openapi/v1.json")
        {
            context.Response.StatusCode = Description is null ? 404 : 200;
            await context.Response.WriteAsync(Description ?? string.Empty);
            return;
        }

        if (context.Request.Path.Value!.EndsWith("/silent", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _silent);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }

        if (context.Request.Path.Value.EndsWith("/cut", StringComparison.Ordinal))
        {
            context.Abort();
            return;
        }

        long bytes = 0;
        var buffer = new byte[64 * 1024];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer)) > 0;)
        {
            bytes += read;
        }

        Requests.Enqueue(new Received(
            name,
            context.Request.Method,
            context.Request.Path.Value + context.Request.QueryString,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            bytes));
        context.Response.Headers["X-Powered-By"] = "a hub";
        context.Response.Headers.ETag = "\"3\"";
        await context.Response.WriteAsync($"{{\"service\":\"{name}\"}}");
    }
}

/// <summary>The gateway on a real port, with two councils' hubs and the shared services behind it.</summary>
internal sealed class GatewayHost : WebApplicationFactory<GatewayOptions>
{
    private readonly Dictionary<string, string?> _settings;

    private GatewayHost(TestTokens tokens, Upstream staffordshire, Upstream stoke, Upstream central, Upstream fund, Upstream panels, IEnumerable<(string Key, string Value)> more)
    {
        (Tokens, Staffordshire, Stoke, Central, Fund, Panels) = (tokens, staffordshire, stoke, central, fund, panels);
        _settings = new Dictionary<string, string?>(tokens.Settings)
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Region:Name"] = "Together4Children",
            ["Region:Councils:0:Code"] = "860",
            ["Region:Councils:0:Name"] = "Staffordshire",
            ["Region:Councils:1:Code"] = "861",
            ["Region:Councils:1:Name"] = "Stoke-on-Trent",
            ["services:locality-hub-860:http:0"] = staffordshire.Address,
            ["services:locality-hub-861:http:0"] = stoke.Address,
            ["services:central-hub:http:0"] = central.Address,
            ["services:support-fund:http:0"] = fund.Address,
            ["services:panel-scheduling:http:0"] = panels.Address,
            ["Logging:LogLevel:Default"] = "Warning",
        };
        foreach (var (key, value) in more)
        {
            _settings[key] = value;
        }

        // The port comes by the settings: given here, it is set while the program may already be listening.
        UseKestrel();
        StartServer();
    }

    public TestTokens Tokens { get; }

    public Upstream Staffordshire { get; }

    public Upstream Stoke { get; }

    public Upstream Central { get; }

    public Upstream Fund { get; }

    public Upstream Panels { get; }

    public static async Task<GatewayHost> StartAsync(params (string Key, string Value)[] more) => new(
        await TestTokens.StartAsync(), await Upstream.StartAsync("locality-hub-860"), await Upstream.StartAsync("locality-hub-861"), await Upstream.StartAsync("central-hub"), await Upstream.StartAsync("support-fund"),
        await Upstream.StartAsync("panel-scheduling"), more);

    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = ClientOptions.BaseAddress };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Staffordshire.DisposeAsync();
        await Stoke.DisposeAsync();
        await Central.DisposeAsync();
        await Fund.DisposeAsync();
        await Panels.DisposeAsync();
        await Tokens.DisposeAsync();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }
    }
}

internal static class ProblemReading
{
    public static async Task<string?> ReadCodeAsync(this HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
    }
}
