using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.CentralLists;
using Partnership.PanelScheduling.Clocks;
using Partnership.PanelScheduling.Decisions;
using Partnership.PanelScheduling.Feeds;
using Partnership.PanelScheduling.Meetings;
using Partnership.PanelScheduling.Panels;
using Partnership.PanelScheduling.Quality;
using Partnership.PanelScheduling.Scheduling;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.PanelScheduling.Persistence;

/// <summary>
/// The panel service's tables: references, codes, days and numbers. The only names are those of panel members and decision makers, who are no
/// party to a case; no table has room for anybody else's, nor for a reason in words.
/// </summary>
internal sealed class PanelDbContext(DbContextOptions<PanelDbContext> options) : DbContext(options)
{
    public DbSet<CentralList> Lists => Set<CentralList>();

    public DbSet<ListMember> Members => Set<ListMember>();

    public DbSet<Panel> Panels => Set<Panel>();

    public DbSet<Meeting> Meetings => Set<Meeting>();

    public DbSet<MeetingMember> MeetingMembers => Set<MeetingMember>();

    public DbSet<PanelCase> Cases => Set<PanelCase>();

    public DbSet<CaseChild> CaseChildren => Set<CaseChild>();

    public DbSet<CaseConflict> Conflicts => Set<CaseConflict>();

    public DbSet<CasePause> Pauses => Set<CasePause>();

    public DbSet<CaseClock> Clocks => Set<CaseClock>();

    public DbSet<AgendaItem> Items => Set<AgendaItem>();

    public DbSet<DecisionMaker> DecisionMakers => Set<DecisionMaker>();

    public DbSet<Decision> Decisions => Set<Decision>();

    public DbSet<Determination> Determinations => Set<Determination>();

    public DbSet<HeldRecord> Records => Set<HeldRecord>();

    public DbSet<HeldNotice> Notices => Set<HeldNotice>();

    public DbSet<SchedulePlan> Plans => Set<SchedulePlan>();

    public DbSet<MemberFeed> Feeds => Set<MemberFeed>();

    public DbSet<ItemFeedback> Feedback => Set<ItemFeedback>();

    public DbSet<IssuedReport> Reports => Set<IssuedReport>();

    public DbSet<FeeRate> FeeRates => Set<FeeRate>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.AddMessagingTables();
        model.AddIdempotencyTable();
        model.AddAuditTable();
        PanelTables.Map(model);
        CaseTables.Map(model);
        SnakeCase.Apply(model, typeof(PanelDbContext).Assembly);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        // Numbers of enumerations are stored: never reuse one.
        foreach (var type in typeof(PanelDbContext).Assembly.GetTypes().Concat(typeof(Statutory.Clocks.ClockRule).Assembly.GetTypes()).Where(type => type.IsEnum)
                     .Append(typeof(Contracts.LocalityHub.RestrictedTo)))
        {
            configuration.Properties(type).HaveConversion<short>();
        }
    }
}

/// <summary>Columns that hold a small list or set of values as JSON.</summary>
internal static class JsonColumns
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static PropertyBuilder<T> AsJson<T>(this PropertyBuilder<T> property) => property
        .HasColumnType("jsonb")
        .HasConversion(
            value => JsonSerializer.Serialize(value, Json),
            text => JsonSerializer.Deserialize<T>(text, Json)!,
            new ValueComparer<T>(
                (one, other) => JsonSerializer.Serialize(one, Json) == JsonSerializer.Serialize(other, Json),
                value => JsonSerializer.Serialize(value, Json).GetHashCode(StringComparison.Ordinal),
                value => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, Json), Json)!));
}

/// <summary>Lets <c>dotnet ef</c> make migrations without a database.</summary>
internal sealed class PanelDesignTimeFactory : IDesignTimeDbContextFactory<PanelDbContext>
{
    public PanelDbContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PanelDbContext>().UseNpgsql("Host=design-time").Options);
}
