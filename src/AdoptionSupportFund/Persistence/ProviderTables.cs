using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Providers;

namespace Partnership.AdoptionSupportFund.Persistence;

internal static class ProviderTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Provider>(provider =>
        {
            provider.ToTable("provider");
            provider.HasKey(row => row.Id);
            provider.Property(row => row.Id).ValueGeneratedNever();
            provider.Property(row => row.Name).HasMaxLength(100);
            provider.Property(row => row.Version).IsConcurrencyToken();
            provider.Ignore(row => row.ChecksDue);
            provider.HasMany(row => row.Therapies).WithOne().HasForeignKey(therapy => therapy.ProviderId);
            provider.HasMany(row => row.Areas).WithOne().HasForeignKey(area => area.ProviderId);
            provider.HasMany(row => row.Checks).WithOne().HasForeignKey(check => check.ProviderId);
        });
        model.Entity<ProviderTherapy>(therapy =>
        {
            therapy.ToTable("provider_therapy");
            therapy.HasKey(row => new { row.ProviderId, row.Therapy });
            therapy.HasIndex(row => row.Therapy).HasDatabaseName("provider_therapy_therapy");
        });
        model.Entity<ProviderArea>(area =>
        {
            area.ToTable("provider_area");
            area.HasKey(row => new { row.ProviderId, row.Area });
        });
        model.Entity<ProviderCheck>(check =>
        {
            check.ToTable("provider_check");
            check.HasKey(row => new { row.ProviderId, row.Kind });
        });
    }
}
