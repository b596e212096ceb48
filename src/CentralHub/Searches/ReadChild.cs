using Microsoft.AspNetCore.Http.HttpResults;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.CentralHub.Searches;

/// <summary>What the region knows of a council's own child, and the searches for it.</summary>
internal static class ReadChild
{
    /// <param name="Snapshot">The newest that the child's hub has said.</param>
    /// <param name="Searches">The searches that it belongs to: its own, its group's, both or none.</param>
    internal sealed record Response(ChildSnapshot Snapshot, IReadOnlyList<ReadSearches.Entry> Searches);

    internal static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid child, Caller caller, CentralHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await OwnSearches.FindChildAsync(db, caller, child, ct) is not { } known)
        {
            return OwnSearches.NoChild();
        }

        var searches = await OwnSearches.OfAsync(db, child, ct);
        return TypedResults.Ok(new Response(ChildSnapshot.Of(known.Snapshot, isOwn: true), await ReadSearches.ShowAsync(db, searches, clock.GetUtcNow(), ct)));
    }
}
