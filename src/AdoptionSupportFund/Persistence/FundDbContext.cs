using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.AdoptionSupportFund.Persistence;

/// <summary>The fund's tables: references, codes, numbers and days of work. No name, no date of anybody's life, no text about a family.</summary>
internal sealed class FundDbContext(DbContextOptions<FundDbContext> options) : DbContext(options)
{
    public DbSet<PackRow> Packs => Set<PackRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddMessagingTables();
        modelBuilder.AddIdempotencyTable();
        modelBuilder.AddAuditTable();
        modelBuilder.Entity<PackRow>(pack =>
        {
            pack.ToTable("rule_pack");
            pack.HasKey(row => row.Id);
            pack.Property(row => row.Id).ValueGeneratedNever();
            pack.Property(row => row.Content).HasColumnType("jsonb");
            pack.HasIndex(row => new { row.Year, row.Revision }).IsUnique().HasDatabaseName("rule_pack_revision");
        });

        SnakeCase.Apply(modelBuilder, typeof(FundDbContext).Assembly);
    }
}

/// <summary>Lets <c>dotnet ef</c> make migrations without a database.</summary>
internal sealed class FundDesignTimeFactory : IDesignTimeDbContextFactory<FundDbContext>
{
    public FundDbContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<FundDbContext>().UseNpgsql("Host=design-time").Options);
}
