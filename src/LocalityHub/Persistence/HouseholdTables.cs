using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Restrictions;

namespace Partnership.LocalityHub.Persistence;

internal static class HouseholdTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Household>(household =>
        {
            household.ToTable("household");
            household.HasKey(h => h.Id);
            household.Property(h => h.Id).ValueGeneratedNever();
            household.HasIndex(h => h.SourceReference).IsUnique().HasDatabaseName("household_source_reference");
            household.Property(h => h.Version).IsConcurrencyToken();
            household.Property(h => h.ClosedReason).HasConversion<short?>();
            household.Property(h => h.Unavailable).HasConversion<short?>();
            household.Property(h => h.Routes).HasConversion<int>();
            household.Property(h => h.NumbersYes).HasConversion<int>();
            household.Property(h => h.NumbersCouldConsider).HasConversion<int>();
            household.Property(h => h.AgesYes).HasConversion<int>();
            household.Property(h => h.AgesCouldConsider).HasConversion<int>();
            household.Property(h => h.IdentitySupport).HasConversion<int>();
        });

        model.Entity<HouseholdMember>(member =>
        {
            member.ToTable("household_member");
            member.HasKey(m => new { m.HouseholdId, m.Ordinal });
            member.Property(m => m.Role).HasConversion<short>();
            member.HasOne<Household>().WithMany().HasForeignKey(m => m.HouseholdId);
        });

        model.Entity<HouseholdAnswer>(answer =>
        {
            answer.ToTable("household_answer");
            answer.HasKey(a => new { a.HouseholdId, a.Need });
            answer.Property(a => a.Need).HasConversion<short>();
            answer.Property(a => a.Low).HasConversion<short>();
            answer.Property(a => a.Medium).HasConversion<short>();
            answer.Property(a => a.High).HasConversion<short>();
            answer.HasOne<Household>().WithMany().HasForeignKey(a => a.HouseholdId);
        });

        model.Entity<ApprovalDecision>(decision =>
        {
            decision.ToTable("household_decision");
            decision.HasKey(d => d.Id);
            decision.Property(d => d.Id).ValueGeneratedNever();
            decision.Property(d => d.Source).HasConversion<short>();
            decision.Property(d => d.Decision).HasConversion<short>();
            decision.Property(d => d.Routes).HasConversion<int>();
            decision.Property(d => d.Numbers).HasConversion<int>();
            decision.Property(d => d.Ages).HasConversion<int>();
            decision.HasIndex(d => d.HouseholdId).HasDatabaseName("household_decision_household");
            decision.HasOne<Household>().WithMany().HasForeignKey(d => d.HouseholdId);
        });

        model.Entity<CarerDecision>(decision =>
        {
            decision.ToTable("carer_decision");
            decision.HasKey(d => d.Id);
            decision.Property(d => d.Id).ValueGeneratedNever();
            decision.Property(d => d.Decision).HasConversion<short>();
            decision.Property(d => d.Routes).HasConversion<int>();
            decision.Property(d => d.Numbers).HasConversion<int>();
            decision.Property(d => d.Ages).HasConversion<int>();
            decision.HasIndex(d => d.HouseholdId).HasDatabaseName("carer_decision_household");
            decision.HasOne<Household>().WithMany().HasForeignKey(d => d.HouseholdId);
        });

        model.Entity<HouseholdHold>(hold =>
        {
            hold.ToTable("household_hold");
            hold.HasKey(h => h.Id);
            hold.Property(h => h.Id).ValueGeneratedNever();
            hold.Property(h => h.Reason).HasConversion<short>();
            hold.HasIndex(h => h.HouseholdId).HasDatabaseName("household_hold_household");
            hold.HasOne<Household>().WithMany().HasForeignKey(h => h.HouseholdId);
        });

        model.Entity<HouseholdReview>(review =>
        {
            review.ToTable("household_review");
            review.HasKey(r => r.Id);
            review.Property(r => r.Id).ValueGeneratedNever();
            review.Property(r => r.Outcome).HasConversion<short>();
            review.HasIndex(r => r.HouseholdId).HasDatabaseName("household_review_household");
            review.HasOne<Household>().WithMany().HasForeignKey(r => r.HouseholdId);
        });

        model.Entity<HouseholdReturn>(returned =>
        {
            returned.ToTable("household_return");
            returned.HasKey(r => r.HouseholdId);
            returned.Property(r => r.HouseholdId).ValueGeneratedNever();
            returned.Property(r => r.LeftReason).HasConversion<short?>();
            returned.HasOne<Household>().WithOne().HasForeignKey<HouseholdReturn>(r => r.HouseholdId);
        });

        model.Entity<HouseholdRestriction>(restriction =>
        {
            restriction.ToTable("household_restriction");
            restriction.HasKey(r => r.HouseholdId);
            restriction.Property(r => r.HouseholdId).ValueGeneratedNever();
        });
    }
}
