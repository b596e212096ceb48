using Partnership.ServiceDefaults.Persistence;

namespace Partnership.AdoptionSupportFund.Persistence;

/// <summary>Who may do what in the fund's database; a test finds tables with a council that are not named here.</summary>
internal static class FundRights
{
    public const string RequestRole = "support_fund";
    public const string SystemRole = "support_fund_worker";

    // The register is the region's, and tells of no family.
    private static readonly (string, string)[] Register =
        [.. new[] { "provider", "provider_therapy", "provider_area", "provider_check", "framework", "framework_rate" }.Select(table => (table, "select, insert, update, delete"))];

    /// <summary>Sets rights and policies anew, as the owner of the tables.</summary>
    public static async Task ApplyAsync(string owner, CancellationToken ct, string requestRole = RequestRole, string systemRole = SystemRole)
    {
        var rights = new RowLevelSecurity(
            requestRole,
            systemRole,
            ByCouncil: ["fund_child", "needs_assessment", "child_balance", "rule_change", "rule_history", "chase"],
            Released: [],
            AppendOnly: ["journal", "posting", "measurement", "claim", "claim_item", "statement", "statement_line"],
            Others: [("rule_pack", "select, insert, update (adopted_from, adopted_by, adopted_at)"), ("rule_job", "select, insert"), .. Register])
        {
            Subjects =
            [
                "fund_child", "needs_assessment", "application", "application_line", "quote", "measurement", "purchase_order", "invoice", "claim", "statement", "journal", "chase",
                new TrailSubject("hand_over", Councils: "array[from_council, to_council]"),
            ],
            Written = ["balance_use", "application", "application_child", "application_line", "line_funding", "purchase_order", "invoice", "claim", "claim_item", "statement", "statement_line", "journal", "posting", "quote", "measurement", new WrittenTable("hand_over", "from_council", "to_council")],
        };
        await rights.ApplyAsync(owner, ct);
    }
}
