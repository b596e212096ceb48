using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Partnership.EndToEnd.Tests.Access;
using Partnership.ServiceDefaults;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Tenancy;
using Partnership.TestSupport;

namespace Partnership.EndToEnd.Tests.Fuzz;

/// <summary>An answer on its way out, to be spoilt.</summary>
internal sealed record PlantedAnswer(int Status, string Type, string Body)
{
    /// <summary>A header besides.</summary>
    public string? Echo { get; init; }

    /// <summary>None at all: the connection ends.</summary>
    public bool IsGone { get; init; }
}

/// <summary>What is asked, as far as a fault may want to know it.</summary>
internal sealed record PlantedRequest(string Address, string Body);

/// <summary>
/// A small API with the services' own defaults, which answers as it should, or with one fault in its answers: what shows that the fuzzer
/// sees the fault.
/// </summary>
public sealed class PlantedApi : IAsyncLifetime
{
    private const string Council = "860";
    private const string Things = "/api/v1/councils/{code}/things";

    private WebApplication _app = null!;
    private TestTokens _tokens = null!;

    internal FuzzTarget Target { get; private set; } = null!;

    /// <summary>What is wrong with its answers; null for nothing.</summary>
    internal Func<PlantedRequest, PlantedAnswer, PlantedAnswer>? Fault { get; set; }

    public async ValueTask InitializeAsync()
    {
        _tokens = await TestTokens.StartAsync();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(_tokens.Settings).AddInMemoryCollection([new("Council:Code", Council)]);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        _app = builder.Build();
        _app.Use(SpoilAsync);
        _app.MapDefaultEndpoints();
        Map(_app);
        await _app.StartAsync();
        Target = await DescribeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _tokens.DisposeAsync();
    }

    private static void Map(WebApplication app)
    {
        var (kept, version) = (new Thing("Rowan", 3, new DateOnly(2024, 1, 5)), 1L);
        var things = app.MapGroup(Things).RequireOwnCouncil();
        things.MapGet("", ([AsParameters] PageRequest page) =>
            {
                _ = page.After<long?>();
                return TypedResults.Ok(Page.Of([kept, kept], page, _ => 1L));
            })
            .RequireAuthorization(Policies.ReadCouncil).WithExample(response: new Page<Thing>([kept], null));
        things.MapGet("/{thingId:guid}", (Guid thingId, HttpContext context) =>
            {
                IfMatch.SetETag(context, version);
                return TypedResults.Ok(kept);
            })
            .RequireAuthorization(Policies.ReadCouncil).WithExample(response: kept);
        things.MapPut("/{thingId:guid}", (Guid thingId, Thing thing, HttpContext context) =>
            {
                IfMatch.RequireCurrent(context, version);
                (kept, version) = (thing, version + 1);
                return TypedResults.Ok(thing);
            })
            .RequireAuthorization(Policies.ManageCouncil).WithExample(kept, kept);
    }

    private async Task<FuzzTarget> DescribeAsync()
    {
        var address = new Uri(_app.Urls.Single());
        using var client = new HttpClient { BaseAddress = address };
        var description = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        var samples = new Dictionary<string, Sample>
        {
            [$"GET {Things}"] = new("?limit=1"),
            [$"GET {Things}/{{thingId}}"] = new(),
            [$"PUT {Things}/{{thingId}}"] = new(Json: new { name = "Rowan", days = 3, on = "2024-01-05" }, ETagFrom: $"{Things}/{{thingId}}"),
        };

        // Tokens are believed once the authority's keys have been read.
        await Eventually.TrueAsync(
            async () =>
            {
                using var read = new HttpRequestMessage(HttpMethod.Get, Things.Replace("{code}", Council, StringComparison.Ordinal));
                read.Headers.Authorization = new("Bearer", Token(Roles.SocialWorker));
                using var answer = await client.SendAsync(read);
                return (int)answer.StatusCode != StatusCodes.Status503ServiceUnavailable;
            },
            "the authority's keys");
        return new FuzzTarget(
            address, description, Operation.AllOf(description), Council, "861", Token, samples, new Dictionary<string, string> { ["thingId"] = Guid.NewGuid().ToString() });
    }

    private string Token(string role) => _tokens.With(role, int.Parse(Council, System.Globalization.CultureInfo.InvariantCulture));

    private async Task SpoilAsync(HttpContext context, RequestDelegate next)
    {
        if (Fault is not { } fault || !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        var sent = context.Response.Body;
        using var held = new MemoryStream();
        context.Response.Body = held;
        context.Request.EnableBuffering();
        await next(context);
        context.Response.Body = sent;
        context.Request.Body.Position = 0;
        using var body = new StreamReader(context.Request.Body);
        var asked = new PlantedRequest(context.Request.Path + Uri.UnescapeDataString(context.Request.QueryString.Value ?? ""), await body.ReadToEndAsync());
        var answer = fault(asked, new PlantedAnswer(context.Response.StatusCode, context.Response.ContentType ?? "", Encoding.UTF8.GetString(held.ToArray())));
        if (answer.IsGone)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.Type;
        context.Response.ContentLength = null;
        if (answer.Echo is { } echo)
        {
            context.Response.Headers["X-Echo"] = new string([.. echo.Where(char.IsAsciiLetterOrDigit)]);
        }

        await context.Response.WriteAsync(answer.Body);
    }

    internal sealed record Thing(string Name, int Days, DateOnly? On = null);
}
