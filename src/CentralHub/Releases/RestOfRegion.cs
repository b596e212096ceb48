using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;

namespace Partnership.CentralHub.Releases;

/// <summary>
/// A reader in a council knows that council's children and can take them off the region's figure. So the region's figure is shown
/// only where the children of all other councils, and their changes from each edition to the next, are none or enough.
/// </summary>
internal sealed class RestOfRegion
{
    private readonly HashSet<Cell> _tooFew;

    private RestOfRegion(HashSet<Cell> tooFew) => _tooFew = tooFew;

    /// <summary>Looks at editions as somebody sees them who knows everything of the councils given.</summary>
    internal static RestOfRegion Without(IReadOnlyCollection<short> known, IEnumerable<(Cell Cell, long Edition, CouncilPart Part)> parts) =>
        new([.. parts.Where(each => !known.Contains(each.Part.Council))
            .GroupBy(each => (each.Cell, each.Edition), each => each.Part)
            .Where(rest => !ReleaseRule.IsSafe(rest.Sum(part => part.Children)) || !ReleaseRule.IsSafe(rest.Sum(part => part.WithGap))
                || !ReleaseRule.IsSafe(rest.Sum(part => part.Changed)) || !ReleaseRule.IsSafe(rest.Sum(part => part.ChangedWithGap)))
            .Select(rest => rest.Key.Cell)]);

    /// <summary>The same for the editions of these keys that are released.</summary>
    internal static async Task<RestOfRegion> WithoutAsync(
        CentralHubDbContext db, IReadOnlyCollection<short> known, bool tracker, short firstKey, short lastKey, CancellationToken ct)
    {
        var parts = await (
            from edition in db.Editions
            join council in db.EditionCouncils on edition.Id equals council.EditionId
            where edition.Served && (tracker ? edition.Kind == CellKind.Tracker : edition.Kind != CellKind.Tracker && edition.Key >= firstKey && edition.Key <= lastKey)
                && !known.Contains(council.Council)
            select new { edition.Kind, edition.Key, edition.Id, Part = council }).ToListAsync(ct);
        return Without(known, parts.Select(each => (
            new Cell(each.Kind, each.Key),
            each.Id,
            new CouncilPart(each.Part.Council, each.Part.Pooled, each.Part.Children, each.Part.WithGap, each.Part.Changed, each.Part.ChangedWithGap))));
    }

    internal bool MaySee(IEnumerable<Cell> cells) => !cells.Any(_tooFew.Contains);
}
