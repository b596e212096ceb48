extern alias CentralHubService;
extern alias DevIdentityService;
extern alias GatewayService;
extern alias LocalityHubService;
extern alias PanelService;
extern alias SupportFundService;

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Partnership.ServiceDefaults.Audit;
using Partnership.TestSupport;

namespace Partnership.Architecture.Tests;

/// <summary>Every endpoint of every service names the policy by which it is allowed; what is open to anyone is listed here.</summary>
public class EndpointTests
{
    private static readonly string[] Open = ["/", "/health", "/alive", "/docs", "/docs/style.css", "/openapi/", "/api/v1/panels/feeds/"];

    [Fact]
    public void LocalityHub_EveryEndpoint_NamesAPolicy() => AssertNamed<LocalityHubService::Program>(atLeast: 12);

    [Fact]
    public void CentralHub_EveryEndpoint_NamesAPolicy() => AssertNamed<CentralHubService::Program>(atLeast: 6);

    [Fact]
    public void PanelScheduling_EveryEndpoint_NamesAPolicy() => AssertNamed<PanelService::Program>(atLeast: 50);

    /// <summary>Lists, panels, meetings and figures tell of no case and change nothing.</summary>
    [Fact]
    public void PanelScheduling_EveryOtherEndpoint_IsAudited() => Assert.Equal(
        [
            "GET /api/v1/panels",
            "GET /api/v1/panels/{panelId:guid}",
            "GET /api/v1/panels/{panelId:guid}/costs",
            "GET /api/v1/panels/{panelId:guid}/reports/{kind}",
            "GET /api/v1/panels/approval-terms",
            "GET /api/v1/panels/calendar.svg",
            "GET /api/v1/panels/decision-makers",
            "GET /api/v1/panels/decision-makers/{decisionMakerId:guid}",
            "GET /api/v1/panels/lists",
            "GET /api/v1/panels/lists/{listId:guid}",
            "GET /api/v1/panels/lists/{listId:guid}/fee-rates",
            "GET /api/v1/panels/meetings",
            "GET /api/v1/panels/parked-messages",
            "GET /api/v1/panels/parked-messages/{messageId:guid}",
        ],
        NotAudited(EndpointsOf<PanelService::Program>()));

    [Fact]
    public void SupportFund_EveryEndpoint_NamesAPolicy() => AssertNamed<SupportFundService::Program>(atLeast: 6);

    [Fact]
    public void Gateway_EveryEndpoint_NamesAPolicy() => AssertNamed<GatewayService::Program>(atLeast: 2);

    /// <summary>It is the door at which one gets a token, so it is open; but it must never start outside development.</summary>
    [Fact]
    public void DevIdentity_EveryEndpoint_IsOpenOnPurposeOrNamesAPolicy()
    {
        var endpoints = EndpointsOf<DevIdentityService::Program>();

        Assert.NotEmpty(endpoints);
        Assert.All(endpoints, endpoint => Assert.True(
            endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || NamesPolicy(endpoint), endpoint.DisplayName));
    }

    /// <summary>What tells of no child and changes nothing is listed here; whatever else is asked of a hub is entered in its trail.</summary>
    [Fact]
    public void LocalityHub_EveryOtherEndpoint_IsAudited() => Assert.Equal(
        [
            "GET /api/v1/councils/{code}/annex-map",
            "GET /api/v1/councils/{code}/imports",
            "GET /api/v1/councils/{code}/imports/{importId:guid}",
            "GET /api/v1/councils/{code}/letter-templates",
            "GET /api/v1/councils/{code}/letter-templates/{letter}",
            "GET /api/v1/councils/{code}/parked-messages",
            "GET /api/v1/councils/{code}/parked-messages/{messageId:guid}",
            "GET /api/v1/councils/{code}/return-map",
            "GET /api/v1/councils/{code}/settings",
            "POST /api/v1/councils/{code}/annex-map/suggestions, as a read",
            "POST /api/v1/councils/{code}/children/search, as a read",
            "POST /api/v1/councils/{code}/return-map/suggestions, as a read",
            "POST /api/v1/councils/{code}/support/assessments/{assessmentId:guid}/export, as a read",
            "POST /api/v1/councils/{code}/support/identity-guard, as a read",
        ],
        NotAudited(EndpointsOf<LocalityHubService::Program>()));

    [Fact]
    public void CentralHub_EveryOtherEndpoint_IsAudited() => Assert.Equal(
        [
            "GET /api/v1/region/agreements",
            "GET /api/v1/region/councils/{code}/audit-anchors",
            "GET /api/v1/region/duties",
            "GET /api/v1/region/family-finding/outcomes",
            "GET /api/v1/region/family-finding/outcomes/funnel.svg",
            "GET /api/v1/region/family-finding/outcomes/places.svg",
            "GET /api/v1/region/family-finding/outcomes/waits.svg",
            "GET /api/v1/region/indicators",
            "GET /api/v1/region/parked-messages",
            "GET /api/v1/region/parked-messages/{messageId:guid}",
            "GET /api/v1/region/projection",
            "GET /api/v1/region/projection/jobs/{id:guid}",
            "GET /api/v1/region/rates",
            "GET /api/v1/region/sufficiency",
            "GET /api/v1/region/tracker",
            "GET /api/v1/region/weights",
        ],
        NotAudited(EndpointsOf<CentralHubService::Program>()));

