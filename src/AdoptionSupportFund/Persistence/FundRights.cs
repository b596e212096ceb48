using Partnership.ServiceDefaults.Persistence;

namespace Partnership.AdoptionSupportFund.Persistence;

/// <summary>Who may do what in the fund's database; a test finds tables with a council that are not named here.</summary>
internal static class FundRights
{
    public const string RequestRole = "support_fund";
    public const string SystemRole = "support_fund_worker";

    /// <summary>Sets rights and policies anew, as the owner of the tables.</summary>
    public static async Task ApplyAsync(string owner, CancellationToken ct, string requestRole = RequestRole, string systemRole = SystemRole)
    {
        var rights = new RowLevelSecurity(
            requestRole,
            systemRole,
            ByCouncil: [],
            Released: [],
            AppendOnly: [],
            Others: [("rule_pack", "select")]);
        await rights.ApplyAsync(owner, ct);
    }
}
