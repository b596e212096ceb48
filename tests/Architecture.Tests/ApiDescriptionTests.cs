extern alias CentralHubService;
extern alias GatewayService;
extern alias LocalityHubService;
extern alias PanelService;
extern alias SupportFundService;

using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Partnership.TestSupport;

namespace Partnership.Architecture.Tests;

/// <summary>What the services say of their own APIs is whole, and the gateway's one document holds all of it.</summary>
public sealed class ApiDescriptionTests
{
    [Fact]
    public async Task LocalityHub_EveryOperation_IsDescribed() =>
        Whole(OpenApiRules.Breaks(await ReadAsync<LocalityHubService::Program>()));

    [Fact]
    public async Task CentralHub_EveryOperation_IsDescribed() =>
        Whole(OpenApiRules.Breaks(await ReadAsync<CentralHubService::Program>()));

    [Fact]
    public async Task SupportFund_EveryOperation_IsDescribed() =>
        Assert.Empty(OpenApiRules.Breaks(await ReadAsync<SupportFundService::Program>()));

    [Fact]
    public async Task PanelScheduling_EveryOperation_IsDescribed() =>
        Assert.Empty(OpenApiRules.Breaks(await ReadAsync<PanelService::Program>()));

    [Fact]
    public async Task Gateway_OneDocument_IsSoundAndHoldsEveryOperationOfEachService()
    {
        using var hub = new Routes<LocalityHubService::Program>();
        using var central = new Routes<CentralHubService::Program>();
        using var fund = new Routes<SupportFundService::Program>();
        using var panels = new Routes<PanelService::Program>();
        using var gateway = new Routes<GatewayService::Program>(services =>
        {
            services.RemoveAll<HttpMessageInvoker>();
            services.AddSingleton(new HttpMessageInvoker(new ByHost(new Dictionary<string, HttpMessageHandler>
            {
                ["locality-hub-860"] = hub.Server.CreateHandler(),
                ["central-hub"] = central.Server.CreateHandler(),
                ["support-fund"] = fund.Server.CreateHandler(),
                ["panel-scheduling"] = panels.Server.CreateHandler(),
            })));
        });
        using var client = gateway.CreateClient();

        // The gateway waits a few seconds for each service's description and then says 503: a service that is asked for the first time may take longer.
        JsonObject merged = null!;
        await Eventually.AssertAsync(async () => merged = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!.AsObject());

        Assert.Empty(OpenApiRules.Breaks(merged));
        var parts = OpenApiRules.Operations(await ReadAsync(hub)).Concat(OpenApiRules.Operations(await ReadAsync(central))).Concat(OpenApiRules.Operations(await ReadAsync(fund))).Concat(OpenApiRules.Operations(await ReadAsync(panels))).ToList();
        var whole = OpenApiRules.Operations(merged).ToDictionary(operation => operation.Name, operation => operation.Node);
        Assert.Equal(parts.Select(operation => operation.Name).Order(StringComparer.Ordinal), whole.Keys.Order(StringComparer.Ordinal));
        Assert.All(parts, part =>
        {
            foreach (var member in new[] { "summary", "x-policy", "x-roles", "parameters" })
            {
                Assert.True(JsonNode.DeepEquals(part.Node[member], whole[part.Name][member]), $"{part.Name}: {member} differs in the merged document.");
            }

            Assert.Equal(part.Node["responses"]!.AsObject().Select(response => response.Key), whole[part.Name]["responses"]!.AsObject().Select(response => response.Key));
        });
    }

    /// <summary>Each rule, broken once in an otherwise whole document.</summary>
    [Theory]
    [InlineData("x-policy", null)]
    [InlineData("x-roles", "[]")]
    [InlineData("summary", null)]
    [InlineData("security", "[]")]
    [InlineData("security", "[{\"other\":[]}]")]
    [InlineData("parameters", "[]")]
    [InlineData("parameters", "[{\"name\":\"code\",\"in\":\"path\",\"schema\":{\"type\":\"string\"}}]")]
    [InlineData("parameters", "[{\"name\":\"code\",\"in\":\"path\",\"required\":true}]")]
    [InlineData("parameters", "[{\"name\":\"code\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"str\"}}]")]
    [InlineData("requestBody/content/application~1json/example", null)]
    [InlineData("responses/200/content/application~1json/example", null)]
    [InlineData("responses/200/content/application~1json/schema/$ref", "\"#/components/schemas/Nowhere\"")]
    [InlineData("requestBody/content/application~1json/example", "{\"n\":\"one\"}")]
    [InlineData("responses/200/content/application~1json/example", "{\"n\":1,\"of-another-type\":1}")]
    [InlineData("responses/200/description", null)]
    [InlineData("responses/404", null)]
    [InlineData("responses/404/content/application~1problem+json/example/code", null)]
    [InlineData("responses/404/content", "{\"application/json\":{}}")]
    public void Breaks_PlantedFault_IsReported(string place, string? value)
    {
        var document = Whole();
        Assert.Empty(OpenApiRules.Breaks(document));

        var steps = place.Split('/').Select(step => step.Replace("~1", "/", StringComparison.Ordinal)).ToArray();
        var parent = steps[..^1].Aggregate(document["paths"]!["/api/v1/councils/{code}/thing"]!["put"]!, (node, step) => node[step]!).AsObject();
        parent.Remove(steps[^1]);
        if (value is not null)
        {
            parent[steps[^1]] = JsonNode.Parse(value);
        }

        Assert.NotEmpty(OpenApiRules.Breaks(document));
    }

    private static void Whole(List<string> breaks) => Assert.True(breaks.Count == 0, string.Join('\n', breaks));

    private static JsonObject Whole()
    {
        const string Problem = """{"description":"x","content":{"application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"},"example":{"status":400,"code":"a.b"}}}}""";
        return JsonNode.Parse("""
            {"openapi":"3.1.1","info":{"title":"t","version":"v1"},
             "paths":{"/api/v1/councils/{code}/thing":{"put":{"summary":"s","x-policy":"p","x-roles":["r"],"security":[{"bearer":[]}],
               "parameters":[{"name":"code","in":"path","required":true,"schema":{"type":"string"}}],
               "requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Thing"},"example":{"n":1}}}},
               "responses":{"200":{"description":"OK","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Thing"},"example":{"n":1}}}},
                 "400":PROBLEM,"401":PROBLEM,"403":PROBLEM,"404":PROBLEM,"429":PROBLEM,"503":PROBLEM } } } },
             "components":{"schemas":{"Thing":{"type":["object","null"],"properties":{"n":{"type":"integer"}}},"Problem":{"type":"object","required":["status","code"]}},
               "securitySchemes":{"bearer":{"type":"http","scheme":"bearer"}}}}
            """.Replace("PROBLEM", Problem, StringComparison.Ordinal))!.AsObject();
    }

    private static async Task<JsonObject> ReadAsync<TProgram>()
        where TProgram : class
    {
        using var routes = new Routes<TProgram>();
        return await ReadAsync(routes);
    }

    private static async Task<JsonObject> ReadAsync<TProgram>(Routes<TProgram> routes)
        where TProgram : class
    {
        using var client = routes.CreateClient();
        return JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!.AsObject();
    }

    private sealed class ByHost(Dictionary<string, HttpMessageHandler> handlers) : HttpMessageHandler
    {
        private readonly Dictionary<string, HttpMessageInvoker> _invokers = handlers.ToDictionary(entry => entry.Key, entry => new HttpMessageInvoker(entry.Value));

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _invokers[request.RequestUri!.Host].SendAsync(request, cancellationToken);
    }
}
