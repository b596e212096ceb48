using Npgsql;
using NpgsqlTypes;
using Partnership.LocalityHub.Persistence;

namespace Partnership.LocalityHub.Imports;

/// <summary>Writes the lists that an import leaves behind, by COPY.</summary>
internal static class ImportLists
{
    public static void Write(NpgsqlConnection connection, IReadOnlyCollection<ImportFinding> findings) =>
        Write(connection, findings, "import_finding (import_id, child_id, local_id, rule, \"table\", \"row\", columns)", (copy, finding) =>
        {
            copy.Write(finding.ImportId, NpgsqlDbType.Uuid);
            copy.WriteOrNull(finding.ChildId, NpgsqlDbType.Uuid);
            copy.WriteOrNull(finding.LocalId, NpgsqlDbType.Text);
            copy.Write(finding.Rule, NpgsqlDbType.Text);
            copy.Write(finding.Table, NpgsqlDbType.Smallint);
            copy.Write(finding.Row, NpgsqlDbType.Integer);
            copy.Write(finding.Columns, NpgsqlDbType.Array | NpgsqlDbType.Text);
        });

    public static void Write(NpgsqlConnection connection, IReadOnlyCollection<ImportRejectedRow> rows) =>
        Write(connection, rows, "import_rejected_row (import_id, child_id, \"table\", \"row\", reason)", (copy, row) =>
        {
            copy.Write(row.ImportId, NpgsqlDbType.Uuid);
            copy.WriteOrNull(row.ChildId, NpgsqlDbType.Uuid);
            copy.Write(row.Table, NpgsqlDbType.Smallint);
            copy.Write(row.Row, NpgsqlDbType.Integer);
            copy.Write(row.Reason, NpgsqlDbType.Text);
        });

    public static void Write(NpgsqlConnection connection, IReadOnlyCollection<ImportHeldChild> children) =>
        Write(connection, children, "import_held_child (import_id, child_id, reasons, reversal_in_doubt)", (copy, child) =>
        {
            copy.Write(child.ImportId, NpgsqlDbType.Uuid);
            copy.Write(child.ChildId, NpgsqlDbType.Uuid);
            copy.Write(child.Reasons, NpgsqlDbType.Array | NpgsqlDbType.Text);
            copy.Write(child.ReversalInDoubt, NpgsqlDbType.Boolean);
        });

    public static void Write(NpgsqlConnection connection, IReadOnlyCollection<ImportPreview> children) =>
        Write(connection, children, "import_preview (import_id, child_id, local_id, outcome, hold_reasons, stage_before, stage_after, gained, lost)", (copy, child) =>
        {
            copy.Write(child.ImportId, NpgsqlDbType.Uuid);
            copy.WriteOrNull(child.ChildId, NpgsqlDbType.Uuid);
            copy.Write(child.LocalId, NpgsqlDbType.Text);
            copy.Write((short)child.Outcome, NpgsqlDbType.Smallint);
            copy.Write(child.HoldReasons, NpgsqlDbType.Array | NpgsqlDbType.Text);
            copy.WriteOrNull((short?)child.StageBefore, NpgsqlDbType.Smallint);
            copy.WriteOrNull((short?)child.StageAfter, NpgsqlDbType.Smallint);
            copy.Write(child.Gained, NpgsqlDbType.Array | NpgsqlDbType.Text);
            copy.Write(child.Lost, NpgsqlDbType.Array | NpgsqlDbType.Text);
        });

    private static void Write<TRow>(NpgsqlConnection connection, IReadOnlyCollection<TRow> rows, string target, Action<NpgsqlBinaryImporter, TRow> cells)
    {
        if (rows.Count == 0)
        {
            return;
        }

        using var copy = connection.BeginBinaryImport($"copy {target} from stdin (format binary)");
        foreach (var row in rows)
        {
            copy.StartRow();
            cells(copy, row);
        }

        copy.Complete();
    }
}
