using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Identities;

namespace Partnership.CentralHub.Persistence;

/// <summary>Digests by which two councils' records of one child are told, and the candidate matches.</summary>
internal static class IdentityTables
{
    internal static ModelBuilder AddIdentityTables(this ModelBuilder model)
    {
        model.Entity<ChildIdentity>(identity =>
        {
            identity.ToTable("child_identity");
            identity.HasKey(row => row.Reference);
            identity.Property(row => row.Reference).ValueGeneratedNever();
            identity.HasIndex(row => row.ByNhsNumber).HasFilter("by_nhs_number is not null").HasDatabaseName("child_identity_nhs_number");
            identity.HasIndex(row => row.ByPupilNumber).HasFilter("by_pupil_number is not null").HasDatabaseName("child_identity_pupil_number");
        });
        model.Entity<IdentityMatch>(match =>
        {
            match.ToTable("identity_match");
            match.Property(row => row.Id).ValueGeneratedNever();
        });
        model.Entity<IdentityMatchSide>(side =>
        {
            side.ToTable("identity_match_side");
            side.HasKey(row => new { row.Match, row.Council });
            side.HasOne<IdentityMatch>().WithMany().HasForeignKey(row => row.Match).OnDelete(DeleteBehavior.Cascade);
            side.HasIndex(row => row.Reference).HasDatabaseName("identity_match_side_reference");
        });
        return model;
    }
}
