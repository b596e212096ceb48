using Npgsql;
using NpgsqlTypes;
using Partnership.LocalityHub.Children;
using Partnership.Contracts.LocalityHub;

namespace Partnership.LocalityHub.Imports;

/// <summary>The set-based statements by which a chunk of children is read, locked and written.</summary>
internal static class ChildWrites
{
    private static readonly string[] RowTables = ["header", "episode", "ad1", "placed_adoption", "prev_perm", "other_row"];

    /// <summary>The children whom the hub knows, by local id: their ids, and whether it has known of a plan for adoption.</summary>
    public static async Task<Dictionary<string, (Guid Id, bool HadPlan)>> IdsAsync(NpgsqlConnection connection, string[] localIds, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select local_id, id, stage is not null from child where local_id = any($1)", connection)
        {
            Parameters = { new() { Value = localIds } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var ids = new Dictionary<string, (Guid, bool)>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
        {
            ids.Add(reader.GetString(0), (reader.GetGuid(1), reader.GetBoolean(2)));
        }

        return ids;
    }

    /// <summary>What the hub has of the children, year by year.</summary>
    public static async Task<ILookup<Guid, ChildYear>> YearsAsync(NpgsqlConnection connection, Guid[] ids, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select child_id, year, import_id, digest, held_import_id, held_digest from child_year where child_id = any($1)", connection)
        {
            Parameters = { new() { Value = ids } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var years = new List<ChildYear>();
        while (await reader.ReadAsync(ct))
        {
            years.Add(new ChildYear
            {
                ChildId = reader.GetGuid(0),
                Year = reader.GetInt16(1),
                ImportId = reader.IsDBNull(2) ? null : reader.GetGuid(2),
                Digest = reader.IsDBNull(3) ? null : reader.GetFieldValue<byte[]>(3),
                HeldImportId = reader.IsDBNull(4) ? null : reader.GetGuid(4),
                HeldDigest = reader.IsDBNull(5) ? null : reader.GetFieldValue<byte[]>(5),
            });
        }

        return years.ToLookup(year => year.ChildId);
    }

    /// <summary>Locks children against a person's change at the same moment, in one order for every writer, and gives their stages.</summary>
    public static async Task<Dictionary<Guid, ChildStage?>> LockAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] ids, CancellationToken ct)
    {
        var stages = new Dictionary<Guid, ChildStage?>(ids.Length);
        if (ids.Length == 0)
        {
            return stages;
        }

        await using var command = new NpgsqlCommand("select id, stage from child where id = any($1) order by id for update", connection, transaction)
        {
            Parameters = { new() { Value = ids } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            stages.Add(reader.GetGuid(0), reader.IsDBNull(1) ? null : (ChildStage)reader.GetInt16(1));
        }

        return stages;
    }

    /// <summary>Deletes what the chunk replaces: all rows of the year where it is accepted, only the held ones where it is held again.</summary>
    public static async Task DeleteReplacedAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PreparedChild[] changed, short year, CancellationToken ct)
    {
        var accepted = Ids(changed, child => child is { HasRowsOfYear: true, Outcome: not Outcome.Held });
        var held = Ids(changed, child => child is { HasRowsOfYear: true, Outcome: Outcome.Held });
        var derived = Ids(changed, child => child is { IsNew: false, IsHeldNow: false });
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var table in RowTables)
        {
            Add(batch, $"delete from {table} where child_id = any($1) and year = $2", accepted, year);
            Add(batch, $"delete from {table} where child_id = any($1) and year = $2 and held", held, year);
        }

        Add(batch, "delete from milestone where child_id = any($1)", derived);
        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Adds new children and changes the others. A held return tells who a new child is and changes nothing of a known one.</summary>
    public static async Task UpsertAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        PreparedChild[] changed,
        Dictionary<Guid, ChildStage?> stages,
        DateTimeOffset now,
        CancellationToken ct)
    {
        const string Sql = """
            insert into child (id, local_id, date_of_birth, sex, ethnicity, upn, held, stage, version, updated_at)
            select id, local_id, date_of_birth, sex, ethnicity, upn, held, stage, 1, $9
            from unnest($1, $2, $3, $4, $5, $6, $7, $8)
                as given (id, local_id, date_of_birth, sex, ethnicity, upn, held, stage)
            order by id
            on conflict (id) do update
            set held = excluded.held, stage = excluded.stage, version = child.version + 1, updated_at = excluded.updated_at
            """;
        await using (var command = new NpgsqlCommand(Sql, connection, transaction))
        {
            Add(command, changed, child => child.Id, NpgsqlDbType.Uuid);
            Add(command, changed, child => child.Submission.LocalId, NpgsqlDbType.Text);
            AddIdentity(command, changed);
            Add(command, changed, child => child.IsHeldNow, NpgsqlDbType.Boolean);
            Add(command, changed, child => (short?)stages[child.Id], NpgsqlDbType.Smallint);
            command.Parameters.Add(new() { Value = now });
            await command.ExecuteNonQueryAsync(ct);
        }

        var identified = Array.FindAll(changed, child => child is { IsNew: false, Outcome: not Outcome.Held, IsNewestYear: true } && child.Submission.Header is not null);
        if (identified.Length > 0)
        {
            await using var command = new NpgsqlCommand(
                """
                update child set date_of_birth = given.date_of_birth, sex = given.sex, ethnicity = given.ethnicity, upn = given.upn
                from unnest($1, $2, $3, $4, $5) as given (id, date_of_birth, sex, ethnicity, upn)
                where child.id = given.id
                """,
                connection,
                transaction);
            Add(command, identified, child => child.Id, NpgsqlDbType.Uuid);
            AddIdentity(command, identified);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Notes which import each child's year comes from now, or is held from.</summary>
    public static async Task UpsertYearsAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PreparedChild[] changed, ClaimedImport import, CancellationToken ct)
    {
        var accepted = Array.FindAll(changed, child => child.Outcome != Outcome.Held);
        if (accepted.Length > 0)
        {
            await using var command = new NpgsqlCommand(
                """
                insert into child_year (child_id, year, import_id, digest, hold_reasons)
                select given.id, $3, $4, given.digest, '{}' from unnest($1, $2) as given (id, digest)
                on conflict (child_id, year) do update
                set import_id = excluded.import_id, digest = excluded.digest, held_import_id = null, held_digest = null, hold_reasons = '{}'
                """,
                connection,
                transaction);
            Add(command, accepted, child => child.Id, NpgsqlDbType.Uuid);
            Add(command, accepted, child => child.Digest, NpgsqlDbType.Bytea);
            command.Parameters.Add(new() { Value = import.Year });
            command.Parameters.Add(new() { Value = import.Id });
            await command.ExecuteNonQueryAsync(ct);
        }

        var held = Array.FindAll(changed, child => child.Outcome == Outcome.Held);
        if (held.Length > 0)
        {
            await using var command = new NpgsqlCommand(
                """
                insert into child_year (child_id, year, held_import_id, held_digest, hold_reasons)
                select given.id, $4, $5, given.digest, string_to_array(given.reasons, ' ') from unnest($1, $2, $3) as given (id, digest, reasons)
                on conflict (child_id, year) do update
                set held_import_id = excluded.held_import_id, held_digest = excluded.held_digest, hold_reasons = excluded.hold_reasons
                """,
                connection,
                transaction);
            Add(command, held, child => child.Id, NpgsqlDbType.Uuid);
            Add(command, held, child => child.Digest, NpgsqlDbType.Bytea);
            Add(command, held, child => string.Join(' ', child.HoldReasons), NpgsqlDbType.Text);
            command.Parameters.Add(new() { Value = import.Year });
            command.Parameters.Add(new() { Value = import.Id });
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private static void AddIdentity(NpgsqlCommand command, PreparedChild[] children)
    {
        var headers = Array.ConvertAll(children, child => child.Submission.Header);
        Add(command, headers, header => header?.Dob.Value, NpgsqlDbType.Date);
        Add(command, headers, header => header?.Sex, NpgsqlDbType.Text);
        Add(command, headers, header => header?.Ethnic, NpgsqlDbType.Text);
        Add(command, headers, header => header?.Upn, NpgsqlDbType.Text);
    }

    private static void Add<TFrom, T>(NpgsqlCommand command, TFrom[] from, Converter<TFrom, T> value, NpgsqlDbType type) =>
        command.Parameters.Add(new() { Value = Array.ConvertAll(from, value), NpgsqlDbType = NpgsqlDbType.Array | type });

    private static void Add(NpgsqlBatch batch, string sql, Guid[] ids, short? year = null)
    {
        if (ids.Length == 0)
        {
            return;
        }

        var command = new NpgsqlBatchCommand(sql) { Parameters = { new() { Value = ids } } };
        if (year is { } known)
        {
            command.Parameters.Add(new() { Value = known });
        }

        batch.BatchCommands.Add(command);
    }

    private static Guid[] Ids(PreparedChild[] children, Predicate<PreparedChild> which) =>
        [.. children.Where(child => which(child)).Select(child => child.Id)];
}
