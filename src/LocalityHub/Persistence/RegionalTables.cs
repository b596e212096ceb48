using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Regional;

namespace Partnership.LocalityHub.Persistence;

internal static class RegionalTables
{
    /// <summary>The sealed store's own schema: rights to it are given, and looked at, apart from those to the children's tables.</summary>
    public const string SealedSchema = "sealed";

    public static void Map(ModelBuilder model)
    {
        model.Entity<RegionalReference>(reference =>
        {
            reference.ToTable("regional_reference", SealedSchema);
            reference.HasKey(r => r.Reference);
            reference.Property(r => r.Reference).ValueGeneratedNever();
            reference.Property(r => r.Purpose).HasConversion<short>();
            reference.HasIndex(r => new { r.ChildId, r.Purpose, r.Year }).IsUnique().HasDatabaseName("regional_reference_child");
            reference.HasIndex(r => new { r.HouseholdId, r.Purpose, r.Year }).IsUnique().HasDatabaseName("regional_reference_household");
        });

        model.Entity<HubState>(state =>
        {
            state.ToTable("hub_state");
            state.HasKey(s => s.Id);
            state.Property(s => s.Id).ValueGeneratedNever();
            state.HasData(new HubState());
        });
    }
}
