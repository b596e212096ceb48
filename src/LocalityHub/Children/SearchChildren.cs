using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.LocalityHub.Children;

/// <summary>Finds children by what a person knows of them. In the body, never in an address: addresses end up in logs.</summary>
internal static class SearchChildren
{
    private const int MaximumParts = 5;
    private const int MaximumLength = 60;

    /// <param name="LocalId">The council's own identifier, whole.</param>
    /// <param name="NameParts">Beginnings of names or of parts of names; each must be found, in whatever order and case.</param>
    public sealed record Request(string? LocalId = null, IReadOnlyList<string>? NameParts = null);

    public static async Task<Ok<Page<ListChildren.Entry>>> HandleAsync(
        Request request, [AsParameters] PageRequest page, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        var localId = request.LocalId?.Trim().ToUpperInvariant();

        // JSON lets a list hold null whatever its type says.
        var parts = (request.NameParts ?? []).OfType<string>().Select(part => part.Trim()).Where(part => part.Length > 0).ToList();
        if (string.IsNullOrEmpty(localId) && parts.Count == 0)
        {
            throw new InvalidRequestException("search.empty", "Give localId or nameParts.", "localId");
        }

        if (parts.Count > MaximumParts || parts.Exists(part => part.Length > MaximumLength))
        {
            throw new InvalidRequestException("search.too-long", "At most 5 parts of at most 60 characters.", "nameParts");
        }

        var children = db.Children.AsNoTracking();
        if (!string.IsNullOrEmpty(localId))
        {
            children = children.Where(child => child.LocalId == localId);
        }

        foreach (var part in parts)
        {
            var beginning = $"% {Escape(part)}%";
            children = children.Where(child =>
                EF.Functions.ILike(" " + (child.GivenName ?? "") + " " + (child.FamilyName ?? ""), beginning, "\\"));
        }

        return TypedResults.Ok(await ListChildren.PageAsync(children, page, audit, ct));
    }

    private static string Escape(string part) =>
        part.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
