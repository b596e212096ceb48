using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Partnership.ServiceDefaults.Authentication;

/// <summary>
/// The named policies: which roles may do what. Every endpoint names one (<c>RequireAuthorization(Policies.ReadChildren)</c>)
/// or is refused to everybody. The council is not a matter of policy: see <see cref="Tenancy.TenancyExtensions.RequireOwnCouncil"/>.
/// </summary>
public static class Policies
{
    /// <summary>Hand in a council's returns and follow the job.</summary>
    public const string ImportReturns = "import-returns";

    /// <summary>Read a council's children.</summary>
    public const string ReadChildren = "read-children";

    /// <summary>Follow a council's import jobs and what they found.</summary>
    public const string FollowImports = "follow-imports";

    /// <summary>Restrict children's records to some roles, and lift that.</summary>
    public const string RestrictRecords = "restrict-records";

    /// <summary>Erase records that were made in error.</summary>
    public const string EraseRecords = "erase-records";

    /// <summary>Open a restricted record to oneself for a short time: for people, since it is a person who answers for it.</summary>
    public const string BreakGlass = "break-glass";

    /// <summary>Look at each time that a restricted record was opened.</summary>
    public const string ReviewBreakGlass = "review-break-glass";

    /// <summary>Enter a child's milestones by hand.</summary>
    public const string EnterMilestones = "enter-milestones";

    /// <summary>Look at candidate matches of a council's children with other councils' records, and confirm them or not.</summary>
    public const string MatchIdentities = "match-identities";

    /// <summary>Have the hub call another system of the council when there is something to fetch.</summary>
    public const string ManageWebhooks = "manage-webhooks";

    /// <summary>Read a council's settings.</summary>
    public const string ReadCouncil = "read-council";

    /// <summary>Change a council's settings.</summary>
    public const string ManageCouncil = "manage-council";

    /// <summary>Take away everything that a council's hub holds, restricted records and the audit trail included.</summary>
    public const string ExportCouncil = "export-council";

    /// <summary>Read the region's indicators and tracker.</summary>
    public const string ReadRegion = "read-region";

    /// <summary>Ask how far the region's figures have come.</summary>
    public const string FollowRegion = "follow-region";

    /// <summary>Rebuild the regional projection, or ask the hubs to say again what they know.</summary>
    public const string OperateRegion = "operate-region";

    /// <summary>Read a council's applications to the support fund, and what they rest on.</summary>
    public const string ReadFund = "read-fund";

    /// <summary>Read the families of a council that ask for support, their assessments and narratives.</summary>
    public const string ReadSupport = "read-support";

    /// <summary>Keep such families, assess their needs and write their narratives.</summary>
    public const string AssessSupport = "assess-support";

    /// <summary>Apply to the support fund for a council.</summary>
    public const string ApplyToFund = "apply-to-fund";

    /// <summary>Record decisions, orders, invoices and claims of the support fund for a council.</summary>
    public const string ManageFundMoney = "manage-fund-money";

    /// <summary>Record payments, statements and reversals: for those who keep the books, not those who ask.</summary>
    public const string SettleFundMoney = "settle-fund-money";

    /// <summary>Record how a child does before and after therapy.</summary>
    public const string RecordOutcomes = "record-outcomes";

    /// <summary>See what a draft rule pack of the support fund would change.</summary>
    public const string PreviewFundRules = "preview-fund-rules";

    /// <summary>Draft rule packs of the support fund, and adopt them for the region.</summary>
    public const string AdoptFundRules = "adopt-fund-rules";

    /// <summary>Search the region's register of providers of support.</summary>
    public const string ReadProviders = "read-providers";

    /// <summary>Keep the region's register of providers of support.</summary>
    public const string ManageProviders = "manage-providers";

    /// <summary>See what all councils together spend with each provider: for nobody who knows what one of them does, and could take it from the sum.</summary>
    public const string ReadRegionalSpend = "read-regional-spend";

    /// <summary>Ask what the region's year would cost under other rules: for nobody who knows what one council's children need, and could take it from the sum.</summary>
    public const string AskRegionalWhatIf = "ask-regional-what-if";

    /// <summary>List parked messages, play them again or discard them.</summary>
    public const string OperateMessages = "operate-messages";

    /// <summary>Read and verify a council's audit trail.</summary>
    public const string ReadAudit = "read-audit";

