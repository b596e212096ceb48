using Npgsql;
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
        Write<HeaderRow>(children, "header", "sex, dob, ethnic, upn, mother, mc_dob, uasc", row => Malformed(("DOB", row.Dob), ("MC_DOB", row.McDob)), (copy, row) =>
        {
            copy.Write(row.Sex);
            copy.Write(row.Dob.Value);
            copy.Write(row.Ethnic);
            copy.Write(row.Upn);
            copy.Write(row.Mother);
            copy.Write(row.McDob.Value);
            copy.Write(row.Uasc);
        });
        Write<EpisodeRow>(
            children,
            "episode",
            "decom, rne, ls, cin, place, place_provider, dec, rec, reason_place_change, home_post, pl_post, urn",
            row => Malformed(("DECOM", row.Decom), ("DEC", row.Dec)),
            (copy, row) =>
            {
                copy.Write(row.Decom.Value);
                copy.Write(row.Rne);
                copy.Write(row.Ls);
                copy.Write(row.Cin);
                copy.Write(row.Place);
                copy.Write(row.PlaceProvider);
                copy.Write(row.Dec.Value);
                copy.Write(row.Rec);
                copy.Write(row.ReasonPlaceChange);
                copy.Write(row.HomePost);
                copy.Write(row.PlPost);
                copy.Write(row.Urn);
            });
        Write<Ad1Row>(
            children,
            "ad1",
            "dob, date_int, date_match, foster_care, nb_adoptr, sex_adoptr, ls_adoptr",
            row => Malformed(("DOB", row.Dob), ("DATE_INT", row.DateInt), ("DATE_MATCH", row.DateMatch)),
            (copy, row) =>
            {
                copy.Write(row.Dob.Value);
                copy.Write(row.DateInt.Value);
                copy.Write(row.DateMatch.Value);
                copy.Write(row.FosterCare);
                copy.Write(row.NbAdoptr);
                copy.Write(row.SexAdoptr);
                copy.Write(row.LsAdoptr);
            });
        Write<PlacedAdoptionRow>(
            children,
            "placed_adoption",
            "dob, date_placed, date_placed_ceased, reason_placed_ceased",
            row => Malformed(("DOB", row.Dob), ("DATE_PLACED", row.DatePlaced), ("DATE_PLACED_CEASED", row.DatePlacedCeased)),
            (copy, row) =>
            {
                copy.Write(row.Dob.Value);
                copy.Write(row.DatePlaced.Value);
                copy.Write(row.DatePlacedCeased.Value);
                copy.Write(row.ReasonPlacedCeased);
            });
        Write<PrevPermRow>(children, "prev_perm", "dob, prev_perm, la_perm, date_perm", row => Malformed(("DOB", row.Dob)), (copy, row) =>
        {
            copy.Write(row.Dob.Value);
            copy.Write(row.PrevPerm);
            copy.Write(row.LaPerm);
            copy.Write(row.DatePerm);
        });
        Write<ReturnRow>(children, "other_row", "\"table\", cells", static _ => null, static (copy, row) =>
        {
            copy.Write((short)row.Table);
            copy.Write(OtherCells.Of(row));
        });
    }

    private void Write<TRow>(
        IReadOnlyCollection<Rows> children, string table, string columns, Func<TRow, string[]?> malformed, Action<TableCopy, TRow> cells)
        where TRow : ReturnRow
    {
        TableCopy? copy = null;
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

                    copy ??= TableCopy.Begin(connection, table, $"{Key}, {columns}");
                    copy.StartRow();
                    copy.Write(child.ChildId);
                    copy.Write(year);
                    copy.Write(child.Held);
                    copy.Write(row.Row);
                    copy.Write(child.Kept is not null && child.Kept.TryGetValue(row, out var earlier) ? earlier : importId);
                    copy.Write(malformed(row));
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
