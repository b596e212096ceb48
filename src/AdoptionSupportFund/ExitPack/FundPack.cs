using Partnership.ServiceDefaults.ExitPack;

namespace Partnership.AdoptionSupportFund.ExitPack;

/// <summary>What a council that leaves takes with it of the fund: its children, applications and money, and of a hand-over what both sides read.</summary>
internal static class FundPack
{
    public static PackContents Contents { get; } = new()
    {
        Title = "what the support fund holds of it",
        Warning = """
            **The rows name children, families and households by references**, which the council's own hub alone can tell apart, and members of staff by the names they sign in with. Keep the pack as carefully
            as the hub's.
            """,
        Values = "Money is in pence.",
        Trail = """
            ## The audit trail

            `data/audit_entry` holds the entries of the service's trail that concern the council. Where an entry concerns other councils too, their ids are not in it:
            its hash cannot be computed from what is here. The trail as a whole is verified by the region's auditor.
            """,
        Shared =
        [
            "application", "application_child", "application_line", "balance_use", "chase", "child_balance", "claim", "claim_item", "fund_child", "invoice", "journal", "line_funding",
            "measurement", "needs_assessment", "posting", "purchase_order", "quote", "rule_change", "rule_history", "statement", "statement_line",
            new("hand_over", "from_council = {0} or to_council = {0}"),

            // Of the region's register those whom the council has to do with: an order without a provider says nothing.
            new("provider", """
                id in (
                    select provider_id from application_line where council = {0} union select provider_id from quote where council = {0}
                    union select provider_id from purchase_order where council = {0} union select provider_id from invoice where council = {0})
                """),
            PackedRows.Trail,
        ],
        LeftOut = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["framework"] = "the region's agreements with providers",
            ["framework_rate"] = "the region's agreements with providers",
            ["provider_area"] = "the region's register of providers",
            ["provider_check"] = "the region's register of providers",
            ["provider_therapy"] = "the region's register of providers",
            ["rule_pack"] = "the fund's rules by year: the region's",
            ["rule_job"] = "when the region adopted rules",
            ["hand_over.proposed_by"] = "who it was at either council: each has it in its own trail",
            ["hand_over.decided_by"] = "who it was at either council: each has it in its own trail",
        },
        Meanings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["application"] = "applications to the fund; `number` is the council's reference there",
            ["application_child"] = "the children of each application",
            ["application_line"] = "what was applied for",
            ["audit_entry"] = "who read or changed what of the council's in the fund, when, under which role, and what came of it",
            ["balance_use"] = "what each application has used of a child's limits",
            ["chase"] = "what the fund has asked the hub for about applications",
            ["child_balance"] = "what of a child's limits is used, by financial year",
            ["claim"] = "claims for what was paid",
            ["claim_item"] = "the applications of each claim",
            ["fund_child"] = "the children, by the reference that the hub minted for the fund",
            ["hand_over"] = "children whose cases went to another council, or came from one",
            ["invoice"] = "invoices of providers",
            ["journal"] = "entries of the ledger; one that was taken back is reversed by another",
            ["line_funding"] = "who pays which part of a line",
            ["measurement"] = "how children did before and after",
            ["needs_assessment"] = "assessments of needs: when, and until when they count",
            ["posting"] = "the sides of each entry of the ledger",
            ["provider"] = "providers whom the council has to do with, as the region's register has them",
            ["purchase_order"] = "orders",
            ["quote"] = "quotes",
            ["rule_change"] = "what new rules would have changed about applications",
            ["rule_history"] = "which rules stopped or marked an application",
            ["statement"] = "statements of payments",
            ["statement_line"] = "their lines, and which application each was matched with",
        },
    };
}
