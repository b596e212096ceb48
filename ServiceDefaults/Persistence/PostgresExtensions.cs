using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Partnership.ServiceDefaults.Persistence;

/// <summary>A service's own PostgreSQL database.</summary>
public static class PostgresExtensions
{
    // Requests that need the system's sight while they hold a connection of their own: few at once, and short.
    private const int Desks = 8;

    /// <summary>
    /// Adds one pool of connections (<see cref="NpgsqlDataSource"/>, singleton), the context (scoped) and the health
    /// check <c>database</c>. What the connection string does not say is set to: at most 16 connections, 5 s to
    /// connect, statements ended after 30 s, waits for a lock after 10 s, transactions left idle after 60 s.
    /// </summary>
    /// <param name="builder">The host under construction.</param>
    /// <param name="connectionName">The name under <c>ConnectionStrings</c>, such as <c>central-hub</c>.</param>
    /// <exception cref="InvalidOperationException">There is no connection string of that name.</exception>
    public static IHostApplicationBuilder AddPostgres<TContext>(this IHostApplicationBuilder builder, string connectionName)
        where TContext : DbContext
    {
        builder.AddPool(typeof(TContext), connectionName, "database", typeof(TContext));
        builder.Services.AddKeyedSingleton(new SystemPool(typeof(TContext)), (services, _) => services.GetRequiredKeyedService<NpgsqlDataSource>(typeof(TContext)));
        builder.Services.AddDbContext<TContext>((services, options) => options
            .UseNpgsql(services.GetRequiredKeyedService<NpgsqlDataSource>(typeof(TContext)))
            .AddInterceptors(services.GetServices<IInterceptor>()));
        return builder;
    }

    /// <summary>
    /// Adds the database of a service that several councils share: a pool for requests, whose role sees the rows of the caller's
    /// councils (<see cref="RowLevelSecurity"/>), and one for the system's own work (<see cref="SystemScopes"/>, and consumers).
    /// Defaults are those of <see cref="AddPostgres"/>.
    /// </summary>
    /// <param name="builder">The host under construction.</param>
    /// <param name="connectionName">The requests' connection string, such as <c>central-hub</c>.</param>
    /// <param name="systemConnectionName">The system's, such as <c>central-hub-projector</c>.</param>
    /// <exception cref="InvalidOperationException">There is no connection string of one of the names.</exception>
    public static IHostApplicationBuilder AddSharedPostgres<TContext>(this IHostApplicationBuilder builder, string connectionName, string systemConnectionName)
        where TContext : DbContext
    {
        builder.AddPool(typeof(TContext), connectionName, "database", typeof(TContext));
        builder.AddPool(new SystemPool(typeof(TContext)), systemConnectionName, "database-system", typeof(TContext));
        builder.AddPool(new DeskPool(typeof(TContext)), systemConnectionName, check: null, typeof(TContext), Desks);
        builder.Services.AddSingleton(services => new SystemScopes(services.GetRequiredService<IServiceScopeFactory>()));
        builder.Services.AddScoped<RequestTenancy>();
        builder.Services.AddDbContext<TContext>((services, options) =>
        {
            options.AddInterceptors(services.GetServices<IInterceptor>());
            if (services.GetRequiredService<DatabaseScope>() is { IsSystem: true } system)
            {
                options.UseNpgsql(services.GetRequiredKeyedService<NpgsqlDataSource>(
                    system.IsWithinRequest ? new DeskPool(typeof(TContext)) : new SystemPool(typeof(TContext))));
            }
            else
            {
                options.UseNpgsql(services.GetRequiredKeyedService<NpgsqlDataSource>(typeof(TContext)))
                    .AddInterceptors(services.GetRequiredService<RequestTenancy>());
            }
        });
        return builder;
    }

    private static void AddPool(this IHostApplicationBuilder builder, object key, string connectionName, string? check, Type context, int? connections = null)
    {
        var connectionString = builder.Configuration.GetConnectionString(connectionName)
            ?? throw new InvalidOperationException($"ConnectionStrings:{connectionName} is not set.");
        var settings = WithDefaults(connectionString, builder.Environment.ApplicationName, connections);
        builder.Services.TryAddScoped<DatabaseScope>();
        builder.Services.AddKeyedSingleton(key, (services, _) => new NpgsqlDataSourceBuilder(settings)
            .UseLoggerFactory(services.GetService<ILoggerFactory>())
            .Build());
        builder.Services.TryAddSingleton(services => services.GetRequiredKeyedService<NpgsqlDataSource>(context));
        if (check is null)
        {
            return;
        }

        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            check,
            services => new DatabaseHealthCheck(services.GetRequiredKeyedService<NpgsqlDataSource>(key)),
            HealthStatus.Unhealthy,
            ["ready"],
            TimeSpan.FromSeconds(3)));
    }

    private static string WithDefaults(string connectionString, string applicationName, int? connections)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (connections is { } most)
        {
            settings.MaxPoolSize = most;
        }

        var untouched = new NpgsqlConnectionStringBuilder();
        void Default(string keyword, object value)
        {
            if (Equals(settings[keyword], untouched[keyword]))
            {
                settings[keyword] = value;
            }
        }

        // Many services share one server.
        Default("Maximum Pool Size", 16);
        Default("Connection Idle Lifetime", 60);
        Default("Timeout", 5);
        Default("Keepalive", 30);
        Default("Search Path", "public");
        Default("Application Name", applicationName);
        Default("Options", "-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s");
        return settings.ConnectionString;
    }
}
