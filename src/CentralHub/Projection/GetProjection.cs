using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Partnership.CentralHub.Indicators;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Releases;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.CentralHub.Projection;

/// <summary>How far the region has come.</summary>
/// <param name="Settled">Whether everything received so far has been looked at for a release; false while events still arrive.</param>
/// <param name="LastReleaseAt">When a released figure last changed (UTC).</param>
internal sealed record ProjectionStatus(bool Settled, DateTimeOffset? LastReleaseAt)
{
    /// <summary>Events in the log; for the operator.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Received { get; init; }

    /// <summary>Events looked at for a release; for the operator.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Applied { get; init; }

    /// <summary>
    /// Whether figures of the reader's own council wait to be released; for a council's own readers, who know their children anyway.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Pending { get; init; }
}

internal static class GetProjection
{
    internal static async Task<Ok<ProjectionStatus>> HandleAsync(
        Caller caller, CentralHubDbContext db, ReleaseDesk releases, Region region, IOptions<IndicatorSettings> settings, CancellationToken ct)
    {
        var settled = await releases.IsSettledAsync(ct);
        ReleaseStateRow? state;
        bool? pending;

        // An operator's token names the councils whose hubs it may look after: it reads as none of them.
        var isOperator = caller.Roles.Contains(Roles.Operator);
        await using (await db.Database.BeginTransactionAsync(ct))
        {
            state = await db.ReleaseStates.AsNoTracking().SingleOrDefaultAsync(ct);
            pending = caller.Councils.Count > 0 && !isOperator ? await IsPendingAsync(caller, db, region, settings.Value.CountWaiting, ct) : null;
        }

        var status = new ProjectionStatus(settled, state?.LastReleaseAt) { Pending = pending };
        if (isOperator)
        {
            // Only now: the system's connections are asked for by those who hold none of the requests'.
            var (received, applied) = await releases.CountAsync(state?.LastEventId ?? 0, ct);
            return TypedResults.Ok(status with { Received = received, Applied = applied });
        }

        return TypedResults.Ok(status);
    }

    private static async Task<bool> IsPendingAsync(Caller caller, CentralHubDbContext db, Region region, bool countWaiting, CancellationToken ct)
    {
        var own = region.Councils.Where(caller.Councils.Contains).Select(council => (short)council.Number).ToArray();
        var now = (await db.States.AsNoTracking().Where(fact => own.Contains(fact.Council)).ToListAsync(ct))
            .SelectMany(fact => Contributions.Of(fact, countWaiting)).ToHashSet();
        var released = await (
            from edition in db.Editions
            where !db.Editions.Any(later => later.Kind == edition.Kind && later.Key == edition.Key && later.Id > edition.Id)
            join child in db.EditionChildren on edition.Id equals child.EditionId
            where own.Contains(child.Council)
            select new { edition.Kind, edition.Key, child.Reference, child.Council, child.Value, child.Gap }).ToListAsync(ct);
        return !now.SetEquals(released.Select(child =>
            (new Cell(child.Kind, child.Key), new Contribution(child.Reference, child.Council, child.Value, child.Gap))));
    }
}
