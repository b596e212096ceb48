using static Partnership.CaseData.Tests.Rules.RuleCase;

namespace Partnership.CaseData.Tests.Rules;

internal static class DecisionYearCases
{
    private const string Nothing = "PlacedAdoption CHILD DATE_PLACED";

    internal static IEnumerable<RuleCase> All =>
    [
        Fails("559", "an old decision that last year did not know", "PlacedAdoption 1 2", """
            PlacedAdoption CHILD DATE_PLACED
            1 31/03/2024
            2 31/03/2024
            """) with
        {
            Last = """
                PlacedAdoption CHILD DATE_PLACED
                2 -
                """,
        },
        Passes("559", "a new decision, or one that last year knew", """
            PlacedAdoption CHILD DATE_PLACED
            1 01/04/2024
            2 31/03/2024
            """) with
        {
            Last = """
                PlacedAdoption CHILD DATE_PLACED
                2 31/03/2024
                """,
        },
        Passes("559", "last year's return is not at hand", """
            PlacedAdoption CHILD DATE_PLACED
            1 31/03/2024
            """),
        Fails("560", "the open decision's date is gone", "PlacedAdoption 1 2", """
            PlacedAdoption CHILD DATE_PLACED
            1 02/05/2023
            1 03/05/2023
            """) with
        {
            Last = """
                PlacedAdoption CHILD DATE_PLACED
                1 01/05/2023
                """,
        },
        Passes("560", "the open decision is there, or it was reversed", """
            PlacedAdoption CHILD DATE_PLACED
            1 01/05/2023
            1 03/05/2023
            2 03/05/2024
            3 03/05/2024
            """) with
        {
            Last = """
                PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED
                1 01/05/2023 - -
                2 01/05/2023 01/06/2023 -
                3 01/05/2023 - RD1
                """,
        },
        Fails("561", "a reversed decision again", "PlacedAdoption 1 2", """
            PlacedAdoption CHILD DATE_PLACED
            1 01/05/2023
            2 01/05/2023
            """) with
        {
            Last = Reversed,
        },
        Passes("561", "a new date, or a decision that stood", """
            PlacedAdoption CHILD DATE_PLACED
            1 02/05/2023
            3 01/05/2023
            """) with
        {
            Last = Reversed,
        },
        Fails("584", "not later than the reversed one", "PlacedAdoption 1 2", """
            PlacedAdoption CHILD DATE_PLACED
            1 01/05/2023
            2 30/04/2023
            """) with
        {
            Last = Reversed,
        },
        Passes("584", "later as a date though not as text, blank, or a decision that stood", """
            PlacedAdoption CHILD DATE_PLACED
            1 01/04/2024
            2 -
            3 30/04/2023
            """) with
        {
            Last = Reversed,
        },
        Passes("584", "nothing last year", """
            PlacedAdoption CHILD DATE_PLACED
            1 01/04/2024
            """) with
        {
            Last = Nothing,
        },
    ];

    private static string Reversed => """
        PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED
        1 01/05/2023 01/06/2023 -
        2 01/05/2023 - RD1
        3 01/05/2023 - -
        """;
}
