using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Rates;
using Partnership.CentralHub.Register;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.CentralHub.OutsideSearches;

internal static class OutsideSearchEndpoints
{
    private static readonly DateTimeOffset At = new(2026, 11, 9, 10, 0, 0, TimeSpan.Zero);

    private static readonly ShownOutsideSearch Example = new(
        new Guid("01970000-0000-7000-8000-000000000e01"), RegisterEndpoints.ExampleChild.Child, RateProvider.VoluntaryAgency, false, ChildCounts.One, false, At, 39_245,
        null, null, null, null);

    internal static void MapOutsideSearches(this RouteGroupBuilder region)
    {
        var searches = region.MapGroup("/outside-searches").WithTags("Outside the region").RequireAuthorization(Policies.FindFamilies);
        searches.MapPost("/", SearchOutside.StartAsync)
            .Audited<CentralHubDbContext>("outside-search.start", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithSummary("Search with other agencies for a child of one's own, at the fee of the rate card")
            .WithDescription("For a child who is searched for with brothers and sisters it is one search, and one fee, for all of them.")
            .WithExample(new SearchOutside.Request(Example.Child, RateProvider.VoluntaryAgency), Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        searches.MapGet("/", SearchOutside.ListAsync)
            .Audited<CentralHubDbContext>("outside-searches.list")
            .WithSummary("Searches outside the region for one's own children, the newest first")
            .WithExample(response: new Page<ShownOutsideSearch>([Example], null));
        searches.MapPost("/{searchId:guid}/end", SearchOutside.EndAsync)
            .Audited<CentralHubDbContext>("outside-search.end", writes: true)
            .WithIdempotency<CentralHubDbContext>()
            .WithSummary("End a search outside the region")
            .WithDescription("end: found-outside (the fee is due), found-in-region (it is avoided) or given-up. The fee is that of movesInOn, the day on which the child moves in, which is required of found-outside and not kept.")
            .WithExample(
                new SearchOutside.EndRequest(OutsideSearchEnd.FoundInRegion, new DateOnly(2026, 12, 14)),
                Example with { EndedAt = At.AddDays(30), End = OutsideSearchEnd.FoundInRegion, CostAvoided = 39_245 })
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
