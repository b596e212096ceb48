using System.Collections.Frozen;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Partnership.ServiceDefaults.Telemetry;

/// <summary>The span and metric pipelines: built when the host starts, flushed when it stops.</summary>
internal sealed class TelemetryProviders : IHostedService, IDisposable
{
    private const int FlushMilliseconds = 2000;

    // Room for each is taken in advance; no instrument of ours has near as many combinations of attributes.
    private const int MostSeriesOfAMetric = 200;

    private static readonly string[] Sources =
        ["Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "MassTransit", "RabbitMQ.Client.Publisher", "RabbitMQ.Client.Subscriber", "Yarp.ReverseProxy", "Partnership.*"];

    private static readonly string[] Meters =
        ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Diagnostics", "Microsoft.AspNetCore.RateLimiting", "System.Net.Http", "System.Net.NameResolution", "System.Runtime", "Npgsql", "MassTransit", "Microsoft.EntityFrameworkCore", "Partnership.*"];

    // Counted for each request, several times each, and nobody's question: how long one lasted, how it ended and who was refused say more.
    private static readonly FrozenSet<string> Unasked = FrozenSet.Create(
        StringComparer.Ordinal,
        "http.server.active_requests",
        "http.client.active_requests",
        "http.client.open_connections",
        "http.client.request.time_in_queue",
        "kestrel.queued_requests",
        "aspnetcore.rate_limiting.active_request_leases",
        "aspnetcore.rate_limiting.request_lease.duration");

    private readonly TracerProvider? _tracing;
    private readonly MeterProvider? _metering;

    public TelemetryProviders(IConfiguration configuration, ResourceBuilder resource, bool traces, bool metrics)
    {
        if (traces)
        {
            _tracing = Sdk.CreateTracerProviderBuilder()
                .ConfigureServices(services => services.AddSingleton(configuration))
                .SetResourceBuilder(resource)
                .AddSource(Sources)
                .SetSampler(RequestSampler.From(configuration))
                .AddProcessor(new SpanScrubber())
                .AddOtlpExporter(exporter => TelemetryExtensions.UseHttp(exporter, configuration))
                .Build();
        }

        if (metrics)
        {
            _metering = Sdk.CreateMeterProviderBuilder()
                .ConfigureServices(services => services.AddSingleton(configuration))
                .SetResourceBuilder(resource)
                .AddMeter(Meters)
                .AddView(instrument => Unasked.Contains(instrument.Name) ? MetricStreamConfiguration.Drop : new MetricStreamConfiguration { CardinalityLimit = MostSeriesOfAMetric })
                .AddOtlpExporter(exporter => TelemetryExtensions.UseHttp(exporter, configuration))
                .Build();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                _tracing?.ForceFlush(FlushMilliseconds);
                _metering?.ForceFlush(FlushMilliseconds);
            },
            cancellationToken);

    public void Dispose()
    {
        _tracing?.Dispose();
        _metering?.Dispose();
    }
}
