using static Partnership.CaseData.Tests.Rules.RuleCase;

namespace Partnership.CaseData.Tests.Rules;

internal static class PlanCases
{
    internal static IEnumerable<RuleCase> All =>
    [
        Fails("551", "no row, or a row without a date", "Episodes 1 2", """
            Episodes CHILD PLACE
            1 A3
            2 A6
            PlacedAdoption CHILD DATE_PLACED
            2 -
            """),
        Passes("551", "a decision, be its date malformed, or no placement", """
            Episodes CHILD PLACE
            1 A3
            2 U5
            3 A4
            PlacedAdoption CHILD DATE_PLACED
            1 01/05/2024
            3 soon
            """),
        Fails("552", "decided after placed", "Episodes 2; PlacedAdoption 2", """
            Episodes CHILD DECOM PLACE
            1 01/07/2024 A6
            1 01/06/2024 A6
            PlacedAdoption CHILD DATE_PLACED
            1 01/05/2024
            1 02/06/2024
            """),
        Passes("552", "decided on the day or before", """
            Episodes CHILD DECOM PLACE
            1 01/06/2024 A6
            2 01/06/2024 U6
            PlacedAdoption CHILD DATE_PLACED
            1 01/06/2024
            2 01/07/2024
            """),
        Fails("553", "an order without a row, or open beside a reversal", "Episodes 1 3 4; PlacedAdoption 1 2", """
            Episodes CHILD LS DEC
            1 E1 01/06/2024
            2 E1 01/06/2024
            2 E1 -
            3 E1 -
            PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED
            2 01/04/2024 01/06/2024 -
            3 01/04/2024 - RD1
            """),
        Passes("553", "an order with a decision that stands, or ended with its reversal", """
            Episodes CHILD LS DEC
            1 E1 -
            2 E1 01/06/2024
            3 C2 -
            PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED
            1 01/04/2024 - -
            2 01/04/2024 01/06/2024 RD1
            3 01/04/2024 01/06/2024 RD1
            """),
        Fails("554", "decided after the order", "Episodes 1; PlacedAdoption 1", """
            Episodes CHILD DECOM LS
            1 01/06/2024 E1
            1 01/07/2024 E1
            PlacedAdoption CHILD DATE_PLACED
            1 02/06/2024
            """),
        Passes("554", "decided on the day or before, or no order", """
            Episodes CHILD DECOM LS
            1 01/06/2024 E1
            2 01/06/2024 C2
            PlacedAdoption CHILD DATE_PLACED
            1 01/06/2024
            2 02/06/2024
            """),
        Fails("557", "left without a whole reversal", "Episodes 1 2 3; PlacedAdoption 1 2", """
            Episodes CHILD PLACE LS REC
            1 A6 E1 E4A
            2 U6 E1 E13
            3 A4 V2 E8
            PlacedAdoption CHILD DATE_PLACED_CEASED REASON_PLACED_CEASED
            1 - -
            2 01/06/2024 -
            """),
        Passes("557", "reversed, adopted, still in care, or with no plan", """
            Episodes CHILD PLACE LS REC
            1 A6 E1 E4A
            2 A6 E1 E12
            3 A6 E1 X1
            4 A6 E1 -
            5 U6 C2 E4A
            6 U6 D1 E4A
            PlacedAdoption CHILD DATE_PLACED_CEASED REASON_PLACED_CEASED
            1 01/06/2024 RD1
            """),
        Fails("557", "freeing orders count until 2024", "Episodes 1", """
            Episodes CHILD PLACE LS REC
            1 U6 D1 E4A
            PlacedAdoption CHILD DATE_PLACED_CEASED
            """) with
        {
            Year = 2024,
        },
        Fails("558", "adopted on a reversed decision, the latest", "Episodes 1 2; PlacedAdoption 1 3", """
            Episodes CHILD REC
            1 E11
            2 E12
            PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED
            1 01/04/2024 01/06/2024
            2 01/04/2024 01/06/2024
            2 01/07/2024 01/08/2024
            """),
        Passes("558", "adopted on a decision that stands, whatever went before, or not adopted", """
            Episodes CHILD REC
            1 E11
            2 E4A
            3 E12
            PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED
            1 01/04/2024 -
            2 01/04/2024 01/06/2024
            3 01/07/2024 -
            3 01/04/2024 01/06/2024
            """),
    ];
}
