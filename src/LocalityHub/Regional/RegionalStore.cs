using Npgsql;
using NpgsqlTypes;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.LocalityHub.Regional;

/// <summary>Reads and writes the sealed store within a transaction that holds the locks of the children concerned.</summary>
internal static class RegionalStore
{
    private const string Columns = "reference, child_id, purpose, year, epoch, version, content, tombstoned_at, household_id";

    public static async Task<int> EpochAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken ct)
    {
        // Shared: raising the epoch waits for whoever still writes under the old one.
        await using var command = new NpgsqlCommand("select epoch from hub_state for share", connection, transaction);
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>The references that still point to one of the children, locked in their own order, as every writer takes them.</summary>
    public static async Task<ILookup<Guid, RegionalReference>> OfChildrenAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] childIds, CancellationToken ct)
    {
        if (childIds.Length == 0)
        {
            return Array.Empty<RegionalReference>().ToLookup(reference => reference.ChildId!.Value);
        }

        await using var command = new NpgsqlCommand(
            $"select {Columns} from sealed.regional_reference where child_id = any($1) order by reference for update", connection, transaction)
        {
            Parameters = { new() { Value = childIds } },
        };
        return (await ReadAsync(command, ct)).ToLookup(reference => reference.ChildId!.Value);
    }

    /// <summary>The next references after one, in their own random order, locked: for going through all of them.</summary>
    public static async Task<List<RegionalReference>> PageAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid after, int count, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"select {Columns} from sealed.regional_reference where reference > $1 order by reference limit $2 for update", connection, transaction)
        {
            Parameters = { new() { Value = after }, new() { Value = count } },
        };
        return await ReadAsync(command, ct);
    }

    /// <summary>A household's references, locked in their own order.</summary>
    public static async Task<List<RegionalReference>> OfHouseholdAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid householdId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"select {Columns} from sealed.regional_reference where household_id = $1 order by reference for update", connection, transaction)
        {
            Parameters = { new() { Value = householdId } },
        };
        return await ReadAsync(command, ct);
    }

    /// <summary>One reference; null when this hub never minted it, or was never given it.</summary>
    public static Task<RegionalReference?> FindAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid reference, CancellationToken ct) =>
        OneAsync($"select {Columns} from sealed.regional_reference where reference = $1", connection, transaction, reference, ct);

    /// <summary>The same, locked: call it with the child or household locked, as every writer does.</summary>
    public static Task<RegionalReference?> LockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid reference, CancellationToken ct) =>
        OneAsync($"select {Columns} from sealed.regional_reference where reference = $1 for update", connection, transaction, reference, ct);

    /// <summary>Forgets a reference that nobody asks about any more.</summary>
    public static async Task ForgetAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid reference, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("delete from sealed.regional_reference where reference = $1", connection, transaction) { Parameters = { new() { Value = reference } } };
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Writes what the ledger changed, and the snapshots into the outbox.</summary>
    public static async Task SaveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, RegionalLedger ledger, CancellationToken ct)
    {
        await WriteAsync(connection, transaction, ledger.Changed, ct);
        await OutboxBulk.WriteAsync(connection, transaction, ledger.TakeMessages(), ct);
    }

    /// <summary>Writes references that were minted or moved on.</summary>
    public static async Task WriteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyCollection<RegionalReference> changed, CancellationToken ct)
    {
        if (changed.Count == 0)
        {
            return;
        }

        const string Sql = $"""
            insert into sealed.regional_reference ({Columns})
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (reference) do update
            set child_id = excluded.child_id, household_id = excluded.household_id, epoch = excluded.epoch, version = excluded.version, content = excluded.content,
                tombstoned_at = excluded.tombstoned_at
            """;
        await using var command = new NpgsqlCommand(Sql, connection, transaction);
        void Add<T>(Func<RegionalReference, T> value, NpgsqlDbType type) =>
            command.Parameters.Add(new() { Value = changed.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
        Add(r => r.Reference, NpgsqlDbType.Uuid);
        Add(r => r.ChildId, NpgsqlDbType.Uuid);
        Add(r => (short)r.Purpose, NpgsqlDbType.Smallint);
        Add(r => r.Year, NpgsqlDbType.Smallint);
        Add(r => r.Epoch, NpgsqlDbType.Integer);
        Add(r => r.Version, NpgsqlDbType.Bigint);
        Add(r => r.Content, NpgsqlDbType.Text);
        Add(r => r.TombstonedAt, NpgsqlDbType.TimestampTz);
        Add(r => r.HouseholdId, NpgsqlDbType.Uuid);
        await command.ExecuteNonQueryAsync(ct);

        // What of it waits for a person would hold back its last word, for as long as nobody looks.
        if (changed.Where(reference => reference.TombstonedAt is not null).Select(reference => reference.Reference).ToArray() is { Length: > 0 } ended)
        {
            await using var parked = new NpgsqlCommand("delete from outbox where aggregate_id = any($1) and parked_at is not null", connection, transaction) { Parameters = { new() { Value = ended } } };
            await parked.ExecuteNonQueryAsync(ct);
        }
    }

    private static async Task<RegionalReference?> OneAsync(string query, NpgsqlConnection connection, NpgsqlTransaction transaction, Guid reference, CancellationToken ct)
    {
#pragma warning disable CA2100 // Constants of this file.
        await using var command = new NpgsqlCommand(query, connection, transaction) { Parameters = { new() { Value = reference } } };
#pragma warning restore CA2100
        return await ReadAsync(command, ct) is [var found] ? found : null;
    }

    private static async Task<List<RegionalReference>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        var references = new List<RegionalReference>();
        while (await reader.ReadAsync(ct))
        {
            references.Add(new RegionalReference
            {
                Reference = reader.GetGuid(0),
                ChildId = reader.IsDBNull(1) ? null : reader.GetGuid(1),
                Purpose = (ReferencePurpose)reader.GetInt16(2),
                Year = reader.GetInt16(3),
                Epoch = reader.GetInt32(4),
                Version = reader.GetInt64(5),
                Content = reader.GetString(6),
                TombstonedAt = reader.IsDBNull(7) ? null : reader.GetFieldValue<DateTimeOffset>(7),
                HouseholdId = reader.IsDBNull(8) ? null : reader.GetGuid(8),
            });
        }

        return references;
    }
}
