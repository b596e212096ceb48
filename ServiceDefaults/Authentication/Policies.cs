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

    /// <summary>Open a restricted record to oneself for a short time: for people, since it is a person who answers for it.</summary>
    public const string BreakGlass = "break-glass";

    /// <summary>Look at each time that a restricted record was opened.</summary>
    public const string ReviewBreakGlass = "review-break-glass";

    /// <summary>Enter a child's milestones by hand.</summary>
    public const string EnterMilestones = "enter-milestones";

    /// <summary>Read a council's settings.</summary>
    public const string ReadCouncil = "read-council";

    /// <summary>Change a council's settings.</summary>
    public const string ManageCouncil = "manage-council";

    /// <summary>Read the region's indicators and tracker.</summary>
    public const string ReadRegion = "read-region";

    /// <summary>Ask how far the region's figures have come.</summary>
    public const string FollowRegion = "follow-region";

    /// <summary>Rebuild the regional projection, or ask the hubs to say again what they know.</summary>
    public const string OperateRegion = "operate-region";

    /// <summary>List parked messages, play them again or discard them.</summary>
    public const string OperateMessages = "operate-messages";

    /// <summary>Read and verify a council's audit trail.</summary>
    public const string ReadAudit = "read-audit";

    /// <summary>Read and verify the region's audit trail.</summary>
    public const string ReadRegionAudit = "read-region-audit";

    /// <summary>Anybody with a valid token: the gateway's own check, before the service behind it looks at roles.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>The roles that each policy lets in: one of them is enough.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> RolesByPolicy { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        [ImportReturns] = [Roles.CaseSystem],
        [FollowImports] = [Roles.CaseSystem, Roles.CaldicottGuardian],
        [ReadChildren] = [Roles.CaseSystem, Roles.SocialWorker, Roles.FamilyFinder, Roles.CaldicottGuardian],
        [RestrictRecords] = [Roles.CaldicottGuardian],
        [BreakGlass] = [Roles.SocialWorker, Roles.FamilyFinder],
        [ReviewBreakGlass] = [Roles.CaldicottGuardian],
        [EnterMilestones] = [Roles.CaseSystem, Roles.SocialWorker, Roles.FamilyFinder],
        [ReadCouncil] = [Roles.CaseSystem, Roles.SocialWorker, Roles.FamilyFinder, Roles.CaldicottGuardian],
        [ManageCouncil] = [Roles.SocialWorker, Roles.CaldicottGuardian],
        [ReadRegion] = [.. Roles.All.Where(role => role != Roles.Operator)],
        [FollowRegion] = Roles.All,
        [OperateRegion] = [Roles.Operator],
        [OperateMessages] = [Roles.Operator],
        [ReadAudit] = [Roles.CaldicottGuardian],
        [ReadRegionAudit] = [Roles.Auditor],
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