    /// <summary>Read and verify the region's audit trail.</summary>
    public const string ReadRegionAudit = "read-region-audit";

    /// <summary>Read a child's plan for permanence, needs, siblings and searches.</summary>
    public const string ReadPermanence = "read-permanence";

    /// <summary>Keep them: plan, needs, siblings, exclusion areas, placements, and the start and pause of a search.</summary>
    public const string PlanPermanence = "plan-permanence";

    /// <summary>Approve a version of a profile or report for release; which role approves which is the version's matter.</summary>
    public const string ApproveProfiles = "approve-profiles";

    /// <summary>Read a council's households and their offers.</summary>
    public const string ReadHouseholds = "read-households";

    /// <summary>Keep them.</summary>
    public const string KeepHouseholds = "keep-households";

    /// <summary>Take a household's approval in from a source that is named: what else is decided comes from panel.</summary>
    public const string ImportHouseholds = "import-households";

    /// <summary>Read the list of what is owed, by when.</summary>
    public const string ReadWorklists = "read-worklists";

    /// <summary>Read, as the named reader of a release, what another council has released.</summary>
    public const string ReadReleased = "read-released";

    /// <summary>Read what of the region's waiting children and households is published to everybody who looks for families.</summary>
    public const string ReadRegister = "read-register";

    /// <summary>Look for families for a council's own children, and propose links.</summary>
    public const string FindFamilies = "find-families";

    /// <summary>Work on a link as a party to it; which side may take which step is the link's matter.</summary>
    public const string WorkLinks = "work-links";

    /// <summary>Read links, and who has been given what, as a party or for oversight of one's own council.</summary>
    public const string ReadLinks = "read-links";

    /// <summary>Release a child's or household's information to a named reader, and end that.</summary>
    public const string ReleaseInformation = "release-information";

    /// <summary>End a release.</summary>
    public const string EndReleases = "end-releases";

    /// <summary>Attest what became of papers of a closed release: the reader, or the guardian of the reader's council in the reader's place.</summary>
    public const string AttestPapers = "attest-papers";

    /// <summary>Make sharing agreements for one's council, and end them.</summary>
    public const string MakeAgreements = "make-agreements";

    /// <summary>Oversee family finding: searches by reference, events and campaigns, searches outside the region.</summary>
    public const string OverseeSearches = "oversee-searches";

    /// <summary>Declare the weights that order every list.</summary>
    public const string DeclareWeights = "declare-weights";

    /// <summary>Keep the rate card of inter-agency fees.</summary>
    public const string KeepRates = "keep-rates";

    /// <summary>Read how far the region's households suffice for its waiting children.</summary>
    public const string ReadSufficiency = "read-sufficiency";

    /// <summary>Read panels, meetings and who decides for whom.</summary>
    public const string ReadPanels = "read-panels";

    /// <summary>Keep central lists, panels, meetings, agendas and what happened at them.</summary>
    public const string KeepPanels = "keep-panels";

    /// <summary>Answer invitations and declare conflicts, as a panel member for oneself.</summary>
    public const string SitOnPanels = "sit-on-panels";

    /// <summary>Sign the minutes of a panel.</summary>
    public const string ChairPanels = "chair-panels";

    /// <summary>Follow the cases before panels and decision makers, and their clocks.</summary>
    public const string FollowCases = "follow-cases";

    /// <summary>Read decisions.</summary>
    public const string FollowDecisions = "follow-decisions";

    /// <summary>Decide cases, as an appointed decision maker.</summary>
    public const string DecideCases = "decide-cases";

    /// <summary>Enter appointments of decision makers.</summary>
    public const string AppointDecisionMakers = "appoint-decision-makers";

    /// <summary>Read panels' reports, costs and terms of approval.</summary>
    public const string ReadPanelReports = "read-panel-reports";

    /// <summary>Open cases for panel and decision maker in their council's hub, gather their papers, raise them.</summary>
    public const string PrepareCases = "prepare-cases";

    /// <summary>Read the cases of one's council, their papers and decisions.</summary>
    public const string ReadCases = "read-cases";

    /// <summary>Read the papers of agenda items that are open to one as a member of the panel.</summary>
    public const string ReadPanelPapers = "read-panel-papers";

    /// <summary>See who has read a paper.</summary>
    public const string FollowReadings = "follow-readings";

    /// <summary>Write the minutes of agenda items.</summary>
    public const string WriteMinutes = "write-minutes";

