using System.Collections.Frozen;

namespace Partnership.CaseData.CodeSets;

/// <summary>
/// The codes that a column may hold in a census year. Compiled by us from the published layouts of the return for the years ending
/// March 2017 to 2027; a change applies to a whole census year.
/// </summary>
public static class CodeSet
{
    private static readonly FrozenDictionary<string, ColumnCodes> ByColumn = new Dictionary<string, ColumnCodes>
    {
        ["SEX"] = Codes("1 -2024", "2 -2024", "M 2025-", "F 2025-", "U 2025-"),
        ["RNE"] = Codes("S", "L", "P", "T", "B", "U"),
        ["LS"] = Codes("C1", "C2", "D1", "E1", "V2", "V3", "V4", "L1", "L2", "L3", "J1", "J2", "J3"),
        ["CIN"] = Codes("N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8"),
        ["PLACE"] = Codes(
            "A3", "A4", "A5", "A6", "H5 -2024", "K1", "K2", "K3 2025-", "P1", "P2 -2024", "P3", "R1", "R2", "R3", "R5", "S1", "T0", "T1", "T2", "T3",
            "T4", "U1", "U2", "U3", "U4", "U5", "U6", "Z1 -2025", "Z11 2026-", "Z12 2026-", "Z13 2026-", "Z14 2026-"),
        ["PLACE_PROVIDER"] = Codes("PR0", "PR1", "PR2", "PR3", "PR4", "PR5"),
        ["REC"] = Codes(
            "X1", "E11", "E12", "E2", "E3", "E4A", "E4B", "E13", "E41", "E43 -2018", "E44 -2018", "E45 2019-", "E46 2019-", "E47 2019-", "E48 2019-",
            "E5", "E6", "E7", "E8", "E9", "E14", "E15", "E16", "E17"),
        ["REASON_PLACE_CHANGE"] = Codes(
            "CARPL", "CLOSE", "ALLEG", "STAND", "APPRR", "CREQB", "CREQO", "CHILD", "LAREQ", "PLACE", "CUSTOD 2019-", "OTHER"),
        ["REASON_PLACED_CEASED"] = Codes("RD1", "RD2", "RD3", "RD4"),
        ["FOSTER_CARE"] = Codes("0", "1"),
        ["NB_ADOPTR"] = Codes("1", "2"),
        ["SEX_ADOPTR"] = Codes("M1", "F1", "MM", "FF", "MF"),
        ["LS_ADOPTR"] = Codes("L0", "L11", "L12", "L2", "L3", "L4"),
        ["PREV_PERM"] = Codes("P1", "P2", "P3", "P4", "Z1"),
        ["LA_PERM"] = Codes([.. Councils.Codes, "WAL", "SCO", "NIR", "NUK", "999"]),
        ["MISSING"] = Codes("M", "A"),
        ["REVIEW_CODE"] = Codes("PN0", "PN1", "PN2", "PN3", "PN4", "PN5", "PN6", "PN7"),
        ["SDQ_REASON"] = Codes("SDQ1", "SDQ2", "SDQ3", "SDQ4", "SDQ5"),
        ["IN_TOUCH"] = Codes("YES", "NO", "DIED", "REFU", "NREQ", "RHOM"),
        ["ACTIV"] = Codes(
            "F1", "P1", "F2", "P2", "F3 -2021", "P3 -2021", "F4 2022-", "P4 2022-", "F5 2022-", "P5 2022-", "G4", "G5", "G6", "0"),
        ["SW_REASON"] = Codes(
            "MANAGE 2024-", "FCONTA 2024-", "LEFTRL 2024-", "ORGRST 2024-", "TSPROC 2024-", "ABSENC 2024-", "CHCHAN 2024-", "PCCHAN 2024-",
            "SWDIED 2024-", "OTHERS 2024-"),
        ["ACCOM"] = Codes(
            "B1", "B2", "C1", "C2", "D1", "D2", "E1", "E2", "G1", "G2", "H1", "H2", "K1", "K2", "R1", "R2", "S2", "T1", "T2", "U1", "U2", "V1",
            "V2", "W1", "W2", "X2", "Y1", "Y2", "Z1", "Z2", "0"),
        ["CONVICTED"] = Codes("0", "1"),
        ["HEALTH_CHECK"] = Codes("0", "1"),
        ["IMMUNISATIONS"] = Codes("0", "1"),
        ["TEETH_CHECK"] = Codes("0", "1"),
        ["HEALTH_ASSESSMENT"] = Codes("0", "1"),
        ["SUBSTANCE_MISUSE"] = Codes("0", "1"),
        ["INTERVENTION_RECEIVED"] = Codes("0", "1"),
        ["INTERVENTION_OFFERED"] = Codes("0", "1"),
        ["ETHNIC"] = Codes(
            "WBRI", "WIRI", "WOTH", "WIRT", "WROM", "MWBC", "MWBA", "MWAS", "MOTH", "AIND", "APKN", "ABAN", "AOTH", "BCRB", "BAFR", "BOTH", "CHNE",
            "OOTH", "REFU", "NOBT"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The columns that have a code set.</summary>
    public static IReadOnlyCollection<string> Columns => ByColumn.Keys;

    /// <summary>The codes of a column, of all years.</summary>
    /// <exception cref="KeyNotFoundException">The column has no code set.</exception>
    public static ColumnCodes Of(string column) => ByColumn[column];

    /// <summary>Whether a column may hold a code in a census year; a blank cell may always stay blank.</summary>
    /// <exception cref="KeyNotFoundException">The column has no code set.</exception>
    public static bool Allows(string column, string? code, CensusYear year) => ByColumn[column].Allows(code, year);

    /// <summary>The codes of a column in a census year.</summary>
    /// <exception cref="KeyNotFoundException">The column has no code set.</exception>
    public static IEnumerable<string> Of(string column, CensusYear year) => ByColumn[column].In(year);

    private static ColumnCodes Codes(params string[] codes) => new(codes);
}
