using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Partnership.CentralHub.Audit;
using Partnership.CentralHub.Projection;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.CentralHub.Persistence;

/// <summary>
/// The central hub's tables: numbers, references and times only. Whatever holds text belongs to messaging and idempotency.
/// </summary>
internal sealed class CentralHubDbContext(DbContextOptions<CentralHubDbContext> options) : DbContext(options)
{
    public DbSet<RegionalState> States => Set<RegionalState>();

    public DbSet<ReceivedEvent> Events => Set<ReceivedEvent>();

    public DbSet<EditionRow> Editions => Set<EditionRow>();

    public DbSet<EditionChildRow> EditionChildren => Set<EditionChildRow>();

    public DbSet<EditionCouncilRow> EditionCouncils => Set<EditionCouncilRow>();

    public DbSet<ReleasedFigureRow> ReleasedFigures => Set<ReleasedFigureRow>();

    public DbSet<ReleasedTrackerRow> ReleasedTracker => Set<ReleasedTrackerRow>();

    public DbSet<ReleaseStateRow> ReleaseStates => Set<ReleaseStateRow>();

    public DbSet<ProjectionJob> Jobs => Set<ProjectionJob>();

    public DbSet<AuditAnchorRow> AuditAnchors => Set<AuditAnchorRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddMessagingTables();
        modelBuilder.AddIdempotencyTable();
        modelBuilder.AddAuditTable();
        modelBuilder.Entity<AuditAnchorRow>(anchor =>
        {
            anchor.ToTable("audit_anchor");
            anchor.HasKey(row => new { row.Council, row.Sequence, row.Hash });
            anchor.Property(row => row.ReceivedAt).HasDefaultValueSql("clock_timestamp()");
        });
        modelBuilder.Entity<ReceivedEvent>(log =>
        {
            log.ToTable("received_event");
            log.HasKey(row => row.Id);
            log.Property(row => row.Id).UseIdentityAlwaysColumn();
            log.Property(row => row.ReceivedAt).HasDefaultValueSql("clock_timestamp()");
            log.HasIndex(row => new { row.Kind, row.Reference, row.Epoch, row.Version }).HasDatabaseName("received_event_reference");
        });
        modelBuilder.Entity<RegionalState>(state =>
        {
            state.ToTable("regional_state");
            state.HasKey(row => new { row.Kind, row.Reference });
            state.HasIndex(row => new { row.Council, row.Kind, row.Year }).HasDatabaseName("regional_state_council");
        });
        modelBuilder.Entity<EditionRow>(edition =>
        {
            edition.ToTable("edition");
            edition.Property(row => row.Id).UseIdentityAlwaysColumn();
            edition.HasIndex(row => new { row.Kind, row.Key }).HasDatabaseName("edition_cell");
        });
        modelBuilder.Entity<EditionChildRow>(child =>
        {
            child.ToTable("edition_child");
            child.HasKey(row => new { row.EditionId, row.Reference });
            child.HasOne<EditionRow>().WithMany().HasForeignKey(row => row.EditionId);
        });
        modelBuilder.Entity<EditionCouncilRow>(council =>
        {
            council.ToTable("edition_council");
            council.HasKey(row => new { row.EditionId, row.Council });
            council.HasOne<EditionRow>().WithMany().HasForeignKey(row => row.EditionId);
        });
        modelBuilder.Entity<ReleasedFigureRow>(figure =>
        {
            figure.ToTable("released_figure");
            figure.HasKey(row => new { row.YearTo, row.Council, row.Indicator });
        });
        modelBuilder.Entity<ReleasedTrackerRow>(cell =>
        {
            cell.ToTable("released_tracker");
            cell.HasKey(row => new { row.Council, row.Stage, row.Band });
        });
        modelBuilder.Entity<ReleaseStateRow>(state =>
        {
            state.ToTable("release_state");
            state.Property(row => row.Id).ValueGeneratedNever();
        });
        modelBuilder.Entity<ProjectionJob>(job =>
        {
            job.ToTable("projection_job");
            job.Property(row => row.Id).ValueGeneratedNever();
        });

        SnakeCase.Apply(modelBuilder, typeof(CentralHubDbContext).Assembly);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Contracts.LocalityHub.ChildStage>().HaveConversion<short>();
        configurationBuilder.Properties<Contracts.LocalityHub.WaitBand>().HaveConversion<short>();
        configurationBuilder.Properties<Contracts.LocalityHub.WaitAtYearEnd>().HaveConversion<short>();
        configurationBuilder.Properties<Contracts.LocalityHub.MeasureExclusions>().HaveConversion<short>();
    }
}

/// <summary>Lets <c>dotnet ef</c> make migrations without a database.</summary>
internal sealed class CentralHubDesignTimeFactory : IDesignTimeDbContextFactory<CentralHubDbContext>
{
    public CentralHubDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<CentralHubDbContext>().UseNpgsql("Host=design-time").Options);
}
