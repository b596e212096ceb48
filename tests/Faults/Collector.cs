using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Partnership.TestSupport;

namespace Partnership.Faults;

/// <summary>Takes in the services' telemetry and keeps none of it, behind a stretch of network that can be cut.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _server;
    private long _received;

    private Collector()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            Interlocked.Increment(ref _received);
            context.Response.ContentType = "application/x-protobuf";
        });
        Network = new TcpRelay("127.0.0.1", () => new Uri(_server.Urls.Single()).Port);
    }

    /// <summary>Between the services and the collector.</summary>
    public TcpRelay Network { get; }

    /// <summary>Where services send to.</summary>
    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Network.Port}");

    /// <summary>How many packets of telemetry have come so far.</summary>
    public long Received => Interlocked.Read(ref _received);

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        await collector._server.StartAsync();
        return collector;
    }

    public async ValueTask DisposeAsync()
    {
        await Network.DisposeAsync();
        await _server.DisposeAsync();
    }
}
