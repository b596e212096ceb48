using static Partnership.CaseData.Tests.Rules.RuleCase;

namespace Partnership.CaseData.Tests.Rules;

internal static class AdoptionCases
{
    internal static IEnumerable<RuleCase> All =>
    [
        Fails("331", "matched after placed", "Episodes 1; AD1 1", """
            Episodes CHILD DECOM REC
            1 01/06/2024 E11
            AD1 CHILD DATE_MATCH
            1 02/06/2024
            """),
        Passes("331", "matched on the day or before, or not adopted", """
            Episodes CHILD DECOM REC
            1 01/06/2024 E12
            2 01/06/2024 X1
            AD1 CHILD DATE_MATCH
            1 01/06/2024
            2 02/06/2024
            """),
        Fails("334", "decided before the latest start of care", "Episodes 2; AD1 1", """
            Episodes CHILD DECOM RNE
            1 01/05/2022 S
            1 01/06/2024 S
            AD1 CHILD DATE_INT
            1 31/05/2024
            """),
        Passes("334", "decided on the day or later", """
            Episodes CHILD DECOM RNE
            1 01/05/2022 S
            1 01/07/2024 L
            2 01/06/2024 S
            AD1 CHILD DATE_INT
            1 31/05/2024
            2 01/06/2024
            """),
        Fails("335", "the carer adopts or does not", "Episodes 1 2 3 4; AD1 1 2 3 4", """
            Episodes CHILD PLACE REC
            1 A3 E11
            2 A5 E12
            3 A4 E11
            4 A6 E12
            AD1 CHILD FOSTER_CARE
            1 0
            2 0
            3 1
            4 1
            """),
        Passes("335", "they agree, or it is not the adopted episode", """
            Episodes CHILD PLACE REC
            1 A3 E11
            2 A6 E12
            3 A5 X1
            4 A5 E11
            AD1 CHILD FOSTER_CARE
            1 1
            2 0
            3 0
            4 -
            """),
        Fails("521", "decided after placed", "Episodes 1; AD1 1", """
            Episodes CHILD PLACE DECOM
            1 A6 01/06/2024
            1 A6 01/07/2024
            AD1 CHILD DATE_INT
            1 02/06/2024
            """),
        Passes("521", "decided on the day or before, or not placed", """
            Episodes CHILD PLACE DECOM
            1 A6 01/06/2024
            2 U6 01/06/2024
            AD1 CHILD DATE_INT
            1 01/06/2024
            2 02/06/2024
            """),
        Fails("523", "two dates for one decision, row by row", "AD1 1; PlacedAdoption 2", """
            AD1 CHILD DATE_INT
            1 01/06/2024
            PlacedAdoption CHILD DATE_PLACED
            1 01/06/2024
            1 02/06/2024
            """),
        Passes("523", "the same date, or one of them blank or malformed", """
            AD1 CHILD DATE_INT
            1 01/06/2024
            2 -
            3 01/06/2024
            PlacedAdoption CHILD DATE_PLACED
            1 01/06/2024
            2 01/06/2024
            3 soon
            """),
        Fails("525", "adopted on a reversed decision", "AD1 1 2; PlacedAdoption 2 3", """
            AD1 CHILD FOSTER_CARE
            1 0
            2 1
            PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED
            1 01/06/2024 -
            1 01/04/2024 01/05/2024
            2 01/04/2024 soon
            """),
        Passes("525", "nothing reversed, or AD1 empty", """
            AD1 CHILD FOSTER_CARE
            1 0
            2 -
            PlacedAdoption CHILD DATE_PLACED DATE_PLACED_CEASED
            1 01/06/2024 -
            2 01/06/2024 01/07/2024
            """),
        Fails("582", "matched on the day of the order", "Episodes 1", """
            Episodes CHILD DEC REC
            1 01/06/2024 E11
            AD1 CHILD DATE_MATCH
            1 01/06/2024
            """),
        Passes("582", "matched before, blank, or not adopted", """
            Episodes CHILD DEC REC
            1 01/06/2024 E11
            2 - E11
            3 01/06/2024 X1
            AD1 CHILD DATE_MATCH
            1 31/05/2024
            2 -
            3 01/06/2024
            """),
        Passes("582", "asked from 2023 on", """
            Episodes CHILD DEC REC
            1 01/06/2021 E11
            AD1 CHILD DATE_MATCH
            1 01/06/2021
            """) with
        {
            Year = 2022,
        },
        Fails("601", "adopted in the year, an item missing", "Episodes 1; AD1 1", """
            Episodes CHILD DEC REC
            1 01/04/2024 E11
            AD1 CHILD DATE_INT DATE_MATCH FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR
            1 01/04/2023 01/05/2023 0 1 F1 -
            """),
        Passes("601", "complete though malformed, another year, or no row", """
            Episodes CHILD DEC REC
            1 31/03/2025 E11
            2 31/03/2024 E11
            3 31/03/2025 E11
            AD1 CHILD DATE_INT DATE_MATCH FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR
            1 01/04/2023 soon 0 1 F1 L0
            2 01/04/2023 - - - - -
            """),
        Fails("602", "no adoption in the year", "AD1 1 2 3", """
            Episodes CHILD DEC REC
            1 31/03/2024 E11
            2 01/05/2024 X1
            AD1 CHILD FOSTER_CARE
            1 0
            2 0
            3 0
            """),
        Passes("602", "adopted in the year, or nothing said", """
            Episodes CHILD DEC REC
            1 01/04/2024 E11
            1 01/03/2024 X1
            AD1 CHILD FOSTER_CARE
            1 0
            2 -
            """),
    ];
}
