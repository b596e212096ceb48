using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;
using Partnership.TestSupport;

namespace Partnership.ServiceDefaults.Tests.Problems;

public sealed class ProblemTests : IAsyncLifetime
{
    private const string Secret = "Peregrine Halfpenny";

    private readonly Lines _log = new();
    private TestTokens _tokens = null!;
    private TestService _service = null!;
    private HttpClient _client = null!;

    public enum PlacementKind
    {
        FosterToAdopt,
    }

    public async ValueTask InitializeAsync()
    {
        _tokens = await TestTokens.StartAsync();
        _service = await TestService.StartAsync(
            _tokens.Settings,
            app =>
            {
                var group = app.MapGroup("").RequireAuthorization(Policies.SignedIn);
                group.MapGet("/rule", void () => throw new RuleBrokenException("milestone.before-entry", "A match cannot precede entry to care.", "date"));
                group.MapGet("/invalid", void () => throw new InvalidRequestException("year.not-a-year-end", "Years end on 31 March.", "to"));
                group.MapGet("/stale", void () => throw new StaleVersionException());
                group.MapGet("/database", async () =>
                {
                    await using var connection = new NpgsqlConnection("Host=127.0.0.1;Port=9;Username=x;Timeout=2");
                    await connection.OpenAsync();
                });
                group.MapGet("/broken", void () => throw new InvalidOperationException(Secret));
                group.MapGet("/nul", void () => throw new DbUpdateException("Not saved", new PostgresException($"invalid byte sequence in {Secret}", "ERROR", "ERROR", "22021")));
                group.MapGet("/day", (DateOnly on) => on);
                group.MapGet("/instants", ([AsParameters] Span span) => span.From);
                group.MapPut("/version", (HttpContext context) => IfMatch.Require(context));
                group.MapPost("/body", (Body body) => body);
            },
            builder => builder.Logging.AddProvider(_log));
        _client = _service.Client(_tokens.CaseSystem(860));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _service.DisposeAsync();
        await _tokens.DisposeAsync();
        _log.Dispose();
    }

