using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.LocalityHub.Restrictions;

/// <summary>The restricted records, for the guardian who answers for them.</summary>
internal static class ListRestrictions
{
    /// <param name="ChildId">The child.</param>
    /// <param name="LocalId">The council's own identifier.</param>
    /// <param name="Roles">Who may see the record besides the guardian.</param>
    /// <param name="Reason">The code that was given.</param>
    /// <param name="SetBy">The guardian's subject.</param>
    /// <param name="SetAt">When it was set or last changed, UTC.</param>
    public sealed record Entry(Guid ChildId, string LocalId, IReadOnlyList<string> Roles, string Reason, string SetBy, DateTimeOffset SetAt);

    public static async Task<Ok<Page<Entry>>> HandleAsync([AsParameters] PageRequest page, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        var after = page.After<Guid?>() ?? Guid.Empty;
        var rows = await db.ChildRestrictions.AsNoTracking().Where(r => r.ChildId > after).OrderBy(r => r.ChildId).Take(page.Take)
            .Join(db.Children, r => r.ChildId, child => child.Id, (r, child) => new { Restriction = r, child.LocalId })
            .OrderBy(row => row.Restriction.ChildId)
            .ToListAsync(ct);
        var found = Page.Of(rows, page, row => row.Restriction.ChildId);
        audit.About(found.Items.Select(row => row.Restriction.ChildId));
        return TypedResults.Ok(new Page<Entry>([.. found.Items.Select(row => Describe(row.Restriction, row.LocalId))], found.Next));
    }

    public static Entry Describe(ChildRestriction restriction, string localId) =>
        new(restriction.ChildId, localId, restriction.Roles, restriction.Reason, restriction.SetBy, restriction.SetAt);
}
