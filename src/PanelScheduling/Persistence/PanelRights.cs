using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.PanelScheduling.Persistence;

/// <summary>Who may do what in the panels' database; a test finds tables with councils that are not named here.</summary>
internal static class PanelRights
{
    public const string RequestRole = "panel_scheduling";
    public const string SystemRole = "panel_scheduling_worker";

    /// <summary>What requests change. A joint panel's rows belong to each of its agencies.</summary>
    private static readonly WrittenTable[] Written =
    [
        .. new[]
        {
            "central_list", "list_member", "panel", "meeting", "meeting_member", "panel_case", "case_child", "case_day", "case_pause", "case_conflict", "case_clock", "agenda_item", "item_minutes",
            "held_record", "held_notice", "schedule_plan", "member_feed", "item_feedback", "issued_report", "fee_rate",
        }.Select(WrittenTable.OfSeveral),
        "decision_maker",
    ];

    /// <summary>Each council of a case sees its decision, and only the one that it is made for makes it: nobody takes it back.</summary>
    private static readonly TableRule OfDecisions = new("decision", "councils && (select request_councils())", "select, insert", Addable: TableRule.Own);

    /// <summary>What follows a determination is entered by the council that made it.</summary>
    private static readonly TableRule OfDeterminations = new(
        "determination", "councils && (select request_councils())", "select, insert, update", Addable: ByItsMaker, Changeable: ByItsMaker);

    private const string ByItsMaker = "exists (select from decision made where made.id = decision_id and made.council = any ((select request_councils())::smallint[]))";

    /// <summary>What requests name by an id. An item of a joint meeting is the business of those who have a part in its case.</summary>
    private static readonly TrailSubject[] Subjects =
    [
        "decision_maker",
        .. new[] { "central_list", "list_member", "panel", "meeting", "panel_case", "case_pause", "decision", "schedule_plan" }.Select(TrailSubject.OfSeveral),
        new("agenda_item", Councils: "(select heard.councils from public.panel_case heard where heard.id = case_id)"),
        new("item_feedback", Councils: "(select heard.councils from public.agenda_item item join public.panel_case heard on heard.id = item.case_id where item.id = item_id)"),
    ];

    private static readonly string[] HiddenFunctions =
    [
        """
        create or replace function request_hidden_cases() returns setof uuid language sql stable security definer rows 10 set search_path = pg_catalog, pg_temp
        as $$
            select hidden.id from public.panel_case hidden
            where hidden.restricted_to <> 0 and hidden.council = any (public.request_councils()) and not public.request_sees(hidden.restricted_to)
        $$;
        """,
        """
        create or replace function request_hidden_items() returns setof uuid language sql stable security definer rows 10 set search_path = pg_catalog, pg_temp
        as $$
            select item.id from public.agenda_item item where item.case_id in (select public.request_hidden_cases())
        $$;
        """,
    ];

    /// <summary>Cases of restricted records, for people of the council that raised them: gone for whoever reads such records in its hub and is not listed.</summary>
    private static readonly (string, string)[] Restricted =
    [
        ("panel_case", "id not in (select request_hidden_cases())"),
        .. new[] { "case_child", "case_day", "case_pause", "case_conflict", "case_clock", "agenda_item", "decision", "determination", "held_record", "held_notice" }
            .Select(table => (table, "case_id not in (select request_hidden_cases())")),
        .. new[] { "item_minutes", "item_feedback" }.Select(table => (table, "item_id not in (select request_hidden_items())")),
    ];

    /// <summary>Sets rights and policies anew, as the owner of the tables.</summary>
    public static async Task ApplyAsync(string owner, CancellationToken ct, string requestRole = RequestRole, string systemRole = SystemRole)
    {
        var rights = new RowLevelSecurity(requestRole, systemRole, ByCouncil: [], Released: [], AppendOnly: ["decision"], Others: [])
        {
            Subjects = Subjects,
            Written = Written,
            Rules = [OfDecisions, OfDeterminations],
            Functions = HiddenFunctions,
            Restricted = Restricted,
            Unlisted = [Roles.PanelAdviser, Roles.PanelChair, Roles.PanelMember, Roles.DecisionMaker],
        };
        await rights.ApplyAsync(owner, ct);
    }
}
