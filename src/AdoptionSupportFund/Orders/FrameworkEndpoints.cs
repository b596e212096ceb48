using Partnership.AdoptionSupportFund.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.AdoptionSupportFund.Orders;

internal static class FrameworkEndpoints
{
    private static readonly Frameworks.Request Example = new(
        "RAA-FW-2025", new DateOnly(2025, 4, 1), new DateOnly(2029, 3, 31), 1_200_000_00, [new(new Guid("01970000-0000-7000-8000-0000000000a1"), "play-therapy", 7_500)]);

    private static readonly Frameworks.Response Answer = new(new Guid("01970000-0000-7000-8000-000000000106"), Example, 180_000);

    public static void MapFrameworks(this RouteGroupBuilder fund)
    {
        var frameworks = fund.MapGroup("/frameworks").WithTags("Fund providers");
        frameworks.MapGet("", Frameworks.ListAsync)
            .RequireAuthorization(Policies.ReadProviders)
            .WithSummary("List the region's framework agreements, with what was called off")
            .WithExample(response: new Page<Frameworks.Response>([Answer], null));
        frameworks.MapPost("", Frameworks.AddAsync)
            .Audited<FundDbContext>("framework.add", writes: true)
            .WithIdempotency<FundDbContext>()
            .RequireAuthorization(Policies.ManageProviders)
            .WithSummary("Enter a framework agreement: who gives what at which rate, to a ceiling for all councils together")
            .WithExample(Example, Answer with { CalledOffPence = 0 })
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
