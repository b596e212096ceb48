using Microsoft.EntityFrameworkCore;
using Partnership.LocalityHub.Audit;
using Partnership.LocalityHub.AnnexMaps;
using Partnership.LocalityHub.BreakGlass;
using Partnership.LocalityHub.Candidates;
using Partnership.LocalityHub.CaseDecisions;
using Partnership.LocalityHub.CaseMinutes;
using Partnership.LocalityHub.CasePapers;
using Partnership.LocalityHub.CaseTransfers;
using Partnership.LocalityHub.Changes;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Disclosures;
using Partnership.LocalityHub.Duties;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Imports;
using Partnership.LocalityHub.Letters;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Needs;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Placements;
using Partnership.LocalityHub.Profiles;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Restrictions;
using Partnership.LocalityHub.ReturnMaps;
using Partnership.LocalityHub.Searches;
using Partnership.LocalityHub.Settings;
using Partnership.LocalityHub.SiblingGroups;
using Partnership.LocalityHub.Support;
using Partnership.LocalityHub.TemporaryApprovals;
using Partnership.LocalityHub.Webhooks;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.LocalityHub.Persistence;

/// <summary>The database of one council's hub: the only home of its children's names, dates and identifiers.</summary>
/// <param name="options">How to connect.</param>
/// <param name="sight">Which restricted records this context's queries see.</param>
internal sealed class LocalityHubDbContext(DbContextOptions<LocalityHubDbContext> options, Sight sight) : DbContext(options)
{
    public Sight Sight => sight;

    public DbSet<Child> Children => Set<Child>();

    public DbSet<ForgottenChild> ForgottenChildren => Set<ForgottenChild>();

    public DbSet<ChildYear> ChildYears => Set<ChildYear>();

    public DbSet<StoredHeader> Headers => Set<StoredHeader>();

    public DbSet<StoredEpisode> Episodes => Set<StoredEpisode>();

    public DbSet<StoredAd1> Ad1 => Set<StoredAd1>();

    public DbSet<StoredPlacedAdoption> PlacedAdoption => Set<StoredPlacedAdoption>();

    public DbSet<StoredPrevPerm> PrevPerm => Set<StoredPrevPerm>();

    public DbSet<StoredOtherRow> OtherRows => Set<StoredOtherRow>();

    public DbSet<StoredMilestone> Milestones => Set<StoredMilestone>();

    public DbSet<GivenMilestone> GivenMilestones => Set<GivenMilestone>();

    public DbSet<FeedRecord> FeedRecords => Set<FeedRecord>();

    public DbSet<Import> Imports => Set<Import>();

    public DbSet<ImportFile> ImportFiles => Set<ImportFile>();

    public DbSet<ImportChunk> ImportChunks => Set<ImportChunk>();

    public DbSet<ImportFinding> ImportFindings => Set<ImportFinding>();

    public DbSet<ImportRuleCount> ImportRuleCounts => Set<ImportRuleCount>();

    public DbSet<ImportMap> ImportMaps => Set<ImportMap>();

    public DbSet<ImportPreview> ImportPreviews => Set<ImportPreview>();

    public DbSet<ImportRejectedRow> ImportRejectedRows => Set<ImportRejectedRow>();

    public DbSet<ImportHeldChild> ImportHeldChildren => Set<ImportHeldChild>();

    public DbSet<ChildRestriction> ChildRestrictions => Set<ChildRestriction>();

    public DbSet<HouseholdRestriction> HouseholdRestrictions => Set<HouseholdRestriction>();

    public DbSet<Household> Households => Set<Household>();

    public DbSet<HouseholdMember> HouseholdMembers => Set<HouseholdMember>();

    public DbSet<HouseholdAnswer> HouseholdAnswers => Set<HouseholdAnswer>();

    public DbSet<ApprovalDecision> ApprovalDecisions => Set<ApprovalDecision>();

    public DbSet<CarerDecision> CarerDecisions => Set<CarerDecision>();

