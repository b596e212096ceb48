using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Persistence;

namespace Partnership.LocalityHub.Changes;

/// <summary>Takes back all that the daily feed has told of a child.</summary>
internal static class PurgeChild
{
    /// <summary>
    /// Forgets a child whom nothing but the feed has told of; false when returns, a person or another record know the child too. Call it with the child locked;
    /// kept answers that describe the child are the caller's to forget.
    /// </summary>
    public static async Task<bool> ForgetAsync(Guid childId, Council council, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var transaction = (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        if ((await ForgetChildren.FedAloneAsync(connection, transaction, [childId], ct)).Count == 0)
        {
            return false;
        }

        await ForgetChildren.ForgetAsync(connection, transaction, childId, council, clock.GetUtcNow(), ct);
        return true;
    }

    /// <summary>Who the child is without the feed: what the newest return says, one that counts before one that is held, or nothing.</summary>
    public static async Task DescribeAsync(Child child, LocalityHubDbContext db, CancellationToken ct)
    {
        child.ForgetNames();
        child.NhsNumber = null;
        child.BeAsReturned(await ReturnedDetails.NewestAsync(child.Id, db, ct));
    }
}
