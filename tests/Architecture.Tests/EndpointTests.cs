extern alias CentralHubService;
extern alias DevIdentityService;
extern alias GatewayService;
extern alias LocalityHubService;

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Partnership.Architecture.Tests;

/// <summary>Every endpoint of every service names the policy by which it is allowed; what is open to anyone is listed here.</summary>
public class EndpointTests
{
    private static readonly string[] Open = ["/", "/health", "/alive", "/docs", "/docs/style.css", "/openapi/"];

    [Fact]
    public void LocalityHub_EveryEndpoint_NamesAPolicy() => AssertNamed<LocalityHubService::Program>(atLeast: 12);

    [Fact]
    public void CentralHub_EveryEndpoint_NamesAPolicy() => AssertNamed<CentralHubService::Program>(atLeast: 6);

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