    public DbSet<HouseholdHold> HouseholdHolds => Set<HouseholdHold>();

    public DbSet<HouseholdReview> HouseholdReviews => Set<HouseholdReview>();

    public DbSet<HouseholdReturn> HouseholdReturns => Set<HouseholdReturn>();

    public DbSet<PermanenceRecord> PermanenceRecords => Set<PermanenceRecord>();

    public DbSet<PlanChange> PlanChanges => Set<PlanChange>();

    public DbSet<PriorityFlag> PriorityFlags => Set<PriorityFlag>();

    public DbSet<ChildNeed> ChildNeeds => Set<ChildNeed>();

    public DbSet<ChildBackground> ChildBackgrounds => Set<ChildBackground>();

    public DbSet<ExclusionArea> ExclusionAreas => Set<ExclusionArea>();

    public DbSet<ChildSearch> ChildSearches => Set<ChildSearch>();

    public DbSet<SearchPause> SearchPauses => Set<SearchPause>();

    public DbSet<SiblingGroup> SiblingGroups => Set<SiblingGroup>();

    public DbSet<SiblingGroupMember> SiblingGroupMembers => Set<SiblingGroupMember>();

    public DbSet<Placement> Placements => Set<Placement>();

    public DbSet<ChildMove> ChildMoves => Set<ChildMove>();

    public DbSet<CourtOrder> CourtOrders => Set<CourtOrder>();

    public DbSet<TemporaryApproval> TemporaryApprovals => Set<TemporaryApproval>();

    public DbSet<CandidateQuestion> CandidateQuestions => Set<CandidateQuestion>();

    public DbSet<RuledOut> RuledOut => Set<RuledOut>();

    public DbSet<SearchEscalation> SearchEscalations => Set<SearchEscalation>();

    public DbSet<FamilyLink> FamilyLinks => Set<FamilyLink>();

    public DbSet<KeptAnchor> KeptAnchors => Set<KeptAnchor>();

    public DbSet<FamilyLinkChild> FamilyLinkChildren => Set<FamilyLinkChild>();

    public DbSet<LinkDecisionRecord> LinkDecisions => Set<LinkDecisionRecord>();

    public DbSet<LinkWords> LinkWords => Set<LinkWords>();

    public DbSet<MatchDecisionRecord> MatchDecisions => Set<MatchDecisionRecord>();

    public DbSet<MatchWithdrawal> MatchWithdrawals => Set<MatchWithdrawal>();

    public DbSet<LearnedEvidence> LearnedEvidence => Set<LearnedEvidence>();

    public DbSet<ProfileVersion> ProfileVersions => Set<ProfileVersion>();

    public DbSet<CourtPermission> CourtPermissions => Set<CourtPermission>();

    public DbSet<Disclosure> Disclosures => Set<Disclosure>();

    public DbSet<PapersToAttest> PapersToAttest => Set<PapersToAttest>();

    public DbSet<CaseEvent> CaseEvents => Set<CaseEvent>();

    public DbSet<AssessmentPause> AssessmentPauses => Set<AssessmentPause>();

    public DbSet<DutyReason> DutyReasons => Set<DutyReason>();

    public DbSet<CaseTransfer> CaseTransfers => Set<CaseTransfer>();

    public DbSet<CaseTransferChild> CaseTransferChildren => Set<CaseTransferChild>();

    public DbSet<BreakGlassGrant> BreakGlassGrants => Set<BreakGlassGrant>();

    public DbSet<Webhook> Webhooks => Set<Webhook>();

    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    public DbSet<HouseholdCheck> HouseholdChecks => Set<HouseholdCheck>();

    public DbSet<PanelCase> PanelCases => Set<PanelCase>();

    public DbSet<GateStatement> GateStatements => Set<GateStatement>();

    public DbSet<CaseItem> CaseItems => Set<CaseItem>();

    public DbSet<CasePaper> CasePapers => Set<CasePaper>();