    [Theory]
    [InlineData("/rule", 409, "milestone.before-entry", "date")]
    [InlineData("/invalid", 400, "year.not-a-year-end", "to")]
    [InlineData("/stale", 412, "version.stale", "If-Match")]
    [InlineData("/database", 503, "database.unavailable", null)]
    [InlineData("/nul", 400, "text.not-storable", null)]
    [InlineData("/broken", 500, "service.failed", null)]
    [InlineData("/day?on=yesterday", 400, "request.invalid", "on")]
    [InlineData("/day", 400, "request.invalid", "on")]
    [InlineData("/day?on=04/03/2025", 400, "request.invalid", "on")]
    [InlineData("/day?on=2025-3-4", 400, "request.invalid", "on")]
    [InlineData("/instants?from=2025-06-16T09:00:00", 400, "request.invalid", "from")]
    [InlineData("/instants?until=16/06/2025", 400, "request.invalid", "until")]
    [InlineData("/instants?from=", 400, "request.invalid", "from")]
    [InlineData("/instants?until=2025-06-16T09:00:00+01:00", 400, "request.invalid", "until")]
    [InlineData("/nowhere", 404, "resource.not-found", null)]
    [InlineData("/body", 405, "method.not-allowed", null)]
    public async Task Get_ThatFails_TellsCodeAndField(string address, int status, string code, string? field)
    {
        using var response = await _client.GetAsync(address);

        Assert.Equal(status, (int)response.StatusCode);
        var problem = await response.ReadProblemAsync();
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(field, problem.TryGetProperty("field", out var named) ? named.GetString() : null);
        Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("traceId").GetString());
        Assert.Equal(status == 503, response.Headers.RetryAfter is not null);
    }

    [Fact]
    public async Task Get_UnexpectedException_TellsAndLogsNothingOfItsMessage()
    {
        using var response = await _client.GetAsync("/broken");

        Assert.DoesNotContain(Secret, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(_log.Written, line => line.Contains("System.InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Written, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"name":"Peregrine Halfpenny","born":"never","kind":"foster-to-adopt"}""", "born")]
    [InlineData("""{"born":"2020-02-01","kind":"foster-to-adopt"}""", null)]
    [InlineData("""{"name":null,"born":"2020-02-01","kind":"foster-to-adopt"}""", "name")]
    [InlineData("""{"name":"Peregrine Halfpenny","born":"2020-02-01","kind":"no-such-kind"}""", "kind")]
    [InlineData("""{"name":"Peregrine Halfpenny","born":"2020-02-01","kind":1}""", "kind")]
    [InlineData("not json", null)]
    [InlineData("""{"Born":"never"}""", "born")]
    [InlineData("""{"Peregrine Halfpenny":""", "an unknown member")]
    [InlineData("""{"Halfpenny":{"Peregrine":oops}}""", "an unknown member")]
    [InlineData("""{"name":"x","born":"2020-02-01","kind":"foster-to-adopt","marks":{"Peregrine Halfpenny":"x"}}""", "an unknown member")]
    [InlineData("""{"name":"x","born":"2020-02-01","kind":"foster-to-adopt","born":"2020-02-02"}""", "born")]
    [InlineData("""{"name":"x","born":"2020-02-01","kind":"foster-to-adopt","places":[{"since":"2020-02-01"},{"since":"x"}]}""", "places[1].since")]
    public async Task Post_BodyThatDoesNotFit_NamesTheFieldAndNotTheValue(string body, string? field)
    {
        using var response = await _client.PostAsync("/body", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.ReadProblemAsync();
        Assert.Equal("request.invalid", problem.GetProperty("code").GetString());
        Assert.Equal(field, problem.TryGetProperty("field", out var named) ? named.GetString() : null);
        Assert.DoesNotContain(Secret, problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_log.Written, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("application/json", 200)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/json; charset=no-such", 415)]
    [InlineData("application/x+json; charset=no-such", 415)]
    public async Task Post_JsonOfAnotherCharset_Is415(string type, int status)
    {
        using var content = new ByteArrayContent("""{"name":"x","born":"2020-02-01","kind":"foster-to-adopt"}"""u8.ToArray()) { Headers = { { "Content-Type", type } } };
        using var response = await _client.PostAsync("/body", content);

        Assert.Equal(status, (int)response.StatusCode);
        if (status == 415)
        {
            Assert.Equal("content-type.not-supported", await response.ReadCodeAsync());
        }
    }

    [Theory]
    [InlineData("/day?on=2025-03-04", "\"2025-03-04\"")]
    [InlineData("/instants?from=2025-06-16T09:00:00Z&until=2025-06-16T10:00:00.5%2B01:00", "\"2025-06-16T09:00:00+00:00\"")]
    [InlineData("/instants?until=2025-06-16T09:00:00Z", "null")]
    public async Task Get_DaysAndInstantsAsInBodies_AreRead(string address, string answer) => Assert.Equal(answer, await _client.GetStringAsync(address));

    [Fact]
    public async Task Post_BodyOverTheLimit_Is413()
    {
        using var response = await _client.PostAsJsonAsync("/body", new { name = new string('x', 4_300_000), born = "2020-02-01", kind = "foster-to-adopt" });

        Assert.Equal("request.too-large", await response.ReadCodeAsync());
    }

    [Fact]
    public async Task Post_Body_UsesTheContractsSpelling()
    {
        using var response = await _client.PostAsJsonAsync("/body", new { name = "x", born = "2020-02-01", kind = "foster-to-adopt" });
        Assert.Equal("""{"name":"x","born":"2020-02-01","kind":"foster-to-adopt","places":null,"marks":null}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(null, 428, "version.required")]
    [InlineData("\"7\"", 200, null)]
    [InlineData("7", 400, "version.invalid")]
    [InlineData("W/\"7\"", 400, "version.invalid")]
    [InlineData("*", 400, "version.invalid")]
    [InlineData("\"-7\"", 400, "version.invalid")]
    public async Task Put_IfMatch_IsOneVersionInQuotes(string? ifMatch, int status, string? code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/version");
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var response = await _client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        if (code is not null)
        {
            Assert.Equal(code, await response.ReadCodeAsync());
        }
    }

    private sealed record Body(
        string Name, DateOnly Born, PlacementKind Kind, IReadOnlyList<Place>? Places = null, IReadOnlyDictionary<string, int>? Marks = null);

    private sealed record Place(DateOnly Since);

    private sealed record Span([FromQuery(Name = "from")] DateTimeOffset? From = null, [FromQuery(Name = "until")] DateTimeOffset? Until = null);

    /// <summary>Keeps what is logged.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Written { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
