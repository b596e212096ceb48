using Partnership.ServiceDefaults.ExitPack;

namespace Partnership.CentralHub.ExitPack;

/// <summary>
/// What a council that leaves takes with it of the central hub: its children and households there, its side of links, releases and candidate
/// matches, and what is computed from its own. Of other councils' children and households no more than the reference by which a link names them.
/// </summary>
internal static class RegionPack
{
    private const string OwnLinks = "select link from link_party where council = {0}";
    private const string OwnSearches = "select search from search_child where council = {0}";
    private const string OwnReleases = "select id from disclosure where council = {0} or reader_council = {0}";

    public static PackContents Contents { get; } = new()
    {
        Title = "what the central hub holds of it",
        Warning = """
            **The rows name children, families and households by references**, which the council's own hub alone can tell apart, and members of its staff by name. Keep the pack as carefully
            as the hub's.
            """,
        Trail = """
            ## The audit trail

            `data/audit_entry` holds the entries of the service's trail that concern the council. Where an entry concerns other councils too, their ids are not in it:
            its hash cannot be computed from what is here. The trail as a whole is verified by the region's auditor.
            """,
        Shared =
        [
            "audit_anchor", "campaign_child", "child_profile", "household_offer", "outside_search", "received_event", "regional_state", "released_figure", "released_tracker",
            "search_alarm", "search_child", "duty_count", "transfer",
            new("interest", "council = {0} or open and child in (select child from search_child where council = {0})"),
            PackedRows.OfSeveral("identity_match"),
            "identity_match_side",
            PackedRows.OfSeveral("agreement"),
            new("agreement_council", "agreement in (select id from agreement where councils @> array[{0}])"),
            new("disclosure", "council = {0} or reader_council = {0}"),
            new("disclosure_step", $"disclosure in ({OwnReleases})"),
            new("link", $"id in ({OwnLinks})"),
            new("link_child", $"link in ({OwnLinks})"),
            new("link_party", $"link in ({OwnLinks}) and council = {{0}}"),
            new("link_step", $"link in ({OwnLinks})"),
            new("link_worker", $"link in ({OwnLinks}) and council = {{0}}"),
            new("published_child", "reference in (select reference from child_profile where council = {0})"),
            new("published_household", "reference in (select reference from household_offer where council = {0})"),
            new("search", $"id in ({OwnSearches})"),
            new("search_candidate", $"search in ({OwnSearches})"),
            new("search_change", $"search in ({OwnSearches})"),
            new("search_escalation", $"search in ({OwnSearches})"),

            // Somebody who works for several councils has a name at each, and at this one no more than that.
            new("worker", "councils @> array[{0}]") { Instead = new Dictionary<string, string> { ["councils"] = "array[{0}]" } },
            PackedRows.Trail,
        ],
        LeftOut = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["campaign"] = "events of the region",
            ["candidate_question"] = "questions whether a household may be considered: the hub that was asked has them",
            ["child_identity"] = "digests of numbers, by which two councils' records of one child are found",
            ["edition"] = "how the region's figures were cut for release",
            ["edition_child"] = "how the region's figures were cut for release",
            ["edition_council"] = "how the region's figures were cut for release",
            ["family_event"] = "what hubs have said, message by message: the newest is in child_profile and household_offer",
            ["link.facts_at_end"] = "a digest of both sides' facts",
            ["outcome_cell"] = "figures of the region",
            ["overdue_duty"] = "what is late at the hubs: the hub has it",
            ["projection_job"] = "jobs of the central hub's own",
            ["published_to"] = "for which readers the register was made: it follows from the agreements",
            ["rate"] = "the region's rate card",
            ["register_due"] = "work of the central hub's own",
            ["register_state"] = "work of the central hub's own",
            ["release_state"] = "work of the central hub's own",
            ["search_candidate.candidate"] = "what the list says of each household: facts of its own council",
            ["search_change.move"] = "why a household moved on the list: facts of its own council",
            ["search_overview"] = "searches of the region by reference",
            ["sufficiency"] = "figures of the region",
            ["weights"] = "the region's weights, by which lists are ordered",
        },
        Meanings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["agreement"] = "sharing agreements that the council has a part in",
            ["agreement_council"] = "the councils of each agreement, and when each accepted or left it",
            ["audit_anchor"] = "what the council's hub has said of its own audit trail",
            ["audit_entry"] = "who read or changed what of the council's in the central hub, when, under which role, and what came of it",
            ["campaign_child"] = "the council's children at events of the region",
            ["child_profile"] = "the newest that the hub has said of each child for family finding",
            ["disclosure"] = "releases of information, given or received",
            ["disclosure_step"] = "every change of each release",
            ["duty_count"] = "how many duties are late, by how much",
            ["household_offer"] = "the newest that the hub has said of each household for family finding",
            ["identity_match"] = "candidate matches of the council's records with another's",
            ["identity_match_side"] = "the council's own record in each match, and what its person answered",
            ["interest"] = "interest of the council's households in published children, and of others in its own that may be told",
            ["link"] = "links of the council's children and households, each with a reference of the other side",
            ["link_child"] = "the children of each link",
            ["link_party"] = "how far the council itself has gone in each link",
            ["link_step"] = "every change of each link",
            ["link_worker"] = "the council's people in each link",
            ["outside_search"] = "searches outside the region",
            ["published_child"] = "what is published of the council's children",
            ["published_household"] = "what is published of the council's households",
            ["received_event"] = "the measures that the hub has sent, each version",
            ["regional_state"] = "their newest",
            ["released_figure"] = "the council's indicators as others see them; empty where hidden",
            ["released_tracker"] = "the council's tracker as others see it; empty where hidden",
            ["search"] = "searches for families of the council's children",
            ["search_alarm"] = "when the hub was told that a list for early permanence was late or a group lacked a child, and that it was over",
            ["search_candidate"] = "places on the lists of those searches, by the household's reference",
            ["search_change"] = "when which household moved on those lists",
            ["search_child"] = "the council's children in each search",
            ["search_escalation"] = "when a search had been long without a link",
            ["transfer"] = "links handed over within the council",
            ["worker"] = "the council's people, by the reference that links and releases name them by",
        },
    };
}
