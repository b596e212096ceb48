using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Disclosures;
using Partnership.LocalityHub.Imports;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Placements;

namespace Partnership.LocalityHub.Restrictions;

/// <summary>
/// The few questions that must look past <see cref="SightFilter"/>: what of an import's totals and of a comparison the caller must not count, and whether a
/// person who breaks the glass means a child who is there, to whom an approval belongs, for whom a release was made, how many children a transfer is
/// of, and with which households children live. Nothing else may ask without the filter (BannedSymbols.txt).
/// </summary>
internal static class HiddenRecords
{
    private static readonly string[] Filter = [SightFilter.Name, SightFilter.OfHouseholds];

    /// <summary>A transfer of cases, and the number of its children.</summary>
    public sealed record TransferSize(Guid TransferId, int Children);

    /// <summary>What an import left of children whom the caller does not see.</summary>
    public sealed record Counts(int Findings, int RejectedRows, int Held, int Updated)
    {
        public static Counts None { get; } = new(0, 0, 0, 0);
    }

    /// <summary>The child of that local id, whether or not the caller sees it: for break-glass alone.</summary>
    public static Task<Guid?> FindAsync(LocalityHubDbContext db, string localId, CancellationToken ct) =>
        Unfiltered(db.Children).Where(child => child.LocalId == localId).Select(child => (Guid?)child.Id).SingleOrDefaultAsync(ct);

    /// <summary>The household that the case system calls so, whether or not the caller sees it: for approvals that are taken in.</summary>
    public static Task<Guid?> FindHouseholdAsync(LocalityHubDbContext db, string reference, CancellationToken ct) =>
        Unfiltered(db.Households).Where(household => household.SourceReference == reference).Select(household => (Guid?)household.Id).SingleOrDefaultAsync(ct);

    /// <summary>A release, whether or not its reader sees the record that it is of: the ledger named the reader.</summary>
    public static Task<Disclosure?> FindDisclosureAsync(LocalityHubDbContext db, Guid id, CancellationToken ct) =>
        Unfiltered(db.Disclosures).SingleOrDefaultAsync(disclosure => disclosure.Id == id, ct);

    /// <summary>Those of some households with whom a child lives for early permanence or in long-term fostering, whether or not the caller sees the child: they are offered to nobody meanwhile.</summary>
    public static Task<HashSet<Guid>> FosteringAsync(LocalityHubDbContext db, IReadOnlyCollection<Guid> households, CancellationToken ct) =>
        Unfiltered(db.Placements).Where(placement => placement.EndedOn == null && placement.HouseholdId != null && households.Contains(placement.HouseholdId.Value)
            && (placement.Kind == PlacementKind.EarlyPermanence || placement.Kind == PlacementKind.LongTermFostering)).Select(placement => placement.HouseholdId!.Value).ToHashSetAsync(ct);

    /// <summary>How many children each transfer of cases is of, whether or not the caller sees them all.</summary>
    public static IQueryable<TransferSize> TransferSizes(LocalityHubDbContext db) =>
        db.Database.SqlQuery<TransferSize>($"select transfer_id as \"TransferId\", count(*)::int as \"Children\" from case_transfer_child group by transfer_id");

    /// <summary>What must be left out of the imports' totals. Imports of which nothing is hidden are not in it.</summary>
    public static async Task<IReadOnlyDictionary<Guid, Counts>> OfImportsAsync(LocalityHubDbContext db, Guid[] imports, CancellationToken ct)
    {
        var hidden = await HiddenAsync(db, ct);
        if (hidden.Length == 0)
        {
            return new Dictionary<Guid, Counts>();
        }

        var findings = await Unfiltered(db.ImportFindings).Where(f => imports.Contains(f.ImportId) && hidden.Contains(f.ChildId!.Value))
            .GroupBy(f => f.ImportId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, ct);
        var rejected = await Unfiltered(db.ImportRejectedRows).Where(r => imports.Contains(r.ImportId) && hidden.Contains(r.ChildId!.Value))
            .GroupBy(r => r.ImportId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, ct);
        var held = await Unfiltered(db.ImportHeldChildren).Where(h => imports.Contains(h.ImportId) && hidden.Contains(h.ChildId))
            .GroupBy(h => h.ImportId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, ct);
        var previewed = await Unfiltered(db.ImportPreviews).Where(p => imports.Contains(p.ImportId) && hidden.Contains(p.ChildId!.Value))
            .GroupBy(p => p.ImportId)
            .Select(group => new { group.Key, Held = group.Count(p => p.Outcome == Outcome.Held), Updated = group.Count(p => p.Outcome == Outcome.Updated) })
            .ToDictionaryAsync(group => group.Key, group => (group.Held, group.Updated), ct);
        return imports.ToDictionary(
            import => import,
            import => new Counts(
                findings.GetValueOrDefault(import),
                rejected.GetValueOrDefault(import),
                held.GetValueOrDefault(import) + previewed.GetValueOrDefault(import).Held,
                previewed.GetValueOrDefault(import).Updated));
    }

    /// <summary>The council's numbers of the children whom the caller does not see: what a dry run found of them is known by these.</summary>
    public static async Task<string[]> LocalIdsAsync(LocalityHubDbContext db, CancellationToken ct) => await HiddenAsync(db, ct) is { Length: > 0 } hidden
        ? await Unfiltered(db.Children).Where(child => hidden.Contains(child.Id)).Select(child => child.LocalId).ToArrayAsync(ct)
        : [];

    private static async Task<Guid[]> HiddenAsync(LocalityHubDbContext db, CancellationToken ct)
    {
        var (seesEverything, roles) = (db.Sight.SeesEverything, db.Sight.Roles);
        return seesEverything
            ? []
            : await db.ChildRestrictions.Where(r => !r.Roles.Any(role => roles.Contains(role))).Select(r => r.ChildId).ToArrayAsync(ct);
    }

#pragma warning disable RS0030 // The one place.
    private static IQueryable<TRow> Unfiltered<TRow>(IQueryable<TRow> rows)
        where TRow : class => rows.AsNoTracking().IgnoreQueryFilters(Filter);
#pragma warning restore RS0030
}
