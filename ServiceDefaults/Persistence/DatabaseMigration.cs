using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Partnership.ServiceDefaults.Persistence;

/// <summary>Brings a database's tables up to date: what the <c>migrate</c> verb of a service does.</summary>
public static class DatabaseMigration
{
    // Any number, the same in every process that migrates.
    private const long LockKey = 0x4D49_4752_4154_4521;

    /// <summary>
    /// Applies the migrations that the database lacks, one process at a time, and returns how many there were.
    /// A server that does not answer yet is waited for.
    /// </summary>
    /// <param name="connectionString">The database, as the role that owns its tables.</param>
    /// <param name="create">Makes the context from its options: <c>options => new CentralHubDbContext(options)</c>.</param>
    /// <param name="deadline">How long to wait for the server and for another process that migrates.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">The server did not answer within the deadline, or another process was migrating throughout.</exception>
    /// <exception cref="PostgresException">The database does not exist, or a migration was refused.</exception>
    public static async Task<int> MigrateAsync<TContext>(
        string connectionString, Func<DbContextOptions<TContext>, TContext> create, TimeSpan deadline, CancellationToken cancellationToken)
        where TContext : DbContext
    {
        // Pooled connections left behind would keep a template from being cloned.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(deadline);
        await using var connection = new NpgsqlConnection(settings);
        try
        {
            await OpenAsync(connection, patience.Token);
            await using var command = new NpgsqlCommand("select pg_advisory_lock($1)", connection) { Parameters = { new() { Value = LockKey } } };
            await command.ExecuteNonQueryAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The database {connection.Database} at {connection.Host}:{connection.Port} was not to be had within {deadline.TotalSeconds:0} s.");
        }

        await using var context = create(new DbContextOptionsBuilder<TContext>().UseNpgsql(settings).Options);
        var missing = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).Count();
        if (missing > 0)
        {
            await context.Database.MigrateAsync(cancellationToken);
        }

        return missing;
    }

    private static async Task OpenAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await connection.OpenAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException exception) when (
                exception.SqlState is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections
                || exception.InnerException is SocketException or TimeoutException or IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }
}
