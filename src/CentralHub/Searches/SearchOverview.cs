using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.CentralHub.Searches;

/// <summary>How long a published child has been searched for without a link: for the staff of the hub, who see no council's own rows.</summary>
internal sealed record SearchOverviewRow
{
    public required Guid Child { get; init; }

    /// <summary>The longest of the child's searches; none while one has a live link.</summary>
    public required SearchLength Without { get; init; }

    public required bool HasLink { get; init; }

    /// <summary>Whether any household is on a list of the child.</summary>
    public required bool Feasible { get; init; }

    /// <summary>The longest length at which the child's council was told.</summary>
    public required SearchLength Escalated { get; init; }
}

internal static class ReadSearchOverview
{
    /// <param name="Child">What everybody may see of the child.</param>
    /// <param name="Without">How long without a live link, in the longest of its searches.</param>
    /// <param name="HasLink">Whether there is a live link.</param>
    /// <param name="Feasible">Whether any household is on a list of the child.</param>
    /// <param name="Escalated">The longest length at which the child's council was told.</param>
    internal sealed record Entry(ReadRegister.ChildRow Child, SearchLength Without, bool HasLink, bool Feasible, SearchLength Escalated);

    internal static async Task<Ok<Page<Entry>>> HandleAsync([AsParameters] PageRequest page, CentralHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        var after = page.After<Guid>();
        var rows = await (
            from published in db.PublishedChildren.AsNoTracking()
            join overview in db.SearchOverview.AsNoTracking() on published.Reference equals overview.Child
            where published.Reference > after
            orderby published.Reference
            select new { published, overview }).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, row => row.published.Reference);
        audit.About(found.Items.Select(row => row.published.Reference));
        return TypedResults.Ok(new Page<Entry>(
            [.. found.Items.Select(row => new Entry(ReadRegister.Shown(row.published), row.overview.Without, row.overview.HasLink, row.overview.Feasible, row.overview.Escalated))],
            found.Next));
    }
}
