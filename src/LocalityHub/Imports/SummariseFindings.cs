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

/// <summary>
/// How often each rule was broken in each import, newest first: whether a council's returns get better, and where they do not. An import that was undone does not count.
/// </summary>
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
    /// <param name="FindingsGone">Whether it broke rules of which nothing is known any more: it is not clean, though no rule is named.</param>
    public sealed record Entry(Guid ImportId, int Year, DateTimeOffset FinishedAt, IReadOnlyList<RuleCount> Rules, IReadOnlyList<string> NotChecked, bool FindingsGone = false);

    public static async Task<Results<Ok<Page<Entry>>, FileContentHttpResult>> HandleAsync(
        string code, [AsParameters] PageRequest page, HttpContext context, LocalityHubDbContext db, CancellationToken ct, int? year = null, string? format = null)
    {
        var before = page.After<long?>() ?? long.MaxValue;
        if (format is null or "json")
        {
            var found = Page.Of(await ImportsAsync(db, year, before, page.Take, ct), page, import => import.Sequence);
            return TypedResults.Ok(new Page<Entry>(await CountAsync(db, found.Items, ct), found.Next));
        }

        if (format is not ("csv" or "xlsx"))
        {
            throw new InvalidRequestException("findings.format", "format is json, csv or xlsx.", "format");
        }

        var imports = await ImportsAsync(db, year, before, MostImportsOfAFile + 1, ct);
        var isCut = imports.Count > MostImportsOfAFile;
        if (isCut)
        {
            imports.RemoveAt(MostImportsOfAFile);
            var next = Cursor.Encode(imports[^1].Sequence);
            context.Response.Headers.Link = string.Create(
                CultureInfo.InvariantCulture, $"</api/v1/councils/{code}/findings/summary?format={format}{(year is { } only ? $"&year={only}" : "")}&cursor={next}>; rel=\"next\"");
        }

        var entries = await CountAsync(db, imports, ct);
        var name = isCut ? $"findings-{code}-{MostImportsOfAFile}-imports" : $"findings-{code}";
        return format == "csv"
            ? TypedResults.File(Encoding.UTF8.GetBytes(Csv(entries)), "text/csv; charset=utf-8", $"{name}.csv")
            : TypedResults.File(Xlsx(entries, isCut), Workbook, $"{name}.xlsx");
    }

    private static Task<List<Import>> ImportsAsync(LocalityHubDbContext db, int? year, long before, int take, CancellationToken ct) =>
        db.Imports.AsNoTracking()
            .Where(import => import.State == ImportState.Done && !import.IsDry && import.Undoes == null && import.UndoneAt == null && import.Sequence < before && (year == null || import.Year == year))
            .OrderByDescending(import => import.Sequence).Take(take).ToListAsync(ct);

    // Through the context, so that what is of a hidden child is counted for nobody who does not see it.
    private static async Task<List<Entry>> CountAsync(LocalityHubDbContext db, IReadOnlyList<Import> imports, CancellationToken ct)
    {
        Guid[] there = [.. imports.Where(import => import.FindingsKept == FindingsKept.Each).Select(import => import.Id)];
        Guid[] counted = [.. imports.Where(import => import.FindingsKept == FindingsKept.Counts).Select(import => import.Id)];
        var found = await db.ImportFindings.AsNoTracking().Where(finding => there.Contains(finding.ImportId))
            .GroupBy(finding => new { finding.ImportId, finding.Rule })
            .Select(group => new { group.Key.ImportId, group.Key.Rule, Rows = group.Count(), Children = group.Select(finding => finding.ChildId).Distinct().Count() })
            .ToListAsync(ct);
        var kept = await db.ImportRuleCounts.AsNoTracking().Where(count => counted.Contains(count.ImportId))
            .Select(count => new { count.ImportId, count.Rule, count.Rows, count.Children }).ToListAsync(ct);
        var counts = found.Concat(kept).ToLookup(count => count.ImportId);
        return
        [
            .. imports.Select(import => new Entry(
                import.Id, import.Year, import.FinishedAt ?? import.SubmittedAt,
                [.. counts[import.Id].OrderBy(count => count.Rule, StringComparer.Ordinal).Select(count => new RuleCount(count.Rule, count.Rows, count.Children, HoldingRules.Contains(count.Rule)))],
                import.NotChecked, import.FindingsKept == FindingsKept.Nothing)),
        ];
    }

    private static string Csv(List<Entry> entries)
    {
        var text = new StringBuilder(CsvCells.Line("year", "import", "finished", "rule", "rows", "children", "holds"));
        foreach (var (entry, rule) in Flat(entries))
        {
            text.Append(CsvCells.Line(
                entry.Year.ToString(CultureInfo.InvariantCulture), entry.ImportId.ToString(), entry.FinishedAt.ToString("O", CultureInfo.InvariantCulture), rule?.Rule,
                RowsOf(entry, rule)?.ToString(CultureInfo.InvariantCulture), ChildrenOf(entry, rule)?.ToString(CultureInfo.InvariantCulture),
                entry.FindingsGone ? null : rule is { Holds: true } ? "yes" : "no"));
        }

        return text.ToString();
    }

    private static byte[] Xlsx(List<Entry> entries, bool isCut)
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
                    each.Entry.Year, each.Entry.ImportId.ToString(), each.Entry.FinishedAt.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture), each.Rule?.Rule,
                    each.Rule is { } rule ? mend.GetValueOrDefault(rule.Rule) : each.Entry.FindingsGone ? "What it broke is no longer kept." : "It broke no rule.",
                    RowsOf(each.Entry, each.Rule), ChildrenOf(each.Entry, each.Rule), each.Rule is { Holds: true } ? "yes" : null,
                ]));
            workbook.AddSheet(
                "Not checked",
                ["Year ending 31 March", "Import", "Rule, for want of a list"],
                entries.SelectMany(entry => entry.NotChecked.Select(rule => (IReadOnlyList<object?>)[entry.Year, entry.ImportId.ToString(), rule])));
            if (isCut)
            {
                workbook.AddSheet("Left out", ["What"], [[$"Imports before these {MostImportsOfAFile} are not in this workbook. Ask for one year, or for the next file."]]);
            }
        }

        return file.ToArray();
    }

    /// <summary>A line for each rule that an import broke, and one without a rule for an import that broke none, or of which it is no longer known.</summary>
    private static IEnumerable<(Entry Entry, RuleCount? Rule)> Flat(IEnumerable<Entry> entries) =>
        entries.SelectMany(entry => entry.Rules.Count == 0 ? [(entry, null)] : entry.Rules.Select(rule => (entry, (RuleCount?)rule)));

    private static int? RowsOf(Entry entry, RuleCount? rule) => entry.FindingsGone ? null : rule?.Rows ?? 0;

    private static int? ChildrenOf(Entry entry, RuleCount? rule) => entry.FindingsGone ? null : rule?.Children ?? 0;
}
