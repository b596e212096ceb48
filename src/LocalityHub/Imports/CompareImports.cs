using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
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

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Guid importId, Guid otherId, LocalityHubDbContext db, CancellationToken ct)
    {
        Guid[] asked = [importId, otherId];
        if (await db.Imports.CountAsync(import => asked.Contains(import.Id) && import.State == ImportState.Done, ct) != asked.Distinct().Count())
        {
            return Problems.NotFound("import.not-found", "This council has no two such imports that are done.");
        }

        // Through the context, so that what is of a hidden child is counted for nobody who does not see it.
        var children = db.ImportFindings.AsNoTracking().Where(finding => asked.Contains(finding.ImportId))
            .GroupBy(finding => new { finding.Rule, finding.ChildId })
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
