using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Links;
using Partnership.CentralHub.Transfers;

namespace Partnership.CentralHub.Persistence;

/// <summary>The tables of links and of who works on them: the centre's own truth, never rebuilt.</summary>
internal static class LinkTables
{
    internal static ModelBuilder AddLinkTables(this ModelBuilder model)
    {
        model.Entity<Link>(link =>
        {
            link.ToTable("link");
            link.Property(row => row.Id).ValueGeneratedNever();
            link.Ignore(row => row.IsLive).Ignore(row => row.IsChosen);
            link.HasIndex(row => new { row.Search, row.Household }).IsUnique().HasFilter("state <> 10").HasDatabaseName("link_pair");
            link.HasIndex(row => row.Household).HasDatabaseName("link_household");
        });
        model.Entity<LinkChild>(child =>
        {
            child.ToTable("link_child");
            child.HasKey(row => new { row.Link, row.Child });
            child.Ignore(row => row.Stands);
            child.HasOne<Link>().WithMany().HasForeignKey(row => row.Link);
            child.HasIndex(row => row.Child).HasDatabaseName("link_child_child");
        });
        model.Entity<LinkParty>(party =>
        {
            party.ToTable("link_party");
            party.HasKey(row => new { row.Link, row.Council, row.Side });
            party.HasOne<Link>().WithMany().HasForeignKey(row => row.Link);
            party.HasIndex(row => row.Council).HasDatabaseName("link_party_council");
        });
        model.Entity<LinkStep>(step =>
        {
            step.ToTable("link_step");
            step.HasKey(row => new { row.Link, row.Version });
            step.HasOne<Link>().WithMany().HasForeignKey(row => row.Link);
        });
        model.Entity<LinkWorker>(worker =>
        {
            worker.ToTable("link_worker");
            worker.HasKey(row => new { row.Link, row.Worker, row.Side });
            worker.HasOne<Link>().WithMany().HasForeignKey(row => row.Link);
            worker.HasIndex(row => row.Worker).HasDatabaseName("link_worker_worker");
        });
        model.Entity<Worker>(worker =>
        {
            worker.ToTable("worker");
            worker.HasKey(row => row.Reference);
            worker.Property(row => row.Reference).ValueGeneratedNever();
        });
        model.Entity<Transfer>(transfer =>
        {
            transfer.ToTable("transfer");
            transfer.Property(row => row.Id).ValueGeneratedNever();
        });
        return model;
    }
}
