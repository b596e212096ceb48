using static Partnership.CaseData.Tests.Rules.RuleCase;

namespace Partnership.CaseData.Tests.Rules;

internal static class FormatCases
{
    internal static IEnumerable<RuleCase> All =>
    [
        Fails("102", "blank, impossible or short", "Header 2 3 4", """
            Header CHILD DOB
            1 29/02/2020
            2 -
            3 29/02/2021
            4 1/2/2020
            """),
        Passes("102", "a date", """
            Header CHILD DOB
            1 01/02/2020
            """),
        .. Date("141", "Episodes", "DECOM"),
        .. Date("147", "Episodes", "DEC"),
        .. Date("112", "AD1", "DATE_INT"),
        .. Date("113", "AD1", "DATE_MATCH"),
        .. Date("115", "PlacedAdoption", "DATE_PLACED"),
        .. Date("116", "PlacedAdoption", "DATE_PLACED_CEASED"),
        .. Code("114", "AD1", "FOSTER_CARE", "0 1", "2 Y"),
        .. Code("120", "PlacedAdoption", "REASON_PLACED_CEASED", "RD1 RD2 RD3 RD4 rd1", "RD5 XXX"),
        .. Code("175", "AD1", "NB_ADOPTR", "1 2", "0 3"),
        .. Code("176", "AD1", "SEX_ADOPTR", "M1 F1 MM FF MF", "FM M"),
        .. Code("177", "AD1", "LS_ADOPTR", "L0 L11 L12 L2 L3 L4", "L1 L5"),
        .. Code("631", "PrevPerm", "PREV_PERM", "P1 P2 P3 P4 Z1", "P5 P"),
        .. Code("633", "PrevPerm", "LA_PERM", "860 838 839 940 941 942 943 WAL SCO NIR NUK 999", "000 ENG 86"),
        .. Code("168", "Header", "UPN", "A123456789012 z12345678901q UN1 UN5", "UN6 I123456789012 O123456789012 S123456789012 A12345678901 A1234567890123"),
    ];

    private static IEnumerable<RuleCase> Date(string rule, string table, string column)
    {
        yield return Fails(rule, "not a date", $"{table} 1 2", $"""
            {table} CHILD {column}
            1 31/04/2024
            2 2024-04-30
            """);
        yield return Passes(rule, "a date or blank", $"""
            {table} CHILD {column}
            1 30/04/2024
            2 -
            """);
    }

    private static IEnumerable<RuleCase> Code(string rule, string table, string column, string good, string bad)
    {
        var wrong = bad.Split(' ');
        yield return Fails(rule, "not a code", $"{table} {string.Join(' ', Enumerable.Range(1, wrong.Length))}", Rows(wrong));
        yield return Passes(rule, "a code or blank", Rows([.. good.Split(' '), "-"]));

        string Rows(string[] codes) => $"{table} CHILD {column}\n{string.Join('\n', codes.Select((code, i) => $"{i} {code}"))}";
    }
}
