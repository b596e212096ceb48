using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Partnership.CentralHub.Persistence;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.CentralHub.Releases;

/// <summary>
/// All that a request may ask of what crosses councils. It answers with yes or no, and with counts for the operator; rows of another
/// council never come through here. The work is done as the system's role, on a connection of its own.
/// </summary>
internal sealed class ReleaseDesk(SystemScopes scopes)
{
    /// <summary>Lets out what nobody has seen yet, and then holds releases back until the reading is disposed.</summary>
    /// <param name="tracker">Whether the tracker is asked for; otherwise the indicators of the years given.</param>
    /// <param name="from">The first year ended.</param>
    /// <param name="to">The last year ended.</param>
    /// <param name="ct">Gives up.</param>
    /// <remarks>Before the request opens its own transaction: who holds one must not wait here, or a busy hour could block itself.</remarks>
    internal async Task<Reading> OpenAsync(bool tracker, short from, short to, CancellationToken ct)
    {
        var scope = scopes.Create("release");
        try
        {
            var db = scope.ServiceProvider.GetRequiredService<CentralHubDbContext>();
            var cutter = scope.ServiceProvider.GetRequiredService<EditionCutter>();
            await cutter.LetOutAsync(tracker, from, to, ct);
            var transaction = await db.Database.BeginTransactionAsync(ct);
            await cutter.HoldAsync(ct);
            return new Reading(scope, db, transaction, tracker, from, to);
        }
        catch
        {
            await scope.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether everything received was looked at for a release.</summary>
    internal async Task<bool> IsSettledAsync(CancellationToken ct)
    {
        await using var scope = scopes.Create("progress");
        return await EditionCutter.IsSettledAsync(scope.ServiceProvider.GetRequiredService<CentralHubDbContext>(), ct);
    }

    /// <summary>Events in the log, and of them those up to the one given: for the operator.</summary>
    internal async Task<(long Received, long Applied)> CountAsync(long considered, CancellationToken ct)
    {
        await using var scope = scopes.Create("progress");
        var db = scope.ServiceProvider.GetRequiredService<CentralHubDbContext>();
        return (await db.Events.LongCountAsync(ct), await db.Events.LongCountAsync(log => log.Id <= considered, ct));
    }

    /// <summary>One state of the releases, for as long as it is open.</summary>
    internal sealed class Reading(AsyncServiceScope scope, CentralHubDbContext db, IDbContextTransaction transaction, bool tracker, short from, short to) : IAsyncDisposable
    {
        /// <summary>Which cells the councils given may see of the region, knowing their own children but for those hidden from the reader.</summary>
        internal Task<RestOfRegion> WithoutAsync(IReadOnlyCollection<short> known, IReadOnlyCollection<Guid> hidden, CancellationToken ct) =>
            RestOfRegion.WithoutAsync(db, known, hidden, tracker, from, to, ct);

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await scope.DisposeAsync();
        }
    }
}
