using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Partnership.Benchmarks.Gateway;

/// <summary>
/// The processes beside which the gateway is measured: what answers; YARP as its guide sets it up, a route and a cluster; and
/// YARP's forwarder alone, without routes, clusters and health.
/// </summary>
internal static class Servers
{
    private static readonly byte[] Answer = Encoding.UTF8.GetBytes("{\"items\":[" + string.Join(',', Enumerable.Repeat("{\"n\":1}", 24)) + "]}");

    public static async Task RunAsync(string what, string url)
    {
        var (own, upstream) = url.Split('>') is [var a, var b] ? (a, b) : (url, string.Empty);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(own);
        var yarp = builder.Services.AddReverseProxy();
        if (what == "yarp")
        {
            yarp.LoadFromMemory(
                [new RouteConfig { RouteId = "all", ClusterId = "upstream", Match = new RouteMatch { Path = "/{**rest}" } }],
                [new ClusterConfig { ClusterId = "upstream", Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = upstream } } }]);
        }

        var app = builder.Build();
        switch (what)
        {
            case "yarp":
                app.MapReverseProxy();
                break;
            case "forwarder":
                app.MapForwarder("/{**rest}", upstream, new ForwarderRequestConfig());
                break;
            default:
                app.MapGet("/health", () => Results.Ok());
                app.MapFallback(async context =>
                {
                    context.Response.ContentType = "application/json";
                    context.Response.ContentLength = Answer.Length;
                    await context.Response.Body.WriteAsync(Answer, context.RequestAborted);
                });
                break;
        }

        await app.RunAsync();
    }
}