    /// <summary>Rules, register and the region's figures tell of no family.</summary>
    [Fact]
    public void SupportFund_EveryOtherEndpoint_IsAudited() => Assert.Equal(
        [
            "GET /api/v1/fund/figures",
            "GET /api/v1/fund/frameworks",
            "GET /api/v1/fund/outcomes",
            "GET /api/v1/fund/parked-messages",
            "GET /api/v1/fund/parked-messages/{messageId:guid}",
            "GET /api/v1/fund/picture",
            "GET /api/v1/fund/provider-spend",
            "GET /api/v1/fund/providers",
            "GET /api/v1/fund/providers/{providerId:guid}",
            "GET /api/v1/fund/rule-jobs/{jobId:guid}",
            "GET /api/v1/fund/rule-packs",
            "GET /api/v1/fund/rule-packs/{packId:guid}",
            "GET /api/v1/fund/what-if",
            "GET /api/v1/fund/what-if/picture",
        ],
        NotAudited(EndpointsOf<SupportFundService::Program>()));

    /// <summary>The access matrix is made of the description: what that leaves out has a line of its own there, and these are all.</summary>
    [Fact]
    public void Endpoints_ThatTheDescriptionLeavesOut_AreListedForTheAccessMatrix()
    {
        AssertListed("gateway", EndpointsOf<GatewayService::Program>(), describesNothing: true);
        AssertListed("locality-hub", EndpointsOf<LocalityHubService::Program>());
        AssertListed("central-hub", EndpointsOf<CentralHubService::Program>());
        AssertListed("support-fund", EndpointsOf<SupportFundService::Program>());
        AssertListed("panel-scheduling", EndpointsOf<PanelService::Program>());

        static void AssertListed(string service, IEnumerable<RouteEndpoint> endpoints, bool describesNothing = false) => Assert.Equal(
            UndescribedEndpoints.ByService[service].Select(endpoint => endpoint.Path).Order(StringComparer.Ordinal),
            endpoints
                .Where(endpoint => describesNothing || endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not null || endpoint.RoutePattern.RawText?.Contains("/api/", StringComparison.Ordinal) != true)
                .Select(endpoint => "/" + endpoint.RoutePattern.RawText?.TrimStart('/'))
                .Distinct()
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Endpoint_PlantedWithoutPolicy_IsReported()
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        app.MapGet("/api/v1/planted", () => "open to all");
        app.MapGet("/api/v1/planted-anonymous", () => "open to all").AllowAnonymous();
        app.MapGet("/api/v1/planted-unnamed", () => "any token").RequireAuthorization();
        app.MapGet("/health", () => "well").AllowAnonymous();

        var unnamed = Unnamed(((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>());

        Assert.Equal(3, unnamed.Count);
    }

    private static void AssertNamed<TProgram>(int atLeast)
        where TProgram : class
    {
        var endpoints = EndpointsOf<TProgram>();

        Assert.Empty(Unnamed(endpoints));
        Assert.True(endpoints.Count(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null) >= atLeast);
    }

    private static List<string> Unnamed(IEnumerable<RouteEndpoint> endpoints) =>
        [.. endpoints.Where(endpoint => !IsOpen(endpoint) && !NamesPolicy(endpoint)).Select(endpoint => endpoint.DisplayName ?? "?")];

    /// <summary>What is not entered, and writes that are entered outside the transaction of what they change.</summary>
    private static IEnumerable<string> NotAudited(IEnumerable<RouteEndpoint> endpoints) =>
        from endpoint in endpoints
        where !IsOpen(endpoint)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
        let audited = endpoint.Metadata.GetMetadata<AuditedOperation>()
        where audited is null || (!audited.Writes && !HttpMethods.IsGet(method))
        let name = $"{method} {endpoint.RoutePattern.RawText?.TrimEnd('/')}{(audited is null ? "" : ", as a read")}"
        orderby name
        select name;

    private static bool NamesPolicy(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
        && endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => !string.IsNullOrEmpty(data.Policy));

    private static bool IsOpen(RouteEndpoint endpoint)
    {
        var pattern = "/" + (endpoint.RoutePattern.RawText ?? "").TrimStart('/');
        return endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
            && Open.Any(open => open.EndsWith('/') && open.Length > 1 ? pattern.StartsWith(open, StringComparison.Ordinal) : pattern == open);
    }

    private static List<RouteEndpoint> EndpointsOf<TProgram>()
        where TProgram : class
    {
        using var factory = new Routes<TProgram>();
        return [.. factory.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
            .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];
    }
}
