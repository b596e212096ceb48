using Partnership.CentralHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.CentralHub.Weights;

internal static class WeightsEndpoints
{
    private static readonly WeightsOf Weights = new(30, 30, 20, 30, 10, 10, 15, 10, 10, 5);

    internal static readonly DeclaredWeights Example = new(3, new DateTimeOffset(2026, 4, 1, 9, 0, 0, TimeSpan.Zero), Weights);

    internal static void MapWeights(this RouteGroupBuilder region)
    {
        var weights = region.MapGroup("/weights").WithTags("Searches");
        weights.MapGet("/", DeclaredWeights.ReadAsync)
            .RequireAuthorization(Policies.ReadRegister)
            .WithSummary("The weights that order every list, and all that held before, the newest first")
            .WithDescription("They order; they score nothing. The ETag is the newest version.")
            .WithExample(response: (IReadOnlyList<DeclaredWeights>)[Example]);
        weights.MapPut("/", DeclaredWeights.DeclareAsync)
            .RequireAuthorization(Policies.DeclareWeights)
            .Audited<CentralHubDbContext>("weights.declare", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithSummary("Declare the weights that order every list from now on")
            .WithDescription("Ten whole numbers from 0 to 100. Every list is made anew at once, and what moved by it is told with each list.")
            .WithExample(Weights, Example);
    }
}
