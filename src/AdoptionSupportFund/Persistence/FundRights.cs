using Partnership.ServiceDefaults.Authentication;
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

    /// <summary>
    /// A restricted child's rows, and those of every application with it, are shown to the roles that its guardian has listed, to the guardian, and to finance, who pays what others have asked and sees
    /// references and sums. They run as the tables' owner: whoever may not see a child could not be told which applications are its.
    /// </summary>
    private static readonly string[] RestrictedFunctions =
    [
        """
        create or replace function request_hidden_children() returns setof uuid language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select child.id from public.fund_child child
            where child.restricted_to <> 0 and not public.request_sees(child.restricted_to)
        $$;
        """,
        """
        create or replace function request_hidden_applications() returns setof uuid language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select child.application_id from public.application_child child where child.child_id in (select public.request_hidden_children())
        $$;
        """,
        """
        create or replace function request_hidden_lines() returns setof uuid language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select line.id from public.application_line line where line.application_id in (select public.request_hidden_applications())
        $$;
        """,
        """
        create or replace function request_hidden_assessments() returns setof uuid language sql stable security definer set search_path = pg_catalog, pg_temp
        as $$
            select assessment.id from public.needs_assessment assessment where assessment.child_id in (select public.request_hidden_children())
        $$;
        """,
    ];

    private const string OfSeenApplication = "application_id not in (select request_hidden_applications())";

    private static readonly (string, string)[] Restricted =
    [
        ("fund_child", "id not in (select request_hidden_children())"),
        ("needs_assessment", "id not in (select request_hidden_assessments())"),
        ("child_balance", "child_id not in (select request_hidden_children())"),
        ("chase", "assessment_id not in (select request_hidden_assessments())"),
        ("application", "id not in (select request_hidden_applications())"),
        ("line_funding", "line_id not in (select request_hidden_lines())"),
        .. new[]
        {
            "application_child", "application_line", "balance_use", "claim_item", "invoice", "journal", "measurement", "posting", "purchase_order", "quote", "rule_change", "rule_history",
        }.Select(table => (table, OfSeenApplication)),

        // Whoever is to take a child over has to see that it is asked.
        ("hand_over", "child_id not in (select request_hidden_children()) or to_council = any ((select request_councils())::smallint[])"),
    ];

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
            Functions = RestrictedFunctions,
            Restricted = Restricted,
            Unlisted = [Roles.Finance],
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
