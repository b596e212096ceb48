using Microsoft.EntityFrameworkCore.Diagnostics;
using Partnership.CentralHub.Disclosures;
using Partnership.CentralHub.Links;
using Partnership.CentralHub.Outcomes;
using Partnership.CentralHub.Searches;
using Partnership.CentralHub.Sufficiency;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.CentralHub.Register;

internal static class RegisterServices
{
    /// <summary>Adds what keeps the register, its searches, links and releases.</summary>
    internal static void AddRegister(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(builder.Configuration.GetSection("FamilyFinding").Get<FamilyFindingSettings>() ?? new FamilyFindingSettings());
        services.AddSingleton<RegisterSignal>().AddSingleton<RegionMemory>();
        services.AddScoped<RegisterRun>().AddScoped<RegionLoader>().AddScoped<SearchKeeper>().AddScoped<SearchLists>().AddScoped<Questions>()
            .AddScoped<OpenInterests>().AddScoped<Escalations>().AddScoped<SearchAlarms>().AddScoped<OutcomeKeeper>().AddScoped<SufficiencyKeeper>().AddScoped<Publisher>();
        services.AddScoped<LinkBook>().AddScoped<LinkReader>().AddScoped<LinkTeam>().AddScoped<LinkDecisions>().AddScoped<LinkParts>().AddScoped<LinkEnds>().AddScoped<LinkHistory>()
            .AddScoped<LinkLimits>().AddScoped<ProposalDesk>();
        services.AddScoped<Ledger>().AddScoped<HubAnswers>().AddScoped<RestoredHub>();
        services.AddSingleton<IInterceptor>(provider => new WakeOnCommit<RegisterDue>(provider.GetRequiredService<RegisterSignal>()));
        services.AddHostedService<RegisterWorker>().AddHostedService<SearchAlarmWorker>().AddHostedService<SufficiencyWorker>();
    }
}
