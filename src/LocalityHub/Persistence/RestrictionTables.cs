using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.BreakGlass;
using Partnership.LocalityHub.Restrictions;

namespace Partnership.LocalityHub.Persistence;

internal static class RestrictionTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<ChildRestriction>(restriction =>
        {
            restriction.ToTable("child_restriction");
            restriction.HasKey(r => r.ChildId);
            restriction.Property(r => r.ChildId).ValueGeneratedNever();
        });

        model.Entity<BreakGlassGrant>(grant =>
        {
            grant.ToTable("break_glass_grant");
            grant.HasKey(g => g.Id);
            grant.Property(g => g.Id).ValueGeneratedNever();
            grant.Property(g => g.Sequence).UseIdentityAlwaysColumn();
            grant.HasIndex(g => g.Sequence).IsUnique().HasDatabaseName("break_glass_grant_sequence");
            grant.HasIndex(g => new { g.ChildId, g.Subject }).HasDatabaseName("break_glass_grant_child");
            grant.Property(g => g.Version).IsConcurrencyToken();
        });
    }
}
