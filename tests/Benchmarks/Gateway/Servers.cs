using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Partnership.Benchmarks.Gateway;

/// <summary>The processes beside which the gateway is measured: what answers, and a proxy that does nothing but pass on.</summary>
internal static class Servers
{
    private static readonly byte[] Answer = Encoding.UTF8.GetBytes("{\"items\":[" + string.Join(',', Enumerable.Repeat("{\"n\":1}", 24)) + "]}");

    public static async Task RunAsync(string what, string url)
    {
        var (own, upstream) = url.Split('>') is [var a, var b] ? (a, b) : (url, string.Empty);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(own);
        builder.Services.AddReverseProxy();
        var app = builder.Build();
        if (what == "bare-yarp")
        {
            app.MapForwarder("/{**rest}", upstream, new ForwarderRequestConfig());
        }
        else
        {
            app.MapGet("/health", () => Results.Ok());
            app.MapFallback(async context =>
            {
                context.Response.ContentType = "application/json";
                context.Response.ContentLength = Answer.Length;
                await context.Response.Body.WriteAsync(Answer, context.RequestAborted);
            });
        }

        await app.RunAsync();
    }
}
