using Partnership.AdoptionSupportFund.Rules;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Packs;

internal static class PackEndpoints
{
    private static readonly Guid ExampleId = new("01970000-0000-7000-8000-000000000026");

    private static readonly ReadPacks.Entry Example = new(ExampleId, 2026, "2025-26", 1, PackState.Adopted, new DateOnly(2025, 4, 14), null);

    public static void MapPacks(this RouteGroupBuilder fund)
    {
        var packs = fund.MapGroup("/rule-packs").WithTags("Fund rules");
        packs.MapGet("", ReadPacks.ListAsync)
            .RequireAuthorization(Policies.ReadRegion)
            .WithSummary("List the fund's rule packs by year")
            .WithExample(response: new Page<ReadPacks.Entry>([Example], null));
        packs.MapGet("/{packId:guid}", ReadPacks.OneAsync)
            .RequireAuthorization(Policies.ReadRegion)
            .WithSummary("Read a rule pack: each rule with its days, source and confidence")
            .WithExample(response: new ReadPacks.Response(
                Example,
                [
                    new FairAccessRule(300_000)
                    {
                        From = new DateOnly(2025, 4, 1), Announced = new DateOnly(2025, 4, 14), Source = "Ministers' statement of 14 April 2025: fair access limit", Confidence = Confidence.High,
                    },
                ]))
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
