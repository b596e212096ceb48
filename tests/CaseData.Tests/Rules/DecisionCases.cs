using static Partnership.CaseData.Tests.Rules.RuleCase;

namespace Partnership.CaseData.Tests.Rules;

internal static class DecisionCases
{
    internal static IEnumerable<RuleCase> All =>
    [
        Fails("119", "one of the two cells", "PlacedAdoption 1 2 3", """
            PlacedAdoption CHILD DATE_PLACED_CEASED REASON_PLACED_CEASED
            1 01/05/2024 -
            2 - RD1
            3 soon -
            """),
        Passes("119", "both or neither", """
            PlacedAdoption CHILD DATE_PLACED_CEASED REASON_PLACED_CEASED
            1 01/05/2024 RD1
            2 - -
            3 soon RD1
            """),
        Fails("563", "reversal without a decision", "PlacedAdoption 1 2 3", """
            PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED
            1 - 01/05/2024 -
            2 - - RD1
            3 soon 01/05/2024 RD1
            """),
        Passes("563", "reversal with a decision, or no reversal", """
            PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED
            1 01/04/2024 01/05/2024 RD1
            2 - - -
            """),
        Fails("522", "reversed before made", "PlacedAdoption 1", """
            PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED
            1 02/05/2024 01/05/2024
            """),
        Passes("522", "reversed the same day or later", """
            PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED
            1 01/05/2024 01/05/2024
            2 01/05/2024 -
            3 - 01/05/2024
            """),
        Fails("184", "before birth", "PlacedAdoption 1", """
            PlacedAdoption CHILD DOB DATE_PLACED
            1 02/05/2024 01/05/2024
            """),
        Passes("184", "on the day of birth or later", """
            PlacedAdoption CHILD DOB DATE_PLACED
            1 01/05/2024 01/05/2024
            2 - 01/05/2024
            """),
        Fails("117", "after the year, after leaving care", "Episodes 1 3 4; PlacedAdoption 1 2 3 4", """
            Episodes CHILD DECOM DEC REC
            1 01/05/2023 - -
            2 01/05/2023 01/05/2024 X1
            2 01/05/2024 01/06/2024 E4A
            3 01/05/2023 01/06/2024 E4A
            PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED
            1 01/04/2025 -
            2 02/06/2024 -
            3 01/05/2024 02/06/2024
            4 01/04/2025 -
            """),
        Passes("117", "within the year and the time in care", """
            Episodes CHILD DECOM DEC REC
            1 01/05/2023 - -
            2 01/05/2023 01/06/2024 E4A
            PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED
            1 31/03/2025 31/03/2025
            2 01/06/2024 01/06/2024
            3 01/06/2024 -
            """),
        Fails("118", "reversed before the year, before care", "Episodes 1 3; PlacedAdoption 1 2", """
            Episodes CHILD DECOM LS
            1 01/05/2022 C2
            2 01/04/2024 V4
            2 01/06/2024 C2
            PlacedAdoption CHILD DATE_PLACED_CEASED
            1 31/03/2024
            2 31/05/2024
            """),
        Passes("118", "reversed in the year and in care", """
            Episodes CHILD DECOM LS
            1 01/05/2022 C2
            2 01/06/2024 C2
            PlacedAdoption CHILD DATE_PLACED_CEASED
            1 01/04/2024
            2 01/06/2024
            3 -
            """),
        Fails("1003", "before the first start of care", "Episodes 1; PlacedAdoption 1", """
            Episodes CHILD DECOM RNE
            1 01/05/2024 S
            1 01/06/2024 S
            PlacedAdoption CHILD DATE_PLACED
            1 30/04/2024
            """),
        Passes("1003", "on the day, or the start not in the file", """
            Episodes CHILD DECOM RNE
            1 01/05/2024 S
            1 01/06/2024 S
            2 01/05/2024 P
            PlacedAdoption CHILD DATE_PLACED
            1 01/05/2024
            2 30/04/2024
            """),
        Fails("579", "the earlier stands or ends too late", "PlacedAdoption 2 3", """
            PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED
            1 01/05/2024 -
            1 01/06/2024 -
            2 01/06/2024 -
            2 01/05/2024 02/06/2024
            """),
        Passes("579", "one after the other", """
            PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED
            1 01/05/2024 01/06/2024
            1 01/06/2024 -
            2 01/05/2024 -
            """),
        Fails("583", "the earlier is not reversed, whatever the text's order", "PlacedAdoption 1", """
            PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED
            1 31/05/2024 -
            1 01/06/2024 -
            """),
        Passes("583", "the earlier is reversed", """
            PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED
            1 31/05/2024 01/06/2024
            1 02/06/2024 -
            2 02/06/2024 -
            """),
        Passes("583", "asked from 2023 on", """
            PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED
            1 31/05/2021 -
            1 01/06/2021 -
            """) with
        {
            Year = 2022,
        },
    ];
}
