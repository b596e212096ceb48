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
        row => row.Filled is > 0 and < 6) with
    {
        Example = "AD1 DATE_INT=01/05/2023 DATE_MATCH=->01/09/2023 FOSTER_CARE=0 NB_ADOPTR=2 SEX_ADOPTR=MF LS_ADOPTR=L11",
    };

    private static readonly Rule MatchFollowsDecision = OfRow<Ad1Row>(
        "333",
        Table.AD1,
        "DATE_INT",
        "The decision that the child should be placed is missing or later than the match: it must be dated on or before DATE_MATCH.",
        row => row.DateMatch.Value is { } match && !(row.DateInt.Value <= match)) with
    {
        Example = "AD1 DATE_INT=01/10/2023>01/05/2023 DATE_MATCH=01/09/2023",
    };

    private static readonly Rule TwoAdopters = OfRow<Ad1Row>(
        "511",
        Table.AD1,
        "NB_ADOPTR SEX_ADOPTR",
        "Two adopters cannot have the sex code of a single one: use MM, FF or MF, or mend NB_ADOPTR.",
        row => row.NbAdoptr == "2" && row.SexAdoptr is ("M1" or "F1")) with
    {
        Example = "AD1 NB_ADOPTR=2 SEX_ADOPTR=F1>FF",
    };

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
        .. Because(
            "The facts of an adoption are reported as a set; facts that contradict each other describe no adopters that there are.",
            AllOrNone,
            MatchFollowsDecision,
            TwoAdopters,
            SingleAdopter,
            UnmarriedDifferentSex,
            UnmarriedSameSex,
            CivilPartners,
            MarriedDifferentSex,
            MarriedSameSex),
    ];

    private static Rule OfLegalStatus(string number, string legalStatus, string mend, params string[] allowed) => OfRow<Ad1Row>(
        number, Table.AD1, "LS_ADOPTR SEX_ADOPTR", mend, row => row.LsAdoptr == legalStatus && !allowed.AsSpan().Contains(row.SexAdoptr)) with
        {
            Reading = "A blank sex is not an allowed one.",
            Example = $"AD1 NB_ADOPTR={(legalStatus == "L0" ? 1 : 2)} SEX_ADOPTR=->{allowed[0]} LS_ADOPTR={legalStatus}",
        };
}
