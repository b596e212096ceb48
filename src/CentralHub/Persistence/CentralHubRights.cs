using Partnership.ServiceDefaults.Persistence;

namespace Partnership.CentralHub.Persistence;

/// <summary>Who may do what in the central hub's database; a test finds tables with a council that are not named here.</summary>
internal static class CentralHubRights
{
    public const string RequestRole = "central_hub";
    public const string SystemRole = "central_hub_projector";

    /// <summary>Sets rights and policies anew, as the owner of the tables.</summary>
    public static async Task ApplyAsync(string owner, CancellationToken ct, string requestRole = RequestRole, string systemRole = SystemRole)
    {
        var rights = new RowLevelSecurity(
            requestRole,
            systemRole,
            ByCouncil: ["regional_state", "received_event", "edition_child", "edition_council", "audit_anchor"],
            Released: ["released_figure", "released_tracker", "search_overview", "outcome_cell", "sufficiency", "duty_count"],
            AppendOnly: ["received_event", "audit_anchor", "family_event", "link_step", "disclosure_step"],
            Others: [("edition", "select"), ("release_state", "select"), ("projection_job", "select, insert")])
        {
            Subjects = FamilyFindingRights.Subjects,
            Functions = FamilyFindingRights.Functions,
            Rules = FamilyFindingRights.Rules,
            Restricted = FamilyFindingRights.Restricted,
        };
        await rights.ApplyAsync(owner, ct);
    }
}
