using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Partnership.TestSupport;

namespace Partnership.EndToEnd.Tests;

/// <summary>Four councils hand in their returns; the region's indicators come out; nothing else does.</summary>
[TestCaseOrderer(typeof(InOrder))]
public class MainJobTests(RunningStack stack)
{
    [Fact]
    public async Task A_Demo_FourCouncilsTenYears_RegionEqualsTheTruth()
    {
        var (exitCode, output, errors) = await stack.CliAsync("demo", "--region", "together4children");

        Assert.True(exitCode == 0, $"{exitCode}\n{output}\n{errors}");
        Assert.Contains("The region agrees", errors + output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task B_Indicators_OperationsAndCouncil_EachSeesWhatItMay()
    {
        var region = await stack.GetAsync("hub-operations", "/api/v1/region/indicators?to=2025-03-31");
        var own = await stack.GetAsync("case-system-860", "/api/v1/region/indicators?to=2025-03-31");

        Assert.True(region.GetProperty("region").GetProperty("A1").TryGetProperty("n", out var n) && n.GetInt32() >= 6, region.GetRawText());
        Assert.DoesNotContain("sum_days", region.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("860", Assert.Single(own.GetProperty("councils").EnumerateObject()).Name);
        Assert.True(own.GetProperty("councils").GetProperty("860").GetProperty("A1").GetProperty("sum_days").GetInt32() > 0);
    }

    [Fact]
    public async Task C_OtherCouncilsChild_Is404AndItsOwnerReadsIt()
    {
        var child = await AnyChildAsync("861");

        using var stranger = await stack.SendAsync("case-system-860", HttpMethod.Get, $"/api/v1/councils/861/children/{child}");
        using var owner = await stack.SendAsync("case-system-861", HttpMethod.Get, $"/api/v1/councils/861/children/{child}");

        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
        Assert.Equal(HttpStatusCode.OK, owner.StatusCode);

        // The gateway let the stranger no further, and told the council that was asked for.
        var (exitCode, token, errors) = await stack.CliAsync("token", "--user", "caldicott.guardian.861");
        Assert.True(exitCode == 0, errors);
        using var audit = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/councils/861/audit?operation=gateway.refused&outcome=refused-council&about={child}");
        audit.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
        using var entered = await stack.Gateway.SendAsync(audit);
        var trail = JsonDocument.Parse(await entered.Content.ReadAsStringAsync()).RootElement;
        // The access matrix may have knocked at the same child's door as other clients.
        Assert.Single(trail.GetProperty("items").EnumerateArray(), entry => entry.GetProperty("client").GetString() == "case-system-860");
    }

    [Fact]
    public async Task D_Write_OneTraceRunsFromGatewayToTheLastConsumer()
    {
        var (child, etag) = await ChildAtAsync("893", "should-be-placed");

        using var entered = await EnterAsync("893", child, "placement-order", etag);
        Assert.True(entered.IsSuccessStatusCode, await entered.Content.ReadAsStringAsync());

        await Eventually.TrueAsync(
            () => Task.FromResult(stack.Telemetry.Spans
                .Where(span => span.Name.StartsWith("PUT", StringComparison.Ordinal) && span.Service == "gateway")
                .Any(request => stack.Telemetry.Spans
                    .Where(span => span.TraceId == request.TraceId)
                    .Select(span => span.Service)
                    .ToHashSet()
                    .IsSupersetOf(["gateway", "locality-hub-893", "central-hub"]))),
            "one trace through gateway, locality hub and central hub");
    }

    /// <summary>A trace is whole when it begins at the gateway, comes to the service that was asked, and no span in it has a parent that did not arrive.</summary>
    [Fact]
    public async Task D_Requests_NinetyNineOfAHundredTracesAreWhole()
    {
        const int Requests = 300;
        var known = stack.Telemetry.Spans.Select(span => span.TraceId).ToHashSet();
        for (var n = 0; n < Requests / 2; n++)
        {
            await stack.GetAsync("case-system-893", "/api/v1/councils/893/children?limit=1");
            await stack.GetAsync("case-system-893", "/api/v1/region/indicators?to=2025-03-31");
        }

        await stack.Telemetry.SettledAsync(stack.Services);
        var traces = stack.Telemetry.Spans.Where(span => !known.Contains(span.TraceId)).GroupBy(span => span.TraceId).ToList();
        var whole = traces.Count(trace =>
        {
            var (spans, services) = (trace.Select(span => span.SpanId).ToHashSet(), trace.Select(span => span.Service).ToHashSet());
            return services.Contains("gateway") && (services.Contains("locality-hub-893") || services.Contains("central-hub")) && trace.All(span => span.ParentSpanId.Length == 0 || spans.Contains(span.ParentSpanId));
        });
        Assert.True(whole >= Requests * 0.99, $"{whole} of {Requests} requests have a whole trace; {traces.Count} traces came");
        TestContext.Current.TestOutputHelper?.WriteLine($"{whole} of {Requests} requests have a whole trace");
    }

    [Fact]
    public async Task E_Rebuild_GivesTheSameFigures()
    {
        var before = await stack.GetAsync("case-system-860", "/api/v1/region/indicators?to=2025-03-31");
        var regionBefore = await stack.GetAsync("hub-operations", "/api/v1/region/indicators?to=2025-03-31");

        var (exitCode, output, errors) = await stack.CliAsync("rebuild");

        Assert.True(exitCode == 0, output + errors);
        Assert.Equal(before.GetRawText(), (await stack.GetAsync("case-system-860", "/api/v1/region/indicators?to=2025-03-31")).GetRawText());
        Assert.Equal(regionBefore.GetRawText(), (await stack.GetAsync("hub-operations", "/api/v1/region/indicators?to=2025-03-31")).GetRawText());
    }

    /// <summary>The central hub, the support fund and panel scheduling.</summary>
    private const int SharedServices = 3;

    [Fact]
    public async Task F_Audit_ReadsAreEnteredAndTheTrailsHold()
    {
        var child = await AnyChildAsync("893");
        await ReadAsync("893", child);

        var (exitCode, output, errors) = await stack.CliAsync("audit", "verify");
        var (parkedCode, parked, _) = await stack.CliAsync("parked", "list");

        Assert.True(exitCode == 0, output + errors);

        // Four councils' trails, and one of each service that they share.
        Assert.Equal(4 + SharedServices, output.Split("holds").Length - 1);
        Assert.True(parkedCode == 0, parked);
        Assert.Contains("Nothing is parked.", parked, StringComparison.Ordinal);
    }

    private async Task<string> AnyChildAsync(string council)
    {
        var page = await stack.GetAsync($"case-system-{council}", $"/api/v1/councils/{council}/children?limit=1");
        return page.GetProperty("items")[0].GetProperty("id").GetString()!;
    }

    private async Task<(JsonElement Body, string ETag)> ReadAsync(string council, string child)
    {
        using var response = await stack.SendAsync($"case-system-{council}", HttpMethod.Get, $"/api/v1/councils/{council}/children/{child}");
        response.EnsureSuccessStatusCode();
        return (JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement, response.Headers.ETag!.ToString());
    }

    private async Task<(string Child, string ETag)> ChildAtAsync(string council, string stage)
    {
        var page = await stack.GetAsync($"case-system-{council}", $"/api/v1/councils/{council}/children?stage={stage}&limit=1");
        var child = page.GetProperty("items")[0].GetProperty("id").GetString()!;
        return (child, (await ReadAsync(council, child)).ETag);
    }

    private Task<HttpResponseMessage> EnterAsync(string council, string child, string kind, string etag) => stack.SendAsync(
        $"case-system-{council}", HttpMethod.Put, $"/api/v1/councils/{council}/children/{child}/milestones/{kind}",
        new { date = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1)) },
        request =>
        {
            request.Headers.TryAddWithoutValidation("If-Match", etag);
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        });
}
