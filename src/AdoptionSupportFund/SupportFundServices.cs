using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Children;
using Partnership.AdoptionSupportFund.ExitPack;
using Partnership.AdoptionSupportFund.HandOvers;
using Partnership.AdoptionSupportFund.Ledger;
using Partnership.AdoptionSupportFund.Orders;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Portal;
using Partnership.AdoptionSupportFund.Providers;
using Partnership.AdoptionSupportFund.Region;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.ExitPack;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;
using Partnership.ServiceDefaults.Tenancy;

namespace Partnership.AdoptionSupportFund;

/// <summary>What the service is made of.</summary>
internal static class SupportFundServices
{
    public static void AddSupportFund(this IHostApplicationBuilder builder)
    {
        builder.AddSharedPostgres<FundDbContext>("support-fund", "support-fund-worker");
        builder.AddMessaging<FundDbContext>(messaging =>
        {
            messaging.Queue = Topology.SupportFundQueue;
            messaging.Consume<SupportNeedsAssessed, SupportNeedsAssessedConsumer>();
            messaging.Consume<SupportRestated, SupportRestatedConsumer>();
        });
        builder.AddAudit<FundDbContext>(SharedTrail.Fund);
        builder.Services.AddSingleton<Rulebooks>();
        builder.Services.AddScoped<RegionDesk>();
        builder.Services.AddSingleton<PackSignal>();
        builder.Services.AddHostedService<PackWorker>();
    }

    public static void MapSupportFund(this WebApplication app)
    {
        var fund = app.MapGroup("/api/v1/fund").InTransaction<FundDbContext>();
        fund.MapPacks();
        fund.MapProviders();
        fund.MapFrameworks();
        fund.MapRegionFigures();
        fund.MapParkedMessages<FundDbContext>();
        fund.MapAudit<FundDbContext>(Policies.ReadRegionAudit);
        fund.MapCouncilAudit<FundDbContext>();

        var council = fund.MapGroup("/councils/{code}").RequireOwnCouncil();
        council.MapChildren();
        council.MapHandOvers();
        council.MapApplications();
        council.MapMoney();
        council.MapPortal();
        council.MapFigures();
        council.MapExitPack<FundDbContext>(FundPack.Contents);
    }
}
