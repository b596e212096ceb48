using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;

namespace Partnership.ServiceDefaults.Persistence;

/// <summary>
/// Tells the database at the start of each transaction of a request which councils the caller works for, whose kept answers are the
/// caller's, the caller's roles, and whether it is the region's auditor, who reads every entry of the audit trail. The settings end with the transaction; without them, row-level security shows nothing.
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
        command.CommandText = $"select set_config('{RowLevelSecurity.Setting}', $1, true), set_config('{RowLevelSecurity.ClientSetting}', $2, true), set_config('{RowLevelSecurity.AuditorSetting}', $3, true), set_config('{RowLevelSecurity.RolesSetting}', $4, true)";
        foreach (var value in new[] { string.Join(',', caller.Councils.Order()), IdempotencyKey.ClientOf(caller), caller.Roles.Contains(Roles.Auditor) ? "true" : "", string.Join(',', caller.Roles.Order(StringComparer.Ordinal)) })
        {
            var parameter = command.CreateParameter();
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
