using Npgsql;
using Partnership.Cli.Machine;
using Partnership.Cli.Sealing;
using Partnership.Contracts;
using Partnership.Provision.Databases;

namespace Partnership.Cli.Backup;

/// <summary>
/// Brings a database back beside the one that is in use, compares every table with what the backup says of it, and only then lets it take
/// the other's place. Until then nothing that works has been touched.
/// </summary>
internal static class DatabaseRestore
{
    /// <summary>Whether this cluster can take the database: its roles are here, and this release knows all that it has seen.</summary>
    /// <exception cref="CommandFailedException">It cannot.</exception>
    public static async Task CheckAsync(BackedUpDatabase database, IReadOnlyList<ServiceDatabase> present, CancellationToken ct)
    {
        await using (var connection = await Servers.OpenAsync("postgres", ct))
        {
            await using var missing = new NpgsqlCommand("select array(select role from unnest($1) role where to_regrole(role) is null)", connection)
            {
                Parameters = { new() { Value = database.Connect.Append(database.Database.Owner).ToArray() } },
            };
            if ((string[])(await missing.ExecuteScalarAsync(ct))! is { Length: > 0 } roles)
            {
                throw new CommandFailedException(
                    $"This cluster has no role {string.Join(", ", roles)}, which {database.Database.Name} needs.", "Start the system with a region that has the council.");
            }
        }

        // A hub's own database may be gone: the template that all are made of tells the same.
        var like = database.Database.Council is not null ? DatabaseCluster.LocalityHubTemplate : database.Database.Name;
        if (like != DatabaseCluster.LocalityHubTemplate && !present.Contains(database.Database))
        {
            return;
        }

        await using var known = await Servers.OpenAsync(like, ct);
        if (database.Migrations.Except(await DatabaseDump.MigrationsAsync(known, null, ct)).FirstOrDefault() is { } later)
        {
            throw new CommandFailedException($"The backup of {database.Database.Name} was made by a later release: this one knows no migration {later}.", "Restore it with that release.");
        }
    }

    /// <summary>Makes the database anew under its other name and fills it from the sealed file.</summary>
    public static async Task FillAsync(BackedUpDatabase database, SealKey key, string folder, Action<double> progress, CancellationToken ct)
    {
        var (name, restoring) = (database.Database.Name, database.Database.Restoring);
        await DropAsync(database.Database, ct);
        await ExecuteAsync($"create database {restoring} owner {database.Database.Owner} {DatabaseCluster.DatabaseLocale}", ct);
        await ExecuteAsync($"revoke all on database {restoring} from public", ct);

        await using var file = BackupFolder.Open(folder, name);
        await using var opening = await SealedReader.OpenAsync(file, key, name, ct);
        using var restore = PostgresTool.Start("pg_restore", restoring, "--single-transaction", "--exit-on-error");
        try
        {
            var buffer = new byte[SealHeader.Piece];
            int count;
            while ((count = await opening.ReadAsync(buffer, ct)) > 0)
            {
                await restore.Input.WriteAsync(buffer.AsMemory(0, count), ct);
                progress((double)file.Position / file.Length);
            }
        }
        catch (IOException)
        {
            // It has ended before it was given all: why, it says below.
        }

        await restore.Input.DisposeAsync();
        await restore.EndAsync(ct);
        await VerifyAsync(database, ct);
    }

    /// <summary>Enters the restore in the database's own trail.</summary>
    public static async Task EnterAsync(BackedUpDatabase database, Guid backup, CancellationToken ct)
    {
        await using var connection = await Servers.OpenAsync(database.Database.Restoring, ct);
        await TrailEntry.WriteAsync(connection, database.Database, AuditRecord.Restored, backup, ct);
    }

    /// <summary>Throws away what was restored and not taken into use.</summary>
    public static Task DropAsync(ServiceDatabase database, CancellationToken ct) => ExecuteAsync($"drop database if exists {database.Restoring} with (force)", ct);

    /// <summary>
    /// Puts what was restored into the place of what is there, all at once, and says what the replaced ones are called now. Their services
    /// must be stopped.
    /// </summary>
    public static async Task<IReadOnlyList<string>> SwapAsync(IReadOnlyList<BackedUpDatabase> databases, IReadOnlyList<ServiceDatabase> present, CancellationToken ct)
    {
        await using var connection = await Servers.OpenAsync("postgres", ct);
        await EndSessionsAsync(connection, databases, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var aside = new List<string>();
        foreach (var database in databases)
        {
            var name = database.Database.Name;
            var roles = string.Join(", ", database.Connect.Append("public"));
            if (present.Contains(database.Database))
            {
                var replaced = await FreeNameAsync(connection, transaction, database.Database, ct);
                await ExecuteAsync(connection, transaction, $"alter database {name} rename to {replaced}; revoke all on database {replaced} from {roles}", ct);
                aside.Add(replaced);
            }

            var grants = string.Concat(database.Connect.Select(role => $"; grant connect on database {name} to {role}"));
            await ExecuteAsync(connection, transaction, $"alter database {database.Database.Restoring} rename to {name}{grants}", ct);
        }

        await transaction.CommitAsync(ct);
        return aside;
    }

    /// <summary>Services that are still connected to one of the databases.</summary>
    public static async Task<IReadOnlyList<string>> ConnectedAsync(IEnumerable<BackedUpDatabase> databases, CancellationToken ct)
    {
        await using var connection = await Servers.OpenAsync("postgres", ct);
        await using var command = new NpgsqlCommand(
            "select array(select distinct usename::text from pg_stat_activity where datname = any($1) and usename <> current_user and backend_type = 'client backend' order by 1)", connection)
        {
            Parameters = { new() { Value = databases.Select(database => database.Database.Name).ToArray() } },
        };
        return (string[])(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task VerifyAsync(BackedUpDatabase database, CancellationToken ct)
    {
        await using var connection = await Servers.OpenAsync(database.Database.Restoring, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var differences = TableDigest.Differences(database.Tables, await TableDigest.OfAllAsync(connection, transaction, ct)).ToList();
        if (differences.Count > 0)
        {
            throw new CommandFailedException($"{database.Database.Name} did not come back as it was: {string.Join("; ", differences)}.");
        }
    }

    // Administrators' own sessions; services are not connected by now.
    private static async Task EndSessionsAsync(NpgsqlConnection connection, IReadOnlyList<BackedUpDatabase> databases, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = any($1) and pid <> pg_backend_pid()", connection)
        {
            Parameters = { new() { Value = databases.SelectMany(database => new[] { database.Database.Name, database.Database.Restoring }).ToArray() } },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<string> FreeNameAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, ServiceDatabase database, CancellationToken ct)
    {
        for (var number = 1; ; number++)
        {
            await using var command = new NpgsqlCommand("select exists (select from pg_database where datname = $1)", connection, transaction)
            {
                Parameters = { new() { Value = database.SetAside(number) } },
            };
            if (await command.ExecuteScalarAsync(ct) is false)
            {
                return database.SetAside(number);
            }
        }
    }

    private static async Task ExecuteAsync(string statement, CancellationToken ct)
    {
        await using var connection = await Servers.OpenAsync("postgres", ct);
        await ExecuteAsync(connection, null, statement, ct);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, string statement, CancellationToken ct)
    {
#pragma warning disable CA2100 // Names of databases and roles were found in the cluster's own catalogue.
        await using var command = new NpgsqlCommand(statement, connection, transaction);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(ct);
    }
}
