using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>Cells that must hold a code of the year and do not.</summary>
internal static class CodeRules
{
    private const string Why = "Children are counted by their codes: a row whose code is unknown is left out of a count, or stops the return from being taken in.";

    private static readonly string[] YesOrNo =
    [
        "CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED",
        "INTERVENTION_OFFERED",
    ];

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            Why,
            Required<HeaderRow>("101", Table.Header, "SEX", "The sex is blank or not a code of the year", "M, F or U, before 2025 1 or 2", "X>F", row => row.Sex),
            Required<HeaderRow>("103", Table.Header, "ETHNIC", "The ethnic origin is blank or not a code", "WBRI or another of the list", "WHITE>WBRI", row => row.Ethnic),
            Optional<EpisodeRow>("143", Table.Episodes, "RNE", "The reason for the new episode is not a code", "S, L, P, T, B or U", "N>S", row => row.Rne),
            Optional<EpisodeRow>("144", Table.Episodes, "LS", "The legal status is not a code", "C1, C2, E1, V2 or another of the list", "C9>C2", row => row.Ls),
            Optional<EpisodeRow>("145", Table.Episodes, "CIN", "The category of need is not a code", "N1 to N8", "N9>N1", row => row.Cin),
            Optional<EpisodeRow>(
                "146", Table.Episodes, "PLACE", "The kind of placement is not a code of the year", "U6, K2, A5 or another of the list", "A1>A5", row => row.Place) with
            {
                Reading = "Codes are those of the census year: H5 and P2 until 2024, K3 from 2025, Z1 until 2025, Z11 to Z14 from 2026.",
                Differs = "The sector's validator takes H5 and P2 in 2025 too, and knows K3 in that year in lower case only.",
            },
            Optional<EpisodeRow>("149", Table.Episodes, "REC", "The reason why the episode ended is not a code of the year", "X1, E11 or another of the list", "E99>X1", row => row.Rec),
            Optional<EpisodeRow>(
                "1009",
                Table.Episodes,
                "REASON_PLACE_CHANGE",
                "The reason for the change of placement is not a code of the year",
                "CARPL, CREQB or another of the list",
                "MOVED>CARPL",
                row => row.ReasonPlaceChange),
            Required<Oc3Row>("131", Table.OC3, "IN_TOUCH", "Whether the council is in touch is blank or not a code", "YES, NO, DIED, REFU, NREQ or RHOM", "MAYBE>YES", row => row.InTouch),
            Required<Oc3Row>("132", Table.OC3, "ACTIV", "The main activity is blank or not a code of the year", "F1 to F5, P1 to P5, G4 to G6, or 0", "W1>F1", row => row.Activ),
            Required<Oc3Row>("133", Table.OC3, "ACCOM", "The accommodation is blank or not a code", "B1, U1 or another of the list, or 0", "A1>B1", row => row.Accom),
            Optional<Ad1Row>("114", Table.AD1, "FOSTER_CARE", "Whether a former foster carer adopts is not a code", "0 (no) or 1 (yes)", "2>1", row => row.FosterCare),
            Optional<PlacedAdoptionRow>(
                "120",
                Table.PlacedAdoption,
                "REASON_PLACED_CEASED",
                "The reason why the child should no longer be placed is not a code",
                "RD1, RD2, RD3 or RD4",
                "RD5>RD1",
                row => row.ReasonPlacedCeased),
            Optional<Ad1Row>("175", Table.AD1, "NB_ADOPTR", "The number of adopters is not a code", "1 or 2", "3>2", row => row.NbAdoptr),
            Optional<Ad1Row>("176", Table.AD1, "SEX_ADOPTR", "The adopters' sex is not a code", "M1, F1, MM, FF or MF", "FM>MF", row => row.SexAdoptr),
            Optional<Ad1Row>("177", Table.AD1, "LS_ADOPTR", "The adopters' legal status is not a code", "L0, L11, L12, L2, L3 or L4", "L1>L11", row => row.LsAdoptr),
            Optional<Oc2Row>("196", Table.OC2, "SDQ_REASON", "The reason why there is no strengths and difficulties score is not a code", "SDQ1 to SDQ5", "SDQ6>SDQ1", row => row.SdqReason),
            Optional<PrevPermRow>("631", Table.PrevPerm, "PREV_PERM", "The earlier permanence option is not a code", "P1, P2, P3, P4 or Z1", "P5>P1", row => row.PrevPerm),
            Optional<PrevPermRow>(
                "633",
                Table.PrevPerm,
                "LA_PERM",
                "Where the earlier option was arranged is not a code",
                "a council's three digits, WAL, SCO, NIR, NUK or 999",
                "ENG>860",
                row => row.LaPerm) with
            {
                Reading = "Every council code since 2009 is taken, 838, 839 and 940 to 943 among them.",
                Differs = "The sector's validator does not know 838, 839 and 940 to 943.",
            },
            Optional<MissingRow>("1006", Table.Missing, "MISSING", "Whether the child was missing or away is not a code", "M or A", "X>M", row => row.Kind)),
        OfRow<HeaderRow>(
            "168",
            Table.Header,
            "UPN",
            "The unique pupil number is malformed: write a letter (not I, O or S) and 12 digits, or a letter, 11 digits and a letter; when unknown, UN1 to UN5.",
            row => row.Upn is { } upn && !IsPupilNumber(upn)) with
        {
            Why = "The number joins the child's care to school results; a wrong one joins it to another child's, or to none.",
            Example = "Header UPN=I123456789012>A123456789012",
        },
        OfRow<EpisodeRow>(
            "178",
            Table.Episodes,
            "PLACE_PROVIDER",
            "The provider is not a code, or the placement has none: use PR0 to PR5, and leave it blank for temporary placements and other placements.",
            (row, year) => row.PlaceProvider is not null
                && (!CodeSet.Allows("PLACE_PROVIDER", row.PlaceProvider, year) || PlacementRules.HasNoProvider(row, year))) with
        {
            Why = Why,
            Reading = "T0 to T4 have no provider, nor has Z1, from 2026 Z11 to Z14.",
            Example = "Episodes PLACE=U6 PLACE_PROVIDER=PR9>PR1",
        },
        OfRow<Oc2Row>(
            "180",
            Table.OC2,
            "SDQ_SCORE",
            "The strengths and difficulties score is not a whole number from 0 to 40: write the score, or leave it blank and give a reason.",
            row => row.SdqScore is { } score && !(int.TryParse(score, System.Globalization.CultureInfo.InvariantCulture, out var points) && points is >= 0 and <= 40)) with
        {
            Why = "The scores are averaged; the scale ends at 40.",
            Example = "OC2 SDQ_SCORE=41>14",
        },
        OfRow<Oc2Row>(
            "181",
            Table.OC2,
            string.Join(' ', YesOrNo),
            "An item on conviction or health is neither 0 nor 1: write 0 for no and 1 for yes.",
            row => !(Is(row.Convicted) && Is(row.HealthCheck) && Is(row.Immunisations) && Is(row.TeethCheck) && Is(row.HealthAssessment)
                && Is(row.SubstanceMisuse) && Is(row.InterventionReceived) && Is(row.InterventionOffered))) with
        {
            Why = Why,
            Example = "OC2 TEETH_CHECK=Y>1",
        },
        OfRow<SwEpisodeRow>(
            "SW13STG1",
            Table.SWEpisodes,
            "SW_REASON",
            "The reason why the social worker changed is blank or not a code: use MANAGE, LEFTRL, OTHERS or another of the list.",
            (row, year) => row.SwReason is null
                ? year.Ending < 2025 || row.SwDecom.Value >= SocialWorkerRules.FirstCollected
                : !CodeSet.Allows("SW_REASON", row.SwReason, year)) with
        {
            FirstYear = 2024,
            Why = Why,
            Reading = "From 2025 a spell that began before 1 April 2023 needs no reason.",
            Example = "SWEpisodes SW_DECOM=01/05/2024 SW_REASON=MOVED>LEFTRL",
        },
        OfRow<SwEpisodeRow>(
            "SW02STG1",
            Table.SWEpisodes,
            "SW_ID",
            "The social worker's number does not start with SW or XX: write the registration number with SW before it, or XX for somebody without one.",
            row => row.SwId is null || !(row.SwId.StartsWith("SW", StringComparison.Ordinal) || row.SwId.StartsWith("XX", StringComparison.Ordinal))) with
        {
            FirstYear = 2024,
            Why = "The number tells one worker from another: how often a child's worker changes is counted by it.",
            Example = "SWEpisodes SW_ID=12345>SW12345",
        },
    ];

    private static bool Is(string? item) => item is null or "0" or "1";

    private static Rule Optional<TRow>(
        string number, Table table, string column, string what, string codes, string example, Func<TRow, string?> code)
        where TRow : ReturnRow
    {
        var allowed = CodeSet.Of(column);
        return OfRow<TRow>(number, table, column, $"{what}: use {codes}.", (row, year) => !allowed.Allows(code(row), year)) with
        {
            Example = $"{table} {column}={example}",
        };
    }

    private static Rule Required<TRow>(
        string number, Table table, string column, string what, string codes, string example, Func<TRow, string?> code)
        where TRow : ReturnRow
    {
        var allowed = CodeSet.Of(column);
        return OfRow<TRow>(number, table, column, $"{what}: use {codes}.", (row, year) => code(row) is not { } filled || !allowed.Allows(filled, year)) with
        {
            Example = $"{table} {column}={example}",
        };
    }

    private static bool IsPupilNumber(string upn) => upn is "UN1" or "UN2" or "UN3" or "UN4" or "UN5"
        || (upn.Length == 13 && char.IsAsciiLetterUpper(upn[0]) && upn[0] is not ('I' or 'O' or 'S') && !upn.AsSpan(1, 11).ContainsAnyExceptInRange('0', '9')
            && (char.IsAsciiDigit(upn[12]) || char.IsAsciiLetterUpper(upn[12])));
}
