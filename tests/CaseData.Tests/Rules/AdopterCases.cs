using static Partnership.CaseData.Tests.Rules.RuleCase;

namespace Partnership.CaseData.Tests.Rules;

internal static class AdopterCases
{
    internal static IEnumerable<RuleCase> All =>
    [
        Fails("151", "some but not all", "AD1 1 2", """
            AD1 CHILD DATE_INT DATE_MATCH FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR
            1 01/05/2024 01/06/2024 0 2 MF -
            2 - - - - - L0
            """),
        Passes("151", "all, none, or a malformed date", """
            AD1 CHILD DATE_INT DATE_MATCH FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR
            1 01/05/2024 01/06/2024 0 2 MF L11
            2 - - - - - -
            3 soon 01/06/2024 0 2 MF L11
            """),
        Fails("333", "match before decision or without one", "AD1 1 2 3", """
            AD1 CHILD DATE_INT DATE_MATCH
            1 02/05/2024 01/05/2024
            2 - 01/05/2024
            3 soon 01/05/2024
            """),
        Passes("333", "match on the day or later, or none", """
            AD1 CHILD DATE_INT DATE_MATCH
            1 01/05/2024 01/05/2024
            2 01/05/2024 02/05/2024
            3 01/05/2024 -
            """),
        Fails("511", "two adopters, one sex", "AD1 1 2", """
            AD1 CHILD NB_ADOPTR SEX_ADOPTR
            1 2 M1
            2 2 F1
            """),
        Passes("511", "a couple, one adopter, or blank", """
            AD1 CHILD NB_ADOPTR SEX_ADOPTR
            1 2 MF
            2 1 M1
            3 2 -
            """),
        .. LegalStatus("514", "L0", "M1 F1", "MM FF MF -"),
        .. LegalStatus("517", "L3", "MF", "MM FF M1 F1 -"),
        .. LegalStatus("518", "L4", "MM FF", "MF M1 F1 -"),
        .. LegalStatus("519", "L2", "MM FF MF", "M1 F1 -"),
        .. LegalStatus("520", "L11", "MF", "MM FF M1 -"),
        .. LegalStatus("524", "L12", "MM FF", "MF F1 -"),
    ];

    private static IEnumerable<RuleCase> LegalStatus(string rule, string status, string good, string bad)
    {
        var wrong = bad.Split(' ');
        yield return Fails(rule, "a sex that does not fit, or none", $"AD1 {string.Join(' ', Enumerable.Range(1, wrong.Length))}", Rows(wrong, status));
        yield return Passes(rule, "a sex that fits", Rows(good.Split(' '), status));
        yield return Passes(rule, "no legal status", Rows(wrong, "-"));

        static string Rows(string[] sexes, string status) =>
            $"AD1 CHILD LS_ADOPTR SEX_ADOPTR\n{string.Join('\n', sexes.Select((sex, i) => $"{i} {status} {sex}"))}";
    }
}