    public DbSet<CasePaperContent> CasePaperContents => Set<CasePaperContent>();

    public DbSet<PaperOpening> PaperOpenings => Set<PaperOpening>();

    public DbSet<PaperReading> PaperReadings => Set<PaperReading>();

    public DbSet<ItemMinutes> ItemMinutes => Set<ItemMinutes>();

    public DbSet<CaseDecision> CaseDecisions => Set<CaseDecision>();

    public DbSet<DecisionRecord> DecisionRecords => Set<DecisionRecord>();

    public DbSet<DecisionNotice> DecisionNotices => Set<DecisionNotice>();

    public DbSet<LetterTemplate> LetterTemplates => Set<LetterTemplate>();

    public DbSet<Letter> Letters => Set<Letter>();

    public DbSet<CouncilSettings> Settings => Set<CouncilSettings>();

    public DbSet<KeptAnnexMap> AnnexMaps => Set<KeptAnnexMap>();

    public DbSet<KeptReturnMap> ReturnMaps => Set<KeptReturnMap>();

    public DbSet<SupportFamily> SupportFamilies => Set<SupportFamily>();

    public DbSet<SupportChild> SupportChildren => Set<SupportChild>();

    public DbSet<SupportAssessment> SupportAssessments => Set<SupportAssessment>();

    public DbSet<SupportChase> SupportChases => Set<SupportChase>();

    public DbSet<SupportReference> SupportReferences => Set<SupportReference>();

    public DbSet<HubState> HubStates => Set<HubState>();

    public DbSet<RegionalReference> RegionalReferences => Set<RegionalReference>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ChildrenTables.Map(modelBuilder);
        ImportTables.Map(modelBuilder);
        RegionalTables.Map(modelBuilder);
        RestrictionTables.Map(modelBuilder);
        SupportTables.Map(modelBuilder);
        WebhookTables.Map(modelBuilder);
        PanelTables.Map(modelBuilder);
        HouseholdTables.Map(modelBuilder);
        PermanenceTables.Map(modelBuilder);
        LinkTables.Map(modelBuilder);
        ProfileTables.Map(modelBuilder);
        DutyTables.Map(modelBuilder);
        modelBuilder.AddMessagingTables();
        modelBuilder.AddIdempotencyTable();
        modelBuilder.AddAuditTable();
        modelBuilder.Entity<KeptAnchor>(anchor =>
        {
            anchor.ToTable("kept_anchor");
            anchor.HasKey(row => new { row.Trail, row.Sequence, row.Hash });
            anchor.Property(row => row.Trail).HasConversion<short>();
            anchor.Property(row => row.ReceivedAt).HasDefaultValueSql("clock_timestamp()");
        });
        SnakeCase.Apply(modelBuilder, typeof(LocalityHubDbContext).Assembly);

        // Whoever is listed sees the record, and whom a grant has opened it to; a row that is of nobody is everybody's.
        SightFilter.Apply(
            modelBuilder,
            child => !Set<ChildRestriction>().Any(restriction =>
                restriction.ChildId == child && !Sight.SeesEverything && restriction.ChildId != Sight.Opened
                && !restriction.Roles.Any(role => Sight.Roles.Contains(role))),
            children => !Set<ChildRestriction>().Any(restriction =>
                children.Any(child => child == restriction.ChildId) && !Sight.SeesEverything && !restriction.Roles.Any(role => Sight.Roles.Contains(role))),
            household => !Set<HouseholdRestriction>().Any(restriction =>
                restriction.HouseholdId == household && !Sight.SeesEverything && restriction.HouseholdId != Sight.Opened
                && !restriction.Roles.Any(role => Sight.Roles.Contains(role))));

        // What belongs to a case is seen by whoever sees the case: each of its children, and its household.
        SightFilter.ApplyToCases(modelBuilder, @case => Sight.SeesEverything || Set<PanelCase>().Any(seen => seen.Id == @case));
    }
}
