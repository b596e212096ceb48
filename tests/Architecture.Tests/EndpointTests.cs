extern alias CentralHubService;
extern alias DevIdentityService;
extern alias GatewayService;
extern alias LocalityHubService;

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

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

    /// <summary>A service built for the sake of its routes: nothing it needs to run is there, and none of its workers start.</summary>
    private sealed class Routes<TProgram> : WebApplicationFactory<TProgram>
        where TProgram : class
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            foreach (var (key, value) in new Dictionary<string, string>
            {
                ["Authentication:Authority"] = "http://localhost:1",
                ["Authentication:Audience"] = "partnership",
                ["ConnectionStrings:locality-hub"] = "Host=localhost;Port=1;Database=none;Username=none",
                ["ConnectionStrings:central-hub"] = "Host=localhost;Port=1;Database=none;Username=none",
                ["ConnectionStrings:central-hub-projector"] = "Host=localhost;Port=1;Database=none;Username=none",
                ["ConnectionStrings:messaging"] = "amqp://none:none@localhost:1",
                ["Council:Code"] = "860",
                ["Council:Name"] = "Nowhere",
                ["Region:Name"] = "nowhere",
                ["Region:Councils:0:Code"] = "860",
                ["Region:Councils:0:Name"] = "Nowhere",
                ["DevIdentity:ClientSecret"] = "of-the-architecture-tests",
                ["DevIdentity:DataFolder"] = Path.Combine(Path.GetTempPath(), $"partnership-routes-{Environment.ProcessId}"),
                ["services:central-hub:http:0"] = "http://localhost:1",
                ["services:locality-hub-860:http:0"] = "http://localhost:1",
            })
            {
                builder.UseSetting(key, value);
            }

            builder.ConfigureTestServices(services => services.RemoveAll<IHostedService>());
        }
    }
}
