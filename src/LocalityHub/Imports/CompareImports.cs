using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Restrictions;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Imports;

/// <summary>Whether a return got better than another: which rules are broken in both, which were mended and which are new.</summary>
internal static class CompareImports
{
    /// <param name="Rule">Its number.</param>
    /// <param name="Both">Children who break it in both.</param>
    /// <param name="Mended">Children who broke it in the other import alone.</param>
    /// <param name="New">Children who break it in this import alone.</param>
    /// <param name="Rows">Rows of this import that break it.</param>
    public sealed record RuleChange(string Rule, int Both, int Mended, int New, int Rows);

    public sealed record Response(IReadOnlyList<RuleChange> Rules);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Guid importId, Guid otherId, LocalityHubDbContext db, ImportOptions options, TimeProvider clock, CancellationToken ct)
    {
        Guid[] asked = [importId, otherId];
        var imports = await db.Imports.AsNoTracking().Where(import => asked.Contains(import.Id) && import.State == ImportState.Done).ToListAsync(ct);
        if (imports.Count != asked.Distinct().Count())
        {
            return Problems.NotFound("import.not-found", "This council has no two such imports that are done.");
        }

        // Children of whom nothing is kept any more would count as mended, or as new.
        if (imports.Exists(import => import.FinishedAt < clock.GetUtcNow() - (import.IsDry ? options.KeepPreviews : options.KeepFindings)))
        {
            return Problems.Problem(
                StatusCodes.Status410Gone, "import.findings-gone", "What one of the two imports found is no longer kept.", next: "Hand the files in again, as a dry run, and compare with that.");
        }

        // Through the context, so that what is of a hidden child is counted for nobody who does not see it. A child whom only a dry run has met is told
        // from others by the council's number, and so is the same child in an import that brought it.
        var hidden = await HiddenRecords.LocalIdsAsync(db, ct);
        var found =
            from finding in db.ImportFindings.AsNoTracking()
            where asked.Contains(finding.ImportId) && (finding.LocalId == null || !hidden.Contains(finding.LocalId))
            join known in db.Children.AsNoTracking() on finding.ChildId equals known.Id into knownChildren
            from child in knownChildren.DefaultIfEmpty()
            select new { finding.ImportId, finding.Rule, Child = child == null ? finding.LocalId : child.LocalId };
        var children = found
            .GroupBy(finding => new { finding.Rule, finding.Child })
            .Select(group => new
            {
                group.Key.Rule,
                Here = group.Max(finding => finding.ImportId == importId ? 1 : 0),
                There = group.Max(finding => finding.ImportId == otherId ? 1 : 0),
                Rows = group.Sum(finding => finding.ImportId == importId ? 1 : 0),
            });
        var rules = await children.GroupBy(child => child.Rule)
            .Select(group => new
            {
                group.Key,
                Here = group.Sum(child => child.Here),
                There = group.Sum(child => child.There),
                Both = group.Sum(child => child.Here * child.There),
                Rows = group.Sum(child => child.Rows),
            })
            .ToListAsync(ct);
        return TypedResults.Ok(new Response(
            [.. rules.OrderBy(rule => rule.Key, StringComparer.Ordinal).Select(rule => new RuleChange(rule.Key, rule.Both, rule.There - rule.Both, rule.Here - rule.Both, rule.Rows))]));
    }
}
