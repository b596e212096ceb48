using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Support;

namespace Partnership.LocalityHub.Persistence;

internal static class SupportTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<SupportFamily>(family =>
        {
            family.ToTable("support_family");
            family.HasKey(row => row.Id);
            family.Property(row => row.Id).ValueGeneratedNever();
            family.Property(row => row.Version).IsConcurrencyToken();
            family.HasMany(row => row.Children).WithOne().HasForeignKey(child => child.FamilyId);
        });

        model.Entity<SupportChild>(child =>
        {
            child.ToTable("support_child");
            child.HasKey(row => row.Id);
            child.Property(row => row.Id).ValueGeneratedNever();
            child.Property(row => row.Route).HasConversion<short>();
            child.Property(row => row.PlacedBy).HasConversion<short>();
            child.HasIndex(row => row.ChildId).IsUnique().HasDatabaseName("support_child_child");
            child.HasIndex(row => row.OrderMadeOn).HasDatabaseName("support_child_order");
        });

        model.Entity<SupportAssessment>(assessment =>
        {
            assessment.ToTable("support_assessment");
            assessment.HasKey(row => row.Id);
            assessment.Property(row => row.Id).ValueGeneratedNever();
            assessment.Property(row => row.Number).UseIdentityAlwaysColumn();
            assessment.Property(row => row.Version).IsConcurrencyToken();
            assessment.HasIndex(row => row.FamilyId).HasDatabaseName("support_assessment_family");
            assessment.HasOne<SupportFamily>().WithMany().HasForeignKey(row => row.FamilyId);
            assessment.HasMany(row => row.Children).WithOne().HasForeignKey(child => child.AssessmentId);
            assessment.HasMany(row => row.Narratives).WithOne().HasForeignKey(narrative => narrative.AssessmentId);
        });

        model.Entity<AssessedChild>(child =>
        {
            child.ToTable("assessed_child");
            child.HasKey(row => new { row.AssessmentId, row.SupportChildId });
            child.Property(row => row.Needs).HasConversion<int>();
        });

        model.Entity<SupportNarrative>(narrative =>
        {
            narrative.ToTable("support_narrative");
            narrative.HasKey(row => new { row.AssessmentId, row.Part });
            narrative.Property(row => row.Part).HasConversion<short>();
        });

        model.Entity<SupportChase>(chase =>
        {
            chase.ToTable("support_chase");
            chase.HasKey(row => row.Id);
            chase.Property(row => row.Id).ValueGeneratedNever();
            chase.Property(row => row.Task).HasConversion<short>();
            chase.Property(row => row.Step).HasConversion<short>();
            chase.HasIndex(row => row.AssessmentId).HasDatabaseName("support_chase_assessment");
            chase.HasOne<SupportAssessment>().WithMany().HasForeignKey(row => row.AssessmentId).OnDelete(DeleteBehavior.Cascade);
        });

        model.Entity<SupportReference>(reference =>
        {
            reference.ToTable("support_reference", RegionalTables.SealedSchema);
            reference.HasKey(row => row.Reference);
            reference.Property(row => row.Reference).ValueGeneratedNever();
            reference.Property(row => row.Kind).HasConversion<short>();
            reference.HasIndex(row => new { row.Kind, row.AboutId }).IsUnique().HasDatabaseName("support_reference_about");
        });
    }
}
