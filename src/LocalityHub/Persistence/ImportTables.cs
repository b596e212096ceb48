using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Imports;
using Partnership.LocalityHub.ReturnMaps;

namespace Partnership.LocalityHub.Persistence;

internal static class ImportTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Import>(import =>
        {
            import.ToTable("import");
            import.HasKey(i => i.Id);
            import.Property(i => i.Id).ValueGeneratedNever();
            import.Property(i => i.Sequence).UseIdentityAlwaysColumn();
            import.HasIndex(i => i.Sequence).IsUnique().HasDatabaseName("import_sequence");
            import.Property(i => i.State).HasConversion<short>();
            import.Property(i => i.FindingsKept).HasConversion<short>().HasDefaultValue(FindingsKept.Each);
            import.PrimitiveCollection(i => i.NotChecked).HasDefaultValueSql("'{}'");
        });

        model.Entity<ImportFile>(file =>
        {
            file.ToTable("import_file");
            file.HasKey(f => new { f.ImportId, f.Ordinal });
            file.HasOne<Import>().WithMany().HasForeignKey(f => f.ImportId);
        });

        model.Entity<ImportChunk>(chunk =>
        {
            chunk.ToTable("import_chunk");
            chunk.HasKey(c => new { c.ImportId, c.File, c.Number });
            chunk.Property(c => c.ReceivedAt).HasDefaultValueSql("clock_timestamp()");
        });

        model.Entity<ImportMap>(map =>
        {
            map.ToTable("import_map");
            map.HasKey(m => m.ImportId);
            map.Property(m => m.Headings).HasColumnType("jsonb");
            map.Property(m => m.Values).HasColumnType("jsonb");
            map.HasOne<Import>().WithOne().HasForeignKey<ImportMap>(m => m.ImportId);
        });

        model.Entity<ImportRuleCount>(count =>
        {
            count.ToTable("import_rule_count");
            count.HasKey(c => new { c.ImportId, c.Rule });
            count.HasOne<Import>().WithMany().HasForeignKey(c => c.ImportId);
        });

        model.Entity<KeptReturnMap>(map =>
        {
            map.ToTable("return_map");
            map.HasKey(m => m.Id);
            map.Property(m => m.Id).ValueGeneratedNever();
            map.Property(m => m.Headings).HasColumnType("jsonb");
            map.Property(m => m.Values).HasColumnType("jsonb");
            map.Property(m => m.Version).IsConcurrencyToken();
            map.HasData(new KeptReturnMap { Version = 1 });
        });

        model.Entity<ImportBefore>(before =>
        {
            before.ToTable("import_before");
            before.HasKey(b => new { b.ImportId, b.ChildId });
            before.Property(b => b.Identity).HasColumnType("jsonb");
            before.Property(b => b.OfYear).HasColumnType("jsonb");
            before.Property(b => b.Rows).HasColumnType("jsonb");
            before.PrimitiveCollection(b => b.PriorityFlags).HasDefaultValueSql("'{}'");
        });

        Listed<ImportFinding>(model, "import_finding");
        Listed<ImportRejectedRow>(model, "import_rejected_row");
        Listed<ImportHeldChild>(model, "import_held_child");
        Listed<ImportPreview>(model, "import_preview");
        model.Entity<ImportFinding>().HasIndex(f => new { f.ChildId, f.ImportId }).HasDatabaseName("import_finding_child");
        model.Entity<ImportFinding>().HasIndex(f => f.LocalId).HasFilter("local_id is not null").HasDatabaseName("import_finding_local_id");
        model.Entity<ImportPreview>(preview =>
        {
            preview.Property(p => p.Outcome).HasConversion<short>();
            preview.Property(p => p.StageBefore).HasConversion<short?>();
            preview.Property(p => p.StageAfter).HasConversion<short?>();
        });
    }

    // No foreign keys: an import writes these by the thousand in the transaction that moves its own row on.
    private static void Listed<TEntity>(ModelBuilder model, string table)
        where TEntity : class
    {
        var entity = model.Entity<TEntity>();
        entity.ToTable(table);
        entity.HasKey("Id");
        entity.Property<long>("Id").UseIdentityAlwaysColumn();
        entity.HasIndex("ImportId", "Id").HasDatabaseName(table + "_import");
    }
}
