using Npgsql;
using Partnership.Cli.Machine;
using Partnership.Cli.Sealing;

namespace Partnership.Cli.Backup;

/// <summary>Takes one database as it is at one moment, while its service works on: the digests and the dump see the same snapshot.</summary>
internal static class DatabaseDump
{
    private const string History = "__EFMigrationsHistory";

    private const string MayConnect = """
        select array(
            select r.rolname::text from pg_database d, aclexplode(d.datacl) a join pg_roles r on r.oid = a.grantee
            where d.datname = current_database() and a.privilege_type = 'CONNECT' and a.grantee <> d.datdba order by 1)
        """;

    public static async Task<BackedUpDatabase> TakeAsync(ServiceDatabase database, Guid backup, SealKey key, string folder, CancellationToken ct)
    {
        await using var connection = await Servers.OpenAsync(database.Name, ct);
        await TrailEntry.WriteAsync(connection, database, TrailEntry.BackedUp, backup, ct);

        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var snapshot = (string)(await ScalarAsync(connection, transaction, "select pg_export_snapshot()", ct))!;
        var migrations = await MigrationsAsync(connection, transaction, ct);
        var connect = (string[])(await ScalarAsync(connection, transaction, MayConnect, ct))!;
        var tables = await TableDigest.OfAllAsync(connection, transaction, ct);
        await SealAsync(database, snapshot, key, folder, ct);
        return new BackedUpDatabase(database, connect, migrations, tables);
    }

    /// <summary>The migrations that a database has seen; none when it was never migrated.</summary>
    public static async Task<IReadOnlyList<string>> MigrationsAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken ct) =>
        await ScalarAsync(connection, transaction, $"select to_regclass('public.\"{History}\"') is not null", ct) is true
            ? (string[])(await ScalarAsync(connection, transaction, $"select array(select \"MigrationId\"::text from public.\"{History}\" order by 1)", ct))!
            : [];

    private static async Task SealAsync(ServiceDatabase database, string snapshot, SealKey key, string folder, CancellationToken ct)
    {
        // Lightly compressed: sealed bytes do not compress any more, and time is dearer than space here.
        using var dump = PostgresTool.Start("pg_dump", database.Name, "--format=custom", "--compress=1", $"--snapshot={snapshot}", "--lock-wait-timeout=30000");
        await using var file = NewFolder.CreateFile(BackupFolder.FileOf(folder, database.Name));
        await using var sealing = new SealedWriter(file, key, database.Name);
        await dump.Output.CopyToAsync(sealing, ct);

        // Only a whole dump gets its last piece.
        await dump.EndAsync(ct);
        await sealing.CompleteAsync(ct);
        file.Flush(flushToDisk: true);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, string query, CancellationToken ct)
    {
#pragma warning disable CA2100 // Constants of this file.
        await using var command = new NpgsqlCommand(query, connection, transaction);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(ct);
    }
}
