using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Partnership.ServiceDefaults.Persistence;

/// <summary>What a worker that asks the database must outlast: an exception that leaves a background service stops the host.</summary>
public static class DatabaseFaults
{
    /// <summary>
    /// Whether an exception may be the database's. EF wraps what may pass by itself (a server that restarts, a connection that was
    /// ended) in an <see cref="InvalidOperationException"/>, and a connection that broke answers the next command with one.
    /// </summary>
    public static bool MayBe(Exception exception) =>
        exception is NpgsqlException or DbUpdateException or InvalidOperationException or TimeoutException;
}
