using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.AdoptionSupportFund;

/// <summary>What the service is made of.</summary>
internal static class SupportFundServices
{
    public static void AddSupportFund(this IHostApplicationBuilder builder)
    {
        builder.AddSharedPostgres<FundDbContext>("support-fund", "support-fund-worker");
        builder.AddMessaging<FundDbContext>(messaging => messaging.Queue = Topology.SupportFundQueue);
        builder.AddAudit<FundDbContext>();
    }

    public static void MapSupportFund(this WebApplication app)
    {
        var fund = app.MapGroup("/api/v1/fund").InTransaction<FundDbContext>();
        fund.MapPacks();
        fund.MapParkedMessages<FundDbContext>();
        fund.MapAudit<FundDbContext>(Policies.ReadRegionAudit);
    }
}
