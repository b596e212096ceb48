using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Register;
using Partnership.Matching;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.CentralHub.Weights;

/// <summary>How much each factor counts in the order of every list: whole numbers from 0 to 100. Not a score of success.</summary>
internal sealed record WeightsOf(
    int Number,
    int Ages,
    int Approval,
    int Route,
    int DisabilityAndHealth,
    int DevelopmentalUncertainty,
    int AttachmentAndTrauma,
    int Behaviour,
    int Learning,
    int ContactPlan)
{
    internal static WeightsOf Of(MatchingWeights weights) => new(
        weights.Number, weights.Ages, weights.Approval, weights.Route, weights.DisabilityAndHealth, weights.DevelopmentalUncertainty,
        weights.AttachmentAndTrauma, weights.Behaviour, weights.Learning, weights.ContactPlan);

    internal MatchingWeights As(int version) => new(
        version, Number, Ages, Approval, Route, DisabilityAndHealth, DevelopmentalUncertainty, AttachmentAndTrauma, Behaviour, Learning, ContactPlan);
}

/// <summary>Weights as the region has declared them.</summary>
/// <param name="Version">Rises by one with each declaration; 0 is what holds until the first.</param>
/// <param name="DeclaredAt">When (UTC); null for version 0.</param>
/// <param name="Weights">The weights.</param>
internal sealed record DeclaredWeights(int Version, DateTimeOffset? DeclaredAt, WeightsOf Weights)
{
    private static readonly DeclaredWeights Initial = new(0, null, WeightsOf.Of(MatchingWeights.Initial));

    /// <summary>A version's weights.</summary>
    internal static async Task<DeclaredWeights?> FindAsync(CentralHubDbContext db, int version, CancellationToken ct) =>
        version == 0 ? Initial : await db.Weights.AsNoTracking().SingleOrDefaultAsync(row => row.Version == version, ct) is { } row ? Of(row) : null;

    /// <summary>Those that hold, and all that held before, the newest first.</summary>
    internal static async Task<Ok<IReadOnlyList<DeclaredWeights>>> ReadAsync(HttpContext context, CentralHubDbContext db, CancellationToken ct)
    {
        var declared = (await db.Weights.AsNoTracking().OrderByDescending(row => row.Version).ToListAsync(ct)).ConvertAll(Of);
        IfMatch.SetETag(context, declared.Count == 0 ? 0 : declared[0].Version);
        return TypedResults.Ok<IReadOnlyList<DeclaredWeights>>([.. declared, Initial]);
    }

    internal static async Task<Ok<DeclaredWeights>> DeclareAsync(WeightsOf request, HttpContext context, CentralHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var newest = await db.Weights.MaxAsync(row => (int?)row.Version, ct) ?? 0;
        IfMatch.RequireCurrent(context, newest);
        var weights = request.As(newest + 1);
        if (weights.OutOfRange() is { } name)
        {
            throw new InvalidRequestException(
                "weights.range", $"A weight is a whole number from 0 to {MatchingWeights.Highest}.", System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name));
        }

        // Of two who declare at once the second waits here, and is too late.
        var now = clock.GetUtcNow();
        var row = new WeightsRow { Version = weights.Version, Weights = weights, DeclaredAt = now };
        db.Add(row);
        RegisterDue.Mark(db, DueKind.Rules);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (exception.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            throw new StaleVersionException();
        }

        IfMatch.SetETag(context, weights.Version);
        return TypedResults.Ok(Of(row));
    }

    private static DeclaredWeights Of(WeightsRow row) => new(row.Version, row.DeclaredAt, WeightsOf.Of(row.Weights));
}
