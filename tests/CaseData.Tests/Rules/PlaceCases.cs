using static Partnership.CaseData.Tests.Rules.RuleCase;

namespace Partnership.CaseData.Tests.Rules;

/// <summary>The rules on what is worked out from postcodes, over <see cref="TestLists"/>; PL_POST stands without its space, which no cell of a case can hold.</summary>
internal static class PlaceCases
{
    internal static IEnumerable<RuleCase> All =>
    [
        Fails("164", "farther than the country is long", "Episodes 1", """
            Episodes CHILD LS HOME_POST PL_POST
            1 C2 ZQ11AA ZQ88XX
            UASC CHILD SEX
            """),
        Passes("164", "nearer, unknown, short breaks, or unaccompanied", """
            Episodes CHILD LS HOME_POST PL_POST
            1 C2 ZQ11AA ZQ99AA
            2 C2 ZQ11AA ZX11XX
            3 V3 ZQ11AA ZQ88XX
            4 V2 ZQ11AA ZQ88XX
            UASC CHILD SEX
            4 M
            """),
        Passes("164", "unaccompanied last year", """
            Episodes CHILD LS HOME_POST PL_POST
            1 C2 ZQ11AA ZQ88XX
            UASC CHILD SEX
            """) with
        {
            Last = """
                UASC CHILD SEX
                1 F
                """,
        },
        Fails("392a", "a postcode is blank, malformed or not in the directory", "Episodes 1 2 3", """
            Episodes CHILD LS HOME_POST PL_POST
            1 C2 - ZQ11AA
            2 C2 ZQ11AA NOWHERE
            3 C2 ZX11XX ZQ11AA
            UASC CHILD SEX
            """),
        Passes("392a", "known, on another grid, short breaks, or unaccompanied", """
            Episodes CHILD LS HOME_POST PL_POST
            1 C2 ZQ11AA ZQ22BB
            2 C2 ZQ11AA ZR11AA
            3 C2 ZQ11AA ZS11AA
            4 V4 - -
            5 V2 - ZQ11AA
            UASC CHILD SEX
            5 M
            """),
        Fails("406", "unaccompanied now, with a home", "Episodes 1", """
            Episodes CHILD LS HOME_POST PL_POST
            1 V2 ZQ11AA ZQ22BB
            UASC CHILD SEX
            1 M
            """),
        Fails("406", "unaccompanied last year", "Episodes 1", """
            Episodes CHILD LS HOME_POST PL_POST
            1 V2 ZQ11AA ZQ22BB
            UASC CHILD SEX
            """) with
        {
            Last = """
                UASC CHILD SEX
                1 F
                """,
        },
        Passes("406", "no home, an unknown one, or never unaccompanied", """
            Episodes CHILD LS HOME_POST PL_POST
            1 V2 - ZQ22BB
            2 V2 ZX11XX ZQ22BB
            3 V2 ZQ11AA ZQ22BB
            UASC CHILD SEX
            1 M
            2 M
            """),
        Fails("454", "more than 350 miles", "Episodes 1", """
            Episodes CHILD LS HOME_POST PL_POST
            1 C2 ZQ11AA ZQ99AA
            UASC CHILD SEX
            """) with { Year = 2026 },
        Passes("454", "nearer, or unaccompanied", """
            Episodes CHILD LS HOME_POST PL_POST
            1 C2 ZQ11AA ZQ22BB
            2 C2 ZQ11AA ZQ99AA
            UASC CHILD SEX
            2 M
            """) with { Year = 2026 },
        Passes("454", "before it was asked", """
            Episodes CHILD LS HOME_POST PL_POST
            1 C2 ZQ11AA ZQ99AA
            UASC CHILD SEX
            """),
        Fails("169", "no council", "Episodes 1 2 3 4", """
            Episodes CHILD LS PL_POST
            1 C2 -
            2 C2 ZX11XX
            3 - NOWHERE
            4 C2 ZS22AA
            """),
        Passes("169", "a council, another country, the islands, or short breaks", """
            Episodes CHILD LS PL_POST
            1 C2 ZQ11AA
            2 C2 zq99aa
            3 C2 ZR11AA
            4 C2 ZS11AA
            5 V3 -
            """),
        Fails("179", "no location", "Episodes 1 2", """
            Episodes CHILD LS PL_POST
            1 C2 -
            2 C2 ZX11XX
            """),
        Passes("179", "in or out of the council, or short breaks", """
            Episodes CHILD LS PL_POST
            1 C2 ZQ11AA
            2 C2 ZQ22BB
            3 V4 -
            """),
        Fails("420", "a council in short breaks", "Episodes 1 2", """
            Episodes CHILD LS PL_POST
            1 V3 ZQ11AA
            2 V4 ZQ99AA
            """),
        Passes("420", "none there, or another status", """
            Episodes CHILD LS PL_POST
            1 V3 -
            2 V4 ZX11XX
            3 C2 ZQ11AA
            """),
        Fails("1015", "own provision elsewhere", "Episodes 1 2 3", """
            Episodes CHILD LS PLACE PLACE_PROVIDER PL_POST
            1 C2 K2 PR1 ZQ22BB
            2 C2 R3 PR1 ZQ99AA
            3 C2 K2 PR1 -
            """),
        Passes("1015", "in the area, a family, another provider, short breaks, or not known", """
            Episodes CHILD LS PLACE PLACE_PROVIDER PL_POST
            1 C2 K2 PR1 ZQ11AA
            2 C2 U6 PR1 ZQ22BB
            3 C2 A5 PR1 ZQ22BB
            4 C2 K2 PR4 ZQ22BB
            5 V4 K2 PR1 ZQ22BB
            6 - K2 PR1 ZQ22BB
            7 C2 - PR1 ZQ22BB
            8 C2 K2 - ZQ22BB
            """),
        .. OverTheYear("452", "P", "ZQ22BB", "ZQ11AB"),
        .. OverTheYear("453", "P", "ZQ11AC", "ZQ11AB"),
        .. OverTheYear("503G", "L", "ZQ11AC", "ZQ11AB"),
        .. OverTheYear("503H", "L", "ZQ22BB", "ZQ11AB"),
        .. OverTheYear("503J", "L", "ZQ22BB", "ZQ11AB"),
        Passes("453", "another reason for the episode", """
            Episodes CHILD DECOM RNE HOME_POST PL_POST
            1 01/05/2024 L ZQ11AA ZQ22BB
            """) with { Last = OpenLastYear },
        Passes("452", "another reason for the episode", """
            Episodes CHILD DECOM RNE HOME_POST PL_POST
            1 01/05/2024 L ZQ11AA ZQ22BB
            """) with { Last = OpenLastYear },
    ];

