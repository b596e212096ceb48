using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Imports;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Settings;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.LocalityHub.Persistence;

/// <summary>The database of one council's hub: the only home of its children's names, dates and identifiers.</summary>
internal sealed class LocalityHubDbContext(DbContextOptions<LocalityHubDbContext> options) : DbContext(options)
{
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

    public DbSet<Import> Imports => Set<Import>();

    public DbSet<ImportFile> ImportFiles => Set<ImportFile>();

    public DbSet<ImportChunk> ImportChunks => Set<ImportChunk>();

    public DbSet<ImportFinding> ImportFindings => Set<ImportFinding>();

    public DbSet<ImportRejectedRow> ImportRejectedRows => Set<ImportRejectedRow>();

    public DbSet<ImportHeldChild> ImportHeldChildren => Set<ImportHeldChild>();

    public DbSet<CouncilSettings> Settings => Set<CouncilSettings>();

    public DbSet<HubState> HubStates => Set<HubState>();

    public DbSet<RegionalReference> RegionalReferences => Set<RegionalReference>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ChildrenTables.Map(modelBuilder);
        ImportTables.Map(modelBuilder);
        RegionalTables.Map(modelBuilder);
        modelBuilder.AddMessagingTables();
        modelBuilder.AddIdempotencyTable();
        modelBuilder.AddAuditTable();
        SnakeCase.Apply(modelBuilder);
    }
}
