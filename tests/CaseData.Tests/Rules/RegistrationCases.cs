using static Partnership.CaseData.Tests.Rules.RuleCase;

namespace Partnership.CaseData.Tests.Rules;

/// <summary>The rules on Ofsted's number, over <see cref="TestLists"/>.</summary>
internal static class RegistrationCases
{
    internal static IEnumerable<RuleCase> All =>
    [
        Fails("1008", "not in the list", "Episodes 1 2", """
            Episodes CHILD URN
            1 SC999999
            2 XXXXXX
            """),
        Passes("1008", "in the list, the agency's, or none", """
            Episodes CHILD URN
            1 SC000001
            2 sc000002
            3 1234567
            4 XXXXXXX
            5 -
            """),
        Fails("219", "not a placement of the provider's", "Episodes 1 2 3 4", """
            Episodes CHILD URN PLACE
            1 SC000001 U6
            2 SC000002 -
            3 SC000004 K2
            4 SC999999 K2
            """),
        Passes("219", "one of them, or no number", """
            Episodes CHILD URN PLACE
            1 SC000001 K2
            2 SC000001 K3
            3 SC000002 U6
            4 1234567 R3
            5 XXXXXXX A3
            6 - U6
            """),
        Fails("221", "a home elsewhere", "Episodes 1 2 3 4", """
            Episodes CHILD LS URN PLACE PL_POST
            1 C2 SC000001 K2 ZQ22BB
            2 C2 SC000003 S1 ZQ22BB
            3 C2 SC999999 K1 ZQ22BB
            4 C2 SC000001 K3 ZQ22BB
            """),
        Passes("221", "there, a family, short breaks, or not known", """
            Episodes CHILD LS URN PLACE PL_POST
            1 C2 SC000001 K2 ZQ11AA
            2 C2 1234567 R3 zq22bb
            3 C2 SC000002 U6 ZQ11AA
            4 V3 SC000001 K2 ZQ22BB
            5 C2 SC000001 K2 -
            6 C2 XXXXXXX K2 ZQ22BB
            7 C2 SC000001 H5 ZQ22BB
            """),
        Fails("221", "supported accommodation of 2024", "Episodes 1", """
            Episodes CHILD LS URN PLACE PL_POST
            1 C2 1234567 H5 ZQ11AA
            2 C2 SC000001 K3 ZQ22BB
            """) with { Year = 2024 },
        Passes("221", "supported accommodation before it was registered", """
            Episodes CHILD LS URN PLACE PL_POST
            1 C2 1234567 H5 ZQ11AA
            """) with { Year = 2023 },
        Fails("224", "another kind of provider", "Episodes 1 2 3 4", """
            Episodes CHILD URN PLACE_PROVIDER
            1 SC000001 PR4
            2 SC000002 -
            3 SC000004 PR1
            4 SC999999 PR1
            """),
        Passes("224", "its kind, or no number", """
            Episodes CHILD URN PLACE_PROVIDER
            1 SC000001 PR1
            2 SC000002 PR4
            3 SC000002 PR5
            4 XXXXXXX PR2
            5 - PR4
            """),
        Fails("227", "began when it had closed", "Episodes 1 2", """
            Episodes CHILD URN DECOM
            1 SC000002 30/09/2024
            2 SC000002 01/01/2025
            """),
        Passes("227", "began before, still open, or not known", """
            Episodes CHILD URN DECOM
            1 SC000002 29/09/2024
            2 SC000001 01/01/2025
            3 SC999999 01/01/2025
            4 SC000002 soon
            5 XXXXXXX 01/01/2025
            """),
        Fails("228", "ended after it had closed, or still open", "Episodes 1 2 3", """
            Episodes CHILD URN DEC
            1 SC000002 01/10/2024
            2 SC000002 -
            3 SC000002 soon
            """),
        Passes("228", "ended by then, still open, or closed with the year", """
            Episodes CHILD URN DEC
            1 SC000002 30/09/2024
            2 SC000001 -
            3 1234567 -
            4 SC999999 -
            5 XXXXXXX -
            """),
        Fails("229", "the council's own or not", "Episodes 1 2 3 4", """
            Episodes CHILD URN PLACE_PROVIDER
            1 SC000003 PR1
            2 SC000001 PR2
            3 SC000004 PR1
            4 SC999999 PR1
            """),
        Passes("229", "as the list has it, or no council", """
            Episodes CHILD URN PLACE_PROVIDER
            1 SC000001 PR1
            2 SC000003 PR2
            3 SC000001 PR4
            4 XXXXXXX PR1
            5 SC999999 PR2
            """),
    ];
}
