using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Agreements;
using Partnership.CentralHub.Searches;
using Partnership.CentralHub.Weights;

namespace Partnership.CentralHub.Persistence;

/// <summary>The tables of searches, and of what they follow: agreements and weights.</summary>
internal static class SearchTables
{
    internal static ModelBuilder AddSearchTables(this ModelBuilder model)
    {
        model.Entity<SearchRow>(search =>
        {
            search.ToTable("search");
            search.Property(row => row.Id).ValueGeneratedNever();
            search.Ignore(row => row.Key).Ignore(row => row.Came);
            search.HasIndex(row => row.EndedAt).HasFilter("ended_at is null").HasDatabaseName("search_live");
        });
        model.Entity<SearchChild>(child =>
        {
            child.ToTable("search_child");
            child.HasKey(row => new { row.Search, row.Child });
            child.HasIndex(row => row.Child).HasDatabaseName("search_child_child");
        });
        model.Entity<SearchCandidate>(candidate =>
        {
            candidate.ToTable("search_candidate");
            candidate.HasKey(row => new { row.Search, row.Household });
            candidate.Property(row => row.Candidate).IsMessage();
        });
        model.Entity<SearchChange>(change =>
        {
            change.ToTable("search_change");
            change.Property(row => row.Id).ValueGeneratedNever();
            change.Property(row => row.Move).IsMessage();
            change.HasIndex(row => new { row.Search, row.Id }).HasDatabaseName("search_change_search");
        });
        model.Entity<SearchEscalation>(escalation =>
        {
            escalation.ToTable("search_escalation");
            escalation.HasKey(row => new { row.Search, row.Period, row.Length });
        });
        model.Entity<SearchAlarm>(alarm =>
        {
            alarm.ToTable("search_alarm");
            alarm.Property(row => row.Id).ValueGeneratedNever();
            alarm.HasIndex(row => new { row.Search, row.Child, row.Cause, row.Since }).IsUnique().HasDatabaseName("search_alarm_once");
            alarm.HasIndex(row => row.OverAt).HasFilter("over_at is null").HasDatabaseName("search_alarm_open");
        });
        model.Entity<CandidateQuestionRow>(question =>
        {
            question.ToTable("candidate_question");
            question.Property(row => row.Id).ValueGeneratedNever();
            question.HasIndex(row => new { row.Child, row.Household, row.HomeArea }).IsUnique().HasFilter("withdrawn_at is null").HasDatabaseName("candidate_question_open");
            question.HasIndex(row => row.Household).HasFilter("withdrawn_at is null").HasDatabaseName("candidate_question_household");
        });
        model.Entity<Interest>(interest =>
        {
            interest.ToTable("interest");
            interest.HasKey(row => new { row.Child, row.Household });
        });
        model.Entity<SearchOverviewRow>(overview =>
        {
            overview.ToTable("search_overview");
            overview.HasKey(row => row.Child);
            overview.Property(row => row.Child).ValueGeneratedNever();
        });
        model.Entity<Agreement>(agreement =>
        {
            agreement.ToTable("agreement");
            agreement.Property(row => row.Id).ValueGeneratedNever();
        });
        model.Entity<AgreementCouncil>(council =>
        {
            council.ToTable("agreement_council");
            council.HasKey(row => new { row.Agreement, row.Council });
            council.HasOne<Agreement>().WithMany().HasForeignKey(row => row.Agreement);
        });
        model.Entity<WeightsRow>(weights =>
        {
            weights.ToTable("weights");
            weights.HasKey(row => row.Version);
            weights.Property(row => row.Version).ValueGeneratedNever();
            weights.Property(row => row.Weights).IsMessage();
        });
        return model;
    }
}
