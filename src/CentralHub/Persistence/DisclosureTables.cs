using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Disclosures;

namespace Partnership.CentralHub.Persistence;

/// <summary>The ledger of releases: the centre's own truth, never rebuilt.</summary>
internal static class DisclosureTables
{
    internal static ModelBuilder AddDisclosureTables(this ModelBuilder model)
    {
        model.Entity<Disclosure>(disclosure =>
        {
            disclosure.ToTable("disclosure");
            disclosure.Property(row => row.Id).ValueGeneratedNever();
            disclosure.Ignore(row => row.IsAskedOpen).Ignore(row => row.OwesAttestation);
            disclosure.HasIndex(row => row.Link).HasDatabaseName("disclosure_link");
            disclosure.HasIndex(row => row.Council).HasDatabaseName("disclosure_council");
            disclosure.HasIndex(row => row.ReaderCouncil).HasDatabaseName("disclosure_reader_council");
        });
        model.Entity<DisclosureStep>(step =>
        {
            step.ToTable("disclosure_step");
            step.Property(row => row.Id).ValueGeneratedNever();
            step.HasOne<Disclosure>().WithMany().HasForeignKey(row => row.Disclosure);
        });
        return model;
    }
}
