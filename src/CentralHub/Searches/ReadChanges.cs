using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.Matching;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.CentralHub.Searches;

/// <summary>What moved on the lists of a child, with the fact that moved it, the newest first.</summary>
internal static class ReadChanges
{
    /// <param name="At">When (UTC).</param>
    /// <param name="Search">together or alone.</param>
    /// <param name="Household">The household.</param>
    /// <param name="Movement">How it moved.</param>
    /// <param name="From">Its place before; null when it entered.</param>
    /// <param name="To">Its place since; null when it left.</param>
    /// <param name="Causes">
    /// What moved it. candidacy: it has become, or is no longer, possible; nothing tells by which limit. others: nothing of its own.
    /// </param>
    /// <param name="ChildFacts">Facts of the children that changed.</param>
    /// <param name="Factors">Factors that read differently.</param>
    internal sealed record Entry(
        DateTimeOffset At,
        SearchKind Search,
        Guid Household,
        Movement Movement,
        int? From,
        int? To,
        IReadOnlyList<MoveCauses> Causes,
        IReadOnlyList<ChildFacts> ChildFacts,
        IReadOnlyList<Changed> Factors);

    /// <param name="Before">As it read; null when it was none.</param>
    /// <param name="After">As it reads; null when it is none.</param>
    internal sealed record Changed(ShownFactor? Before, ShownFactor? After);

    internal static async Task<Results<Ok<Page<Entry>>, ProblemHttpResult>> HandleAsync(
        Guid child, Coded<SearchKind>? search, [AsParameters] PageRequest page, Caller caller, CentralHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        SearchOf? wanted = search is null ? null : search.Value.Value == SearchKind.Together ? SearchOf.Group : SearchOf.Child;
        if (await OwnSearches.FindChildAsync(db, caller, child, ct) is null)
        {
            return OwnSearches.NoChild();
        }

        var before = page.After<Guid?>();
        var rows = await (
            from change in db.SearchChanges.AsNoTracking()
            join member in db.SearchChildren on change.Search equals member.Search
            join row in db.Searches on change.Search equals row.Id
            where member.Child == child && (wanted == null || row.Of == wanted)
                && (before == null || change.Id < before)
            orderby change.Id descending
            select new { change, row.Of }).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, row => row.change.Id);
        audit.About(found.Items.Select(row => row.change.Household));
        return TypedResults.Ok(new Page<Entry>([.. found.Items.Select(row => Shown(row.change, row.Of))], found.Next));
    }

    private static Entry Shown(SearchChange change, SearchOf of) => new(
        change.At,
        of.Kind(),
        change.Household,
        change.Move.Movement,
        change.Move.From,
        change.Move.To,
        Flags.Each(change.Move.Causes),
        Flags.Each(change.Move.ChildFacts),
        [.. change.Move.Factors.Select(factor => new Changed(
            factor.Before is null ? null : ShownFactor.Of(factor.Before), factor.After is null ? null : ShownFactor.Of(factor.After)))]);
}
