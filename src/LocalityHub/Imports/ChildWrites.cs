using Npgsql;
using NpgsqlTypes;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Persistence;

namespace Partnership.LocalityHub.Imports;

/// <summary>The set-based statements by which a chunk of children is read, locked and written.</summary>
internal static class ChildWrites
{
    public static readonly string[] RowTables = ["header", "episode", "ad1", "placed_adoption", "prev_perm", "other_row"];

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
            "select child_id, year, import_id, digest, held_import_id, held_digest, hold_reasons from child_year where child_id = any($1)", connection)
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
                HoldReasons = reader.GetFieldValue<string[]>(6),
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

    /// <summary>Adds new children by COPY, which is several times as fast as the statement for known ones.</summary>
    public static void Add(NpgsqlConnection connection, PreparedChild[] added, Dictionary<Guid, ChildStage?> stages, DateTimeOffset now)
    {
        if (added.Length == 0)
        {
            return;
        }

        using var copy = TableCopy.Begin(connection, "child", "id, local_id, date_of_birth, sex, ethnicity, upn, held, stage, version, updated_at");
        foreach (var child in added)
        {
            var header = child.Submission.Header;
            copy.StartRow();
            copy.Write(child.Id);
            copy.Write(child.Submission.LocalId);
            copy.Write(header?.Dob.Value);
            copy.Write(header?.Sex);
            copy.Write(header?.Ethnic);
            copy.Write(header?.Upn);
            copy.Write(child.IsHeldNow);
            copy.Write((short?)stages[child.Id]);
            copy.Write(1L);
            copy.Write(now);
        }

        copy.Complete();
    }

    /// <summary>Changes known children. A held return changes nothing of who a child is, nor does one of an older year, nor any of what the feed has told.</summary>
    public static async Task UpdateAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        PreparedChild[] known,
        Dictionary<Guid, ChildStage?> stages,
        DateTimeOffset now,
        CancellationToken ct)
    {
        if (known.Length == 0)
        {
            return;
        }

        await using (var command = new NpgsqlCommand(
            """
            update child set held = given.held, stage = given.stage, version = child.version + 1, updated_at = $4
            from unnest($1, $2, $3) as given (id, held, stage)
            where child.id = given.id
            """,
            connection,
            transaction))
        {
            Add(command, known, child => child.Id, NpgsqlDbType.Uuid);
            Add(command, known, child => child.IsHeldNow, NpgsqlDbType.Boolean);
            Add(command, known, child => (short?)stages[child.Id], NpgsqlDbType.Smallint);
            command.Parameters.Add(new() { Value = now });
            await command.ExecuteNonQueryAsync(ct);
        }

        var identified = Array.FindAll(known, child => child is { Outcome: not Outcome.Held, IsNewestYear: true } && child.Submission.Header is not null);
        if (identified.Length > 0)
        {
            await using var command = new NpgsqlCommand(
                """
                update child set
                    date_of_birth = case when 'date_of_birth' = any(child.told_by_feed) then child.date_of_birth else given.date_of_birth end,
                    sex = case when 'sex' = any(child.told_by_feed) then child.sex else given.sex end,
                    ethnicity = case when 'ethnicity' = any(child.told_by_feed) then child.ethnicity else given.ethnicity end,
                    upn = case when 'upn' = any(child.told_by_feed) then child.upn else given.upn end
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

    /// <summary>Moves known children on to the stages that the calendar alone has brought them to.</summary>
    public static async Task MoveAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Dictionary<Guid, ChildStage?> stages, DateTimeOffset now, CancellationToken ct)
    {
        if (stages.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            """
            update child set stage = given.stage, version = child.version + 1, updated_at = $3
            from unnest($1, $2) as given (id, stage)
            where child.id = given.id
            """,
            connection,
            transaction);
        Add(command, [.. stages.Keys], id => id, NpgsqlDbType.Uuid);
        Add(command, [.. stages.Values], stage => (short?)stage, NpgsqlDbType.Smallint);
        command.Parameters.Add(new() { Value = now });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Notes which import each child's year comes from, or is held from, where the hub has nothing of that year yet.</summary>
    public static void AddYears(NpgsqlConnection connection, PreparedChild[] added, ClaimedImport import)
    {
        if (added.Length == 0)
        {
            return;
        }

        using var copy = TableCopy.Begin(connection, "child_year", "child_id, year, import_id, digest, held_import_id, held_digest, hold_reasons");
        foreach (var child in added)
        {
            var held = child.Outcome == Outcome.Held;
            copy.StartRow();
            copy.Write(child.Id);
            copy.Write(import.Year);
            copy.Write(held ? null : import.Id);
            copy.Write(held ? null : child.Digest);
            copy.Write(held ? import.Id : null);
            copy.Write(held ? child.Digest : null);
            copy.Write(child.HoldReasons);
        }

        copy.Complete();
    }

    /// <summary>Notes the same where the hub has something of that year: the accepted import that counts, or the one that is held beside it.</summary>
    public static async Task UpdateYearsAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PreparedChild[] known, ClaimedImport import, CancellationToken ct)
    {
        var accepted = Array.FindAll(known, child => child.Outcome != Outcome.Held);
        if (accepted.Length > 0)
        {
            await using var command = new NpgsqlCommand(
                """
                update child_year
                set import_id = $4, digest = given.digest, held_import_id = null, held_digest = null, hold_reasons = '{}'
                from unnest($1, $2) as given (id, digest)
                where child_id = given.id and year = $3
                """,
                connection,
                transaction);
            Add(command, accepted, child => child.Id, NpgsqlDbType.Uuid);
            Add(command, accepted, child => child.Digest, NpgsqlDbType.Bytea);
            command.Parameters.Add(new() { Value = import.Year });
            command.Parameters.Add(new() { Value = import.Id });
            await command.ExecuteNonQueryAsync(ct);
        }

        var held = Array.FindAll(known, child => child.Outcome == Outcome.Held);
        if (held.Length > 0)
        {
            await using var command = new NpgsqlCommand(
                """
                update child_year
                set held_import_id = $5, held_digest = given.digest, hold_reasons = string_to_array(given.reasons, ' ')
                from unnest($1, $2, $3) as given (id, digest, reasons)
                where child_id = given.id and year = $4
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
