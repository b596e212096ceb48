using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Partnership.ServiceDefaults.Telemetry;

internal static class TelemetryExtensions
{
    public static void AddTelemetry(this IHostApplicationBuilder builder) => _ = builder;

    public static void UseTraceEnricher(this WebApplication app) => _ = app;
}