    /// <summary>Read the minutes of agenda items.</summary>
    public const string ReadMinutes = "read-minutes";

    /// <summary>Read decision makers' reasoned records.</summary>
    public const string ReadDecisionRecords = "read-decision-records";

    /// <summary>Write to people about decisions and enter when they were told.</summary>
    public const string TellDecisions = "tell-decisions";

    /// <summary>Change the wording of the council's letters.</summary>
    public const string KeepLetterTemplates = "keep-letter-templates";

    /// <summary>Anybody with a valid token: the gateway's own check, before the service behind it looks at roles.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>The roles that each policy lets in: one of them is enough.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> RolesByPolicy { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        [ImportReturns] = [Roles.CaseSystem],
        [FollowImports] = [Roles.CaseSystem, Roles.CaldicottGuardian],
        [ReadChildren] = [Roles.CaseSystem, Roles.SocialWorker, Roles.FamilyFinder, Roles.CaldicottGuardian],
        [RestrictRecords] = [Roles.CaldicottGuardian],
        [EraseRecords] = [Roles.CaldicottGuardian],
        [BreakGlass] = [Roles.SocialWorker, Roles.FamilyFinder],
        [ReviewBreakGlass] = [Roles.CaldicottGuardian],
        [EnterMilestones] = [Roles.CaseSystem, Roles.SocialWorker, Roles.FamilyFinder],
        [MatchIdentities] = [Roles.SocialWorker, Roles.CaldicottGuardian],
        [ManageWebhooks] = [Roles.CaseSystem],
        [ReadCouncil] = [Roles.CaseSystem, Roles.SocialWorker, Roles.FamilyFinder, Roles.CaldicottGuardian],
        [ManageCouncil] = [Roles.SocialWorker, Roles.CaldicottGuardian],
        [ExportCouncil] = [Roles.CaldicottGuardian],
        [ReadRegion] = [.. Roles.All.Where(role => role != Roles.Operator)],
        [FollowRegion] = Roles.All,
        [OperateRegion] = [Roles.Operator],
        [ReadFund] = [Roles.SupportFund, Roles.SupportWorker, Roles.Finance, Roles.CaldicottGuardian],
        [ReadSupport] = [Roles.SupportWorker, Roles.SupportFund, Roles.CaldicottGuardian],
        [AssessSupport] = [Roles.SupportWorker],
        [ApplyToFund] = [Roles.SupportFund],
        [ManageFundMoney] = [Roles.SupportFund, Roles.Finance],
        [SettleFundMoney] = [Roles.Finance],
        [RecordOutcomes] = [Roles.SupportFund, Roles.SupportWorker],
        [PreviewFundRules] = [Roles.HubOperations, Roles.SupportFund],
        [AdoptFundRules] = [Roles.HubOperations],
        [ReadProviders] = [Roles.SupportFund, Roles.SupportWorker, Roles.Finance, Roles.HubOperations],
        [ManageProviders] = [Roles.Finance, Roles.HubOperations],
        [ReadRegionalSpend] = [Roles.HubOperations],
        [AskRegionalWhatIf] = [Roles.HubOperations, Roles.BoardMember],
        [OperateMessages] = [Roles.Operator],
        [ReadAudit] = [Roles.CaldicottGuardian],
        [ReadRegionAudit] = [Roles.Auditor],
        [ReadPermanence] = [Roles.SocialWorker, Roles.FamilyFinder, Roles.PanelAdviser, Roles.CaldicottGuardian],
        [PlanPermanence] = [Roles.SocialWorker, Roles.FamilyFinder],
        [ApproveProfiles] = [Roles.FamilyFinder, Roles.Recruitment, Roles.PanelAdviser],
        [ReadHouseholds] = [Roles.Recruitment, Roles.SupportWorker, Roles.PanelAdviser, Roles.CaldicottGuardian],
        [KeepHouseholds] = [Roles.Recruitment],
        [ImportHouseholds] = [Roles.CaseSystem],
        [ReadWorklists] = [Roles.SocialWorker, Roles.FamilyFinder, Roles.Recruitment, Roles.SupportWorker, Roles.PanelAdviser, Roles.CaldicottGuardian],
        [ReadReleased] = [Roles.SocialWorker, Roles.FamilyFinder, Roles.Recruitment],
        [ReadRegister] = [Roles.SocialWorker, Roles.FamilyFinder, Roles.Recruitment, Roles.HubOperations],
        [FindFamilies] = [Roles.SocialWorker, Roles.FamilyFinder],
        [WorkLinks] = [Roles.SocialWorker, Roles.FamilyFinder, Roles.Recruitment],
        [ReadLinks] = [Roles.SocialWorker, Roles.FamilyFinder, Roles.Recruitment, Roles.PanelAdviser, Roles.CaldicottGuardian],
        [ReleaseInformation] = [Roles.SocialWorker, Roles.FamilyFinder, Roles.Recruitment],
        [EndReleases] = [Roles.SocialWorker, Roles.FamilyFinder, Roles.Recruitment, Roles.CaldicottGuardian],
        [AttestPapers] = [Roles.SocialWorker, Roles.FamilyFinder, Roles.Recruitment, Roles.CaldicottGuardian],
        [MakeAgreements] = [Roles.CaldicottGuardian],
        [OverseeSearches] = [Roles.HubOperations],
        [DeclareWeights] = [Roles.HubOperations],
        [KeepRates] = [Roles.Finance, Roles.HubOperations],
        [ReadSufficiency] = [Roles.HubOperations, Roles.BoardMember, Roles.Recruitment, Roles.FamilyFinder],
        [ReadPanels] =
            [Roles.PanelAdviser, Roles.PanelChair, Roles.PanelMember, Roles.DecisionMaker, Roles.SocialWorker, Roles.FamilyFinder, Roles.Recruitment, Roles.CaldicottGuardian],
        [KeepPanels] = [Roles.PanelAdviser],
        [SitOnPanels] = [Roles.PanelAdviser, Roles.PanelChair, Roles.PanelMember],
        [ChairPanels] = [Roles.PanelChair],
        [FollowCases] =
            [Roles.PanelAdviser, Roles.PanelChair, Roles.PanelMember, Roles.DecisionMaker, Roles.SocialWorker, Roles.FamilyFinder, Roles.Recruitment, Roles.CaldicottGuardian],
        [FollowDecisions] = [Roles.PanelAdviser, Roles.DecisionMaker, Roles.SocialWorker, Roles.FamilyFinder, Roles.Recruitment, Roles.CaldicottGuardian],
        [DecideCases] = [Roles.DecisionMaker],
        [AppointDecisionMakers] = [Roles.PanelAdviser],
        [ReadPanelReports] = [Roles.PanelAdviser, Roles.PanelChair, Roles.DecisionMaker],
        [PrepareCases] = [Roles.SocialWorker, Roles.FamilyFinder, Roles.Recruitment, Roles.PanelAdviser],
        [ReadCases] = [Roles.SocialWorker, Roles.FamilyFinder, Roles.Recruitment, Roles.PanelAdviser, Roles.DecisionMaker, Roles.CaldicottGuardian],
        [ReadPanelPapers] = [Roles.PanelMember, Roles.PanelChair, Roles.PanelAdviser],
        [FollowReadings] = [Roles.PanelAdviser, Roles.CaldicottGuardian],
        [WriteMinutes] = [Roles.PanelAdviser],
        [ReadMinutes] = [Roles.PanelAdviser, Roles.PanelChair, Roles.DecisionMaker, Roles.SocialWorker, Roles.FamilyFinder, Roles.Recruitment, Roles.CaldicottGuardian],
        [ReadDecisionRecords] = [Roles.DecisionMaker, Roles.PanelAdviser, Roles.SocialWorker, Roles.Recruitment, Roles.CaldicottGuardian],
        [TellDecisions] = [Roles.SocialWorker, Roles.FamilyFinder, Roles.Recruitment, Roles.PanelAdviser],
        [KeepLetterTemplates] = [Roles.PanelAdviser],
        [SignedIn] = Roles.All,
    };

    internal static void AddTo(AuthorizationOptions options)
    {
        foreach (var (policy, roles) in RolesByPolicy)
        {
            options.AddPolicy(policy, builder => builder.RequireAuthenticatedUser().RequireRole(roles));
        }

        // An endpoint that forgot to name its policy is refused to everybody; an address that leads
        // nowhere stays a 404, a method that it does not take a 405.
        options.FallbackPolicy = new AuthorizationPolicyBuilder()
            .RequireAuthenticatedUser()
            .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
            .Build();
        options.InvokeHandlersAfterFailure = false;
    }
}
