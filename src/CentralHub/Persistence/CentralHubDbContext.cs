using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Partnership.CentralHub.Agreements;
using Partnership.CentralHub.Audit;
using Partnership.CentralHub.Campaigns;
using Partnership.CentralHub.Disclosures;
using Partnership.CentralHub.Duties;
using Partnership.CentralHub.Identities;
using Partnership.CentralHub.Links;
using Partnership.CentralHub.Outcomes;
using Partnership.CentralHub.OutsideSearches;
using Partnership.CentralHub.Projection;
using Partnership.CentralHub.Rates;
using Partnership.CentralHub.Register;
using Partnership.CentralHub.Searches;
using Partnership.CentralHub.Sufficiency;
using Partnership.CentralHub.Transfers;
using Partnership.CentralHub.Weights;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.CentralHub.Persistence;

/// <summary>
/// The central hub's tables: numbers, references, times, and messages that can hold no text. Whatever holds text belongs to messaging and
/// idempotency.
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

    public DbSet<FamilyEvent> FamilyEvents => Set<FamilyEvent>();

    public DbSet<ChildProfile> Children => Set<ChildProfile>();

    public DbSet<HouseholdOffer> Households => Set<HouseholdOffer>();

    public DbSet<OverdueDuty> OverdueDuties => Set<OverdueDuty>();

    public DbSet<PublishedChild> PublishedChildren => Set<PublishedChild>();

    public DbSet<PublishedTo> PublishedTo => Set<PublishedTo>();

    public DbSet<PublishedHousehold> PublishedHouseholds => Set<PublishedHousehold>();

    public DbSet<RegisterDue> RegisterDue => Set<RegisterDue>();

    public DbSet<SearchRow> Searches => Set<SearchRow>();

    public DbSet<SearchChild> SearchChildren => Set<SearchChild>();

    public DbSet<SearchCandidate> SearchCandidates => Set<SearchCandidate>();

    public DbSet<SearchChange> SearchChanges => Set<SearchChange>();

    public DbSet<SearchEscalation> SearchEscalations => Set<SearchEscalation>();

    public DbSet<SearchAlarm> SearchAlarms => Set<SearchAlarm>();

    public DbSet<SearchOverviewRow> SearchOverview => Set<SearchOverviewRow>();

    public DbSet<CandidateQuestionRow> CandidateQuestions => Set<CandidateQuestionRow>();

    public DbSet<Interest> Interests => Set<Interest>();

    public DbSet<Agreement> Agreements => Set<Agreement>();

    public DbSet<AgreementCouncil> AgreementCouncils => Set<AgreementCouncil>();

    public DbSet<WeightsRow> Weights => Set<WeightsRow>();

    public DbSet<Link> Links => Set<Link>();

    public DbSet<LinkChild> LinkChildren => Set<LinkChild>();

    public DbSet<LinkParty> LinkParties => Set<LinkParty>();

    public DbSet<LinkStep> LinkSteps => Set<LinkStep>();

    public DbSet<LinkWorker> LinkWorkers => Set<LinkWorker>();

    public DbSet<Worker> Workers => Set<Worker>();

    public DbSet<Transfer> Transfers => Set<Transfer>();

    public DbSet<Disclosure> Disclosures => Set<Disclosure>();

    public DbSet<DisclosureStep> DisclosureSteps => Set<DisclosureStep>();

    public DbSet<RateRow> Rates => Set<RateRow>();

    public DbSet<OutsideSearch> OutsideSearches => Set<OutsideSearch>();

    public DbSet<Campaign> Campaigns => Set<Campaign>();

    public DbSet<CampaignChild> CampaignChildren => Set<CampaignChild>();

    public DbSet<OutcomeCell> OutcomeCells => Set<OutcomeCell>();

    public DbSet<SufficiencyRow> Sufficiency => Set<SufficiencyRow>();

    public DbSet<DutyCount> DutyCounts => Set<DutyCount>();

    public DbSet<ChildIdentity> ChildIdentities => Set<ChildIdentity>();

    public DbSet<IdentityMatch> IdentityMatches => Set<IdentityMatch>();

    public DbSet<IdentityMatchSide> IdentityMatchSides => Set<IdentityMatchSide>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddMessagingTables();
        modelBuilder.AddIdempotencyTable();
        modelBuilder.AddAuditTable();
        modelBuilder.AddRegisterTables().AddSearchTables().AddLinkTables().AddDisclosureTables().AddPlanningTables().AddIdentityTables();
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
            state.HasIndex(row => row.Council).HasFilter("restricted_to <> 0").HasDatabaseName("regional_state_restricted");
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
        configurationBuilder.Properties<Contracts.LocalityHub.RestrictedTo>().HaveConversion<short>();
        configurationBuilder.Properties<AgeBands>().HaveConversion<short>();
        configurationBuilder.Properties<ChildCounts>().HaveConversion<short>();
        configurationBuilder.Properties<PermanencePlan>().HaveConversion<short>();
        configurationBuilder.Properties<AuthorityToPlace>().HaveConversion<short>();
        configurationBuilder.Properties<PriorityFlags>().HaveConversion<short>();
        configurationBuilder.Properties<Parents>().HaveConversion<short>();
        configurationBuilder.Properties<ApprovalState>().HaveConversion<short>();
        configurationBuilder.Properties<HouseholdRoutes>().HaveConversion<short>();
        configurationBuilder.Properties<SearchLength>().HaveConversion<short>();
        configurationBuilder.Properties<Contracts.CentralHub.SearchAlarmCause>().HaveConversion<short>();
        configurationBuilder.Properties<Lateness>().HaveConversion<short>();
        configurationBuilder.Properties<LinkState>().HaveConversion<short>();
        configurationBuilder.Properties<LinkDecision>().HaveConversion<short>();
        configurationBuilder.Properties<ChildsPart>().HaveConversion<short>();
        configurationBuilder.Properties<DisclosureSubject>().HaveConversion<short>();
        configurationBuilder.Properties<DisclosureLevel>().HaveConversion<short>();
        configurationBuilder.Properties<DisclosurePurpose>().HaveConversion<short>();
        configurationBuilder.Properties<DisclosureBasis>().HaveConversion<short>();
        configurationBuilder.Properties<DisclosureState>().HaveConversion<short>();
        configurationBuilder.Properties<DisclosureEnd>().HaveConversion<short>();
        configurationBuilder.Properties<DisclosureGates>().HaveConversion<short>();
        configurationBuilder.Properties<Matching.SearchOf>().HaveConversion<short>();
        configurationBuilder.Properties<Matching.SearchState>().HaveConversion<short>();
    }
}

/// <summary>Lets <c>dotnet ef</c> make migrations without a database.</summary>
internal sealed class CentralHubDesignTimeFactory : IDesignTimeDbContextFactory<CentralHubDbContext>
{
    public CentralHubDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<CentralHubDbContext>().UseNpgsql("Host=design-time").Options);
}
