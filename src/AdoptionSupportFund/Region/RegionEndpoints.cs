using Partnership.AdoptionSupportFund.Outcomes;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Pictures;
using Partnership.AdoptionSupportFund.Portal;
using Partnership.AdoptionSupportFund.Providers;
using Partnership.AdoptionSupportFund.WhatIf;
using Partnership.AdoptionSupportFund.Worklists;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.AdoptionSupportFund.Region;

/// <summary>Figures, pictures and lists of things to do: a council's own, and the region's.</summary>
internal static class RegionEndpoints
{
    private const string Picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"><title>Adoption support fund 2025-26, region</title></svg>";

    private static readonly AskWhatIf.Response WhatIf = new(2026, "2025-26.1", new YearCost(412, 1_310_000_00, 1_100_000_00, 210_000_00, 97), new YearCost(412, 1_310_000_00, 930_000_00, 380_000_00, 171), false);

    private static readonly Worklist.Entry Task = new(
        FundTask.WindowClosing, new DateOnly(2025, 11, 20), 17, new Guid("01970000-0000-7000-8000-0000000000e1"), null, new Guid("01970000-0000-7000-8000-0000000000e1"), null, null);

    public static void MapFigures(this RouteGroupBuilder council)
    {
        council.MapGet("/worklist", Worklist.ListAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("fund-worklist.read")
            .WithTags("Fund worklist")
            .WithSummary("What is overdue or due within four weeks: windows, broken drafts, decisions, packages, unconfirmed spend, reviews, checks of providers, missing scores")
            .WithDescription("Filter: task.")
            .WithExample(response: new Page<Worklist.Entry>([Task], null));
        council.MapGet("/what-if", AskWhatIf.CouncilAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("what-if.ask")
            .WithTags("Fund figures")
            .WithSummary("What the year would cost under another limit, match funding, rates or number of children")
            .WithExample(response: WhatIf)
            .ProducesProblem(StatusCodes.Status409Conflict);
        council.MapGet("/what-if/picture", AskWhatIf.CouncilPictureAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("what-if.draw")
            .WithTags("Fund figures")
            .WithSummary("A picture (SVG) of the council's what-if: demand and shortfall of the year, and of the next under what is asked")
            .Produces<string>(StatusCodes.Status200OK, DrawFund.ContentType)
            .WithExample(response: Picture)
            .ProducesProblem(StatusCodes.Status409Conflict);
        council.MapGet("/provider-spend", ProviderSpend.HandleAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("provider-spend.read")
            .WithTags("Fund providers")
            .WithSummary("What each provider was ordered, has invoiced and was paid in a financial year")
            .WithExample(response: new Page<ProviderSpend.Entry>([new(new Guid("01970000-0000-7000-8000-0000000000a1"), "Invented Therapies", 12, 2_160_000, 1_440_000, 1_200_000)], null));
        council.MapGet("/picture", DrawFund.CouncilAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("fund-picture.read")
            .WithTags("Fund figures")
            .WithSummary("A picture (SVG) of the council's money, its children's balances and the deadlines ahead")
            .Produces<string>(StatusCodes.Status200OK, DrawFund.ContentType)
            .WithExample(response: Picture);
    }

    public static void MapRegionFigures(this RouteGroupBuilder fund)
    {
        fund.MapGet("/figures", ReadRegionFigures.HandleAsync)
            .RequireAuthorization(Policies.ReadRegion)
            .WithTags("Fund figures")
            .WithSummary("The fund's money by council and in the region; hidden where it stands for fewer than six children, without those of the caller's councils")
            .WithExample(response: new ReadRegionFigures.Response(
                2026,
                [
                    new(new CouncilCode(860), "Staffordshire", 210, 540_000_00, 300_000_00, 240_000_00, 0, false), new(new CouncilCode(893), "Shropshire", null, null, null, null, null, true),
                    new(null, "Region", 402, 1_020_000_00, 610_000_00, 410_000_00, 0, false),
                ]));
        fund.MapGet("/provider-spend", RegionalSpend.HandleAsync)
            .RequireAuthorization(Policies.ReadRegionalSpend)
            .WithTags("Fund providers")
            .WithSummary("What the region's councils together ordered of each provider, were invoiced and paid in a financial year; hidden where it stands for fewer than six children")
            .WithExample(response: new Page<RegionalSpend.Entry>(
                [
                    new(new Guid("01970000-0000-7000-8000-0000000000a1"), "Invented Therapies", 31, 40, 7_200_000, 4_860_000, 4_100_000, false),
                    new(new Guid("01970000-0000-7000-8000-0000000000a2"), "Thistledown Play", null, null, null, null, null, true),
                ],
                null));
        fund.MapGet("/what-if", AskWhatIf.RegionAsync)
            .RequireAuthorization(Policies.AskRegionalWhatIf)
            .WithTags("Fund figures")
            .WithSummary("What the region's year, and each council's, would cost under another limit, match funding, rates or number of children")
            .WithExample(response: WhatIf with
            {
                Councils =
                [
                    new(new CouncilCode(860), "Staffordshire", 710_000_00, 110_000_00, 710_000_00, 205_000_00, false), new(new CouncilCode(893), "Shropshire", null, null, null, null, true),
                ],
            })
            .ProducesProblem(StatusCodes.Status409Conflict);
        fund.MapGet("/what-if/picture", AskWhatIf.RegionPictureAsync)
            .RequireAuthorization(Policies.AskRegionalWhatIf)
            .WithTags("Fund figures")
            .WithSummary("A picture (SVG) of the region's what-if by council; hidden where it stands for fewer than six children")
            .Produces<string>(StatusCodes.Status200OK, DrawFund.ContentType)
            .WithExample(response: Picture)
            .ProducesProblem(StatusCodes.Status409Conflict);
        fund.MapGet("/outcomes", RecordOutcome.RegionAsync)
            .RequireAuthorization(Policies.ReadRegion)
            .WithTags("Fund outcomes")
            .WithSummary("What came of each therapy in the region; figures over fewer than six children are hidden")
            .WithExample(response: PortalEndpoints.OutcomeExample);
        fund.MapGet("/picture", DrawFund.RegionAsync)
            .RequireAuthorization(Policies.ReadRegion)
            .WithTags("Fund figures")
            .WithSummary("A picture (SVG) of the region's money by council, its children's balances and the deadlines ahead; hidden where it stands for fewer than six children")
            .Produces<string>(StatusCodes.Status200OK, DrawFund.ContentType)
            .WithExample(response: Picture);
    }
}
