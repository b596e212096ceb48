using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;

namespace Partnership.CentralHub.Releases;

/// <summary>
/// A reader in a council knows that council's children and can take them off the region's figure. So the region's figure is shown
/// only where the children of all other councils, and their changes from each edition to the next, are none or enough. A child of the
/// reader's own council whose restricted record the reader does not see is one of the others.
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
    /// <param name="db">As the system.</param>
    /// <param name="known">The reader's councils.</param>
    /// <param name="hidden">References of their children whom the reader does not see.</param>
    /// <param name="tracker">Whether the tracker is read; otherwise the indicators of the keys given.</param>
    /// <param name="firstKey">The first key.</param>
    /// <param name="lastKey">The last key.</param>
    /// <param name="ct">Gives up.</param>
    internal static async Task<RestOfRegion> WithoutAsync(
        CentralHubDbContext db, IReadOnlyCollection<short> known, IReadOnlyCollection<Guid> hidden, bool tracker, short firstKey, short lastKey, CancellationToken ct)
    {
        var served = db.Editions.Where(edition =>
            edition.Served && (tracker ? edition.Kind == CellKind.Tracker : edition.Kind != CellKind.Tracker && edition.Key >= firstKey && edition.Key <= lastKey));
        var parts = await (
            from edition in served
            join council in db.EditionCouncils on edition.Id equals council.EditionId
            where !known.Contains(council.Council)
            select new { edition.Kind, edition.Key, edition.Id, Part = council }).ToListAsync(ct);
        return Without(known, parts.Select(each => (
                new Cell(each.Kind, each.Key),
                each.Id,
                new CouncilPart(each.Part.Council, each.Part.Pooled, each.Part.Children, each.Part.WithGap, each.Part.Changed, each.Part.ChangedWithGap)))
            .Concat(hidden.Count == 0 ? [] : await OfHiddenAsync(db, served, hidden, ct)));
    }

    /// <summary>The parts of the hidden children, as of a council of their own that nobody knows.</summary>
    internal static IEnumerable<(Cell Cell, long Edition, CouncilPart Part)> OfHidden(IEnumerable<(Cell Cell, long Edition, IReadOnlyList<Contribution> Hidden)> editions)
    {
        foreach (var cell in editions.GroupBy(each => each.Cell))
        {
            var last = Edition.Empty;
            foreach (var (_, id, hidden) in cell.OrderBy(each => each.Edition))
            {
                var edition = new Edition(hidden.ToDictionary(child => child.Reference, child => child with { Council = ReleasedFigureRow.Region }), last.Pooled);
                foreach (var part in edition.PartsSince(last))
                {
                    yield return (cell.Key, id, part);
                }

                last = edition;
            }
        }
    }

    private static async Task<IEnumerable<(Cell Cell, long Edition, CouncilPart Part)>> OfHiddenAsync(
        CentralHubDbContext db, IQueryable<EditionRow> served, IReadOnlyCollection<Guid> hidden, CancellationToken ct)
    {
        var editions = await served.AsNoTracking().ToListAsync(ct);
        var ids = editions.ConvertAll(edition => edition.Id);
        var children = (await db.EditionChildren.AsNoTracking().Where(child => ids.Contains(child.EditionId) && hidden.Contains(child.Reference)).ToListAsync(ct))
            .ToLookup(child => child.EditionId, child => new Contribution(child.Reference, child.Council, child.Value, child.Gap));
        return OfHidden(editions.Select(edition => (new Cell(edition.Kind, edition.Key), edition.Id, (IReadOnlyList<Contribution>)[.. children[edition.Id]])));
    }

    internal bool MaySee(IEnumerable<Cell> cells) => !cells.Any(_tooFew.Contains);
}
