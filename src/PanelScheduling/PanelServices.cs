using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Arrivals;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.CentralLists;
using Partnership.PanelScheduling.Decisions;
using Partnership.PanelScheduling.ExitPack;
using Partnership.PanelScheduling.Feeds;
using Partnership.PanelScheduling.Meetings;
using Partnership.PanelScheduling.Panels;
using Partnership.PanelScheduling.Persistence;
using Partnership.PanelScheduling.Quality;
using Partnership.PanelScheduling.Scheduling;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.ExitPack;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;
using Partnership.ServiceDefaults.Tenancy;

namespace Partnership.PanelScheduling;

/// <summary>What the service is made of.</summary>
internal static class PanelServices
{
    public static void AddPanelScheduling(this IHostApplicationBuilder builder)
    {
        builder.AddSharedPostgres<PanelDbContext>("panel-scheduling", "panel-scheduling-worker");
        builder.AddMessaging<PanelDbContext>(messaging =>
        {
            messaging.Queue = Topology.PanelSchedulingQueue;
            messaging.Consume<PanelCaseRaised, PanelCaseRaisedConsumer>();
            messaging.Consume<PanelCaseChildStated, PanelCaseChildStatedConsumer>();
            messaging.Consume<AssessmentPaused, AssessmentPausedConsumer>();
            messaging.Consume<PanelCasesRestated, PanelCasesRestatedConsumer>();
            messaging.Consume<PanelMinutesHeld, PanelMinutesHeldConsumer>();
            messaging.Consume<DecisionRecordHeld, DecisionRecordHeldConsumer>();
            messaging.Consume<DecisionTold, DecisionToldConsumer>();
        });
        builder.AddAudit<PanelDbContext>(SharedTrail.Panels);
        builder.Services.AddScoped<PanelCallers>().AddScoped<MeetingReader>().AddScoped<ItemReader>().AddScoped<CaseReader>().AddScoped<AgendaMessages>().AddScoped<CaseWithdrawal>().AddScoped<CaseRetelling>().AddScoped<ProblemBuilder>();
        builder.Services.AddSingleton<UnansweredDeterminations>();
        builder.Services.AddHostedService(services => services.GetRequiredService<UnansweredDeterminations>());
    }

    public static void MapPanelScheduling(this WebApplication app)
    {
        app.MapFeeds();
        var panels = app.MapGroup("/api/v1/panels").InTransaction<PanelDbContext>().WithTags("Panels");
        panels.MapLists();
        panels.MapPanels();
        panels.MapMeetings();
        panels.MapAgenda();
        panels.MapCases();
        panels.MapClocks();
        panels.MapSchedules();
        panels.MapDecisions();
        panels.MapQuality();
        panels.MapParkedMessages<PanelDbContext>();
        panels.MapAudit<PanelDbContext>(Policies.ReadRegionAudit);
        panels.MapCouncilAudit<PanelDbContext>();
        panels.MapGroup("/councils/{code}").RequireOwnCouncil().MapExitPack<PanelDbContext>(PanelPack.Contents);
    }
}
