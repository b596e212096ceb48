using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Disclosures;
using Partnership.LocalityHub.Profiles;

namespace Partnership.LocalityHub.Persistence;

internal static class ProfileTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<ProfileVersion>(version =>
        {
            version.ToTable("profile_version");
            version.HasKey(v => v.Id);
            version.Property(v => v.Id).ValueGeneratedNever();
            version.Property(v => v.Level).HasConversion<short>();
            version.Property(v => v.Version).IsConcurrencyToken();
            version.Ignore(v => v.IsDraft);
            version.HasIndex(v => new { v.ChildId, v.Level, v.Number }).IsUnique().HasFilter("child_id is not null").HasDatabaseName("profile_version_child");
            version.HasIndex(v => new { v.HouseholdId, v.Level, v.Number }).IsUnique().HasFilter("household_id is not null").HasDatabaseName("profile_version_household");
        });

        model.Entity<CourtPermission>(permission =>
        {
            permission.ToTable("court_permission");
            permission.HasKey(p => new { p.ProfileVersionId, p.Reader });
            permission.Property(p => p.Basis).HasConversion<short>();
            permission.HasOne<ProfileVersion>().WithMany().HasForeignKey(p => p.ProfileVersionId);
        });

        model.Entity<Disclosure>(disclosure =>
        {
            disclosure.ToTable("disclosure");
            disclosure.HasKey(d => d.Id);
            disclosure.Property(d => d.Id).ValueGeneratedNever();
            disclosure.Property(d => d.Subject).HasConversion<short>();
            disclosure.Property(d => d.Level).HasConversion<short>();
            disclosure.Property(d => d.Purpose).HasConversion<short>();
            disclosure.Property(d => d.Basis).HasConversion<short>();
            disclosure.Property(d => d.AskedEnd).HasConversion<short>();
            disclosure.Property(d => d.OwnEnd).HasConversion<short>();
            disclosure.Property(d => d.Gates).HasConversion<short>();
            disclosure.Property(d => d.Version).IsConcurrencyToken();
            disclosure.HasOne<ProfileVersion>().WithMany().HasForeignKey(d => d.ProfileVersionId);
            disclosure.HasIndex(d => d.ChildId).HasDatabaseName("disclosure_child");
            disclosure.HasIndex(d => d.HouseholdId).HasDatabaseName("disclosure_household");
            disclosure.HasIndex(d => d.ExpiresAt).HasDatabaseName("disclosure_expires_at");
        });

        model.Entity<PapersToAttest>(papers =>
        {
            papers.ToTable("papers_to_attest");
            papers.HasKey(p => p.Id);
            papers.Property(p => p.Id).ValueGeneratedNever();
            papers.Property(p => p.Ask).HasConversion<short>();
        });
    }
}
