namespace Partnership.ServiceDefaults.Authentication;

/// <summary>The roles that a token's <c>roles</c> claim may hold: what a person or a system does in the partnership.</summary>
public static class Roles
{
    /// <summary>A council's case management system: hands in returns and reads its own council's children.</summary>
    public const string CaseSystem = "case-system";

    /// <summary>A child's social worker.</summary>
    public const string SocialWorker = "social-worker";

    /// <summary>A family finder: looks for families for children who wait.</summary>
    public const string FamilyFinder = "family-finder";

    /// <summary>Recruits and assesses adopters.</summary>
    public const string Recruitment = "recruitment";

    /// <summary>Supports families before and after the order.</summary>
    public const string SupportWorker = "support-worker";

    /// <summary>Advises the adoption panel.</summary>
    public const string PanelAdviser = "panel-adviser";

    /// <summary>Chairs an adoption panel.</summary>
    public const string PanelChair = "panel-chair";

    /// <summary>Sits on an adoption panel.</summary>
    public const string PanelMember = "panel-member";

    /// <summary>Decides after panel: the agency decision maker.</summary>
    public const string DecisionMaker = "decision-maker";

    /// <summary>Applies to the support fund.</summary>
    public const string SupportFund = "support-fund";

    /// <summary>Staff of the regional hub.</summary>
    public const string HubOperations = "hub-operations";

    /// <summary>Handles providers, fees and budgets.</summary>
    public const string Finance = "finance";

    /// <summary>Sits on the partnership's board.</summary>
    public const string BoardMember = "board-member";

    /// <summary>Guards the confidentiality of people's information in one council.</summary>
    public const string CaldicottGuardian = "caldicott-guardian";

    /// <summary>Reads the region's figures and verifies the region's audit trail.</summary>
    public const string Auditor = "auditor";

    /// <summary>Runs the platform; sees no case data.</summary>
    public const string Operator = "operator";

    /// <summary>Every role, in the order of the glossary.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        CaseSystem, SocialWorker, FamilyFinder, Recruitment, SupportWorker, PanelAdviser, PanelChair, PanelMember,
        DecisionMaker, SupportFund, HubOperations, Finance, BoardMember, CaldicottGuardian, Auditor, Operator,
    ];
}
