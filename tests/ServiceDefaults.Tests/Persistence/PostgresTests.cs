using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Partnership.ServiceDefaults.Persistence;
using Partnership.TestSupport;

namespace Partnership.ServiceDefaults.Tests.Persistence;

public sealed class PostgresTests
{
    [Fact]
    public async Task AddPostgres_Connected_SetsLimitsAndIsHealthy()
    {
        using var host = Build(TestServers.Postgres);
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<EmptyDbContext>();
        Assert.Equal("30s", await db.Database.SqlQuery<string>($"select current_setting('statement_timeout') as \"Value\"").SingleAsync());
        Assert.Equal("10s", await db.Database.SqlQuery<string>($"select current_setting('lock_timeout') as \"Value\"").SingleAsync());
        Assert.Equal("public", await db.Database.SqlQuery<string>($"select current_setting('search_path') as \"Value\"").SingleAsync());
        Assert.Equal("probe", await db.Database.SqlQuery<string>($"select current_setting('application_name') as \"Value\"").SingleAsync());
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
    }

    [Fact]
    public async Task AddPostgres_ServerAway_IsUnhealthyUnderTheNameDatabase()
    {
        using var host = Build(new NpgsqlConnectionStringBuilder(TestServers.Postgres) { Port = 1 }.ConnectionString);
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(host)).Entries["database"].Status);
    }

    [Fact]
    public async Task AddPostgres_LimitInTheConnectionString_IsKept()
    {
        using var host = Build(new NpgsqlConnectionStringBuilder(TestServers.Postgres) { MaxPoolSize = 3 }.ConnectionString);
        await using var source = host.Services.GetRequiredService<NpgsqlDataSource>();
        Assert.Equal(3, new NpgsqlConnectionStringBuilder(source.ConnectionString).MaxPoolSize);
    }

    [Fact]
    public void AddPostgres_WithoutConnectionString_SaysWhichIsMissing()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var failure = Assert.Throws<InvalidOperationException>(() => builder.AddPostgres<EmptyDbContext>("probe"));
        Assert.Equal("ConnectionStrings:probe is not set.", failure.Message);
    }

    private static IHost Build(string connectionString)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Environment.ApplicationName = "probe";
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:probe", connectionString)]);
        builder.AddPostgres<EmptyDbContext>("probe");
        return builder.Build();
    }

    private static Task<HealthReport> CheckAsync(IHost host) => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    private sealed class EmptyDbContext(DbContextOptions<EmptyDbContext> options) : DbContext(options);
}
