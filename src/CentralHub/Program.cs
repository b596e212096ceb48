using Partnership.CentralHub;
using Partnership.CentralHub.Audit;
using Partnership.CentralHub.Disclosures;
using Partnership.CentralHub.Identities;
using Partnership.CentralHub.Indicators;
using Partnership.CentralHub.Links;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Projection;
using Partnership.CentralHub.Register;
using Partnership.CentralHub.Releases;
using Partnership.CentralHub.Searches;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;

var builder = WebApplication.CreateBuilder(args);
if (args is ["migrate", ..])
{
    var owner = builder.Configuration.GetConnectionString("owner") ?? throw new InvalidOperationException("ConnectionStrings:owner is not set.");
    await DatabaseMigration.MigrateAsync<CentralHubDbContext>(owner, options => new(options), TimeSpan.FromMinutes(2), CancellationToken.None);
    await CentralHubRights.ApplyAsync(owner, CancellationToken.None);
    return;
}

builder.AddServiceDefaults();
builder.AddSharedPostgres<CentralHubDbContext>("central-hub", "central-hub-projector");
builder.AddMessaging<CentralHubDbContext>(messaging =>
{
    messaging.Queue = "central-hub.region";
    messaging.BatchSize = 500;
    messaging.Consume<ChildStageChanged, ChildStageChangedConsumer>();
    messaging.Consume<AdoptionMeasured, AdoptionMeasuredConsumer>();
    messaging.Consume<WaitMeasured, WaitMeasuredConsumer>();
    messaging.Consume<AuditSealed, AuditSealedConsumer>();
    messaging.Consume<HubRestored, HubRestoredConsumer>();
    messaging.Consume<ChildProfiled, ChildProfiledConsumer>();
    messaging.Consume<HouseholdOffered, HouseholdOfferedConsumer>();
    messaging.Consume<CandidateAnswered, CandidateAnsweredConsumer>();
    messaging.Consume<LinkDecided, LinkDecidedConsumer>();
    messaging.Consume<ChildOfLinkStated, ChildOfLinkStatedConsumer>();
    messaging.Consume<DisclosureAnswered, DisclosureAnsweredConsumer>();
    messaging.Consume<DutyOverdue, DutyOverdueConsumer>();
    messaging.Consume<ChildIdentityStated, ChildIdentityStatedConsumer>();
});
builder.AddAudit<CentralHubDbContext>(SharedTrail.Region);
builder.Services.Configure<IndicatorSettings>(builder.Configuration.GetSection("Indicators"));
builder.Services.AddSingleton(builder.Configuration.GetSection("Releases").Get<ReleaseSettings>() ?? new ReleaseSettings());
builder.Services.AddSingleton<Region>().AddSingleton<ReleaseSignal>().AddSingleton<ReleaseDesk>().AddScoped<EditionCutter>();
builder.AddRegister();
builder.Services.AddScoped<IdentityBook>();
builder.Services.AddHostedService<Releaser>().AddHostedService<ProjectionRebuilder>().AddHostedService<RegionWatch>();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapRegion();
app.Run();
