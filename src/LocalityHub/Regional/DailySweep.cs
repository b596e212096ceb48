using Npgsql;
using Partnership.CaseData.Milestones;
using Partnership.CaseData.Ssda903;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Imports;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Restrictions;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Regional;

/// <summary>
/// A wait grows though nobody touches the child, and a day that a return told beforehand comes: once a day, children with a plan, and
/// those for whom a day has come, are looked at again. The region hears of bands and stages that have changed and, after 31 March, of
/// the year's new measures.
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
        var children = await LockAsync(connection, transaction, after, today, ct);
        if (children.Count == 0)
        {
            return null;
        }

        var ids = children.Keys.ToArray();
        var stored = await StoredRows.LoadAsync(connection, children.ToDictionary(child => child.Key, child => child.Value.LocalId), null, Tables.All.ToHashSet(), ct);
        var given = await GivenMilestones.OfChildrenAsync(connection, transaction, ids, ct);
        var epoch = await RegionalStore.EpochAsync(connection, transaction, ct);
        var references = await RegionalStore.OfChildrenAsync(connection, transaction, ids, ct);
        var restricted = await ToldRestriction.OfEachAsync(connection, transaction, ids, ct);
        var ledger = new RegionalLedger(council.Code, epoch, clock.GetUtcNow());
        var moved = new Dictionary<Guid, ChildStage?>();
        foreach (var (id, (_, stage)) in children)
        {
            var facts = ReturnFacts.Merge(stored[id].Select(row => (row.Row, (int)row.Year)));
            var derived = ChildMilestones.Derive(facts, given[id].Select(each => each.AsEntered()));
            var region = RegionalFacts.Of(derived, today);
            ledger.Settle(id, [.. references[id]], region, restricted.GetValueOrDefault(id));
            if (region.Stage?.Stage != stage)
            {
                moved.Add(id, region.Stage?.Stage);
            }
        }

        await ChildWrites.MoveAsync(connection, transaction, moved, clock.GetUtcNow(), ct);
        await RegionalStore.SaveAsync(connection, transaction, ledger, ct);
        await transaction.CommitAsync(ct);
        if (ledger.Changed.Count > 0)
        {
            outbox.Wake();
        }

        return (ids.Max(), ledger.Changed.Count);
    }

    /// <summary>
    /// The next children with a plan, with a milestone whose day has come since the last sweep, or with a restricted record, in order of id: as every writer
    /// locks them. A held child's state does not move.
    /// </summary>
    private static async Task<Dictionary<Guid, (string LocalId, ChildStage? Stage)>> LockAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid after, DateOnly today, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select id, local_id, stage from child
            where id > $1 and not held and (stage > 0 or exists (
                select from milestone m, hub_state h where m.child_id = child.id and m.date <= $3 and m.date > coalesce(h.swept_on, '-infinity'))
                or exists (select from child_restriction r where r.child_id = child.id))
            order by id limit $2 for update
            """,
            connection,
            transaction)
        {
            Parameters = { new() { Value = after }, new() { Value = PageSize }, new() { Value = today } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var children = new Dictionary<Guid, (string, ChildStage?)>();
        while (await reader.ReadAsync(ct))
        {
            children.Add(reader.GetGuid(0), (reader.GetString(1), reader.IsDBNull(2) ? null : (ChildStage)reader.GetInt16(2)));
        }

        return children;
    }
}
