using System.Net;
using System.Text.Json.Nodes;
using Partnership.Gateway.ApiDescription;

namespace Partnership.Gateway.Tests;

/// <summary>The merged description and the page made of it.</summary>
public sealed class ApiDescriptionTests
{
    private const string Hub = """
        {"openapi":"3.1.1","info":{"title":"hub","version":"v1"},
         "paths":{
          "/api/v1/councils/{code}/children/{childId}":{"get":{"tags":["Children"],"summary":"Read a child","x-policy":"read-children","x-roles":["case-system"],
            "parameters":[{"name":"code","in":"path","required":true,"schema":{"type":"string"}},{"name":"childId","in":"path","required":true,"schema":{"type":"string"}}],
            "responses":{"200":{"description":"OK","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Child"},"example":{"stage":"<b>waiting</b>"}}}}}}},
          "/internal":{"get":{"responses":{"200":{"description":"OK"}}}}},
         "components":{"schemas":{
            "Child":{"type":"object","properties":{"page":{"$ref":"#/components/schemas/Page"}}},
            "Page":{"type":"object","properties":{"next":{"type":"string"}}},
            "Problem":{"type":"object"}},"securitySchemes":{"bearer":{"type":"http","scheme":"bearer"}}}}
        """;

    private const string Central = """
        {"openapi":"3.1.1","info":{"title":"central","version":"v1"},
         "paths":{"/api/v1/region/indicators":{"get":{"summary":"Read the indicators","x-policy":"read-region",
            "responses":{"200":{"description":"OK","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Page"}}}}}}}},
         "components":{"schemas":{"Page":{"type":"object","properties":{"other":{"$ref":"#/components/schemas/Page"}}},"Problem":{"type":"object"}},
            "securitySchemes":{"bearer":{"type":"http","scheme":"bearer"}}}}
        """;

    private const string Fund = """
        {"openapi":"3.1.1","info":{"title":"fund","version":"v1"},
         "paths":{"/api/v1/fund/rule-packs":{"get":{"summary":"List the packs","x-policy":"read-region","x-roles":["support-fund","finance"],
            "responses":{"200":{"description":"OK"}}}}},"components":{"schemas":{"Problem":{"type":"object"}}}}
        """;

    private const string Panels = """
        {"openapi":"3.1.1","info":{"title":"panels","version":"v1"},
         "paths":{"/api/v1/panels/clocks":{"get":{"summary":"List the clocks","x-policy":"follow-cases","x-roles":["panel-adviser","decision-maker"],
            "responses":{"200":{"description":"OK"}}}}},"components":{"schemas":{"Problem":{"type":"object"}}}}
        """;

