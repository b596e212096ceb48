using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Packs;

namespace Partnership.AdoptionSupportFund.Persistence;

internal static class RuleTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<PackRow>(pack =>
        {
            pack.ToTable("rule_pack");
            pack.HasKey(row => row.Id);
            pack.Property(row => row.Id).ValueGeneratedNever();
            pack.Property(row => row.Content).HasColumnType("jsonb");
            pack.HasIndex(row => new { row.Year, row.Revision }).IsUnique().HasDatabaseName("rule_pack_revision");
        });
        model.Entity<PackJob>(job =>
        {
            job.ToTable("rule_job");
            job.HasKey(row => row.Id);
            job.Property(row => row.Id).ValueGeneratedNever();
            job.HasIndex(row => row.RequestedAt).HasFilter("finished_at is null").HasDatabaseName("rule_job_waiting");
        });
        model.Entity<PackChange>(change =>
        {
            change.ToTable("rule_change");
            change.HasKey(row => new { row.JobId, row.ApplicationId });
        });
        model.Entity<PackHistory>(past =>
        {
            past.ToTable("rule_history");
            past.HasKey(row => new { row.JobId, row.ApplicationId });
        });
    }
}
