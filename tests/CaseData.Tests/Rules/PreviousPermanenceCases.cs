using static Partnership.CaseData.Tests.Rules.RuleCase;

namespace Partnership.CaseData.Tests.Rules;

internal static class PreviousPermanenceCases
{
    internal static IEnumerable<RuleCase> All =>
    [
        Fails("630", "a starter without, blank, or without details", "Episodes 1 2 3 4", """
            Episodes CHILD DECOM RNE
            1 01/04/2024 S
            2 01/05/2024 S
            3 01/05/2024 S
            4 01/05/2024 S
            PrevPerm CHILD PREV_PERM LA_PERM DATE_PERM
            2 - - -
            3 P1 860 -
            4 P2 - 01/05/2020
            """),
        Passes("630", "none, details though malformed, earlier, or not a starter", """
            Episodes CHILD DECOM RNE
            1 01/04/2024 S
            2 01/05/2024 S
            3 31/03/2024 S
            4 01/05/2024 P
            PrevPerm CHILD PREV_PERM LA_PERM DATE_PERM
            1 Z1 - -
            2 P1 860 soon
            """),
        Fails("632", "not before care, or malformed", "Episodes 2 3 4 5; PrevPerm 1 2 3", """
            Episodes CHILD DECOM
            1 01/05/2024
            1 01/05/2019
            2 01/05/2019
            2 01/05/2024
            3 01/05/2024
            PrevPerm CHILD DATE_PERM
            1 01/05/2019
            2 2019
            3 zz/05/2024
            """),
        Passes("632", "before care, unknown, or blank", """
            Episodes CHILD DECOM
            1 01/05/2024
            2 02/05/2024
            3 01/05/2024
            4 01/05/2024
            5 02/01/2024
            6 01/05/2024
            PrevPerm CHILD DATE_PERM
            1 30/04/2024
            2 zz/05/2024
            3 zz/zz/zzzz
            4 -
            5 zz/zz/2024
            6 05/zz/zzzz
            """),
        Fails("632", "a day that no month has", "Episodes 1; PrevPerm 1", """
            Episodes CHILD DECOM
            1 01/05/2024
            PrevPerm CHILD DATE_PERM
            1 31/04/zzzz
            """),
        Fails("634", "in care since before it was asked", "Episodes 1 2; PrevPerm 1", """
            Episodes CHILD DECOM
            1 31/03/2016
            1 01/05/2012
            PrevPerm CHILD PREV_PERM
            1 Z1
            """),
        Passes("634", "since then, nothing said, or no episodes", """
            Episodes CHILD DECOM
            1 01/04/2016
            2 31/03/2016
            PrevPerm CHILD PREV_PERM
            1 Z1
            2 -
            3 P1
            """),
        Fails("635", "details of none", "PrevPerm 1 2", """
            PrevPerm CHILD PREV_PERM LA_PERM DATE_PERM
            1 Z1 860 -
            2 Z1 - zz/zz/2020
            """),
        Passes("635", "none, an option with details, or details alone", """
            PrevPerm CHILD PREV_PERM LA_PERM DATE_PERM
            1 Z1 - -
            2 P1 860 zz/zz/2020
            3 - 860 -
            """),
    ];
}
