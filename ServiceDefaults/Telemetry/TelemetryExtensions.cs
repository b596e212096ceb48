using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace Partnership.ServiceDefaults.Telemetry;

/// <summary>
/// Traces, metrics and logs over OTLP when a collector is named (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c> or one of its signals'
/// variables), and nothing at all when none is. A collector that is away costs dropped telemetry, never a request.
/// </summary>
internal static class TelemetryExtensions
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var traces = IsNamed(configuration, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
        var metrics = IsNamed(configuration, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT");
        var logs = IsNamed(configuration, "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT");
        if (logs)
        {
            builder.Logging.AddOpenTelemetry(options =>
            {
                // No scopes: the framework's hold the request's address.
                options.IncludeScopes = false;
                options.IncludeFormattedMessage = true;
                options.SetResourceBuilder(Resource(builder));
                options.AddOtlpExporter(exporter => UseHttp(exporter, configuration));
            });
        }

        if (traces || metrics)
        {
            // Added before everything else, so that it is built before the first request and stopped after the last.
            builder.Services.AddSingleton<IHostedService>(_ => new TelemetryProviders(configuration, Resource(builder), traces, metrics));
        }

        builder.Services.AddSingleton(new TelemetrySettings(traces));
    }

    public static void UseTraceEnricher(this WebApplication app)
    {
        if (app.Services.GetRequiredService<TelemetrySettings>().Traces)
        {
            app.UseMiddleware<TraceEnricher>();
        }
    }

    /// <summary>http/protobuf unless the environment says otherwise.</summary>
    internal static void UseHttp(OtlpExporterOptions exporter, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_PROTOCOL"]))
        {
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        }
    }

    private static bool IsNamed(IConfiguration configuration, string signal) =>
        !string.IsNullOrEmpty(configuration[Endpoint]) || !string.IsNullOrEmpty(configuration[signal]);

    private static ResourceBuilder Resource(IHostApplicationBuilder builder)
    {
        // The variables come last and win: the host names each council's hub by OTEL_SERVICE_NAME.
        var resource = ResourceBuilder.CreateEmpty().AddService(builder.Environment.ApplicationName).AddTelemetrySdk().AddEnvironmentVariableDetector();
        return builder.Configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } name
            ? resource.AddAttributes([new KeyValuePair<string, object>("service.name", name)])
            : resource;
    }
}

/// <summary>Whether spans are exported.</summary>
internal sealed record TelemetrySettings(bool Traces);
