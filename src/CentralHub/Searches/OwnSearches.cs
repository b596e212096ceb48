using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.Contracts;
using Partnership.Matching;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.CentralHub.Searches;

/// <summary>Whether a child is searched for with brothers and sisters or by itself.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SearchKind>))]
internal enum SearchKind
{
    /// <summary>By itself.</summary>
    Alone = 1,

    /// <summary>With brothers and sisters.</summary>
    Together = 2,
}

/// <summary>The searches of a child of the caller's councils: the database shows no others.</summary>
internal static class OwnSearches
{
    internal static SearchKind Kind(this SearchOf of) => of == SearchOf.Group ? SearchKind.Together : SearchKind.Alone;

    /// <summary>A child of the caller's councils; null when there is none. (Of a link one sees other councils' children, too.)</summary>
    internal static async Task<ChildProfile?> FindChildAsync(CentralHubDbContext db, Caller caller, Guid child, CancellationToken ct) =>
        await db.Children.AsNoTracking().SingleOrDefaultAsync(row => row.Reference == child, ct) is { } known
            && caller.Councils.Contains(new CouncilCode(known.Council)) ? known : null;

    /// <summary>The searches of a child of the caller's councils that have not ended.</summary>
    internal static Task<List<SearchRow>> OfAsync(CentralHubDbContext db, Guid child, CancellationToken ct) =>
        db.Searches.AsNoTracking()
            .Where(search => search.EndedAt == null && db.SearchChildren.Any(member => member.Search == search.Id && member.Child == child))
            .ToListAsync(ct);

    /// <summary>The one that was asked for; of two the search together unless something else was said.</summary>
    internal static SearchRow? Choose(IEnumerable<SearchRow> searches, SearchKind? kind) =>
        searches.Where(search => kind is null || search.Of.Kind() == kind).OrderByDescending(search => search.Of).FirstOrDefault();

    internal static ProblemHttpResult NoChild() => Problems.NotFound("child.not-found", "There is no such child for you.");
}
