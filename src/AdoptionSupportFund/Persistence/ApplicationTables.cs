using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Outcomes;
using Partnership.AdoptionSupportFund.Quotes;

namespace Partnership.AdoptionSupportFund.Persistence;

internal static class ApplicationTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Application>(application =>
        {
            application.ToTable("application");
            application.HasKey(row => row.Id);
            application.Property(row => row.Id).ValueGeneratedNever();
            application.Property(row => row.Number).UseIdentityAlwaysColumn();
            application.Property(row => row.Version).IsConcurrencyToken();
            application.HasIndex(row => row.Number).IsUnique().HasDatabaseName("application_number");
            application.HasIndex(row => new { row.Council, row.Status }).HasDatabaseName("application_status");
            application.HasIndex(row => new { row.Council, row.ImportedAs }).IsUnique().HasDatabaseName("application_imported");
            application.HasIndex(row => new { row.Council, row.PortalReference }).HasDatabaseName("application_portal_reference");
            application.HasMany(row => row.Children).WithOne().HasForeignKey(child => child.ApplicationId);
            application.HasMany(row => row.Lines).WithOne().HasForeignKey(line => line.ApplicationId);
        });
        model.Entity<ApplicationChild>(child =>
        {
            child.ToTable("application_child");
            child.HasKey(row => new { row.ApplicationId, row.ChildId });
        });
        model.Entity<ApplicationLine>(line =>
        {
            line.ToTable("application_line");
            line.HasKey(row => row.Id);
            line.Property(row => row.Id).ValueGeneratedNever();
            line.Property(row => row.Hours).HasPrecision(7, 2);
            line.HasMany(row => row.Funding).WithOne().HasForeignKey(part => part.LineId);
        });
        model.Entity<Quote>(quote =>
        {
            quote.ToTable("quote");
            quote.HasKey(row => row.Id);
            quote.Property(row => row.Id).ValueGeneratedNever();
            quote.HasIndex(row => row.ApplicationId).HasDatabaseName("quote_application");
        });
        model.Entity<Measurement>(measurement =>
        {
            measurement.ToTable("measurement");
            measurement.HasKey(row => row.Id);
            measurement.Property(row => row.Id).ValueGeneratedNever();
            measurement.Property(row => row.Number).UseIdentityAlwaysColumn();
            measurement.HasIndex(row => row.Council).HasDatabaseName("measurement_council");
        });
        model.Entity<LineFunding>(part =>
        {
            part.ToTable("line_funding");
            part.HasKey(row => new { row.LineId, row.ChildId, row.Funder });
            part.HasIndex(row => row.ChildId).HasDatabaseName("line_funding_child");
        });
    }
}
