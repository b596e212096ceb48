using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Children;
using Partnership.AdoptionSupportFund.HandOvers;
using Partnership.AdoptionSupportFund.Money;
using Partnership.AdoptionSupportFund.Worklists;

namespace Partnership.AdoptionSupportFund.Persistence;

internal static class ChildTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<FundChild>(child =>
        {
            child.ToTable("fund_child");
            child.HasKey(row => row.Id);
            child.Property(row => row.Id).ValueGeneratedNever();
            child.HasIndex(row => new { row.Council, row.FamilyId }).HasDatabaseName("fund_child_family");
        });
        model.Entity<NeedsAssessment>(assessment =>
        {
            assessment.ToTable("needs_assessment");
            assessment.HasKey(row => new { row.Id, row.ChildId });
            assessment.HasIndex(row => row.ChildId).HasDatabaseName("needs_assessment_child");
        });
        model.Entity<HandOver>(handOver =>
        {
            handOver.ToTable("hand_over");
            handOver.HasKey(row => row.Id);
            handOver.Property(row => row.Id).ValueGeneratedNever();
            handOver.Property(row => row.Version).IsConcurrencyToken();
            handOver.HasIndex(row => row.ChildId).IsUnique().HasFilter("state = 1").HasDatabaseName("hand_over_proposed_once");
            handOver.HasIndex(row => row.FromCouncil).HasDatabaseName("hand_over_from");
            handOver.HasIndex(row => row.ToCouncil).HasDatabaseName("hand_over_to");
        });
        model.Entity<Chase>(chase =>
        {
            chase.ToTable("chase");
            chase.HasKey(row => row.Id);
            chase.Property(row => row.Id).ValueGeneratedNever();
            chase.HasIndex(row => new { row.Council, row.Task, row.About }).IsUnique().HasDatabaseName("chase_about");
            chase.HasIndex(row => row.AssessmentId).HasDatabaseName("chase_assessment");
        });
        model.Entity<ChildBalance>(balance =>
        {
            // Never below nothing, whatever a statement says.
            balance.ToTable("child_balance", table => table.HasCheckConstraint("child_balance_not_negative", "therapy >= 0 and assessment >= 0 and local >= 0"));
            balance.HasKey(row => new { row.ChildId, row.Year });
            balance.Ignore(row => row.Use);
        });
        model.Entity<BalanceUse>(use =>
        {
            use.ToTable("balance_use");
            use.HasKey(row => new { row.ApplicationId, row.ChildId, row.Year });
            use.Ignore(row => row.Use);
        });
    }
}
