using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.ServiceDefaults.Persistence;

/// <summary>
/// Tells the database at the start of each transaction of a request which councils the caller works for. The setting ends with the
/// transaction; without one, row-level security shows nothing.
/// </summary>
internal sealed class RequestTenancy(Caller caller) : DbTransactionInterceptor
{
    public override DbTransaction TransactionStarted(DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
    {
        using var command = Command(connection, result);
        command.ExecuteNonQuery();
        return result;
    }

    public override async ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        await using var command = Command(connection, result);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return result;
    }

    private DbCommand Command(DbConnection connection, DbTransaction transaction)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"select set_config('{RowLevelSecurity.Setting}', $1, true)";
        var councils = command.CreateParameter();
        councils.Value = string.Join(',', caller.Councils.Order());
        command.Parameters.Add(councils);
        return command;
    }
}
