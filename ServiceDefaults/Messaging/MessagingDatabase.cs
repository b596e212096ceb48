using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>Where outbox and inbox live: the service's own pool and context, as its system role.</summary>
internal sealed record MessagingDatabase(NpgsqlDataSource Source, Func<IServiceProvider, DbContext> ContextOf)
{
    /// <summary>Whether the database answers now, on whatever connection.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await Source.OpenConnectionAsync(cancellationToken);
            await using var command = new NpgsqlCommand("select 1", connection) { CommandTimeout = 5 };
            await command.ExecuteScalarAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>
    /// Whether an exception may come from a database that is away, as against one that refuses. Contention between
    /// transactions (deadlock, serialisation, lock timeout) is not an outage.
    /// </summary>
    public static bool MayBeAway(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case PostgresException refused:
                    return refused.IsTransient && refused.SqlState
                        is not (PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable)
                        || refused.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.ReadOnlySqlTransaction;
                case NpgsqlException:
                    return true;
            }
        }

        return false;
    }
}
