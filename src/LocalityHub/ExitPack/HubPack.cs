using System.Globalization;
using Partnership.CaseData.Ssda903;
using Partnership.ServiceDefaults.ExitPack;

namespace Partnership.LocalityHub.ExitPack;

/// <summary>What a council that leaves takes with it of its hub: everything but what is named here. The next table comes along by being mapped.</summary>
internal static class HubPack
{
    public static PackContents Contents { get; } = new()
    {
        Title = "everything that its locality hub holds",
        Warning = """
            **This pack holds names, dates of birth, addresses and restricted records in the clear, and the audit trail.** Keep it where only those can
            read it who may see all of that, and pass it on encrypted.
            """,
        Values = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            Years are census years, by
            the calendar year in which they end.

            Tables of the returns (SSDA903) are numbered where a column `table` names one: {string.Join(", ", Tables.All.Select(table => string.Create(CultureInfo.InvariantCulture, $"{(int)table} {table}")))}.
            """),
        Trail = """
            ## The audit trail

            `data/audit_entry` is chained: the hash of each entry is the SHA-256 of the hash before it, followed by the entry's fields (id, council, sequence,
            the instant in microseconds since 1970, subject, client, roles, operation, ids, outcome, reason, trace id), each written as its length in bytes, a
            colon and its text, or `-` for none; roles and ids are joined by single spaces. `region/audit-anchors.json`, where it is there, holds what the
            region was told of the chain while it grew. An entry without a sequence was not chained yet.
            """,
        LeftOut = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["forgotten_child"] = "children whom the hub has forgotten, for as long as the case system is told so",
            ["import_before"] = "what children were before an import, for as long as it can be undone",
            ["import_chunk"] = "uploaded bytes, until their rows are read",
            ["regional_reference"] = "which child the region's references stand for: it never leaves the hub",
            ["support_reference"] = "which child, family or assessment the support fund's references stand for: it never leaves the hub",
            ["hub_state"] = "the hub's own counters",
            ["webhook.secret"] = "the keys under which calls are signed",
        },
        Meanings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ad1"] = "rows of AD1, the adoption return",
            ["annex_map"] = "what the council's Annex A workbook calls things",
            ["assessed_child"] = "what an assessment of needs found of each child",
            ["assessment_pause"] = "when a stage of a household's assessment stood still",
            ["audit_entry"] = "the audit trail: who read or changed what, when, under which role, and what came of it",
            ["break_glass_grant"] = "each opening of a restricted record, with its reason and its review",
            ["candidate_question"] = "the region's questions whether a household may be considered for a child",
            ["carer_decision"] = "decisions about them as foster carers",
            ["case_decision"] = "what decision makers decided in the council's cases, for each child where there are several",
            ["case_event"] = "reviews, visits, notices, approvals of connected persons, applications for orders, the celebration and what was given after it, meetings after a disruption",
            ["case_item"] = "where a case is, or was, on a panel's agenda",
            ["case_paper"] = "papers of cases, each version, with its digest",
            ["case_paper_content"] = "those papers, byte for byte",
            ["case_transfer"] = "children whose plans one worker has offered to another",
            ["case_transfer_child"] = "the children of each transfer",
            ["child"] = "the children; `id` is what the other tables name them by, `local_id` the number in the council's own case system",
            ["child_background"] = "where a child comes from, and what a match would need to support",
            ["child_move"] = "moves that are not for permanence",
            ["child_need"] = "needs with their level and evidence",
            ["child_restriction"] = "restricted records: who may see them besides the Caldicott guardian, and why",
            ["child_search"] = "searches for a family",
            ["child_year"] = "what is held of one child from one year's return, and why it is held back",
            ["council_settings"] = "what the council has set for its hub",
            ["court_order"] = "orders that ended the looking for a family",
            ["court_permission"] = "who may see papers of a court, and by what right",
            ["decision_notice"] = "who was told of a decision, by word of mouth and in writing",
            ["decision_record"] = "decision makers' reasoned records",
            ["disclosure"] = "what was released, to whom and until when",
            ["duty_reason"] = "why a duty was late",
            ["episode"] = "episodes of care",
            ["exclusion_area"] = "where a child must not live",
            ["family_link"] = "links with other councils' children and households, as the region told them last",
            ["family_link_child"] = "the children of each link",
            ["feed_record"] = "what the daily feed has given of a child",
            ["gate_statement"] = "what people stated of a gate of a case, or by which exception it is passed",
            ["given_milestone"] = "milestones entered by hand or by a feed",
            ["header"] = "header rows of the returns",
            ["household"] = "households that the council assesses",
            ["household_answer"] = "their answers to each need",
            ["household_check"] = "checks of households and of those who live in them, and until when they count",
            ["household_decision"] = "decisions about their suitability, each with its source",
            ["household_hold"] = "when they were not asked",
            ["household_member"] = "who lives in them",
            ["household_restriction"] = "restricted households: who may see them besides the Caldicott guardian, and why",
            ["household_return"] = "what the list of adopters said of them last",
            ["household_review"] = "reviews of their approval",
            ["import"] = "each return handed in, and what came of it",
            ["import_file"] = "the files of each return",
            ["import_finding"] = "broken rules",
            ["import_held_child"] = "children whom a return left as they were",
            ["import_map"] = "the map by which each return was read",
            ["import_rejected_row"] = "rows that could not be read",
            ["import_rule_count"] = "how often a return broke each rule, once its broken rules are no longer kept one by one",
            ["item_minutes"] = "minutes of agenda items, every draft",
            ["kept_anchor"] = "what the services that councils share have said of their audit trails",
            ["learned_evidence"] = "what links that were not progressed taught about a household, and what it said to it",
            ["letter"] = "letters about decisions",
            ["letter_template"] = "the council's own wording of letters",
            ["link_decision"] = "what the council decided of a link: who, why and when",
            ["link_words"] = "words to a link",
            ["match_decision"] = "matches as the decision maker decided them",
            ["match_withdrawal"] = "matches that fell through before the child moved in",
            ["milestone"] = "milestones as derived from all sources together",
            ["other_row"] = "rows of the other tables; `cells` in the order of the published layout, CHILD left out",
            ["panel_case"] = "cases for panel and decision maker",
            ["paper_opening"] = "members of panels to whom the papers of an agenda item are open, and until when",
            ["paper_reading"] = "who has read which paper, and when",
            ["papers_to_attest"] = "what other councils ask of papers that the council's people have read",
            ["permanence"] = "the plan for a child",
            ["placed_adoption"] = "rows of PlacedAdoption",
            ["placement"] = "placements for permanence",
            ["plan_change"] = "every plan there was, and why",
            ["prev_perm"] = "rows of PrevPerm",
            ["support_assessment"] = "assessments of needs of support, and their reviews",
            ["support_chase"] = "what the support fund has asked for about applications, and by when",
            ["support_child"] = "children of families that ask for support; `child_id` where the hub knows the child from care",
            ["support_family"] = "families that ask for support; names of other members, lines of the address",
            ["support_narrative"] = "narrative parts of applications to the support fund",
            ["priority_flag"] = "groups of children whom families are hardest found for, and since when a child was seen to be in one",
            ["profile_version"] = "profiles and reports, each with who wrote and approved it",
            ["return_map"] = "what the council's return files call things",
            ["ruled_out"] = "households that are not considered for a child",
            ["search_escalation"] = "when the region found that a child had had no link for long, that a list was late or that a group lacked a child",
            ["search_pause"] = "when a search rested",
            ["sibling_group"] = "brothers and sisters, with their assessment",
            ["sibling_group_member"] = "the decision for each of them",
            ["temporary_approval"] = "adopters who were approved as foster carers of a named child for a time",
            ["webhook"] = "systems of the council that are called when something has changed",
            ["webhook_delivery"] = "those calls, and how they went",
        },
    };
}
