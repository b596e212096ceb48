using Npgsql;
using Partnership.CaseData.Milestones;
using Partnership.CaseData.Ssda903;
using Partnership.LocalityHub.Imports;
using Partnership.LocalityHub.Milestones;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Regional;

/// <summary>
/// A wait grows though nobody touches the child: once a day, children with a plan are looked at again, and the region hears of
/// bands that have changed and, after 31 March, of the year's new measures.
/// </summary>
internal sealed class DailySweep(NpgsqlDataSource database, Council council, OutboxSignal outbox, TimeProvider clock, ILogger<DailySweep> logger)
{
    private const int PageSize = 200;

    /// <summary>Looks at every child with a plan, unless today was done already; returns how many snapshots were published.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var today = LondonCalendar.Today(clock);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using (var done = new NpgsqlCommand("select swept_on is not null and swept_on >= $1 from hub_state", connection) { Parameters = { new() { Value = today } } })
        {
            if (await done.ExecuteScalarAsync(ct) is true)
            {
                return 0;
            }
        }

        var (after, published) = (Guid.Empty, 0);
        while (await SweepAsync(connection, after, today, ct) is { } page)
        {
            published += page.Published;
            after = page.Last;
        }

        await using (var mark = new NpgsqlCommand("update hub_state set swept_on = $1 where swept_on is null or swept_on < $1", connection) { Parameters = { new() { Value = today } } })
        {
            await mark.ExecuteNonQueryAsync(ct);
        }

        logger.LogInformation("Waits looked at for {Day}: {Published} snapshots", today, published);
        return published;
    }

    private async Task<(Guid Last, int Published)?> SweepAsync(NpgsqlConnection connection, Guid after, DateOnly today, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var children = await LockAsync(connection, transaction, after, ct);
        if (children.Count == 0)
        {
            return null;
        }

        var ids = children.Keys.ToArray();
        var stored = await StoredRows.LoadAsync(connection, children, null, Tables.All.ToHashSet(), ct);
        var given = await GivenMilestones.OfChildrenAsync(connection, transaction, ids, ct);
        var epoch = await RegionalStore.EpochAsync(connection, transaction, ct);
        var references = await RegionalStore.OfChildrenAsync(connection, transaction, ids, ct);
        var ledger = new RegionalLedger(council.Code, epoch, clock.GetUtcNow());
        foreach (var id in ids)
        {
            var facts = ReturnFacts.Merge(stored[id].Select(row => (row.Row, (int)row.Year)));
            var derived = ChildMilestones.Derive(facts, given[id].Select(each => each.AsEntered()));
            ledger.Settle(id, [.. references[id]], RegionalFacts.Of(derived, today));
        }

        await RegionalStore.SaveAsync(connection, transaction, ledger, ct);
        await transaction.CommitAsync(ct);
        if (ledger.Changed.Count > 0)
        {
            outbox.Wake();
        }

        return (ids.Max(), ledger.Changed.Count);
    }

    /// <summary>The next children with a plan, in order of id: as every writer locks them. A held child's state does not move.</summary>
    private static async Task<Dictionary<Guid, string>> LockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid after, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select id, local_id from child where id > $1 and stage > 0 and not held order by id limit $2 for update", connection, transaction)
        {
            Parameters = { new() { Value = after }, new() { Value = PageSize } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var children = new Dictionary<Guid, string>();
        while (await reader.ReadAsync(ct))
        {
            children.Add(reader.GetGuid(0), reader.GetString(1));
        }

        return children;
    }
}
