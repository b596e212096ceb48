using Partnership.CaseData.Rules;
using Partnership.CaseData.Workbooks;
using Partnership.Cli.Check;
using Partnership.Cli.Import;

namespace Partnership.Cli.Watch;

/// <summary>What came of a drop, for a data officer to work through.</summary>
internal static class FindingsWorkbook
{
    /// <summary>Writes it whole or not at all: half a workbook, of a disk that is full, would be taken for all of it.</summary>
    public static void Write(
        string path,
        Drop drop,
        ImportJob job,
        DropChildren children,
        IReadOnlyList<ImportedFinding> findings,
        IReadOnlyList<RejectedRow> rejected,
        IReadOnlyList<HeldChild> held)
    {
        try
        {
            WriteSheets(path, drop, job, children, findings, rejected, held);
        }
        catch when (File.Exists(path))
        {
            File.Delete(path);
            throw;
        }
    }

    private static void WriteSheets(
        string path,
        Drop drop,
        ImportJob job,
        DropChildren children,
        IReadOnlyList<ImportedFinding> findings,
        IReadOnlyList<RejectedRow> rejected,
        IReadOnlyList<HeldChild> held)
    {
        var mend = RuleBook.Every.ToDictionary(rule => rule.Number, rule => rule.Mend, StringComparer.Ordinal);
        using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite);
        using var workbook = new WorkbookWriter(file);
        workbook.AddSheet(
            "Summary",
            ["What", "Value"],
            [
                ["Year ending 31 March", job.Year],
                .. job.CheckedByYear is { } by ? (object?[][])[["Checked by", YearNotice.Of(job.Year, by)]] : [],
                ["Folder", drop.Name],
                ["Job", job.Id.ToString()],
                ["State", job.State],
                ["Problem", job.Problem is { } problem ? $"{problem.Code}: {problem.Detail}" : null],
                ["Children", job.Counts.Children],
                ["Held", job.Counts.Held],
                ["Rows", job.Counts.Rows],
                ["Rows given back", job.Counts.RejectedRows],
                ["Findings", job.Counts.Findings],
            ]);
        workbook.AddSheet(
            "Findings",
            ["Rule", "What to mend", "Table", "Row", "CHILD", "Columns", "Holds the child"],
            findings.Select(finding => (IReadOnlyList<object?>)
            [
                finding.Rule, mend.GetValueOrDefault(finding.Rule), finding.Table, finding.Row, children.Of(finding.Table, finding.Row),
                string.Join(", ", finding.Columns), HoldingRules.Contains(finding.Rule) ? "yes" : null,
            ]));
        var known = children.Known(findings, rejected);
        workbook.AddSheet(
            "Rows given back", ["Table", "Row", "CHILD", "Why"],
            rejected.Select(row => (IReadOnlyList<object?>)
            [
                row.Table, row.Row, children.Of(row.Table, row.Row) ?? known.GetValueOrDefault(row.ChildId ?? Guid.Empty), row.Reason,
            ]));
        workbook.AddSheet(
            "Held children", ["CHILD", "Child in the hub", "Why", "Mend first"],
            held.Select(child => (IReadOnlyList<object?>)[known.GetValueOrDefault(child.ChildId), child.ChildId.ToString(), string.Join(", ", child.Reasons), child.ReversalInDoubt ? "yes" : null]));
    }
}