    // Last year's return leaves the child at home, and in the council's area.
    private const string OpenLastYear = """
        Episodes CHILD DECOM DEC RNE HOME_POST PL_POST
        1 01/03/2023 01/05/2023 S ZQ11AA ZQ22BB
        1 01/05/2023 - P ZQ11AA ZQ11AA
        2 01/05/2023 31/03/2024 P ZQ11AA ZQ11AA
        """;

    private static IEnumerable<RuleCase> OverTheYear(string rule, string reason, string other, string same) =>
    [
        Fails(rule, "elsewhere than last year's return left the child, or nowhere known", "Episodes 1", $"""
            Episodes CHILD DECOM DEC RNE HOME_POST PL_POST
            1 01/05/2023 01/06/2024 {reason} ZQ11AA {other}
            1 01/06/2024 - P ZQ11AA ZQ99AA
            2 01/04/2024 - P ZQ11AA {other}
            3 01/04/2024 - P ZQ11AA {other}
            """) with { Last = OpenLastYear },
        Fails(rule, "no longer known", "Episodes 1", $"""
            Episodes CHILD DECOM RNE HOME_POST PL_POST
            1 01/05/2023 {reason} ZQ11AA ZX11XX
            """) with { Last = OpenLastYear },
        Passes(rule, "still the same, or near enough", $"""
            Episodes CHILD DECOM RNE HOME_POST PL_POST
            1 01/05/2023 {reason} ZQ11AA {same}
            """) with { Last = OpenLastYear },
    ];
}
