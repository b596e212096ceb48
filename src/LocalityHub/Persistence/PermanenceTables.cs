using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Needs;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Placements;
using Partnership.LocalityHub.Searches;
using Partnership.LocalityHub.SiblingGroups;
using Partnership.LocalityHub.TemporaryApprovals;

namespace Partnership.LocalityHub.Persistence;

internal static class PermanenceTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<PermanenceRecord>(record =>
        {
            record.ToTable("permanence");
            record.HasKey(r => r.ChildId);
            record.Property(r => r.ChildId).ValueGeneratedNever();
            record.Property(r => r.Plan).HasConversion<short>();
            record.Ignore(r => r.Preconditions);
            record.Ignore(r => r.EarlyPermanence);
            record.Ignore(r => r.IsSearchedFor);
        });

        model.Entity<PlanChange>(change =>
        {
            change.ToTable("plan_change");
            change.HasKey(c => c.Id);
            change.Property(c => c.Id).ValueGeneratedNever();
            change.Property(c => c.Plan).HasConversion<short>();
            change.HasIndex(c => c.ChildId).HasDatabaseName("plan_change_child");
        });

        model.Entity<PriorityFlag>(flag =>
        {
            flag.ToTable("priority_flag");
            flag.HasKey(f => new { f.ChildId, f.Flag });
            flag.Property(f => f.Flag).HasConversion<short>();
        });

        model.Entity<ChildNeed>(need =>
        {
            need.ToTable("child_need");
            need.HasKey(n => new { n.ChildId, n.Need });
            need.Property(n => n.Need).HasConversion<short>();
            need.Property(n => n.Level).HasConversion<short>();
        });

        model.Entity<ChildBackground>(background =>
        {
            background.ToTable("child_background");
            background.HasKey(b => b.ChildId);
            background.Property(b => b.ChildId).ValueGeneratedNever();
            background.Property(b => b.Support).HasConversion<int>();
        });

        model.Entity<ExclusionArea>(area =>
        {
            area.ToTable("exclusion_area");
            area.HasKey(a => new { a.ChildId, a.District });
        });

        MapSearches(model);
        MapPlacements(model);
    }

    private static void MapSearches(ModelBuilder model)
    {
        model.Entity<ChildSearch>(search =>
        {
            search.ToTable("child_search");
            search.HasKey(s => s.Id);
            search.Property(s => s.Id).ValueGeneratedNever();
            search.Property(s => s.EndReason).HasConversion<short?>();
            search.HasIndex(s => s.ChildId).IsUnique().HasFilter("ended_on is null").HasDatabaseName("child_search_open");
            search.HasIndex(s => new { s.ChildId, s.StartedOn }).HasDatabaseName("child_search_child");
        });

        model.Entity<SearchPause>(pause =>
        {
            pause.ToTable("search_pause");
            pause.HasKey(p => p.Id);
            pause.Property(p => p.Id).ValueGeneratedNever();
            pause.Property(p => p.Reason).HasConversion<short>();
            pause.HasIndex(p => p.SearchId).HasDatabaseName("search_pause_search");
            pause.HasIndex(p => p.ChildId).HasDatabaseName("search_pause_child");
        });

        model.Entity<SiblingGroup>(group =>
        {
            group.ToTable("sibling_group");
            group.HasKey(g => g.Id);
            group.Property(g => g.Id).ValueGeneratedNever();
            group.HasIndex(g => g.TogetherSearch).IsUnique().HasDatabaseName("sibling_group_together_search");
            group.Property(g => g.Version).IsConcurrencyToken();
        });

        model.Entity<SiblingGroupMember>(member =>
        {
            member.ToTable("sibling_group_member");
            member.HasKey(m => new { m.GroupId, m.ChildId });
            member.Property(m => m.Decision).HasConversion<short>();
            member.HasIndex(m => m.ChildId).HasDatabaseName("sibling_group_member_child");
            member.HasOne<SiblingGroup>().WithMany().HasForeignKey(m => m.GroupId);
        });
    }

    private static void MapPlacements(ModelBuilder model)
    {
        model.Entity<Placement>(placement =>
        {
            placement.ToTable("placement");
            placement.HasKey(p => p.Id);
            placement.Property(p => p.Id).ValueGeneratedNever();
            placement.Property(p => p.Kind).HasConversion<short>();
            placement.Property(p => p.EndReason).HasConversion<short?>();
            placement.HasIndex(p => p.ChildId).IsUnique().HasFilter("ended_on is null").HasDatabaseName("placement_open");
            placement.HasIndex(p => new { p.ChildId, p.From }).HasDatabaseName("placement_child");
        });

        model.Entity<ChildMove>(move =>
        {
            move.ToTable("child_move");
            move.HasKey(m => m.Id);
            move.Property(m => m.Id).ValueGeneratedNever();
            move.Property(m => m.To).HasConversion<short>();
            move.HasIndex(m => m.ChildId).HasDatabaseName("child_move_child");
        });

        model.Entity<CourtOrder>(order =>
        {
            order.ToTable("court_order");
            order.HasKey(o => o.Id);
            order.Property(o => o.Id).ValueGeneratedNever();
            order.Property(o => o.Kind).HasConversion<short>();
            order.HasIndex(o => o.ChildId).HasDatabaseName("court_order_child");
        });

        model.Entity<TemporaryApproval>(approval =>
        {
            approval.ToTable("temporary_approval");
            approval.HasKey(a => a.Id);
            approval.Property(a => a.Id).ValueGeneratedNever();
            approval.Property(a => a.End).HasConversion<short?>();
            approval.HasIndex(a => a.ChildId).HasDatabaseName("temporary_approval_child");
        });
    }
}
