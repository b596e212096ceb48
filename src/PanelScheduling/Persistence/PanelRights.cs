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
            "determination", "held_record", "held_notice", "schedule_plan", "member_feed", "item_feedback", "issued_report", "fee_rate",
        }.Select(WrittenTable.OfSeveral),
        "decision_maker",
    ];

    /// <summary>Each council of a case sees its decision, and only the one that it is made for makes it: nobody takes it back.</summary>
    private static readonly TableRule OfDecisions = new("decision", "councils && (select request_councils())", "select, insert", Addable: TableRule.Own);

    /// <summary>What requests name by an id. An item of a joint meeting is the business of those who have a part in its case.</summary>
    private static readonly TrailSubject[] Subjects =
    [
        "decision_maker",
        .. new[] { "central_list", "list_member", "panel", "meeting", "panel_case", "case_pause", "decision", "schedule_plan" }.Select(TrailSubject.OfSeveral),
        new("agenda_item", Councils: "(select heard.councils from public.panel_case heard where heard.id = case_id)"),
        new("item_feedback", Councils: "(select heard.councils from public.agenda_item item join public.panel_case heard on heard.id = item.case_id where item.id = item_id)"),
    ];

    /// <summary>Sets rights and policies anew, as the owner of the tables.</summary>
    public static async Task ApplyAsync(string owner, CancellationToken ct, string requestRole = RequestRole, string systemRole = SystemRole)
    {
        var rights = new RowLevelSecurity(requestRole, systemRole, ByCouncil: [], Released: [], AppendOnly: ["decision"], Others: [])
        {
            Subjects = Subjects,
            Written = Written,
            Rules = [OfDecisions],
        };
        await rights.ApplyAsync(owner, ct);
    }
}
