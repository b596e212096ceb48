using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Claims;
using Partnership.AdoptionSupportFund.Ledger;
using Partnership.AdoptionSupportFund.Orders;
using Partnership.AdoptionSupportFund.Statements;

namespace Partnership.AdoptionSupportFund.Persistence;

internal static class MoneyTables
{
    public static void Map(ModelBuilder model)
    {
        MapLedger(model);
        MapOrders(model);
        model.Entity<Claim>(claim =>
        {
            claim.ToTable("claim");
            claim.HasKey(row => row.Id);
            claim.Property(row => row.Id).ValueGeneratedNever();
            claim.Property(row => row.Number).UseIdentityAlwaysColumn();
            claim.HasIndex(row => new { row.Council, row.Number }).HasDatabaseName("claim_number");
            claim.HasMany(row => row.Items).WithOne().HasForeignKey(item => item.ClaimId);
        });
        model.Entity<ClaimItem>(item =>
        {
            item.ToTable("claim_item");
            item.HasKey(row => new { row.ClaimId, row.ApplicationId });
        });
        model.Entity<Statement>(statement =>
        {
            statement.ToTable("statement");
            statement.HasKey(row => row.Id);
            statement.Property(row => row.Id).ValueGeneratedNever();
            statement.Property(row => row.Number).UseIdentityAlwaysColumn();
            statement.HasIndex(row => new { row.Council, row.Number }).HasDatabaseName("statement_number");
            statement.HasMany(row => row.Lines).WithOne().HasForeignKey(line => line.StatementId);
        });
        model.Entity<StatementLine>(line =>
        {
            line.ToTable("statement_line");
            line.HasKey(row => new { row.StatementId, row.Row });
            line.HasIndex(row => new { row.Council, row.Reference }).HasDatabaseName("statement_line_reference");
        });
    }

    private static void MapLedger(ModelBuilder model)
    {
        model.Entity<Journal>(journal =>
        {
            journal.ToTable("journal");
            journal.HasKey(row => row.Id);
            journal.Property(row => row.Id).ValueGeneratedNever();
            journal.Property(row => row.Number).UseIdentityAlwaysColumn();
            journal.HasIndex(row => new { row.Council, row.Number }).HasDatabaseName("journal_number");
            journal.HasIndex(row => row.ApplicationId).HasDatabaseName("journal_application");
            journal.HasIndex(row => row.ReversesId).IsUnique().HasDatabaseName("journal_reversed_once");
            journal.HasMany(row => row.Postings).WithOne().HasForeignKey(posting => posting.JournalId);
        });
        model.Entity<Posting>(posting =>
        {
            posting.ToTable("posting");
            posting.HasKey(row => new { row.JournalId, row.Ordinal });
            posting.HasIndex(row => new { row.ApplicationId, row.LineId }).HasDatabaseName("posting_application");
            posting.HasIndex(row => new { row.Council, row.Year, row.ChildId }).HasDatabaseName("posting_child");
        });
    }

    private static void MapOrders(ModelBuilder model)
    {
        model.Entity<Order>(order =>
        {
            order.ToTable("purchase_order");
            order.HasKey(row => row.Id);
            order.Property(row => row.Id).ValueGeneratedNever();
            order.Property(row => row.Number).UseIdentityAlwaysColumn();
            order.Property(row => row.Hours).HasPrecision(7, 2);
            order.HasIndex(row => new { row.Council, row.Number }).HasDatabaseName("purchase_order_number");
            order.HasIndex(row => row.LineId).HasDatabaseName("purchase_order_line");
        });
        model.Entity<Invoice>(invoice =>
        {
            invoice.ToTable("invoice");
            invoice.HasKey(row => row.Id);
            invoice.Property(row => row.Id).ValueGeneratedNever();
            invoice.Property(row => row.Hours).HasPrecision(7, 2);
            invoice.Property(row => row.Version).IsConcurrencyToken();

            // One number of a provider is one invoice of a council; one that was taken back may be entered again.
            invoice.HasIndex(row => new { row.Council, row.ProviderId, row.Reference }).IsUnique().HasFilter("state <> 3").HasDatabaseName("invoice_reference");
            invoice.HasIndex(row => row.OrderId).HasDatabaseName("invoice_order");
        });
        model.Entity<Framework>(framework =>
        {
            framework.ToTable("framework");
            framework.HasKey(row => row.Id);
            framework.Property(row => row.Id).ValueGeneratedNever();
            framework.HasIndex(row => row.Reference).IsUnique().HasDatabaseName("framework_reference");
            framework.HasMany(row => row.Rates).WithOne().HasForeignKey(rate => rate.FrameworkId);
        });
        model.Entity<FrameworkRate>(rate =>
        {
            rate.ToTable("framework_rate");
            rate.HasKey(row => new { row.FrameworkId, row.ProviderId, row.Therapy });
        });
    }
}
