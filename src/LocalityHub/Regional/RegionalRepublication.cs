using Npgsql;
using Partnership.Contracts;
using Partnership.LocalityHub.Support;

namespace Partnership.LocalityHub.Regional;

/// <summary>Says again all that the region, and the support fund, was told last, under the next versions: after a restore, or when the centre asks.</summary>
internal static class RegionalRepublication
{
    private const int PageSize = 500;

    /// <summary>
    /// Goes through every reference within the transaction, tombstoned ones too: their end is part of what the region knows.
    /// Returns how many there were.
    /// </summary>
    /// <param name="connection">To the hub's database.</param>
    /// <param name="transaction">The transaction within which it is said.</param>
    /// <param name="council">Whose hub.</param>
    /// <param name="clock">The time.</param>
    /// <param name="afterRestore">Releases are left out: how they stand is for the ledger to state first, since the backup may be older than a revoke.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<int> RunAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, CouncilCode council, TimeProvider clock, bool afterRestore, CancellationToken ct)
    {
        // Whoever changes a child writes references later than these locks: no version is given out twice.
        var epoch = await RegionalStore.EpochAsync(connection, transaction, ct);
        var (after, count) = (Guid.Empty, 0);
        while (await RegionalStore.PageAsync(connection, transaction, after, PageSize, ct) is { Count: > 0 } page)
        {
            var ledger = new RegionalLedger(council, epoch, clock.GetUtcNow());
            foreach (var reference in page.Where(reference => !afterRestore || reference.Purpose != ReferencePurpose.Disclosure))
            {
                ledger.Republish(reference);
            }

            await RegionalStore.SaveAsync(connection, transaction, ledger, ct);
            after = page[^1].Reference;
            count += page.Count;
        }

        return count + await SupportLedger.RepublishAsync(connection, transaction, epoch, ct);
    }
}
