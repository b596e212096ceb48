using Npgsql;
using NpgsqlTypes;
using Partnership.LocalityHub.Children;

namespace Partnership.LocalityHub.Imports;

/// <summary>What a child was before an import changed them: enough to put them back.</summary>
internal sealed class ImportBefore
{
    public Guid ImportId { get; init; }

    public Guid ChildId { get; init; }

    /// <summary>Date of birth, sex, ethnicity and UPN as returns said them, whatever the feed has told, as JSON; null for a child whom the import brought.</summary>
    public string? Identity { get; init; }

    /// <summary>The row of <c>child_year</c> of the import's year, as JSON; null where the hub had nothing of that year.</summary>
    public string? OfYear { get; init; }

    /// <summary>The rows of the import's year by table, as JSON.</summary>
    public string? Rows { get; init; }

    /// <summary>The priority groups in which the import showed the child first (<see cref="PrioritySeen"/>): they go with it.</summary>
    public short[] PriorityFlags { get; init; } = [];

    /// <summary>Keeps what children are now, before a chunk of an import changes them; within its transaction.</summary>
    public static async Task NoteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, ClaimedImport import, PreparedChild[] changed, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        Add(batch, import, "insert into import_before (import_id, child_id) select $1, unnest($2)", changed, isNew: true);
        Add(
            batch,
            import,
            $"""
            insert into import_before (import_id, child_id, identity, of_year, rows)
            select $1, c.id,
                jsonb_build_object({string.Join(", ", ReturnedDetails.Columns.Select(each => $"'{each.Detail}', case when '{each.Detail}' = any(c.told_by_feed) then h.{each.Column} else c.{each.Detail} end"))}),
                (select to_jsonb(y) from child_year y where y.child_id = c.id and y.year = $3),
                jsonb_build_object({string.Join(", ", ChildWrites.RowTables.Select(table => $"'{table}', (select jsonb_agg(r) from {table} r where r.child_id = c.id and r.year = $3)"))})
            from child c
            left join lateral (
                select {string.Join(", ", ReturnedDetails.Columns.Select(each => each.Column))} from header
                where child_id = c.id and c.told_by_feed <> '{"{}"}' order by held, year desc, source_row limit 1) h on true
            where c.id = any($2)
            """,
            changed,
            isNew: false);
        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>
    /// Puts children's rows of the year back. Who a child is goes back only where it still is what the import said, and where the feed has not told it: what was
    /// told since then stays.
    /// </summary>
    public static async Task RestoreAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid importId, short year, Guid[] children, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        void Run(string sql) => batch.BatchCommands.Add(new NpgsqlBatchCommand(sql)
        {
            Parameters = { new() { Value = importId }, Ids(children), new() { Value = year } },
        });

        var details = ReturnedDetails.Columns.Select(each =>
            $"""
            {each.Detail} = case
                when c.{each.Detail} is not distinct from h.{each.Column} and not ('{each.Detail}' = any(c.told_by_feed)) then (jsonb_populate_record(null::child, b.identity)).{each.Detail}
                else c.{each.Detail} end
            """);
        Run(
            $"""
            update child c set {string.Join(", ", details)}
            from import_before b, header h
            where b.import_id = $1 and b.child_id = any($2) and b.identity is not null and c.id = b.child_id
                and h.child_id = b.child_id and h.import_id = $1 and h.year = $3 and not h.held
            """);
        foreach (var table in ChildWrites.RowTables.Append("child_year"))
        {
            Run($"delete from {table} t using import_before b where b.import_id = $1 and b.child_id = any($2) and t.child_id = b.child_id and t.year = $3");
        }

        foreach (var (table, rows) in ChildWrites.RowTables.Select(table => (table, $"jsonb_populate_recordset(null::{table}, nullif(b.rows -> '{table}', 'null'))"))
            .Append(("child_year", "jsonb_populate_record(null::child_year, b.of_year)")))
        {
            Run($"insert into {table} select r.* from import_before b cross join lateral {rows} r where b.import_id = $1 and b.child_id = any($2) and r.year = $3");
        }

        await batch.ExecuteNonQueryAsync(ct);
    }

    private static void Add(NpgsqlBatch batch, ClaimedImport import, string sql, PreparedChild[] changed, bool isNew)
    {
        Guid[] ids = [.. changed.Where(child => child.IsNew == isNew).Select(child => child.Id)];
        if (ids.Length == 0)
        {
            return;
        }

        var command = new NpgsqlBatchCommand(sql) { Parameters = { new() { Value = import.Id }, Ids(ids) } };
        if (!isNew)
        {
            command.Parameters.Add(new() { Value = import.Year });
        }

        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter Ids(Guid[] ids) => new() { Value = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };
}
