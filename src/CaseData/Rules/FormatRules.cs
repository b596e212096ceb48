using System.Text.RegularExpressions;
using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>Dates that are not dates and codes that are not codes.</summary>
internal static partial class FormatRules
{
    private static readonly Rule DobIsADate = OfRow<HeaderRow>(
        "102", Table.Header, "DOB", "The date of birth is blank or not a date: write it as dd/mm/yyyy.", row => row.Dob.Value is null);

    private static readonly Rule DecomIsADate = OfRow<EpisodeRow>(
        "141", Table.Episodes, "DECOM", "The day that the episode began is not a date: write it as dd/mm/yyyy.", row => row.Decom.IsMalformed);

    private static readonly Rule DecIsADate = OfRow<EpisodeRow>(
        "147", Table.Episodes, "DEC", "The day that the episode ended is not a date: write it as dd/mm/yyyy.", row => row.Dec.IsMalformed);

    private static readonly Rule DateIntIsADate = OfRow<Ad1Row>(
        "112",
        Table.AD1,
        "DATE_INT",
        "The day of the decision that the child should be placed for adoption is not a date: write it as dd/mm/yyyy.",
        row => row.DateInt.IsMalformed);

    private static readonly Rule DateMatchIsADate = OfRow<Ad1Row>(
        "113", Table.AD1, "DATE_MATCH", "The day of the match is not a date: write it as dd/mm/yyyy.", row => row.DateMatch.IsMalformed);

    private static readonly Rule DatePlacedIsADate = OfRow<PlacedAdoptionRow>(
        "115",
        Table.PlacedAdoption,
        "DATE_PLACED",
        "The day of the decision that the child should be placed for adoption is not a date: write it as dd/mm/yyyy.",
        row => row.DatePlaced.IsMalformed);

    private static readonly Rule DatePlacedCeasedIsADate = OfRow<PlacedAdoptionRow>(
        "116",
        Table.PlacedAdoption,
        "DATE_PLACED_CEASED",
        "The day of the decision that the child should no longer be placed for adoption is not a date: write it as dd/mm/yyyy.",
        row => row.DatePlacedCeased.IsMalformed);

    private static readonly Rule FosterCareIsACode = OfRow<Ad1Row>(
        "114",
        Table.AD1,
        "FOSTER_CARE",
        "Whether a former foster carer adopts must be 0 (no) or 1 (yes).",
        (row, year) => !CodeSet.Allows("FOSTER_CARE", row.FosterCare, year));

    private static readonly Rule ReasonPlacedCeasedIsACode = OfRow<PlacedAdoptionRow>(
        "120",
        Table.PlacedAdoption,
        "REASON_PLACED_CEASED",
        "The reason why the child should no longer be placed must be RD1, RD2, RD3 or RD4.",
        (row, year) => !CodeSet.Allows("REASON_PLACED_CEASED", row.ReasonPlacedCeased, year));

    private static readonly Rule NumberOfAdoptersIsACode = OfRow<Ad1Row>(
        "175",
        Table.AD1,
        "NB_ADOPTR",
        "The number of adopters must be 1 or 2.",
        (row, year) => !CodeSet.Allows("NB_ADOPTR", row.NbAdoptr, year));

    private static readonly Rule SexOfAdoptersIsACode = OfRow<Ad1Row>(
        "176",
        Table.AD1,
        "SEX_ADOPTR",
        "The adopters' sex must be M1, F1, MM, FF or MF.",
        (row, year) => !CodeSet.Allows("SEX_ADOPTR", row.SexAdoptr, year));

    private static readonly Rule LegalStatusOfAdoptersIsACode = OfRow<Ad1Row>(
        "177",
        Table.AD1,
        "LS_ADOPTR",
        "The adopters' legal status must be L0, L11, L12, L2, L3 or L4.",
        (row, year) => !CodeSet.Allows("LS_ADOPTR", row.LsAdoptr, year));

    private static readonly Rule PreviousPermanenceIsACode = OfRow<PrevPermRow>(
        "631",
        Table.PrevPerm,
        "PREV_PERM",
        "The earlier permanence option must be P1, P2, P3, P4 or Z1.",
        (row, year) => !CodeSet.Allows("PREV_PERM", row.PrevPerm, year));

    private static readonly Rule PreviousCouncilIsACode = OfRow<PrevPermRow>(
        "633",
        Table.PrevPerm,
        "LA_PERM",
        "Where the earlier option was arranged must be a council's three digits, WAL, SCO, NIR, NUK or 999.",
        (row, year) => !CodeSet.Allows("LA_PERM", row.LaPerm, year));

    private static readonly Rule PupilNumberIsValid = OfRow<HeaderRow>(
        "168",
        Table.Header,
        "UPN",
        "The unique pupil number must be a letter (not I, O or S) and 12 digits, or a letter, 11 digits and a letter; when unknown, UN1 to UN5.",
        row => row.Upn is { } upn && !PupilNumber().IsMatch(upn));

    internal static IReadOnlyList<Rule> All { get; } =
    [
        DobIsADate, DecomIsADate, DecIsADate, DateIntIsADate, DateMatchIsADate, DatePlacedIsADate, DatePlacedCeasedIsADate, FosterCareIsACode,
        ReasonPlacedCeasedIsACode, NumberOfAdoptersIsACode, SexOfAdoptersIsACode, LegalStatusOfAdoptersIsACode, PreviousPermanenceIsACode,
        PreviousCouncilIsACode, PupilNumberIsValid,
    ];

    [GeneratedRegex(@"^(?:[A-HJ-NP-RT-Z](?:[0-9]{12}|[0-9]{11}[A-Z])|UN[1-5])\z", RegexOptions.CultureInvariant)]
    private static partial Regex PupilNumber();
}
