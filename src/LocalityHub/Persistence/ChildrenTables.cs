using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Partnership.CaseData.Ssda903;
using Partnership.LocalityHub.AnnexMaps;
using Partnership.LocalityHub.Changes;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Settings;

namespace Partnership.LocalityHub.Persistence;

internal static class ChildrenTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Child>(child =>
        {
            child.ToTable("child");
            child.HasKey(c => c.Id);
            child.Property(c => c.Id).ValueGeneratedNever();
            child.Property(c => c.LocalId).HasMaxLength(ReturnReader.LongestChild);
            child.PrimitiveCollection(c => c.FormerNames).HasDefaultValueSql("'{}'");
            child.PrimitiveCollection(c => c.ToldByFeed).HasDefaultValueSql("'{}'");
            child.Property(c => c.NhsNumber).HasMaxLength(10);
            child.HasIndex(c => c.LocalId).IsUnique().HasDatabaseName("child_local_id");
            child.HasIndex(c => new { c.Stage, c.Id }).HasDatabaseName("child_stage");
            child.Property(c => c.Stage).HasConversion<short?>();
            child.Property(c => c.Version).IsConcurrencyToken();

            // A trigger sets it on every update.
            child.Property(c => c.ChangedIn).HasColumnType("xid8").HasDefaultValueSql("pg_current_xact_id()").ValueGeneratedOnAddOrUpdate();
            child.HasIndex(c => new { c.ChangedIn, c.Id }).HasDatabaseName("child_changed");
        });

        model.Entity<ForgottenChild>(child =>
        {
            child.ToTable("forgotten_child");
            child.HasKey(c => c.ChildId);
            child.Property(c => c.ChildId).ValueGeneratedNever();
            child.Property(c => c.LocalId).HasMaxLength(ReturnReader.LongestChild);
            child.Property(c => c.ChangedIn).HasColumnType("xid8").HasDefaultValueSql("pg_current_xact_id()").ValueGeneratedOnAdd();
            child.HasIndex(c => new { c.ChangedIn, c.ChildId }).HasDatabaseName("forgotten_child_changed");
        });

        model.Entity<FeedRecord>(record =>
        {
            record.ToTable("feed_record");
            record.HasKey(r => r.ChildId);
            record.Property(r => r.ChildId).ValueGeneratedNever();
            record.Property(r => r.Elements).HasColumnType("jsonb");
            record.HasOne<Child>().WithOne().HasForeignKey<FeedRecord>(r => r.ChildId);
        });

        model.Entity<ChildYear>(year =>
        {
            year.ToTable("child_year");
            year.HasKey(y => new { y.ChildId, y.Year });
            year.HasIndex(y => y.Year).HasFilter("held_import_id is not null").HasDatabaseName("child_year_held");
        });

        MapRow<StoredHeader>(model, "header");
        MapRow<StoredEpisode>(model, "episode");
        MapRow<StoredAd1>(model, "ad1");
        MapRow<StoredPlacedAdoption>(model, "placed_adoption");
        MapRow<StoredPrevPerm>(model, "prev_perm");
        MapRow<StoredOtherRow>(model, "other_row").HasKey(row => new { row.ChildId, row.Year, row.Held, row.Table, row.SourceRow });

        model.Entity<StoredMilestone>(milestone =>
        {
            milestone.ToTable("milestone");
            milestone.HasKey(m => new { m.ChildId, m.Ordinal });
            milestone.Property(m => m.Kind).HasConversion<short>();
            milestone.Property(m => m.Source).HasConversion<short>();
            milestone.Property(m => m.OverruledSource).HasConversion<short?>();
        });

        model.Entity<GivenMilestone>(given =>
        {
            given.ToTable("given_milestone");
            given.HasKey(g => new { g.ChildId, g.Kind, g.Source });
            given.Property(g => g.Kind).HasConversion<short>();
            given.Property(g => g.Source).HasConversion<short>();
            given.HasOne<Child>().WithMany().HasForeignKey(g => g.ChildId);
        });

        model.Entity<CouncilSettings>(settings =>
        {
            settings.ToTable("council_settings");
            settings.HasKey(s => s.Id);
            settings.Property(s => s.Id).ValueGeneratedNever();
            settings.Property(s => s.Version).IsConcurrencyToken();
            settings.Property(s => s.SearchesFrom).HasDefaultValueSql("current_date");
            settings.HasData(new CouncilSettings { Version = 1 });
        });

        model.Entity<KeptAnnexMap>(map =>
        {
            map.ToTable("annex_map");
            map.HasKey(m => m.Id);
            map.Property(m => m.Id).ValueGeneratedNever();
            map.Property(m => m.Headings).HasColumnType("jsonb");
            map.Property(m => m.Values).HasColumnType("jsonb");
            map.Property(m => m.Version).IsConcurrencyToken();
            map.HasData(new KeptAnnexMap { Version = 1 });
        });
    }

    private static EntityTypeBuilder<TRow> MapRow<TRow>(ModelBuilder model, string table)
        where TRow : StoredRow
    {
        var row = model.Entity<TRow>();
        row.ToTable(table);
        // No foreign keys to the child and the import, which are written in the same transaction and never deleted before their rows:
        // checking them row by row would halve the speed of an import.
        row.HasKey(r => new { r.ChildId, r.Year, r.Held, r.SourceRow });
        return row;
    }
}
