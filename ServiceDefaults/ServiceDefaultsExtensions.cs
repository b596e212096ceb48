using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Health;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Problems;
using Partnership.ServiceDefaults.Telemetry;
using Partnership.ServiceDefaults.Tenancy;
using Partnership.ServiceDefaults.Uploads;

namespace Partnership.ServiceDefaults;

/// <summary>What every service of the partnership shares, apart from its database and the broker.</summary>
public static class ServiceDefaultsExtensions
{
    // In bytes. Whatever takes more, such as files, says so at its endpoint.
    private const long LargestBody = 4 * 1024 * 1024;

    /// <summary>Adds telemetry, health, problem details, authentication and policies, the API description, JSON settings and the clock.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddTelemetry();
        builder.AddTokenAuthentication();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHealthChecks();
        builder.Services.AddApiDescription();
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = LargestBody);
        builder.Services.Configure<JsonOptions>(options => Configure(options.SerializerOptions));

        // Frameworks tell every request and statement at Information; traces and metrics carry that better.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Logging.AddFilter("Yarp", LogLevel.Error);
        return builder;
    }

    /// <summary>
    /// Puts the shared middleware in its order (trace enricher, problem details, authentication, tenancy, authorization) and
    /// maps <c>/health</c>, <c>/alive</c> and <c>/openapi/v1.json</c>. Call it before mapping endpoints.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.UseServiceDefaults();
        app.MapOpenApi("/openapi/v1.json").AllowAnonymous();
        return app;
    }

    /// <summary>As <see cref="MapDefaultEndpoints"/>, for a service that describes its API itself or has none.</summary>
    /// <param name="app">The service.</param>
    /// <param name="afterAuthentication">Adds middleware that must know the caller and run before tenancy and authorization: rate limits.</param>
    public static WebApplication UseServiceDefaults(this WebApplication app, Action<WebApplication>? afterAuthentication = null)
    {
        app.UseTraceEnricher();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.UseKnownTokens();
        afterAuthentication?.Invoke(app);
        app.UseRoleRefusalAudit();
        app.UseWholeUploads();
        app.UseTenancy();
        app.UseAuthorization();
        app.UseJsonCharset();
        app.UseIsoDates();
        app.MapHealth();
        return app;
    }

    /// <summary>
    /// The API's JSON: camel case, enumerations in lower-case kebab, dates as yyyy-MM-dd, instants in UTC; a member that is
    /// missing or null where the contract does not allow it is refused, so is null in a list, and so is one that is there twice, for whoever checked
    /// the first would have passed the second.
    /// </summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(ListsWithoutNulls.Modify);
    }
}
