using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Tenancy;
using Partnership.TestSupport;

namespace Partnership.ServiceDefaults.Tests.Telemetry;

public sealed class TelemetryTests
{
    private const string Child = "Peregrine-Halfpenny";
    private static readonly Guid ChildId = Guid.Parse("0197f000-0000-7000-8000-00000000c0de");

    [Fact]
    public async Task Requests_WithACollector_ArriveAsSpansWithRouteAndStatusAndWithoutThePerson()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var tokens = await TestTokens.StartAsync();
        await using (var service = await StartAsync(tokens, receiver.Endpoint))
        {
            using var client = service.Client(tokens.For([Roles.SocialWorker], [860], "console", "person-of-the-canary"));
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/api/v1/councils/860/children/{ChildId}?q={Child}")).StatusCode);
            Assert.Equal(HttpStatusCode.InternalServerError, (await client.GetAsync("/api/v1/councils/860/broken")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/{Child}")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health")).StatusCode);
        }

        // The service has stopped, so all was flushed.
        var child = receiver.Spans.Single(span => span.Attributes.GetValueOrDefault("http.route") == "/api/v1/councils/{code}/children/{childId:guid}");
        Assert.Equal("GET /api/v1/councils/{code}/children/{childId:guid}", child.Name);
        Assert.Equal("200", child.Attributes["http.response.status_code"]);
        Assert.Equal("860", child.Attributes["partnership.council"]);
        Assert.Equal("GET", child.Attributes["http.request.method"]);
        Assert.Equal("hub-of-this-test", child.Service);
        Assert.False(child.Attributes.ContainsKey("url.path"));
        Assert.Contains(receiver.Spans, span => span.TraceId == child.TraceId && span.ParentSpanId == child.SpanId && span.Name == "look up");

        var broken = receiver.Spans.Single(span => span.Name == "GET /api/v1/councils/{code}/broken");
        Assert.Equal("500", broken.Attributes["http.response.status_code"]);
        Assert.Equal(2, broken.StatusCode);
        Assert.Equal("System.InvalidOperationException", broken.Attributes["error.type"]);
        Assert.DoesNotContain(receiver.Spans, span => span.Name.Contains("health", StringComparison.Ordinal));
        Assert.True(receiver.Holds("http.server.request.duration"), "The server's metrics did not arrive.");
        Assert.True(receiver.Holds("looked up one child"), "The log did not arrive.");
        Assert.False(receiver.Holds(Child), "A name arrived.");
        Assert.False(receiver.Holds("person-of-the-canary"), "The caller arrived.");
        Assert.False(receiver.Holds(ChildId.ToString()), "A child's address arrived.");
    }

    [Fact]
    public async Task Requests_SampledOut_StillSendTheirErrors()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var tokens = await TestTokens.StartAsync();
        await using (var service = await StartAsync(tokens, receiver.Endpoint, ("OTEL_TRACES_SAMPLER", "traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", "0")))
        {
            using var client = service.Client(tokens.With(Roles.SocialWorker, 860));
            await client.GetAsync($"/api/v1/councils/860/children/{ChildId}");
            await client.GetAsync("/api/v1/councils/860/broken");
        }

        Assert.Equal(["GET /api/v1/councils/{code}/broken"], receiver.Spans.Where(span => span.Service == "hub-of-this-test" && span.Attributes.ContainsKey("http.route")).Select(span => span.Name));
    }

    [Fact]
    public async Task Polls_ThatNoRequestCaused_AreSentOnlyWhenTheyFail()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var tokens = await TestTokens.StartAsync();
        using var source = new System.Diagnostics.ActivitySource("Npgsql");
        await using (await StartAsync(tokens, receiver.Endpoint))
        {
            source.StartActivity("idle poll", System.Diagnostics.ActivityKind.Client)!.Dispose();
            using (var failing = source.StartActivity("failing poll", System.Diagnostics.ActivityKind.Client))
            {
                failing!.SetStatus(System.Diagnostics.ActivityStatusCode.Error);
            }

            using var jobs = new System.Diagnostics.ActivitySource("Partnership.TelemetryTests");
            using var job = jobs.StartActivity("job");
            source.StartActivity("call of the job", System.Diagnostics.ActivityKind.Client)!.Dispose();
        }

        var sent = receiver.Spans.Select(span => span.Name).ToList();
        Assert.DoesNotContain("idle poll", sent);
        Assert.Contains("failing poll", sent);
        Assert.Contains("job", sent);
        Assert.Contains("call of the job", sent);
    }

    /// <summary>A health probe asks the database within a request that nobody traces: many times a minute, and of no interest.</summary>
    [Theory]
    [InlineData("parentbased_always_on")]
    [InlineData("always_on")]
    public async Task Calls_OfAHealthProbe_AreNotSent(string sampler)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var tokens = await TestTokens.StartAsync();
        using var source = new System.Diagnostics.ActivitySource("Npgsql");
        var probed = 0;
        await using (var service = await StartAsync(
            tokens,
            receiver.Endpoint,
            builder => builder.Services.AddHealthChecks().AddCheck("planted", () =>
            {
                probed++;
                using var call = source.StartActivity("call of the probe", System.Diagnostics.ActivityKind.Client);
                Assert.NotNull(System.Diagnostics.Activity.Current?.Parent);
                return HealthCheckResult.Healthy();
            }),
            ("OTEL_TRACES_SAMPLER", sampler)))
        {
            using var nobody = service.Client();
            Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync("/health")).StatusCode);
            source.StartActivity("idle poll", System.Diagnostics.ActivityKind.Client)!.Dispose();
            using var client = service.Client(tokens.With(Roles.SocialWorker, 860));
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/api/v1/councils/860/children/{ChildId}")).StatusCode);
        }

        Assert.Equal(1, probed);
        Assert.DoesNotContain(receiver.Spans, span => span.Name == "call of the probe");
        Assert.Contains(receiver.Spans, span => span.Name == "look up");
    }

    [Fact]
    public async Task Requests_CollectorAway_AreAnswered()
    {
        await using var tokens = await TestTokens.StartAsync();
        await using var service = await StartAsync(tokens, "http://127.0.0.1:9");
        using var client = service.Client(tokens.With(Roles.SocialWorker, 860));
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/api/v1/councils/860/children/{ChildId}")).StatusCode);
        }
    }

    private static Task<TestService> StartAsync(TestTokens tokens, string collector, params (string Key, string Value)[] more) =>
        StartAsync(tokens, collector, null, more);

    private static Task<TestService> StartAsync(
        TestTokens tokens, string collector, Action<WebApplicationBuilder>? configure, params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>(tokens.Settings)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector,
            ["OTEL_SERVICE_NAME"] = "hub-of-this-test",
        };
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        var source = new System.Diagnostics.ActivitySource("Partnership.TelemetryTests");
        return TestService.StartAsync(settings, app =>
        {
            var council = app.MapGroup("/api/v1/councils/{code}").RequireOwnCouncil().RequireAuthorization(Policies.ReadChildren);
            council.MapGet("/children/{childId:guid}", (Guid childId, ILogger<TelemetryTests> logger) =>
            {
                using var span = source.StartActivity("look up");
                logger.LogInformation("looked up one child");
                return Results.Ok(childId);
            });
            council.MapGet("/broken", void () => throw new InvalidOperationException(Child));
        }, configure);
    }
}
