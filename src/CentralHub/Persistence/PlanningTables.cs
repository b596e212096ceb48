using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Partnership.CentralHub.Campaigns;
using Partnership.CentralHub.Duties;
using Partnership.CentralHub.Outcomes;
using Partnership.CentralHub.OutsideSearches;
using Partnership.CentralHub.Rates;
using Partnership.CentralHub.Sufficiency;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.CentralHub.Persistence;

/// <summary>The tables by which the region plans: what a search outside costs, whom events serve, what has come of it all.</summary>
internal static class PlanningTables
{
    internal static ModelBuilder AddPlanningTables(this ModelBuilder model)
    {
        model.Entity<RateRow>(rate =>
        {
            rate.ToTable("rate");
            rate.HasKey(row => row.From);
            rate.Property(row => row.Fees).HasColumnType("jsonb").HasConversion(
                fees => JsonSerializer.Serialize(fees, MessageJson.Options),
                body => JsonSerializer.Deserialize<Fee[]>(body, MessageJson.Options)!,
                new ValueComparer<Fee[]>((one, other) => one!.SequenceEqual(other!), fees => fees.Length, fees => fees.ToArray()));
        });
        model.Entity<OutsideSearch>(search =>
        {
            search.ToTable("outside_search");
            search.Property(row => row.Id).ValueGeneratedNever();
            search.HasIndex(row => new { row.Child, row.Provider }).IsUnique().HasFilter("ended_at is null").HasDatabaseName("outside_search_open");
            search.HasIndex(row => new { row.Search, row.Provider }).IsUnique().HasFilter("ended_at is null and search is not null").HasDatabaseName("outside_search_group");
        });
        model.Entity<Campaign>(campaign =>
        {
            campaign.ToTable("campaign");
            campaign.Property(row => row.Id).ValueGeneratedNever();
        });
        model.Entity<CampaignChild>(child =>
        {
            child.ToTable("campaign_child");
            child.HasKey(row => new { row.Campaign, row.Child });
            child.HasOne<Campaign>().WithMany().HasForeignKey(row => row.Campaign);
        });
        model.Entity<OutcomeCell>(cell =>
        {
            cell.ToTable("outcome_cell");
            cell.HasKey(row => new { row.Year, row.Kind, row.Part });
        });
        model.Entity<SufficiencyRow>(sufficiency =>
        {
            sufficiency.ToTable("sufficiency");
            sufficiency.Property(row => row.Id).ValueGeneratedNever();
            sufficiency.Property(row => row.Figures).IsMessage();
            sufficiency.Property(row => row.WithPipeline).IsMessage();
        });
        model.Entity<DutyCount>(count =>
        {
            count.ToTable("duty_count");
            count.HasKey(row => new { row.Council, row.Duty, row.Lateness });
        });
        return model;
    }
}
