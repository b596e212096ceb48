using Npgsql;
using Partnership.LocalityHub.Persistence;

namespace Partnership.LocalityHub.Imports;

/// <summary>Writes the lists that an import leaves behind, by COPY.</summary>
internal static class ImportLists
{
    public static void Write(NpgsqlConnection connection, IReadOnlyCollection<ImportFinding> findings) =>
        Write(connection, findings, "import_finding", "import_id, child_id, local_id, rule, \"table\", \"row\", columns", (copy, finding) =>
        {
            copy.Write(finding.ImportId);
            copy.Write(finding.ChildId);
            copy.Write(finding.LocalId);
            copy.Write(finding.Rule);
            copy.Write(finding.Table);
            copy.Write(finding.Row);
            copy.Write(finding.Columns);
        });

    public static void Write(NpgsqlConnection connection, IReadOnlyCollection<ImportRejectedRow> rows) =>
        Write(connection, rows, "import_rejected_row", "import_id, child_id, \"table\", \"row\", reason", (copy, row) =>
        {
            copy.Write(row.ImportId);
            copy.Write(row.ChildId);
            copy.Write(row.Table);
            copy.Write(row.Row);
            copy.Write(row.Reason);
        });

    public static void Write(NpgsqlConnection connection, IReadOnlyCollection<ImportHeldChild> children) =>
        Write(connection, children, "import_held_child", "import_id, child_id, reasons, reversal_in_doubt", (copy, child) =>
        {
            copy.Write(child.ImportId);
            copy.Write(child.ChildId);
            copy.Write(child.Reasons);
            copy.Write(child.ReversalInDoubt);
        });

    public static void Write(NpgsqlConnection connection, IReadOnlyCollection<ImportPreview> children) =>
        Write(connection, children, "import_preview", "import_id, child_id, local_id, outcome, hold_reasons, stage_before, stage_after, gained, lost", (copy, child) =>
        {
            copy.Write(child.ImportId);
            copy.Write(child.ChildId);
            copy.Write(child.LocalId);
            copy.Write((short)child.Outcome);
            copy.Write(child.HoldReasons);
            copy.Write((short?)child.StageBefore);
            copy.Write((short?)child.StageAfter);
            copy.Write(child.Gained);
            copy.Write(child.Lost);
        });

    private static void Write<TRow>(NpgsqlConnection connection, IReadOnlyCollection<TRow> rows, string table, string columns, Action<TableCopy, TRow> cells)
    {
        if (rows.Count == 0)
        {
            return;
        }

        using var copy = TableCopy.Begin(connection, table, columns);
        foreach (var row in rows)
        {
            copy.StartRow();
            cells(copy, row);
        }

        copy.Complete();
    }
}
