using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.CentralLists;
using Partnership.PanelScheduling.Clocks;
using Partnership.PanelScheduling.Decisions;
using Partnership.PanelScheduling.Meetings;
using Partnership.PanelScheduling.Quality;

namespace Partnership.PanelScheduling.Persistence;

/// <summary>Cases, agendas, decisions and clocks.</summary>
internal static class CaseTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<PanelCase>(@case =>
        {
            @case.ToTable("panel_case");
            @case.Property(row => row.Id).ValueGeneratedNever();
            @case.Property(row => row.Absences).AsJson();
            @case.Property(row => row.Excused).AsJson();
            @case.Property(row => row.Version).IsConcurrencyToken();
            @case.HasIndex(row => new { row.State, row.Id }).HasDatabaseName("panel_case_state");
            @case.Ignore(row => row.Route);
        });
        model.Entity<CaseChild>(child =>
        {
            child.ToTable("case_child");
            child.HasKey(row => new { row.CaseId, row.Child });
            child.HasIndex(row => row.Child).HasDatabaseName("case_child_child");
        });
        model.Entity<PanelCase>().HasMany(row => row.Children).WithOne().HasForeignKey(child => child.CaseId);
        model.Entity<KnownDay>(day =>
        {
            day.ToTable("case_day");
            day.HasKey(row => new { row.CaseId, row.Round, row.Event, row.Recipient });
        });
        model.Entity<PanelCase>().HasMany(row => row.Days).WithOne().HasForeignKey(day => day.CaseId);
        model.Entity<CasePause>(pause =>
        {
            pause.ToTable("case_pause");
            pause.Ignore(row => row.IsOfHub);
            pause.Property(row => row.Id).ValueGeneratedNever();
        });
        model.Entity<PanelCase>().HasMany(row => row.Pauses).WithOne().HasForeignKey(pause => pause.CaseId);
        model.Entity<CaseConflict>(conflict =>
        {
            conflict.ToTable("case_conflict");
            conflict.HasKey(row => new { row.CaseId, row.MemberId });
            conflict.HasOne<ListMember>().WithMany().HasForeignKey(row => row.MemberId);
        });
        model.Entity<PanelCase>().HasMany(row => row.Conflicts).WithOne().HasForeignKey(conflict => conflict.CaseId);
        model.Entity<CaseClock>(clock =>
        {
            clock.ToTable("case_clock");
            clock.HasKey(row => new { row.CaseId, row.Code, row.Round, row.Recipient });
            clock.HasOne<PanelCase>().WithMany().HasForeignKey(row => row.CaseId);
            clock.HasIndex(row => row.Due).HasFilter("ended is null").HasDatabaseName("case_clock_due");
        });
        model.Entity<AgendaItem>(item =>
        {
            item.ToTable("agenda_item");
            item.Property(row => row.Id).ValueGeneratedNever();
            item.Property(row => row.Sitting).AsJson();
            item.Property(row => row.QuorumGaps).AsJson();
            item.Property(row => row.Recommendations).AsJson();
            item.Property(row => row.Advice).AsJson();
            item.Property(row => row.Version).IsConcurrencyToken();
            item.Ignore(row => row.Presiding);
            item.HasOne<Meeting>().WithMany().HasForeignKey(row => row.MeetingId);
            item.HasOne<PanelCase>().WithMany().HasForeignKey(row => row.CaseId);
            item.HasIndex(row => row.MeetingId).HasDatabaseName("agenda_item_meeting");

            // Every reading of a case and every decision asks for them; the index below has those that are still to be heard alone.
            item.HasIndex(row => row.CaseId, "agenda_item_of_case");

            // Two advisers who book a case at once must not both succeed.
            item.HasIndex(row => row.CaseId).IsUnique().HasFilter("state = 1").HasDatabaseName("agenda_item_case");
        });
        model.Entity<ItemMinutes>(minutes =>
        {
            minutes.ToTable("item_minutes");
            minutes.HasKey(row => new { row.ItemId, row.Council });
        });
        model.Entity<AgendaItem>().HasMany(row => row.MinutesHeld).WithOne().HasForeignKey(minutes => minutes.ItemId);
        model.Entity<Decision>(decision =>
        {
            decision.ToTable("decision");
            decision.Property(row => row.Id).ValueGeneratedNever();
            decision.Property(row => row.Terms).AsJson();
            decision.Property(row => row.ReversalReason).HasConversion<short>();
            decision.HasOne<PanelCase>().WithMany().HasForeignKey(row => row.CaseId);
            decision.HasOne<DecisionMaker>().WithMany().HasForeignKey(row => row.MakerId);
            decision.HasIndex(row => row.CaseId).HasDatabaseName("decision_case");
        });
        model.Entity<Determination>(determination =>
        {
            determination.ToTable("determination");
            determination.HasKey(row => row.DecisionId);
            determination.HasOne<Decision>().WithMany().HasForeignKey(row => row.DecisionId);
            determination.Property(row => row.Version).IsConcurrencyToken();
        });
        model.Entity<HeldNotice>(notice =>
        {
            notice.ToTable("held_notice");
            notice.HasKey(row => row.Reference);
            notice.HasIndex(row => row.CaseId).HasDatabaseName("held_notice_case");
        });
        model.Entity<HeldRecord>(record =>
        {
            record.ToTable("held_record");
            record.HasKey(row => row.Record);
        });
        model.Entity<ItemFeedback>(feedback =>
        {
            feedback.ToTable("item_feedback");
            feedback.Property(row => row.Id).ValueGeneratedNever();
            feedback.HasOne<AgendaItem>().WithMany().HasForeignKey(row => row.ItemId);
            feedback.HasIndex(row => row.ItemId).HasDatabaseName("item_feedback_item");
        });
    }
}
