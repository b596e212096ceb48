using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CaseData.Rules;
using Partnership.CaseData.Workbooks;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Imports;

/// <summary>How often each rule was broken in each import, newest first: whether a council's returns get better, and where they do not. An import that was undone does not count.</summary>
internal static class SummariseFindings
{
    private const int MostImportsOfAFile = 500;
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <param name="Rule">Its number.</param>
    /// <param name="Rows">Rows that break it.</param>
    /// <param name="Children">Children concerned.</param>
    /// <param name="Holds">Whether a break holds the child.</param>
    public sealed record RuleCount(string Rule, int Rows, int Children, bool Holds);

    /// <param name="ImportId">The import.</param>
    /// <param name="Year">Its census year.</param>
    /// <param name="FinishedAt">When it ended.</param>
    /// <param name="Rules">The rules that were broken.</param>
    /// <param name="NotChecked">The rules that could not be checked, because the hub had no postcode directory or no list of providers.</param>
    public sealed record Entry(Guid ImportId, int Year, DateTimeOffset FinishedAt, IReadOnlyList<RuleCount> Rules, IReadOnlyList<string> NotChecked);

    public static async Task<Results<Ok<Page<Entry>>, FileContentHttpResult>> HandleAsync(
        string code, [AsParameters] PageRequest page, LocalityHubDbContext db, CancellationToken ct, int? year = null, string? format = null)
    {
        switch (format)
        {
            case null or "json":
                var imports = await ImportsAsync(db, year, page.After<long?>() ?? long.MaxValue, page.Take, ct);
                var found = Page.Of(imports, page, import => import.Sequence);
                return TypedResults.Ok(new Page<Entry>(await CountAsync(db, found.Items, ct), found.Next));
            case "csv":
                return TypedResults.File(Encoding.UTF8.GetBytes(Csv(await AllAsync(db, year, ct))), "text/csv; charset=utf-8", $"findings-{code}.csv");
            case "xlsx":
                return TypedResults.File(Xlsx(await AllAsync(db, year, ct)), Workbook, $"findings-{code}.xlsx");
            default:
                throw new InvalidRequestException("findings.format", "format is json, csv or xlsx.", "format");
        }
    }

    private static async Task<List<Entry>> AllAsync(LocalityHubDbContext db, int? year, CancellationToken ct) =>
        await CountAsync(db, await ImportsAsync(db, year, long.MaxValue, MostImportsOfAFile, ct), ct);

    private static Task<List<Import>> ImportsAsync(LocalityHubDbContext db, int? year, long before, int take, CancellationToken ct) =>
        db.Imports.AsNoTracking()
            .Where(import => import.State == ImportState.Done && !import.IsDry && import.Undoes == null && import.UndoneAt == null && import.Sequence < before && (year == null || import.Year == year))
            .OrderByDescending(import => import.Sequence).Take(take).ToListAsync(ct);

    // Through the context, so that what is of a hidden child is counted for nobody who does not see it.
    private static async Task<List<Entry>> CountAsync(LocalityHubDbContext db, IReadOnlyList<Import> imports, CancellationToken ct)
    {
        Guid[] ids = [.. imports.Select(import => import.Id)];
        var counts = (await db.ImportFindings.AsNoTracking().Where(finding => ids.Contains(finding.ImportId))
                .GroupBy(finding => new { finding.ImportId, finding.Rule })
                .Select(group => new { group.Key.ImportId, group.Key.Rule, Rows = group.Count(), Children = group.Select(finding => finding.ChildId).Distinct().Count() })
                .ToListAsync(ct))
            .ToLookup(count => count.ImportId);
        return
        [
            .. imports.Select(import => new Entry(
                import.Id, import.Year, import.FinishedAt ?? import.SubmittedAt,
                [.. counts[import.Id].OrderBy(count => count.Rule, StringComparer.Ordinal).Select(count => new RuleCount(count.Rule, count.Rows, count.Children, HoldingRules.Contains(count.Rule)))],
                import.NotChecked)),
        ];
    }

    private static string Csv(List<Entry> entries)
    {
        var text = new StringBuilder(CsvCells.Line("year", "import", "finished", "rule", "rows", "children", "holds"));
        foreach (var (entry, rule) in Flat(entries))
        {
            text.Append(CsvCells.Line(
                entry.Year.ToString(CultureInfo.InvariantCulture), entry.ImportId.ToString(), entry.FinishedAt.ToString("O", CultureInfo.InvariantCulture), rule.Rule,
                rule.Rows.ToString(CultureInfo.InvariantCulture), rule.Children.ToString(CultureInfo.InvariantCulture), rule.Holds ? "yes" : "no"));
        }

        return text.ToString();
    }

    private static byte[] Xlsx(List<Entry> entries)
    {
        var mend = RuleBook.Every.ToDictionary(rule => rule.Number, rule => rule.Mend, StringComparer.Ordinal);
        using var file = new MemoryStream();
        using (var workbook = new WorkbookWriter(file))
        {
            workbook.AddSheet(
                "Findings",
                ["Year ending 31 March", "Import", "Finished", "Rule", "What to mend", "Rows", "Children", "Holds the child"],
                Flat(entries).Select(each => (IReadOnlyList<object?>)
                [
                    each.Entry.Year, each.Entry.ImportId.ToString(), each.Entry.FinishedAt.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture), each.Rule.Rule,
                    mend.GetValueOrDefault(each.Rule.Rule), each.Rule.Rows, each.Rule.Children, each.Rule.Holds ? "yes" : null,
                ]));
            workbook.AddSheet(
                "Not checked",
                ["Year ending 31 March", "Import", "Rule, for want of a list"],
                entries.SelectMany(entry => entry.NotChecked.Select(rule => (IReadOnlyList<object?>)[entry.Year, entry.ImportId.ToString(), rule])));
        }

        return file.ToArray();
    }

    private static IEnumerable<(Entry Entry, RuleCount Rule)> Flat(IEnumerable<Entry> entries) =>
        entries.SelectMany(entry => entry.Rules.Select(rule => (entry, rule)));
}
