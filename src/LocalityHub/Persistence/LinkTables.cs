using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Candidates;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Searches;

namespace Partnership.LocalityHub.Persistence;

internal static class LinkTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<CandidateQuestion>(question =>
        {
            question.ToTable("candidate_question");
            question.HasKey(q => q.Id);
            question.Property(q => q.Id).ValueGeneratedNever();
            question.HasIndex(q => q.ChildId).HasDatabaseName("candidate_question_child");
            question.HasIndex(q => q.WithdrawnAt).HasFilter("withdrawn_at is not null").HasDatabaseName("candidate_question_withdrawn");
        });

        model.Entity<RuledOut>(ruled =>
        {
            ruled.ToTable("ruled_out");
            ruled.HasKey(r => new { r.ChildId, r.Household });
        });

        model.Entity<SearchEscalation>(escalation =>
        {
            escalation.ToTable("search_escalation");
            escalation.HasKey(e => e.Id);
            escalation.Property(e => e.Id).ValueGeneratedNever();
            escalation.Property(e => e.Cause).HasConversion<short>();
            escalation.Property(e => e.Without).HasConversion<short>();
            escalation.HasIndex(e => e.ChildId).HasDatabaseName("search_escalation_child");
        });

        model.Entity<FamilyLink>(link =>
        {
            link.ToTable("family_link");
            link.HasKey(l => l.Id);
            link.Property(l => l.Id).ValueGeneratedNever();
            link.Property(l => l.State).HasConversion<short>();
            link.Property(l => l.Reasons).HasConversion<int>();
            link.Property(l => l.Children).HasConversion<int>();
            link.Property(l => l.Version).IsConcurrencyToken();
            link.Ignore(l => l.IsLive);
            link.Ignore(l => l.SpeaksForHousehold);
            link.Ignore(l => l.IsMatch);
            link.HasIndex(l => l.HouseholdId).HasDatabaseName("family_link_household");
        });

        model.Entity<FamilyLinkChild>(child =>
        {
            child.ToTable("family_link_child");
            child.HasKey(c => new { c.LinkId, c.Child });
            child.Property(c => c.Part).HasConversion<short?>();
            child.HasIndex(c => c.ChildId).HasDatabaseName("family_link_child_child");
            child.HasOne<FamilyLink>().WithMany().HasForeignKey(c => c.LinkId);
        });

        model.Entity<LinkDecisionRecord>(decision =>
        {
            decision.ToTable("link_decision");
            decision.HasKey(d => d.Id);
            decision.Property(d => d.Id).ValueGeneratedNever();
            decision.Property(d => d.Sequence).UseIdentityAlwaysColumn();
            decision.Property(d => d.Decision).HasConversion<short>();
            decision.HasIndex(d => new { d.LinkId, d.Sequence }).IsUnique().HasDatabaseName("link_decision_link");
            decision.HasOne<FamilyLink>().WithMany().HasForeignKey(d => d.LinkId);
        });

        model.Entity<LinkWords>(words =>
        {
            words.ToTable("link_words");
            words.HasKey(w => w.Id);
            words.Property(w => w.Id).ValueGeneratedNever();
            words.Property(w => w.Side).HasConversion<short>();
            words.HasIndex(w => w.LinkId).HasDatabaseName("link_words_link");
            words.HasOne<FamilyLink>().WithMany().HasForeignKey(w => w.LinkId);
        });

        model.Entity<MatchDecisionRecord>(match =>
        {
            match.ToTable("match_decision");
            match.HasKey(m => new { m.CaseId, m.ChildId });
            match.HasIndex(m => m.ChildId).HasDatabaseName("match_decision_child");
        });

        model.Entity<MatchWithdrawal>(withdrawal =>
        {
            withdrawal.ToTable("match_withdrawal");
            withdrawal.HasKey(w => w.Id);
            withdrawal.Property(w => w.Id).ValueGeneratedNever();
            withdrawal.Property(w => w.Reason).HasConversion<short>();
            withdrawal.HasIndex(w => w.ChildId).HasDatabaseName("match_withdrawal_child");
        });

        model.Entity<LearnedEvidence>(learned =>
        {
            learned.ToTable("learned_evidence");
            learned.HasKey(l => l.Id);
            learned.Property(l => l.Id).ValueGeneratedNever();
            learned.Property(l => l.Reason).HasConversion<int>();
            learned.Property(l => l.Children).HasConversion<int>();
            learned.Property(l => l.Outcome).HasConversion<short?>();
            learned.HasIndex(l => new { l.LinkId, l.Reason }).IsUnique().HasDatabaseName("learned_evidence_link");
            learned.HasIndex(l => l.HouseholdId).HasDatabaseName("learned_evidence_household");
        });
    }
}
