using Microsoft.EntityFrameworkCore;
using Npgsql;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Disclosures;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Regional;

/// <summary>
/// What family finding may know moves with the calendar, though nobody touches the record: ages and searches grow, together-searches end,
/// holds begin and end, what is owed becomes overdue. Looked at each night, and at the start where that was missed, where the program is another,
/// which may tell more, or the area key, which is carried through by the same look.
/// </summary>
internal sealed class FamilySweep(NpgsqlDataSource database, Council council, AreaKey areas, OutboxSignal outbox, TimeProvider clock, ILogger<FamilySweep> logger)
{
    private const int PageSize = 100;
    private static readonly TimeSpan WithdrawalsKept = TimeSpan.FromDays(60);

    private const string Households = "select id from household where id > $1 order by id limit $2";

    // Those with a plan, those of whom one is awaited or something was entered, those who wait for a family (stages 1 and 2), and those of whom the
    // region was told that something is overdue.
    private const string Children = """
        select child_id from (
            select child_id from permanence where child_id > $1
            union
            select child_id from milestone, council_settings where kind = 0 and child_id > $1 and date >= permanence_plans_from
            union
            select child_id from case_event where withdrawn_at is null and child_id > $1
            union
            select child_id from match_decision where agreed and child_id > $1
            union
            select id from child where stage in (1, 2) and id > $1
            union
            select child_id from sealed.regional_reference where purpose = 9 and child_id > $1
        ) watched order by child_id limit $2
        """;

    private readonly string _by = $"{typeof(FamilySweep).Module.ModuleVersionId:n} {areas.Digest(""):n}";

    /// <summary>
    /// <see cref="RunAsync"/>, unless this program has done so today to the end: a hub that is started again while its people work would otherwise
    /// look at everybody beside them.
    /// </summary>
    /// <returns>How many had something to be told; null when it was done.</returns>
    public async Task<int?> RunOnceADayAsync(CancellationToken ct)
    {
        // The very day: a mark of tomorrow, by a clock that went ahead and was put right, excuses neither today nor tomorrow.
        var today = LondonCalendar.Today(clock);
        if (await StateAsync("select families_swept_on = $1 and families_swept_by = $2 from hub_state", today, ct) is true)
        {
            return null;
        }

        var published = await RunAsync(ct);
        await StateAsync("update hub_state set families_swept_on = $1, families_swept_by = $2", today, ct);
        return published;
    }

    /// <summary>Looks at every child whose clocks are watched and every household; returns how many had something to be told.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var published = await EachAsync(
            Children,
            async (db, id) =>
            {
                await using var change = new ChildChange(db, council, areas, clock);
                return await change.LockAsync(id, null, ct) is { } child && await change.PublishAsync(child, ct);
            },
            ct);
        published += await EachAsync(
            Households,
            async (db, id) =>
            {
                var change = new HouseholdChange(db, council, areas, clock);
                return await change.LockAsync(id, null, ct) is { } household && await change.PublishAsync(household, ct);
            },
            ct);
        published += await ExpireAsync(ct);
        await ForgetAsync(ct);
        logger.LogInformation("Family finding looked at: {Published} snapshots", published);
        return published;
    }

    /// <summary>Tells the ledger of releases whose time is over. At the door each read looks at the clock itself.</summary>
    private async Task<int> ExpireAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var db = await HubContexts.OverAsync(connection, transaction, ct);
        var door = new ReleaseDoor(db, council, clock);
        var (now, told) = (clock.GetUtcNow(), 0);
        var over = await db.Disclosures.AsNoTracking()
            .Where(known => known.ExpiresAt <= now && known.ExpiresAt > now - WithdrawalsKept && known.OwnEnd == DisclosureEnd.None && known.AskedEnd == DisclosureEnd.None)
            .OrderBy(known => known.Id).Select(known => known.Id).ToListAsync(ct);
        foreach (var id in over)
        {
            told += await door.LockAsync(id, ct) is { } disclosure && await door.TellAsync(disclosure, always: false, ct) ? 1 : 0;
        }

        await transaction.CommitAsync(ct);
        outbox.Wake();
        return told;
    }

    /// <summary>A question that comes this long after its withdrawal comes no more.</summary>
    private async Task ForgetAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("delete from candidate_question where withdrawn_at < $1");
        command.Parameters.Add(new NpgsqlParameter { Value = clock.GetUtcNow() - WithdrawalsKept });
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<object?> StateAsync(string statement, DateOnly today, CancellationToken ct)
    {
        await using var command = database.CreateCommand(statement);
        command.Parameters.Add(new NpgsqlParameter { Value = today });
        command.Parameters.Add(new NpgsqlParameter { Value = _by });
        return await command.ExecuteScalarAsync(ct);
    }

    private async Task<int> EachAsync(string query, Func<LocalityHubDbContext, Guid, Task<bool>> publish, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var (after, published) = (Guid.Empty, 0);
        while (await PageAsync(connection, query, after, ct) is { Count: > 0 } page)
        {
            foreach (var id in page)
            {
                // Each by itself: a page takes a minute where the machine is busy, and whoever writes to one of its children would wait for all of it.
                await using var transaction = await connection.BeginTransactionAsync(ct);
                await using var db = await HubContexts.OverAsync(connection, transaction, ct);
                published += await publish(db, id) ? 1 : 0;
                await transaction.CommitAsync(ct);
            }

            outbox.Wake();
            after = page[^1];
        }

        return published;
    }

    private static async Task<List<Guid>> PageAsync(NpgsqlConnection connection, string query, Guid after, CancellationToken ct)
    {
#pragma warning disable CA2100 // Constants of this file.
        await using var command = new NpgsqlCommand(query, connection) { Parameters = { new() { Value = after }, new() { Value = PageSize } } };
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(ct);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(ct))
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }
}
