using Npgsql;
using NpgsqlTypes;
using Partnership.CaseData.Ssda903;
using Partnership.LocalityHub.Persistence;

namespace Partnership.LocalityHub.Imports;

/// <summary>
/// Writes rows of returns by binary COPY, one stream a table. Synchronous on purpose: it is many small writes into a buffer, and
/// awaiting each would cost more than the write.
/// </summary>
internal sealed class RowCopy(NpgsqlConnection connection, Guid importId, short year)
{
    private const string Key = "child_id, year, held, source_row, import_id, malformed";

    /// <summary>A child's rows, all of them accepted or all of them held, and of those kept from before the import that they came with.</summary>
    public readonly record struct Rows(Guid ChildId, bool Held, IReadOnlyList<ReturnRow> Items, IReadOnlyDictionary<ReturnRow, Guid>? Kept);

    public void Write(IReadOnlyCollection<Rows> children)
    {
        Write<HeaderRow>(children, "header", "sex, dob, ethnic, upn, mother, mc_dob", row => Malformed(("DOB", row.Dob), ("MC_DOB", row.McDob)), (copy, row) =>
        {
            Text(copy, row.Sex);
            Date(copy, row.Dob);
            Text(copy, row.Ethnic);
            Text(copy, row.Upn);
            Text(copy, row.Mother);
            Date(copy, row.McDob);
        });
        Write<EpisodeRow>(
            children,
            "episode",
            "decom, rne, ls, cin, place, place_provider, dec, rec, reason_place_change, home_post, pl_post, urn",
            row => Malformed(("DECOM", row.Decom), ("DEC", row.Dec)),
            (copy, row) =>
            {
                Date(copy, row.Decom);
                Text(copy, row.Rne);
                Text(copy, row.Ls);
                Text(copy, row.Cin);
                Text(copy, row.Place);
                Text(copy, row.PlaceProvider);
                Date(copy, row.Dec);
                Text(copy, row.Rec);
                Text(copy, row.ReasonPlaceChange);
                Text(copy, row.HomePost);
                Text(copy, row.PlPost);
                Text(copy, row.Urn);
            });
        Write<Ad1Row>(
            children,
            "ad1",
            "dob, date_int, date_match, foster_care, nb_adoptr, sex_adoptr, ls_adoptr",
            row => Malformed(("DOB", row.Dob), ("DATE_INT", row.DateInt), ("DATE_MATCH", row.DateMatch)),
            (copy, row) =>
            {
                Date(copy, row.Dob);
                Date(copy, row.DateInt);
                Date(copy, row.DateMatch);
                Text(copy, row.FosterCare);
                Text(copy, row.NbAdoptr);
                Text(copy, row.SexAdoptr);
                Text(copy, row.LsAdoptr);
            });
        Write<PlacedAdoptionRow>(
            children,
            "placed_adoption",
            "dob, date_placed, date_placed_ceased, reason_placed_ceased",
            row => Malformed(("DOB", row.Dob), ("DATE_PLACED", row.DatePlaced), ("DATE_PLACED_CEASED", row.DatePlacedCeased)),
            (copy, row) =>
            {
                Date(copy, row.Dob);
                Date(copy, row.DatePlaced);
                Date(copy, row.DatePlacedCeased);
                Text(copy, row.ReasonPlacedCeased);
            });
        Write<PrevPermRow>(children, "prev_perm", "dob, prev_perm, la_perm, date_perm", row => Malformed(("DOB", row.Dob)), (copy, row) =>
        {
            Date(copy, row.Dob);
            Text(copy, row.PrevPerm);
            Text(copy, row.LaPerm);
            Text(copy, row.DatePerm);
        });
        Write<ReturnRow>(children, "other_row", "\"table\", cells", static _ => null, static (copy, row) =>
        {
            copy.Write((short)row.Table, NpgsqlDbType.Smallint);
            copy.Write(OtherCells.Of(row), NpgsqlDbType.Array | NpgsqlDbType.Text);
        });
    }

    private void Write<TRow>(
        IReadOnlyCollection<Rows> children, string table, string columns, Func<TRow, string[]?> malformed, Action<NpgsqlBinaryImporter, TRow> cells)
        where TRow : ReturnRow
    {
        NpgsqlBinaryImporter? copy = null;
        try
        {
            foreach (var child in children)
            {
                foreach (var item in child.Items)
                {
                    if (item is not TRow row || (typeof(TRow) == typeof(ReturnRow) && !OtherCells.Holds(row.Table)))
                    {
                        continue;
                    }

                    copy ??= connection.BeginBinaryImport($"copy {table} ({Key}, {columns}) from stdin (format binary)");
                    copy.StartRow();
                    copy.Write(child.ChildId, NpgsqlDbType.Uuid);
                    copy.Write(year, NpgsqlDbType.Smallint);
                    copy.Write(child.Held, NpgsqlDbType.Boolean);
                    copy.Write(row.Row, NpgsqlDbType.Integer);
                    copy.Write(child.Kept is not null && child.Kept.TryGetValue(row, out var earlier) ? earlier : importId, NpgsqlDbType.Uuid);
                    if (malformed(row) is { } bad)
                    {
                        copy.Write(bad, NpgsqlDbType.Array | NpgsqlDbType.Text);
                    }
                    else
                    {
                        copy.WriteNull();
                    }

                    cells(copy, row);
                }
            }

            copy?.Complete();
        }
        finally
        {
            copy?.Dispose();
        }
    }

    private static void Text(NpgsqlBinaryImporter copy, string? value) => copy.WriteOrNull(value, NpgsqlDbType.Text);

    private static void Date(NpgsqlBinaryImporter copy, ReturnDate value) => copy.WriteOrNull(value.Value, NpgsqlDbType.Date);

    private static string[]? Malformed(params ReadOnlySpan<(string Column, ReturnDate Cell)> cells)
    {
        string[]? found = null;
        foreach (var (column, cell) in cells)
        {
            if (cell.IsMalformed)
            {
                found = [.. found ?? [], $"{column}={cell.Text}"];
            }
        }

        return found;
    }
}
