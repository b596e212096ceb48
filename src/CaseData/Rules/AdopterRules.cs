using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>AD1 by itself: the six facts of an adoption, and whether they fit together. A blank sex is never an allowed one.</summary>
internal static class AdopterRules
{
    internal const string SixItems = "DATE_INT DATE_MATCH FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR";

    private static readonly Rule AllOrNone = OfRow<Ad1Row>(
        "151",
        Table.AD1,
        SixItems,
        "Some of the six facts of the adoption are filled and some are blank: fill them all, or none.",
        row => Filled(row) is > 0 and < 6);

    private static readonly Rule MatchFollowsDecision = OfRow<Ad1Row>(
        "333",
        Table.AD1,
        "DATE_INT",
        "The decision that the child should be placed is missing or later than the match: it must be dated on or before DATE_MATCH.",
        row => row.DateMatch.Value is { } match && !(row.DateInt.Value <= match));

    private static readonly Rule TwoAdopters = OfRow<Ad1Row>(
        "511",
        Table.AD1,
        "NB_ADOPTR SEX_ADOPTR",
        "Two adopters cannot have the sex code of a single one: use MM, FF or MF, or mend NB_ADOPTR.",
        row => row.NbAdoptr == "2" && row.SexAdoptr is ("M1" or "F1"));

    private static readonly Rule SingleAdopter = OfLegalStatus(
        "514", "L0", "A single adopter's sex must be M1 or F1: mend SEX_ADOPTR or LS_ADOPTR.", "M1", "F1");

    private static readonly Rule UnmarriedDifferentSex = OfLegalStatus(
        "517", "L3", "An unmarried couple of different sex must be MF: mend SEX_ADOPTR or LS_ADOPTR.", "MF");

    private static readonly Rule UnmarriedSameSex = OfLegalStatus(
        "518", "L4", "A couple of the same sex, neither married nor civil partners, must be MM or FF: mend SEX_ADOPTR or LS_ADOPTR.", "MM", "FF");

    private static readonly Rule CivilPartners = OfLegalStatus(
        "519", "L2", "Civil partners are a couple and must be MM, FF or MF: mend SEX_ADOPTR or LS_ADOPTR.", "MM", "FF", "MF");

    private static readonly Rule MarriedDifferentSex = OfLegalStatus(
        "520", "L11", "A married couple of different sex must be MF: mend SEX_ADOPTR or LS_ADOPTR.", "MF");

    private static readonly Rule MarriedSameSex = OfLegalStatus(
        "524", "L12", "A married couple of the same sex must be MM or FF: mend SEX_ADOPTR or LS_ADOPTR.", "MM", "FF");

    internal static IReadOnlyList<Rule> All { get; } =
    [
        AllOrNone, MatchFollowsDecision, TwoAdopters, SingleAdopter, UnmarriedDifferentSex, UnmarriedSameSex, CivilPartners, MarriedDifferentSex,
        MarriedSameSex,
    ];

    /// <summary>How many of the six items hold something; a malformed date does.</summary>
    internal static int Filled(Ad1Row row) =>
        (row.DateInt.IsPresent ? 1 : 0) + (row.DateMatch.IsPresent ? 1 : 0) + (row.FosterCare is null ? 0 : 1) + (row.NbAdoptr is null ? 0 : 1)
        + (row.SexAdoptr is null ? 0 : 1) + (row.LsAdoptr is null ? 0 : 1);

    private static Rule OfLegalStatus(string number, string legalStatus, string mend, params string[] allowed) => OfRow<Ad1Row>(
        number, Table.AD1, "LS_ADOPTR SEX_ADOPTR", mend, row => row.LsAdoptr == legalStatus && !allowed.Contains(row.SexAdoptr));
}
