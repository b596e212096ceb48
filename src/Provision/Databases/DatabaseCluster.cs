using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;
using Partnership.Contracts;

namespace Partnership.Provision.Databases;

/// <summary>
/// The roles and databases of a region. A service's login role may read and write rows, nothing else: its tables belong
/// to an owner role that only <c>migrate</c> uses, so that a service cannot change its schema or lift row-level security.
/// Databases of single hubs are made by the hub's own <c>migrate</c>, as clones of the template.
/// </summary>
public static class DatabaseCluster
{
    public const string LocalityHubTemplate = "locality_hub_template";
    public const string LocalityHubOwner = "locality_hub_owner";

    /// <summary>The group to which tables of hubs are granted; each hub's login role is a member of it.</summary>
    public const string LocalityHubService = "locality_hub_service";

    // Byte order for indexes, and full Unicode for upper and lower case, whatever locale the cluster was made with.
    public const string DatabaseLocale = "encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8' template template0";

    // Any number; two runs at once take turns.
    private const long LockKey = 7_903_860;

    public static string RoleOf(CouncilCode council) => $"locality_hub_{council}";

    internal static async Task ProvisionAsync(ProvisionSettings settings, ILogger log, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await OpenAsync(settings, cancellationToken);
            await using (var turn = new NpgsqlCommand("select pg_advisory_lock($1)", connection) { Parameters = { new() { Value = LockKey } } })
            {
                await turn.ExecuteNonQueryAsync(cancellationToken);
            }

            var roles = await ProvisionRolesAsync(connection, settings, cancellationToken);
            var databases = await CreateMissingDatabasesAsync(connection, cancellationToken);
            foreach (var shared in SharedDatabase.All)
            {
                var services = $"{shared.Name}, {shared.System}";
                await GrantAsync(settings, shared.Name, shared.Owner, services, mayConnect: services, cancellationToken);
                await LeaveRightsToMigrateAsync(settings, shared, cancellationToken);
            }

            await GrantAsync(settings, LocalityHubTemplate, LocalityHubOwner, LocalityHubService, mayConnect: null, cancellationToken);
            log.LogInformation(
                "PostgreSQL: {Created} roles created, {Changed} changed, {Databases} databases created.", roles.Created, roles.Changed, databases);
        }
        catch (NpgsqlException exception)
        {
            throw new ProvisionException($"PostgreSQL refused: {exception.Message}", exception);
        }
    }

    private static Task<NpgsqlConnection> OpenAsync(ProvisionSettings settings, CancellationToken cancellationToken) =>
        Provisioning.WhenReadyAsync(
            "PostgreSQL",
            settings.Deadline,
            async () =>
            {
                var connection = new NpgsqlConnection(settings.Postgres);
                try
                {
                    await connection.OpenAsync(cancellationToken);
                    return connection;
                }
                catch
                {
                    await connection.DisposeAsync();
                    throw;
                }
            },
            // 57P03: the server is starting up. A refused password does not mend itself.
            exception => exception is PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow }
                || exception is NpgsqlException { InnerException: SocketException or IOException or TimeoutException },
            cancellationToken);

    private static async Task<(int Created, int Changed)> ProvisionRolesAsync(
        NpgsqlConnection connection, ProvisionSettings settings, CancellationToken cancellationToken)
    {
        List<DatabaseRole> wanted =
        [
            .. SharedDatabase.All.SelectMany(shared => shared.Roles(settings.Passwords)),
            new(LocalityHubOwner, settings.Passwords[ProvisionSettings.LocalityHubOwner], CreatesDatabases: true),
            new(LocalityHubService, null),
            .. settings.Councils.Select(council => new DatabaseRole(
                RoleOf(council), settings.Passwords[Topology.LocalityHub(council)], MemberOf: LocalityHubService)),
        ];
        var present = await ReadRolesAsync(connection, wanted, cancellationToken);
        var changes = wanted
            .Select(role => (Role: role, Statements: role.Changes(present.GetValueOrDefault(role.Name)).ToList()))
            .Where(change => change.Statements.Count > 0)
            .ToList();
        if (changes.Count == 0)
        {
            return (0, 0);
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var batch = new NpgsqlBatch(connection, transaction))
        {
            foreach (var statement in changes.SelectMany(change => change.Statements))
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
            }

            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        var created = changes.Count(change => !present.ContainsKey(change.Role.Name));
        return (created, changes.Count - created);
    }

    private static async Task<Dictionary<string, PresentRole>> ReadRolesAsync(
        NpgsqlConnection connection, List<DatabaseRole> wanted, CancellationToken cancellationToken)
    {
        const string Query = """
            select r.rolname, r.rolpassword, r.rolcanlogin, r.rolcreatedb,
                   r.rolsuper or r.rolcreaterole or r.rolbypassrls or r.rolreplication,
                   array(select g.rolname::text from pg_auth_members m join pg_authid g on g.oid = m.roleid where m.member = r.oid)
            from pg_authid r
            where r.rolname = any($1)
            """;
        await using var command = new NpgsqlCommand(Query, connection) { Parameters = { new() { Value = wanted.Select(role => role.Name).ToArray() } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var present = new Dictionary<string, PresentRole>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            present.Add(reader.GetString(0), new PresentRole(
                reader.IsDBNull(1) ? null : reader.GetString(1),
                reader.GetBoolean(2),
                reader.GetBoolean(3),
                reader.GetBoolean(4),
                reader.GetFieldValue<string[]>(5)));
        }

        return present;
    }

    private static async Task<int> CreateMissingDatabasesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var created = 0;
        foreach (var (database, owner) in SharedDatabase.All.Select(shared => (shared.Name, shared.Owner)).Append((LocalityHubTemplate, LocalityHubOwner)))
        {
            await using var query = new NpgsqlCommand("select exists (select from pg_database where datname = $1)", connection) { Parameters = { new() { Value = database } } };
            if (await query.ExecuteScalarAsync(cancellationToken) is not true)
            {
                await ExecuteAsync(connection, $"create database {database} owner {owner} {DatabaseLocale}", cancellationToken);
                created++;
            }
        }

        return created;
    }

    /// <summary>Who may connect, and what the service may do with what the owner creates from now on.</summary>
    private static async Task GrantAsync(
        ProvisionSettings settings, string database, string owner, string service, string? mayConnect, CancellationToken cancellationToken)
    {
        var address = new NpgsqlConnectionStringBuilder(settings.Postgres) { Database = database };
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await ExecuteAsync(
            connection,
            $"""
            alter database {database} owner to {owner};
            revoke all on database {database} from public;
            {(mayConnect is null ? string.Empty : $"grant connect on database {database} to {mayConnect};")}
            revoke create on schema public from public;
            grant usage, create on schema public to {owner};
            grant usage on schema public to {service};
            alter default privileges for role {owner} grant usage on schemas to {service};
            alter default privileges for role {owner} grant select, insert, update, delete on tables to {service};
            alter default privileges for role {owner} grant usage, select on sequences to {service};
            """,
            cancellationToken);
    }

    /// <summary>
    /// In a database that councils share, a new table is nobody's until <c>migrate</c> has said who sees which of its rows.
    /// </summary>
    private static async Task LeaveRightsToMigrateAsync(ProvisionSettings settings, SharedDatabase shared, CancellationToken cancellationToken)
    {
        var address = new NpgsqlConnectionStringBuilder(settings.Postgres) { Database = shared.Name };
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await ExecuteAsync(
            connection,
            $"""
            alter default privileges for role {shared.Owner} revoke all on tables from {shared.Name}, {shared.System};
            alter default privileges for role {shared.Owner} revoke all on sequences from {shared.Name}, {shared.System};
            """,
            cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // Names are constants of this class.
        await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
