using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.CaseDecisions;
using Partnership.LocalityHub.CaseMinutes;
using Partnership.LocalityHub.CasePapers;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Letters;
using Partnership.LocalityHub.PanelCases;

namespace Partnership.LocalityHub.Persistence;

/// <summary>Cases for panel and decision maker: their papers, minutes, reasons and letters never leave this database.</summary>
internal static class PanelTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<HouseholdCheck>(check =>
        {
            check.ToTable("household_check");
            check.Property(c => c.Id).ValueGeneratedNever();
            check.Property(c => c.Kind).HasConversion<short>();
            check.HasIndex(c => c.HouseholdId).HasDatabaseName("household_check_household");
            check.HasOne<Household>().WithMany().HasForeignKey(c => c.HouseholdId);
        });
        model.Entity<PanelCase>(@case =>
        {
            @case.ToTable("panel_case");
            @case.Property(c => c.Id).ValueGeneratedNever();
            @case.Property(c => c.Kind).HasConversion<short>();
            @case.Property(c => c.State).HasConversion<short>();
            @case.Property(c => c.Version).IsConcurrencyToken();
            @case.HasOne<Household>().WithMany().HasForeignKey(c => c.HouseholdId);
            @case.HasIndex(c => c.ChildIds).HasMethod("gin").HasDatabaseName("panel_case_children");
            @case.HasIndex(c => c.HouseholdId).HasDatabaseName("panel_case_household");
            @case.Ignore(c => c.IsOwn);
        });
        model.Entity<GateStatement>(statement =>
        {
            statement.ToTable("gate_statement");
            statement.HasKey(s => new { s.CaseId, s.Gate });
            statement.Property(s => s.Gate).HasConversion<short>();
            statement.Property(s => s.Exception).HasConversion<short?>();
            statement.HasOne<PanelCase>().WithMany().HasForeignKey(s => s.CaseId);
        });
        model.Entity<CaseItem>(item =>
        {
            item.ToTable("case_item");
            item.Property(i => i.Id).ValueGeneratedNever();
            item.Property(i => i.State).HasConversion<short>();
            item.Property(i => i.Recommended).HasConversion<short>();
            item.Ignore(i => i.IsHeard);
            item.HasIndex(i => i.CaseId).HasDatabaseName("case_item_case");
            item.HasOne<PanelCase>().WithMany().HasForeignKey(i => i.CaseId);
        });
        MapPapers(model);
        MapDecisions(model);
        model.Entity<LetterTemplate>(template =>
        {
            template.ToTable("letter_template");
            template.HasKey(t => t.Kind);
            template.Property(t => t.Kind).HasConversion<short>();
            template.Property(t => t.Version).IsConcurrencyToken();
        });
        model.Entity<Letter>(letter =>
        {
            letter.ToTable("letter");
            letter.Property(l => l.Id).ValueGeneratedNever();
            letter.Property(l => l.Kind).HasConversion<short>();
            letter.Property(l => l.Version).IsConcurrencyToken();
            letter.HasIndex(l => l.CaseId).HasDatabaseName("letter_case");
            letter.HasOne<CaseDecision>().WithMany().HasForeignKey(l => l.DecisionId);
        });
    }

    private static void MapPapers(ModelBuilder model)
    {
        model.Entity<CasePaper>(paper =>
        {
            paper.ToTable("case_paper");
            paper.Property(p => p.Id).ValueGeneratedNever();
            paper.Property(p => p.Kind).HasConversion<short>();
            paper.Property(p => p.Type).HasConversion<short>();
            paper.Property(p => p.LateReason).HasConversion<short?>();
            paper.HasIndex(p => new { p.PaperId, p.Number }).IsUnique().HasDatabaseName("case_paper_number");
            paper.HasIndex(p => p.CaseId).HasDatabaseName("case_paper_case");
            paper.HasOne<PanelCase>().WithMany().HasForeignKey(p => p.CaseId);
        });
        model.Entity<CasePaperContent>(content =>
        {
            content.ToTable("case_paper_content");
            content.HasKey(c => c.VersionId);
            content.Property(c => c.VersionId).ValueGeneratedNever();
            content.HasOne<CasePaper>().WithOne().HasForeignKey<CasePaperContent>(c => c.VersionId);
        });
        model.Entity<PaperOpening>(opening =>
        {
            opening.ToTable("paper_opening");
            opening.HasKey(o => new { o.ItemId, o.Reader });
        });
        model.Entity<PaperReading>(reading =>
        {
            reading.ToTable("paper_reading");
            reading.Property(r => r.Id).ValueGeneratedNever();
            reading.HasIndex(r => r.VersionId).HasDatabaseName("paper_reading_version");
            reading.HasOne<CasePaper>().WithMany().HasForeignKey(r => r.VersionId);
        });
        model.Entity<ItemMinutes>(minutes =>
        {
            minutes.ToTable("item_minutes");
            minutes.Property(m => m.Id).ValueGeneratedNever();
            minutes.HasIndex(m => new { m.ItemId, m.Number }).IsUnique().HasDatabaseName("item_minutes_number");
            minutes.HasOne<CaseItem>().WithMany().HasForeignKey(m => m.ItemId);
        });
    }

    private static void MapDecisions(ModelBuilder model)
    {
        model.Entity<CaseDecision>(decision =>
        {
            decision.ToTable("case_decision");
            decision.Property(d => d.Id).ValueGeneratedNever();
            decision.Property(d => d.Stage).HasConversion<short>();
            decision.Property(d => d.Outcome).HasConversion<short>();
            decision.Property(d => d.Reason).HasConversion<short>();
            decision.HasIndex(d => d.CaseId).HasDatabaseName("case_decision_case");
            decision.HasOne<PanelCase>().WithMany().HasForeignKey(d => d.CaseId);
        });
        model.Entity<DecisionRecord>(record =>
        {
            record.ToTable("decision_record");
            record.Property(r => r.Id).ValueGeneratedNever();
            record.HasIndex(r => r.CaseId).HasDatabaseName("decision_record_case");
            record.HasOne<PanelCase>().WithMany().HasForeignKey(r => r.CaseId);
        });
        model.Entity<DecisionNotice>(notice =>
        {
            notice.ToTable("decision_notice");
            notice.HasKey(n => new { n.DecisionId, n.Recipient, n.Person });
            notice.Property(n => n.Recipient).HasConversion<short>();
            notice.HasOne<CaseDecision>().WithMany().HasForeignKey(n => n.DecisionId);
        });
    }
}
