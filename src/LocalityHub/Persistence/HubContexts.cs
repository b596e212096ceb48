using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Partnership.LocalityHub.Restrictions;

namespace Partnership.LocalityHub.Persistence;

/// <summary>Contexts that see every record, on a connection and in a transaction that the caller has begun.</summary>
internal static class HubContexts
{
    /// <summary>For work that is nobody's request.</summary>
    public static async Task<LocalityHubDbContext> OverAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        var db = new LocalityHubDbContext(new DbContextOptionsBuilder<LocalityHubDbContext>().UseNpgsql(connection).Options, Sight.Everything());
        await db.Database.UseTransactionAsync(transaction, ct);
        return db;
    }

    /// <summary>One piece of work that is nobody's request, in a transaction and a context of its own.</summary>
    public static async Task<T> InTransactionAsync<T>(NpgsqlConnection connection, Func<LocalityHubDbContext, Task<T>> work, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var db = await OverAsync(connection, transaction, ct);
        var result = await work(db);
        await transaction.CommitAsync(ct);
        return result;
    }

    /// <summary>
    /// For what a request states to the region, and for the daily feed: neither may hang on what its caller sees. Save the caller's context first,
    /// and answer nothing that was read here.
    /// </summary>
    public static Task<LocalityHubDbContext> BesideAsync(LocalityHubDbContext db, CancellationToken ct) =>
        OverAsync((NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction(), ct);
}
