using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.CentralLists;
using Partnership.PanelScheduling.Decisions;
using Partnership.PanelScheduling.Feeds;
using Partnership.PanelScheduling.Meetings;
using Partnership.PanelScheduling.Panels;
using Partnership.PanelScheduling.Quality;
using Partnership.PanelScheduling.Scheduling;

namespace Partnership.PanelScheduling.Persistence;

/// <summary>Lists, panels, meetings, decision makers: what is there before there is a case.</summary>
internal static class PanelTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<CentralList>(list =>
        {
            list.ToTable("central_list");
            list.Property(row => row.Id).ValueGeneratedNever();
            list.Property(row => row.Version).IsConcurrencyToken();
            list.HasIndex(row => row.Code).IsUnique().HasDatabaseName("central_list_code");
        });
        model.Entity<ListMember>(member =>
        {
            member.ToTable("list_member");
            member.Property(row => row.Id).ValueGeneratedNever();
            member.Property(row => row.Facts).AsJson();
            member.Property(row => row.Absences).AsJson();
            member.Property(row => row.Version).IsConcurrencyToken();
            member.HasOne<CentralList>().WithMany().HasForeignKey(row => row.ListId);
            member.HasIndex(row => row.ListId).HasDatabaseName("list_member_list");
            member.HasIndex(row => new { row.ListId, row.Subject }).IsUnique().HasFilter("subject is not null").HasDatabaseName("list_member_subject");
        });
        model.Entity<Panel>(panel =>
        {
            panel.ToTable("panel");
            panel.Property(row => row.Id).ValueGeneratedNever();
            panel.Property(row => row.ItemMinutes).AsJson();
            panel.Property(row => row.Shares).AsJson();
            panel.Property(row => row.TravelPounds).AsJson();
            panel.Property(row => row.Version).IsConcurrencyToken();
            panel.HasOne<CentralList>().WithMany().HasForeignKey(row => row.ListId);
            panel.HasIndex(row => row.Code).IsUnique().HasDatabaseName("panel_code");
        });
        model.Entity<Meeting>(meeting =>
        {
            meeting.ToTable("meeting");
            meeting.Property(row => row.Id).ValueGeneratedNever();
            meeting.Property(row => row.Version).IsConcurrencyToken();
            meeting.HasOne<Panel>().WithMany().HasForeignKey(row => row.PanelId);
            meeting.HasIndex(row => new { row.PanelId, row.Date, row.StartsAt }).IsUnique().HasFilter("state <> 4").HasDatabaseName("meeting_panel");
            meeting.HasIndex(row => row.Date).HasDatabaseName("meeting_date");
        });
        model.Entity<MeetingMember>(member =>
        {
            member.ToTable("meeting_member");
            member.HasKey(row => new { row.MeetingId, row.MemberId });
            member.HasOne<Meeting>().WithMany(row => row.Members).HasForeignKey(row => row.MeetingId);
            member.HasOne<ListMember>().WithMany().HasForeignKey(row => row.MemberId);
            member.HasIndex(row => row.MemberId).HasDatabaseName("meeting_member_member");
        });
        model.Entity<DecisionMaker>(maker =>
        {
            maker.ToTable("decision_maker");
            maker.Property(row => row.Id).ValueGeneratedNever();
            maker.PrimitiveCollection(row => row.Kinds).ElementType().HasConversion<short>();
            maker.Property(row => row.Version).IsConcurrencyToken();
            maker.HasIndex(row => new { row.Council, row.Subject }).HasDatabaseName("decision_maker_subject");
        });
        model.Entity<SchedulePlan>(plan =>
        {
            plan.ToTable("schedule_plan");
            plan.Property(row => row.Id).ValueGeneratedNever();
            plan.Property(row => row.Placements).AsJson();
            plan.Property(row => row.Version).IsConcurrencyToken();
        });
        model.Entity<MemberFeed>(feed =>
        {
            feed.ToTable("member_feed");
            feed.HasKey(row => row.MemberId);
            feed.HasOne<ListMember>().WithMany().HasForeignKey(row => row.MemberId);
            feed.HasIndex(row => row.KeyHash).IsUnique().HasDatabaseName("member_feed_key");
        });
        model.Entity<FeeRate>(rate =>
        {
            rate.ToTable("fee_rate");
            rate.HasKey(row => new { row.ListId, row.Role, row.From });
            rate.HasOne<CentralList>().WithMany().HasForeignKey(row => row.ListId);
        });
        model.Entity<IssuedReport>(report =>
        {
            report.ToTable("issued_report");
            report.HasKey(row => new { row.PanelId, row.Kind, row.Until });
            report.HasOne<Panel>().WithMany().HasForeignKey(row => row.PanelId);
        });
    }
}
