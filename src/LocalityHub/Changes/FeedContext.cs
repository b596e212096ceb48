using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Restrictions;

namespace Partnership.LocalityHub.Changes;

/// <summary>
/// A context in a request's own transaction that sees every child. The case system sends what it knows of all children, like a return
/// does, and must not learn from the answer which of them are hidden from it: a hidden child is taken in just the same.
/// </summary>
internal static class FeedContext
{
    /// <summary>Opens it; it ends with the request, whose transaction commits.</summary>
    public static async Task<LocalityHubDbContext> OpenAsync(LocalityHubDbContext request, CancellationToken ct)
    {
        var options = new DbContextOptionsBuilder<LocalityHubDbContext>().UseNpgsql(request.Database.GetDbConnection()).Options;
        var everything = new LocalityHubDbContext(options, Sight.Everything());
        await everything.Database.UseTransactionAsync(request.Database.CurrentTransaction!.GetDbTransaction(), ct);
        return everything;
    }
}
