using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.Contracts.SupportFund;
using Partnership.LocalityHub.AnnexMaps;
using Partnership.LocalityHub.Audit;
using Partnership.LocalityHub.BreakGlass;
using Partnership.LocalityHub.Candidates;
using Partnership.LocalityHub.CaseDecisions;
using Partnership.LocalityHub.CaseMinutes;
using Partnership.LocalityHub.CasePapers;
using Partnership.LocalityHub.CaseTransfers;
using Partnership.LocalityHub.Changes;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Disclosures;
using Partnership.LocalityHub.Duties;
using Partnership.LocalityHub.ExitPack;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Identity;
using Partnership.LocalityHub.Imports;
using Partnership.LocalityHub.Letters;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Placements;
using Partnership.LocalityHub.Profiles;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Restrictions;
using Partnership.LocalityHub.ReturnMaps;
using Partnership.LocalityHub.Searches;
using Partnership.LocalityHub.Settings;
using Partnership.LocalityHub.SiblingGroups;
using Partnership.LocalityHub.Support;
using Partnership.LocalityHub.TemporaryApprovals;
using Partnership.LocalityHub.Webhooks;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.ExitPack;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;
using Partnership.ServiceDefaults.Tenancy;

namespace Partnership.LocalityHub;

/// <summary>What the service is made of.</summary>
internal static class LocalityHubServices
{
    public static void AddLocalityHub(this IHostApplicationBuilder builder)
    {
        var council = Council.From(builder.Configuration);
        builder.Services.AddSingleton(council);
        builder.AddPostgres<LocalityHubDbContext>("locality-hub");
        builder.Services.AddScoped(services => services.GetRequiredService<DatabaseScope>().IsSystem ? Sight.Everything() : Sight.Of(services.GetRequiredService<Caller>()));
        builder.Services.AddScoped<IReplayGuard, ReplaysOfHidden>();
        builder.Services.AddScoped<OpenedRecords>();
        builder.Services.AddSingleton(builder.Configuration.GetSection("BreakGlass").Get<BreakGlassOptions>() ?? new BreakGlassOptions());
        builder.AddMessaging<LocalityHubDbContext>(messaging =>
        {
            messaging.Queue = Topology.LocalityHubQueue(council.Code);
            messaging.Consume<RepublishRegionalState, RepublishRegionalStateConsumer>();
            messaging.Consume<HouseholdDecided, HouseholdDecidedConsumer>();
            messaging.Consume<CarersDecided, CarersDecidedConsumer>();
            messaging.Consume<MatchDecided, MatchDecidedConsumer>();
            messaging.Consume<AskCandidate, AskCandidateConsumer>();
            messaging.Consume<WithdrawCandidate, WithdrawCandidateConsumer>();
            messaging.Consume<EscalateSearch, EscalateSearchConsumer>();
            messaging.Consume<ChaseSupport, ChaseSupportConsumer>();
            messaging.Consume<RecordLink, RecordLinkConsumer>();
            messaging.Consume<RecordDisclosure, RecordDisclosureConsumer>();
            messaging.Consume<AskAttestation, AskAttestationConsumer>();
            messaging.Consume<RecordAgendaItem, RecordAgendaItemConsumer>();
            messaging.Consume<OpenPapers, OpenPapersConsumer>();
            messaging.Consume<RecordDecision, RecordDecisionConsumer>();
            messaging.Consume<KeepAnchor, KeepAnchorConsumer>();
        });

        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new RecordsAsSent()));
        builder.AddAudit<LocalityHubDbContext>();
        builder.Services.AddSingleton<IAuditAnchor, AuditAnchors>();
        builder.Services.AddSingleton(builder.Configuration.GetSection("Imports").Get<ImportOptions>() ?? new ImportOptions());
        builder.Services.AddSingleton(builder.Configuration.GetSection("ReferenceLists").Get<ReferenceListFiles>() ?? new ReferenceListFiles());
        builder.Services.AddSingleton<HubLists>();
        builder.Services.AddSingleton<ImportQueue>();
        builder.Services.AddSingleton<ImportJob>();
        builder.Services.AddSingleton<UndoJob>();
        builder.Services.AddHostedService<ImportWorker>();
        builder.Services.AddHostedService<ImportWatch>();
        builder.Services.AddHostedService<ImportExpiry>();
        builder.Services.AddSingleton(builder.Configuration.GetSection("Webhooks").Get<WebhookOptions>() ?? new WebhookOptions());
        builder.Services.AddSingleton<WebhookSignal>();
        builder.Services.AddSingleton<WebhookDeliveries>();
        builder.Services.AddSingleton<WebhookCaller>();
        builder.Services.AddHostedService<WebhookWorker>();
        builder.Services.AddSingleton(AreaKey.From(builder.Configuration));
        builder.Services.AddScoped<HouseholdChange>();
        builder.Services.AddScoped<Permanence.ChildChange>();
        builder.Services.AddScoped<LinkDecisions>();
        builder.Services.AddScoped<ReleaseDoor>();
        builder.Services.AddScoped<ProfileSubject>();
        builder.Services.AddScoped<PanelReferences>();
        builder.Services.AddScoped<CaseFacts>().AddScoped<CaseChange>().AddScoped<DecisionNotices>();
        builder.Services.AddSingleton<CaseWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CaseWatch>());
        builder.Services.AddSingleton<ReadyCases>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ReadyCases>());
        builder.Services.AddSingleton<DailySweep>();
        builder.Services.AddSingleton<SupportSweep>();
        builder.Services.AddSingleton<FamilySweep>();
        builder.Services.AddSingleton(IdentityKey.From(builder.Configuration));
        builder.Services.AddSingleton<IdentitySweep>();
        builder.Services.AddHostedService<DailySweepWorker>();
    }

    public static void MapLocalityHub(this WebApplication app)
    {
        var council = app.MapGroup("/api/v1/councils/{code}").RequireOwnCouncil();
        council.MapImports();
        council.MapChildren();
        council.MapIdentity();
        council.MapMilestones();
        council.MapChanges();
        council.MapWebhooks();
        council.MapRestrictions();
        council.MapPermanence();
        council.MapSiblingGroups();
        council.MapSearches();
        council.MapPlacements();
        council.MapTemporaryApprovals();
        council.MapHouseholds();
        council.MapLinks();
        council.MapProfiles();
        council.MapDisclosures();
        council.MapDuties();
        council.MapCaseTransfers();
        council.MapPanelCases();
        council.MapCasePapers();
        council.MapCaseMinutes();
        council.MapCaseDecisions();
        council.MapLetters();
        council.MapBreakGlass();
        council.MapSupport();
        council.MapSettings();
        council.MapAnnexMap();
        council.MapReturnMap();
        council.MapExitPack<LocalityHubDbContext>(HubPack.Contents);
        council.MapParkedMessages<LocalityHubDbContext>();
        council.MapAudit<LocalityHubDbContext>(Policies.ReadAudit);
        council.MapKeptAnchors();
        council.MapRefusalNotices<LocalityHubDbContext>();
        app.MapReleased();
        app.MapReleasedPapers();
    }
}
