using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.BreakGlass;
using Partnership.LocalityHub.Changes;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Imports;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Restrictions;
using Partnership.LocalityHub.Settings;
using Partnership.LocalityHub.Support;
using Partnership.LocalityHub.Webhooks;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.LocalityHub.Persistence;

/// <summary>The database of one council's hub: the only home of its children's names, dates and identifiers.</summary>
/// <param name="options">How to connect.</param>
/// <param name="sight">Which restricted records this context's queries see.</param>
internal sealed class LocalityHubDbContext(DbContextOptions<LocalityHubDbContext> options, Sight sight) : DbContext(options)
{
    public Sight Sight => sight;

    public DbSet<Child> Children => Set<Child>();

    public DbSet<ChildYear> ChildYears => Set<ChildYear>();

    public DbSet<StoredHeader> Headers => Set<StoredHeader>();

    public DbSet<StoredEpisode> Episodes => Set<StoredEpisode>();

    public DbSet<StoredAd1> Ad1 => Set<StoredAd1>();

    public DbSet<StoredPlacedAdoption> PlacedAdoption => Set<StoredPlacedAdoption>();

    public DbSet<StoredPrevPerm> PrevPerm => Set<StoredPrevPerm>();

    public DbSet<StoredOtherRow> OtherRows => Set<StoredOtherRow>();

    public DbSet<StoredMilestone> Milestones => Set<StoredMilestone>();

    public DbSet<GivenMilestone> GivenMilestones => Set<GivenMilestone>();

    public DbSet<FeedRecord> FeedRecords => Set<FeedRecord>();

    public DbSet<Import> Imports => Set<Import>();

    public DbSet<ImportFile> ImportFiles => Set<ImportFile>();

    public DbSet<ImportChunk> ImportChunks => Set<ImportChunk>();

    public DbSet<ImportFinding> ImportFindings => Set<ImportFinding>();

    public DbSet<ImportPreview> ImportPreviews => Set<ImportPreview>();

    public DbSet<ImportRejectedRow> ImportRejectedRows => Set<ImportRejectedRow>();

    public DbSet<ImportHeldChild> ImportHeldChildren => Set<ImportHeldChild>();

    public DbSet<ChildRestriction> ChildRestrictions => Set<ChildRestriction>();

    public DbSet<BreakGlassGrant> BreakGlassGrants => Set<BreakGlassGrant>();

    public DbSet<Webhook> Webhooks => Set<Webhook>();

    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    public DbSet<CouncilSettings> Settings => Set<CouncilSettings>();

    public DbSet<SupportFamily> SupportFamilies => Set<SupportFamily>();

    public DbSet<SupportChild> SupportChildren => Set<SupportChild>();

    public DbSet<SupportAssessment> SupportAssessments => Set<SupportAssessment>();

    public DbSet<SupportReference> SupportReferences => Set<SupportReference>();

    public DbSet<HubState> HubStates => Set<HubState>();

    public DbSet<RegionalReference> RegionalReferences => Set<RegionalReference>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ChildrenTables.Map(modelBuilder);
        ImportTables.Map(modelBuilder);
        RegionalTables.Map(modelBuilder);
        RestrictionTables.Map(modelBuilder);
        SupportTables.Map(modelBuilder);
        WebhookTables.Map(modelBuilder);
        modelBuilder.AddMessagingTables();
        modelBuilder.AddIdempotencyTable();
        modelBuilder.AddAuditTable();
        SnakeCase.Apply(modelBuilder, typeof(LocalityHubDbContext).Assembly);

        // Whoever is listed sees the record, and whom a grant has opened it to; a row that is of no child is everybody's.
        SightFilter.Apply(
            modelBuilder,
            child => !Set<ChildRestriction>().Any(restriction =>
                restriction.ChildId == child && !Sight.SeesEverything && restriction.ChildId != Sight.Opened
                && !restriction.Roles.Any(role => Sight.Roles.Contains(role))),
            children => !Set<ChildRestriction>().Any(restriction =>
                children.Any(child => child == restriction.ChildId) && !Sight.SeesEverything && !restriction.Roles.Any(role => Sight.Roles.Contains(role))));
    }
}
