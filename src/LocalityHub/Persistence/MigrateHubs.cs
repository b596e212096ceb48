using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Partnership.Contracts;
using Partnership.LocalityHub.Restrictions;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.LocalityHub.Persistence;

/// <summary>
/// The verb <c>migrate</c>: brings the template up to date, clones it for councils that have no database yet and migrates those that
/// have one. Runs as the owner role (<c>ConnectionStrings:owner</c>, any database of the cluster), which no service ever uses.
/// </summary>
internal static class MigrateHubs
{
    private const string Template = "locality_hub_template";
    private const string ServiceGroup = "locality_hub_service";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(IConfiguration configuration, TextWriter output, CancellationToken ct)
    {
        var owner = configuration.GetConnectionString("owner") ?? throw new InvalidOperationException("ConnectionStrings:owner is not set.");
        var councils = (configuration.GetSection("Councils").Get<string[]>() ?? []).Select(code => CouncilCode.Parse(code, CultureInfo.InvariantCulture)).ToList();

        var migrated = await MigrateAsync(For(owner, Template), ct);
        await using var connection = new NpgsqlConnection(For(owner, "postgres"));
        await connection.OpenAsync(ct);
        var present = await DatabasesAsync(connection, ct);
        var cloned = 0;
        foreach (var council in councils)
        {
            var database = $"locality_hub_{council}";
            if (present.Contains(database))
            {
                migrated += await MigrateAsync(For(owner, database), ct);
            }
            else
            {
                // A clone shares the template's tables, rights and history of migrations, and takes milliseconds.
                await ExecuteAsync(connection, $"create database {database} template {Template}", ct);
                cloned++;
            }

            // Who may connect is no part of a clone; said each time, since a run may have ended between the two.
            await ExecuteAsync(connection, $"revoke all on database {database} from public; grant connect on database {database} to {database}", ct);
        }

        await output.WriteLineAsync($"{councils.Count} hub databases: {cloned} made, {migrated} migrations applied.");
        return 0;
    }

    /// <summary>Brings the one database of a connection string up to date and says the hubs' rights in it again.</summary>
    public static async Task<int> MigrateAsync(string owner, CancellationToken ct)
    {
        var address = new NpgsqlConnectionStringBuilder(owner) { Pooling = false }.ConnectionString;
        var applied = await DatabaseMigration.MigrateAsync<LocalityHubDbContext>(address, options => new LocalityHubDbContext(options, Sight.Everything()), Deadline, ct);

        // Default privileges cover new tables where provision has set them; said again here, the hub's rights do not hang on it.
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync(ct);
        await ExecuteAsync(
            connection,
            $"""
            grant usage on schema public, {RegionalTables.SealedSchema} to {ServiceGroup};
            grant select, insert, update, delete on all tables in schema public, {RegionalTables.SealedSchema} to {ServiceGroup};
            grant usage, select on all sequences in schema public, {RegionalTables.SealedSchema} to {ServiceGroup};
            {AuditTables.AppendOnly(ServiceGroup)}
            revoke update, delete on kept_anchor from {ServiceGroup};
            """,
            ct);
        return applied;
    }

    private static async Task<HashSet<string>> DatabasesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select datname from pg_database", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    // Pooled connections left behind would keep the template from being cloned.
    private static string For(string owner, string database) =>
        new NpgsqlConnectionStringBuilder(owner) { Database = database, Pooling = false }.ConnectionString;

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken ct)
    {
#pragma warning disable CA2100 // Names of databases and roles are made of a council's three digits and constants.
        await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>Makes a context for <c>dotnet ef migrations add</c>, which needs no database.</summary>
internal sealed class DesignTimeContext : Microsoft.EntityFrameworkCore.Design.IDesignTimeDbContextFactory<LocalityHubDbContext>
{
    public LocalityHubDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<LocalityHubDbContext>().UseNpgsql("Host=design-time").Options, Sight.Everything());
}
