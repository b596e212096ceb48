using Partnership.CentralHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.CentralHub.Rates;

internal static class RateEndpoints
{
    internal static void MapRates(this RouteGroupBuilder region)
    {
        var rates = region.MapGroup("/rates").WithTags("Outside the region");
        rates.MapGet("/", KeepRates.ReadAsync)
            .RequireAuthorization(Policies.ReadRegion)
            .WithSummary("The rate card of fees to other agencies, the newest first, each with its source")
            .WithDescription("A fee is that of the day on which the child moves in. The ETag is the card's version.")
            .WithExample(response: (IReadOnlyList<ShownRates>)[ShownRates.Initial]);
        rates.MapPut("/{from}", KeepRates.PutAsync)
            .RequireAuthorization(Policies.KeepRates)
            .Audited<CentralHubDbContext>("rates.put", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithSummary("Enter the fees that hold from a day on, or mend them")
            .WithDescription($"The source is read in every council: {NobodysLine.Rule}. If-Match is the ETag of the rate card.")
            .WithExample(new KeepRates.Request(ShownRates.Initial.Fees, 10, ShownRates.Initial.Source), ShownRates.Initial);
    }
}