    [Fact]
    public async Task Get_OpenApi_MergesAllServicesAndKeepsClashingNamesApart()
    {
        await using var gateway = await StartAsync();
        using var client = gateway.Client();
        using var response = await client.GetAsync("/openapi/v1.json");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var api = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.StartsWith("3.1", api["openapi"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(["/api/v1/councils/{code}/children/{childId}", "/api/v1/region/indicators", "/api/v1/fund/rule-packs", "/api/v1/panels/clocks"], api["paths"]!.AsObject().Select(path => path.Key));
        Assert.Equal(["CentralHubPage", "Child", "Page", "Problem"], api["components"]!["schemas"]!.AsObject().Select(schema => schema.Key).Order(StringComparer.Ordinal));
        var central = api["paths"]!["/api/v1/region/indicators"]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!["$ref"]!.GetValue<string>();
        Assert.Equal("#/components/schemas/CentralHubPage", central);
        Assert.Equal(["Children", "central-hub", "panel-scheduling", "support-fund"], api["tags"]!.AsArray().Select(tag => tag!["name"]!.GetValue<string>()));
        Assert.All(References(api), reference => Assert.NotNull(Resolve(api, reference)));
    }

    [Fact]
    public async Task Get_Docs_ShowsEachOperationWithPolicyExampleAndCommand()
    {
        await using var gateway = await StartAsync();
        using var client = gateway.Client();
        using var response = await client.GetAsync("/docs");
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("style-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.Contains("<h3>Read a child</h3>", page, StringComparison.Ordinal);
        Assert.Contains("Policy: read-children", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;waiting&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.Contains("./partnership token --client case-system-860", page, StringComparison.Ordinal);
        Assert.Contains("./partnership token --client hub-operations", page, StringComparison.Ordinal);
        Assert.Contains("./partnership token --user support.fund", page, StringComparison.Ordinal);
        Assert.Contains("./partnership token --user panel.adviser", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Description_IsRefusedUntilAllIsThereAndKeptWhenAServiceGoes()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.Client();
        using var early = await client.GetAsync("/openapi/v1.json");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        Assert.Equal("description.unavailable", await early.ReadCodeAsync());

        // One locality hub is enough: they are one program.
        gateway.Stoke.Description = Hub;
        gateway.Central.Description = Central;
        gateway.Fund.Description = Fund;
        gateway.Panels.Description = Panels;
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/docs")).StatusCode);
        await gateway.Stoke.DisposeAsync();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/openapi/v1.json")).StatusCode);
    }

    /// <summary>Both pages of entries read alike, word for word; what they are pages of does not.</summary>
    [Fact]
    public async Task Get_OpenApi_KeepsApartWhatOnlyMentionsClashingNames()
    {
        await using var gateway = await StartAsync();
        gateway.Staffordshire.Description = Listing("/api/v1/councils/{code}/children", "childId");
        gateway.Central.Description = Listing("/api/v1/region/children", "councils");
        using var client = gateway.Client();
        var api = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!;

        Assert.Equal(["childId"], PropertiesListed(api, "/api/v1/councils/{code}/children"));
        Assert.Equal(["councils"], PropertiesListed(api, "/api/v1/region/children"));
        Assert.All(References(api), reference => Assert.NotNull(Resolve(api, reference)));
    }

    /// <summary>Where even the service's own name before it is taken, there is no description rather than a wrong one.</summary>
    [Fact]
    public void Merge_QualifiedNameIsTakenToo_IsRefused()
    {
        var taken = JsonNode.Parse(Hub.Replace("\"Child\":{", "\"CentralHubPage\":{", StringComparison.Ordinal))!.AsObject();

        var refused = Assert.Throws<InvalidOperationException>(() => ApiMerge.Merge("any", ("locality-hub", taken), ("central-hub", JsonNode.Parse(Central)!.AsObject())));

        Assert.Contains("CentralHubPage", refused.Message, StringComparison.Ordinal);
    }

    private static string Listing(string path, string property) => """
        {"openapi":"3.1.1","info":{"title":"any","version":"v1"},
         "paths":{"PATH":{"get":{"summary":"List","x-policy":"read-region",
            "responses":{"200":{"description":"OK","content":{"application/json":{"schema":{"$ref":"#/components/schemas/PageOfEntry"}}}}}}}},
         "components":{"schemas":{
            "PageOfEntry":{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/Entry"}}}},
            "Entry":{"type":"object","properties":{"PROPERTY":{"type":"string"}}}}}}
        """.Replace("PATH", path, StringComparison.Ordinal).Replace("PROPERTY", property, StringComparison.Ordinal);

    private static IEnumerable<string> PropertiesListed(JsonNode api, string path)
    {
        var page = Resolve(api, api["paths"]![path]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!["$ref"]!.GetValue<string>())!;
        return Resolve(api, page["properties"]!["items"]!["items"]!["$ref"]!.GetValue<string>())!["properties"]!.AsObject().Select(each => each.Key);
    }

    private static async Task<GatewayHost> StartAsync()
    {
        var gateway = await GatewayHost.StartAsync();
        gateway.Staffordshire.Description = Hub;
        gateway.Central.Description = Central;
        gateway.Fund.Description = Fund;
        gateway.Panels.Description = Panels;
        return gateway;
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject entries => entries.SelectMany(entry => entry.Key == "$ref" ? [entry.Value!.GetValue<string>()] : References(entry.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static JsonNode? Resolve(JsonNode api, string reference) =>
        reference[2..].Split('/').Aggregate((JsonNode?)api, (node, name) => node?[name]);
}
