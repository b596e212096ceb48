using Npgsql;
using NpgsqlTypes;
using Partnership.CaseData.Rules;
using Partnership.CaseData.Ssda903;

namespace Partnership.LocalityHub.Imports;

/// <summary>A row that the hub has from an earlier import.</summary>
internal readonly record struct StoredReturnRow(Guid ChildId, short Year, bool Held, Guid ImportId, ReturnRow Row);

/// <summary>Reads rows back in the form in which the rules and the milestones take them.</summary>
internal static class StoredRows
{
    private static readonly Dictionary<Table, (string Name, string Columns)> Typed = new()
    {
        [Table.Header] = ("header", "sex, dob, ethnic, upn, mother, mc_dob, uasc"),
        [Table.Episodes] = ("episode", "decom, rne, ls, cin, place, place_provider, dec, rec, reason_place_change, home_post, pl_post, urn"),
        [Table.AD1] = ("ad1", "dob, date_int, date_match, foster_care, nb_adoptr, sex_adoptr, ls_adoptr"),
        [Table.PlacedAdoption] = ("placed_adoption", "dob, date_placed, date_placed_ceased, reason_placed_ceased"),
        [Table.PrevPerm] = ("prev_perm", "dob, prev_perm, la_perm, date_perm"),
    };

    /// <summary>The tables without columns of their own that a rule compares with last year's.</summary>
    private static readonly short[] Compared =
        [.. RuleBook.Every.SelectMany(rule => rule.NeedsLast).Distinct().Where(OtherCells.Holds).Select(table => (short)table)];

    /// <summary>
    /// The accepted rows of other years, those of the year before that are held as well, and the rows of this year, accepted or held, of the tables
    /// for which an upload brings no file.
    /// </summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="children">The children by id, with their local ids.</param>
    /// <param name="year">The upload's year; null to read the accepted rows of every year.</param>
    /// <param name="present">The tables that the upload brings.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<ILookup<Guid, StoredReturnRow>> LoadAsync(
        NpgsqlConnection connection, IReadOnlyDictionary<Guid, string> children, short? year, IReadOnlySet<Table> present, CancellationToken ct)
    {
        var ids = children.Keys.ToArray();
        var others = Tables.All.Where(table => OtherCells.Holds(table) && !present.Contains(table)).Select(table => (short)table).ToArray();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (table, (name, columns)) in Typed)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(
                $"""
                select child_id, year, held, import_id, source_row, malformed, {columns} from {name}
                where child_id = any($1) and ((year is distinct from $2 and not held) or (year = $2 - 1 and held) or (year = $2 and $3))
                order by child_id, year, source_row
                """)
            {
                Parameters = { Ids(ids), Year(year), new() { Value = !present.Contains(table) } },
            });
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            select child_id, year, held, import_id, source_row, malformed, "table", cells from other_row
            where child_id = any($1) and ((year = $2 and "table" = any($3)) or (year = $2 - 1 and "table" = any($4)))
            order by child_id, "table", source_row
            """)
        {
            Parameters = { Ids(ids), Year(year), TableCodes(others), TableCodes(Compared) },
        });

        await using var reader = await batch.ExecuteReaderAsync(ct);
        var rows = new List<StoredReturnRow>();
        var cells = new StoredCells(reader);
        foreach (Table? table in (Table?[])[.. Typed.Keys, null])
        {
            while (await reader.ReadAsync(ct))
            {
                var id = reader.GetGuid(0);
                cells.Begin(children[id]);
                rows.Add(new StoredReturnRow(id, reader.GetInt16(1), reader.GetBoolean(2), reader.GetGuid(3), Read(table, cells)));
            }

            await reader.NextResultAsync(ct);
        }

        return rows.ToLookup(row => row.ChildId);
    }

    /// <summary>
    /// The pupil numbers that Header says of a year, of every child whom the hub has of it: from the return that is held where one is, or else from the one that
    /// counts. What else the rows say is left out.
    /// </summary>
    public static async Task<List<HeaderRow>> PupilNumbersAsync(NpgsqlConnection connection, short year, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select h.source_row, c.local_id, h.upn from header h join child c on c.id = h.child_id join child_year y on y.child_id = h.child_id and y.year = h.year
            where h.year = $1 and h.upn is not null and h.held = (y.held_import_id is not null)
            order by c.local_id, h.source_row
            """,
            connection)
        {
            Parameters = { new() { Value = year } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<HeaderRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new HeaderRow(reader.GetInt32(0), reader.GetString(1), null, default, null, reader.GetString(2), null, default));
        }

        return rows;
    }

    private static ReturnRow Read(Table? table, StoredCells r) => table switch
    {
        Table.Header => new HeaderRow(r.Row, r.Child, r.Text(6), r.Date(7, "DOB"), r.Text(8), r.Text(9), r.Text(10), r.Date(11, "MC_DOB")) { Uasc = r.Text(12) },
        Table.Episodes => new EpisodeRow(
            r.Row, r.Child, r.Date(6, "DECOM"), r.Text(7), r.Text(8), r.Text(9), r.Text(10), r.Text(11), r.Date(12, "DEC"), r.Text(13), r.Text(14),
            r.Text(15), r.Text(16), r.Text(17)),
        Table.AD1 => new Ad1Row(
            r.Row, r.Child, r.Date(6, "DOB"), r.Date(7, "DATE_INT"), r.Date(8, "DATE_MATCH"), r.Text(9), r.Text(10), r.Text(11), r.Text(12)),
        Table.PlacedAdoption => new PlacedAdoptionRow(
            r.Row, r.Child, r.Date(6, "DOB"), r.Date(7, "DATE_PLACED"), r.Date(8, "DATE_PLACED_CEASED"), r.Text(9)),
        Table.PrevPerm => new PrevPermRow(r.Row, r.Child, r.Date(6, "DOB"), r.Text(7), r.Text(8), r.Text(9)),
        _ => RowCells.Build(r.OtherTable, r.Row, r.Child, r.OtherCells),
    };

    private static NpgsqlParameter Ids(Guid[] ids) => new() { Value = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    private static NpgsqlParameter TableCodes(short[] tables) => new() { Value = tables, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint };

    private static NpgsqlParameter Year(short? year) => new() { Value = (object?)year ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Smallint };

    /// <summary>The cells of the row that a reader stands on; a malformed date comes back as the text that it was.</summary>
    private sealed class StoredCells(NpgsqlDataReader reader)
    {
        private string[] _malformed = [];

        public string Child { get; private set; } = string.Empty;

        public int Row => reader.GetInt32(4);

        public Table OtherTable => (Table)reader.GetInt16(6);

        public string?[] OtherCells => reader.GetFieldValue<string?[]>(7);

        public void Begin(string child)
        {
            Child = child;
            _malformed = reader.IsDBNull(5) ? [] : reader.GetFieldValue<string[]>(5);
        }

        public string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

        public ReturnDate Date(int column, string name)
        {
            if (!reader.IsDBNull(column))
            {
                return ReturnDate.From(reader.GetFieldValue<DateOnly>(column));
            }

            var malformed = Array.Find(_malformed, cell => cell.StartsWith(name + "=", StringComparison.Ordinal));
            return ReturnDate.Parse(malformed?[(name.Length + 1)..]);
        }
    }
}
