using Partnership.ServiceDefaults.ExitPack;

namespace Partnership.PanelScheduling.ExitPack;

/// <summary>What a council that leaves takes with it of panel scheduling: cases that it has a part in, and the lists, panels and meetings that are its own, alone or with others.</summary>
internal static class PanelPack
{
    // Of a joint meeting the items that are the council's business: another agency's case is not.
    private const string OwnItems = "select id from agenda_item where case_id in (select id from panel_case where councils @> array[{0}])";

    // What hubs hold of a decision is the deciding council's.
    private const string OwnDecisions = "case_id in (select id from panel_case where council = {0})";

    public static PackContents Contents { get; } = new()
    {
        Title = "what panel scheduling holds of it",
        Warning = """
            **The rows name children, families and households by references**, which the council's own hub alone can tell apart, and panel members and decision makers by name. Keep the pack as carefully
            as the hub's.
            """,
        Trail = """
            ## The audit trail

            `data/audit_entry` holds the entries of the service's trail that concern the council. Where an entry concerns other councils too, their ids are not in it:
            its hash cannot be computed from what is here. The trail as a whole is verified by the region's auditor.
            """,
        Shared =
        [
            "decision_maker",
            .. new[]
            {
                "case_child", "case_clock", "case_conflict", "case_day", "case_pause", "central_list", "decision", "determination", "fee_rate", "issued_report", "list_member", "meeting", "meeting_member", "panel", "panel_case",
            }.Select(PackedRows.OfSeveral),
            new("agenda_item", $"id in ({OwnItems})"),
            new("item_feedback", $"item_id in ({OwnItems})"),
            new("item_minutes", $"council = {{0}} and item_id in ({OwnItems})"),
            new("held_notice", OwnDecisions),
            new("held_record", OwnDecisions),
            PackedRows.Trail,
        ],
        LeftOut = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["member_feed"] = "keys of members' calendars",
            ["schedule_plan"] = "proposals where cases are heard: what came of them is in agenda_item",
        },
        Meanings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["agenda_item"] = "the council's cases on agendas, who sat for each, what was recommended and advised",
            ["audit_entry"] = "who read or changed what of the council's in panel scheduling, when, under which role, and what came of it",
            ["case_child"] = "the children of each case",
            ["case_clock"] = "the time limits of each case, and how they ended",
            ["case_conflict"] = "members who declared an interest in a case",
            ["case_day"] = "when what happened in a case, and who was told when",
            ["case_pause"] = "when a clock stood still",
            ["central_list"] = "lists from which panels are drawn",
            ["decision"] = "decisions, each with the record in the hub that it rests on",
            ["decision_maker"] = "who decides for the council, for what, from when and by what power",
            ["determination"] = "qualifying determinations and what came of each",
            ["fee_rate"] = "what a meeting pays members of a list",
            ["held_notice"] = "notices of the council's decisions that its hub has given",
            ["held_record"] = "decision makers' records that the council's hub holds",
            ["issued_report"] = "when half-yearly reports were issued",
            ["item_feedback"] = "how items went, by who was there",
            ["item_minutes"] = "which minutes of an item the council's hub holds, by their digest",
            ["list_member"] = "who is on those lists, with what bears on a panel's quorum and independence",
            ["meeting"] = "meetings",
            ["meeting_member"] = "who was drawn, came, and had read the papers",
            ["panel"] = "panels and how each is set up",
            ["panel_case"] = "cases that the council has a part in",
        },
    };
}
