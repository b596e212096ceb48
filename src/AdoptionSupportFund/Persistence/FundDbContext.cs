using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Children;
using Partnership.AdoptionSupportFund.Claims;
using Partnership.AdoptionSupportFund.HandOvers;
using Partnership.AdoptionSupportFund.Ledger;
using Partnership.AdoptionSupportFund.Money;
using Partnership.AdoptionSupportFund.Orders;
using Partnership.AdoptionSupportFund.Outcomes;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Providers;
using Partnership.AdoptionSupportFund.Quotes;
using Partnership.AdoptionSupportFund.Statements;
using Partnership.AdoptionSupportFund.Worklists;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.SupportFund;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.AdoptionSupportFund.Persistence;

/// <summary>The fund's tables: references, codes, numbers and days of work. No name, no date of anybody's life, no text about a family.</summary>
internal sealed class FundDbContext(DbContextOptions<FundDbContext> options) : DbContext(options)
{
    public DbSet<PackRow> Packs => Set<PackRow>();

    public DbSet<PackJob> PackJobs => Set<PackJob>();

    public DbSet<PackChange> PackChanges => Set<PackChange>();

    public DbSet<PackHistory> PackHistories => Set<PackHistory>();

    public DbSet<FundChild> Children => Set<FundChild>();

    public DbSet<NeedsAssessment> Assessments => Set<NeedsAssessment>();

    public DbSet<HandOver> HandOvers => Set<HandOver>();

    public DbSet<Chase> Chases => Set<Chase>();

    public DbSet<ChildBalance> Balances => Set<ChildBalance>();

    public DbSet<BalanceUse> BalanceUses => Set<BalanceUse>();

    public DbSet<Application> Applications => Set<Application>();

    public DbSet<ApplicationLine> Lines => Set<ApplicationLine>();

    public DbSet<LineFunding> LineFunding => Set<LineFunding>();

    public DbSet<Quote> Quotes => Set<Quote>();

    public DbSet<Measurement> Measurements => Set<Measurement>();

    public DbSet<Provider> Providers => Set<Provider>();

    public DbSet<Framework> Frameworks => Set<Framework>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Invoice> Invoices => Set<Invoice>();

    public DbSet<Claim> Claims => Set<Claim>();

    public DbSet<Statement> Statements => Set<Statement>();

    public DbSet<StatementLine> StatementLines => Set<StatementLine>();

    public DbSet<Journal> Journals => Set<Journal>();

    public DbSet<Posting> Postings => Set<Posting>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddMessagingTables();
        modelBuilder.AddIdempotencyTable();
        modelBuilder.AddAuditTable();
        RuleTables.Map(modelBuilder);
        ChildTables.Map(modelBuilder);
        ApplicationTables.Map(modelBuilder);
        ProviderTables.Map(modelBuilder);
        MoneyTables.Map(modelBuilder);
        SnakeCase.Apply(modelBuilder, typeof(FundDbContext).Assembly);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<SupportRoute>().HaveConversion<short>();
        configurationBuilder.Properties<ApplicantBasis>().HaveConversion<short>();
        configurationBuilder.Properties<SupportNeeds>().HaveConversion<int>();
        configurationBuilder.Properties<RestrictedTo>().HaveConversion<short>();
        configurationBuilder.Properties<PackJobKind>().HaveConversion<short>();
        configurationBuilder.Properties<ApplicationStatus>().HaveConversion<short>();
        configurationBuilder.Properties<HandOverState>().HaveConversion<short>();
        configurationBuilder.Properties<SupportTask>().HaveConversion<short>();
        configurationBuilder.Properties<ChaseStep>().HaveConversion<short>();
        configurationBuilder.Properties<Funder>().HaveConversion<short>();
        configurationBuilder.Properties<OutcomeTool>().HaveConversion<short>();
        configurationBuilder.Properties<MeasuredWhen>().HaveConversion<short>();
        configurationBuilder.Properties<Account>().HaveConversion<short>();
        configurationBuilder.Properties<JournalKind>().HaveConversion<short>();
        configurationBuilder.Properties<OrderState>().HaveConversion<short>();
        configurationBuilder.Properties<InvoiceState>().HaveConversion<short>();
        configurationBuilder.Properties<StatementOutcome>().HaveConversion<short>();
        configurationBuilder.Properties<StatementLineKind>().HaveConversion<short>();
        configurationBuilder.Properties<RegulatedStatus>().HaveConversion<short>();
        configurationBuilder.Properties<ProviderCheckKind>().HaveConversion<short>();
    }
}

/// <summary>Lets <c>dotnet ef</c> make migrations without a database.</summary>
internal sealed class FundDesignTimeFactory : IDesignTimeDbContextFactory<FundDbContext>
{
    public FundDbContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<FundDbContext>().UseNpgsql("Host=design-time").Options);
}
