using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.CaseTransfers;
using Partnership.LocalityHub.Duties;

namespace Partnership.LocalityHub.Persistence;

internal static class DutyTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<CaseEvent>(entered =>
        {
            entered.ToTable("case_event");
            entered.HasKey(e => e.Id);
            entered.Property(e => e.Id).ValueGeneratedNever();
            entered.Property(e => e.Kind).HasConversion<short>();
            entered.Property(e => e.Conditions).HasConversion<short>();
            entered.HasIndex(e => new { e.ChildId, e.Kind, e.On }).IsUnique().HasFilter("withdrawn_at is null").HasDatabaseName("case_event_child");
        });

        model.Entity<AssessmentPause>(pause =>
        {
            pause.ToTable("assessment_pause");
            pause.HasKey(p => p.Id);
            pause.Property(p => p.Id).ValueGeneratedNever();
            pause.Property(p => p.Stage).HasConversion<short>();
            pause.Property(p => p.Reason).HasConversion<short>();
            pause.HasIndex(p => p.HouseholdId).HasDatabaseName("assessment_pause_household");
        });

        model.Entity<DutyReason>(reason =>
        {
            reason.ToTable("duty_reason");
            reason.HasKey(r => r.Id);
            reason.Property(r => r.Id).ValueGeneratedNever();
            reason.Property(r => r.Duty).HasConversion<short>();
            reason.HasIndex(r => r.ChildId).HasDatabaseName("duty_reason_child");
            reason.HasIndex(r => r.HouseholdId).HasDatabaseName("duty_reason_household");
        });

        model.Entity<CaseTransfer>(transfer =>
        {
            transfer.ToTable("case_transfer");
            transfer.HasKey(t => t.Id);
            transfer.Property(t => t.Id).ValueGeneratedNever();
            transfer.Property(t => t.State).HasConversion<short>();
            transfer.HasIndex(t => t.FromSubject).HasDatabaseName("case_transfer_from");
            transfer.HasIndex(t => t.ToSubject).HasDatabaseName("case_transfer_to");
        });

        model.Entity<CaseTransferChild>(child =>
        {
            child.ToTable("case_transfer_child");
            child.HasKey(c => new { c.TransferId, c.ChildId });
            child.HasOne<CaseTransfer>().WithMany().HasForeignKey(c => c.TransferId);
        });
    }
}
