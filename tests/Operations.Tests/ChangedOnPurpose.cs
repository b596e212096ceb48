namespace Partnership.Operations.Tests;

/// <summary>What a restore does to a table on purpose. All else of it has to be as it was when the backup was made.</summary>
/// <param name="Why">For what reason.</param>
/// <param name="Columns">What rows say otherwise afterwards; with a dot what a column of JSON holds.</param>
/// <param name="Gains">Whether rows come to those that were there.</param>
/// <param name="IsAnew">Whether its rows are made anew, so that they are another test's matter.</param>
internal sealed record Change(string Why, string[]? Columns = null, bool Gains = false, bool IsAnew = false);

/// <summary>Table by table, what a restore changes on purpose. A table that is not named here has to come back as it was.</summary>
internal static class ChangedOnPurpose
{
    private const string Numbered = "what hubs say again they say under the next epoch, and number it anew";

    private static readonly Change Trail = new("the restore is entered in the trail, and so is what tests ask", Gains: true);
    private static readonly Change Heard = new("what the hubs, the centre and panel scheduling say again is heard, under ids of its own", Gains: true);
    private static readonly Change UnderWay = new("what is on its way at the moment of looking: the anchors of trails above all", IsAnew: true);

    public static readonly IReadOnlyDictionary<string, Change> InNothing = new Dictionary<string, Change>();

    public static readonly IReadOnlyDictionary<string, Change> InAHub = new Dictionary<string, Change>
    {
        ["public.hub_state"] = new("the hub's next epoch begins; with another region's key families are looked at anew", ["epoch", "families_swept_by"]),
        ["sealed.regional_reference"] = new(Numbered + "; compared by itself, for hubs state identities at their start", IsAnew: true),
        ["sealed.support_reference"] = new(Numbered, ["epoch", "version"]),
        ["public.disclosure"] = new("a release is open by the word of the ledger in this epoch alone", ["stated_epoch", "version"]),
        ["public.case_item"] = new("items are told again under their newest version, which rises with each opening of papers too", ["item_version"]),
        ["public.candidate_question"] = new("an area by another region's name for it is withdrawn, and asked by its own", ["child_id", "withdrawn_at"], Gains: true),
        ["public.support_chase"] = new("the fund says again what it waits for", ["told_at", "version"]),
        ["public.paper_opening"] = new("papers are shut to everybody until panel scheduling says again who is of the panel, or the decision maker opens them again", IsAnew: true),
        ["public.kept_anchor"] = new("the trails of the shared services go on, and what they say of them is kept", Gains: true),
        ["public.audit_entry"] = Trail,
        ["public.inbox"] = Heard,
        ["public.outbox"] = UnderWay,
    };

    public static readonly IReadOnlyDictionary<string, Change> AtTheCentre = new Dictionary<string, Change>
    {
        ["public.regional_state"] = new(Numbered, ["epoch", "version"]),
        ["public.child_profile"] = new(Numbered, ["epoch", "version", "snapshot.epoch", "snapshot.version"]),
        ["public.household_offer"] = new(Numbered + "; a home area is named by the key of its region", ["epoch", "version", "snapshot.epoch", "snapshot.version", "snapshot.homeArea"]),
        ["public.candidate_question"] = new("an area by another region's name for it is answered with no, withdrawn, and asked by its own; the open ones are compared by themselves", ["epoch", "version", "withdrawn_at", "possible"], Gains: true),
        ["public.overdue_duty"] = new(Numbered, ["epoch", "version", "snapshot.epoch", "snapshot.version"]),
        ["public.link_party"] = new(Numbered, ["decision_epoch", "decision_version"]),
        ["public.link_child"] = new(Numbered, ["part_epoch", "part_version"]),
        ["public.disclosure"] = new(Numbered, ["hub_epoch", "hub_version", "hub_answered_at"]),
        ["public.disclosure_step"] = new("the hub answers again what it does of each release", Gains: true),
        ["public.child_identity"] = new("the other region has a key of its own, and its hubs state the digests under that; the reckoning compares them with what the hubs said", IsAnew: true),
        ["public.received_event"] = new("the log gains what is said again", Gains: true),
        ["public.family_event"] = new("the log gains what is said again", Gains: true),
        ["public.audit_anchor"] = new("trails go on", Gains: true),
        ["public.release_state"] = new("how far in the log the newest release has come", IsAnew: true),
        ["public.register_state"] = new("when the register was looked at last", IsAnew: true),
        ["public.register_due"] = UnderWay,
        ["public.outcome_cell"] = new("counted at each start of the centre, and then at night", IsAnew: true),
        ["public.sufficiency"] = new("worked out anew from what is said again, at another time", IsAnew: true),
        ["public.audit_entry"] = Trail,
        ["public.inbox"] = Heard,
        ["public.outbox"] = UnderWay,
    };

    public static readonly IReadOnlyDictionary<string, Change> InTheFund = new Dictionary<string, Change>
    {
        ["public.fund_child"] = new(Numbered, ["epoch", "version"]),
        ["public.chase"] = new("hubs are told again what the fund waits for", ["version"]),
        ["public.audit_entry"] = Trail,
        ["public.inbox"] = Heard,
        ["public.outbox"] = UnderWay,
    };

    public static readonly IReadOnlyDictionary<string, Change> InPanelScheduling = new Dictionary<string, Change>
    {
        ["public.panel_case"] = new(Numbered + "; the case rises with it", ["epoch", "hub_version", "version"]),
        ["public.case_child"] = new(Numbered, ["epoch", "hub_version"]),
        ["public.case_pause"] = new(Numbered, ["epoch", "hub_version"]),
        ["public.held_notice"] = new(Numbered, ["epoch", "hub_version"]),
        ["public.held_record"] = new(Numbered, ["epoch"]),
        ["public.audit_entry"] = Trail,
        ["public.inbox"] = Heard,
        ["public.outbox"] = UnderWay,
    };

    public static IReadOnlyDictionary<string, Change> In(string database) => database switch
    {
        "central_hub" => AtTheCentre,
        "support_fund" => InTheFund,
        "panel_scheduling" => InPanelScheduling,
        _ => InAHub,
    };
}
