using Npgsql;
using NpgsqlTypes;
using Partnership.CaseData.Ssda903;
using Partnership.LocalityHub.Imports;

namespace Partnership.Benchmarks.LocalityHub;

/// <summary>Writes rows of returns by the driver's own importer, one stream a table, the type of each cell given: what an import is measured beside.</summary>
internal sealed class DriverCopy(NpgsqlConnection connection, Guid importId, short year)
{
    private const string Key = "child_id, year, held, source_row, import_id, malformed";

    public void Write(IReadOnlyCollection<RowCopy.Rows> children)
    {
        Write<HeaderRow>(children, "header", "sex, dob, ethnic, upn, mother, mc_dob", (copy, row) =>
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
            (copy, row) =>
            {
                Date(copy, row.Dob);
                Date(copy, row.DatePlaced);
                Date(copy, row.DatePlacedCeased);
                Text(copy, row.ReasonPlacedCeased);
            });
        Write<PrevPermRow>(children, "prev_perm", "dob, prev_perm, la_perm, date_perm", (copy, row) =>
        {
            Date(copy, row.Dob);
            Text(copy, row.PrevPerm);
            Text(copy, row.LaPerm);
            Text(copy, row.DatePerm);
        });
        Write<ReturnRow>(children, "other_row", "\"table\", cells", static (copy, row) =>
        {
            copy.Write((short)row.Table, NpgsqlDbType.Smallint);
            copy.Write(OtherCells.Of(row), NpgsqlDbType.Array | NpgsqlDbType.Text);
        });
    }

    private void Write<TRow>(
        IReadOnlyCollection<RowCopy.Rows> children, string table, string columns, Action<NpgsqlBinaryImporter, TRow> cells)
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
                    copy.Write(importId, NpgsqlDbType.Uuid);
                    copy.WriteNull();

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

    private static void Text(NpgsqlBinaryImporter copy, string? value)
    {
        if (value is null)
        {
            copy.WriteNull();
        }
        else
        {
            copy.Write(value, NpgsqlDbType.Text);
        }
    }

    private static void Date(NpgsqlBinaryImporter copy, ReturnDate value)
    {
        if (value.Value is { } date)
        {
            copy.Write(date, NpgsqlDbType.Date);
        }
        else
        {
            copy.WriteNull();
        }
    }
}
