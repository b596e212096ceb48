using static Partnership.CaseData.Tests.Rules.RuleCase;

namespace Partnership.CaseData.Tests.Rules;

internal static class EpisodeCases
{
    internal static IEnumerable<RuleCase> All =>
    [
        Fails("390", "adopted from foster care or nowhere", "Episodes 1 2", """
            Episodes CHILD PLACE REC
            1 U6 E11
            2 - E12
            """),
        Passes("390", "adopted from an adoptive placement, or not adopted", """
            Episodes CHILD PLACE REC
            1 A3 E11
            2 A6 E12
            3 U6 X1
            """),
        Fails("408", "placed without an order", "Episodes 1 2", """
            Episodes CHILD PLACE LS
            1 A5 C2
            2 A6 -
            """),
        Passes("408", "placed under an order or by consent", """
            Episodes CHILD PLACE LS
            1 A5 E1
            2 A4 V2
            """),
        Fails("516", "guardianship to a foster carer from a home", "Episodes 1 2", """
            Episodes CHILD REC PLACE
            1 E45 K2
            2 E46 -
            """),
        Passes("516", "from foster care, or to another", """
            Episodes CHILD REC PLACE
            1 E45 U1
            2 E46 U6
            3 E47 K2
            """),
        Fails("217", "placed with the carer as a new carer", "Episodes 1 2 3", """
            Episodes CHILD PLACE DECOM RNE
            1 A3 01/04/2015 P
            2 A5 01/05/2024 L
            3 A5 01/05/2024 -
            """),
        Passes("217", "same carer, earlier, or another carer", """
            Episodes CHILD PLACE DECOM RNE
            1 A3 01/05/2024 T
            2 A5 01/05/2024 U
            3 A5 01/05/2024 S
            4 A5 31/03/2015 P
            5 A6 01/05/2024 P
            6 A5 soon P
            """),
        Fails("446", "an order before there were any", "Episodes 1", """
            Episodes CHILD LS DECOM
            1 E1 30/11/2005
            """),
        Passes("446", "an order since, or another status", """
            Episodes CHILD LS DECOM
            1 E1 01/12/2005
            2 C2 30/11/2005
            """),
        Fails("433", "a gap, an overlap, an open one before", "Episodes 2 4 6", """
            Episodes CHILD DECOM RNE DEC
            1 01/05/2024 S 01/06/2024
            1 02/06/2024 P 01/07/2024
            2 01/05/2024 S 01/06/2024
            2 31/05/2024 L -
            3 01/05/2024 S -
            3 01/06/2024 B -
            """),
        Passes("433", "follows on, starts anew, is the first, or is out of order in the file", """
            Episodes CHILD DECOM RNE DEC
            1 01/05/2024 S 01/06/2024
            1 01/06/2024 U -
            2 01/05/2024 S 01/06/2024
            2 01/09/2024 S -
            3 01/05/2024 P -
            4 01/06/2024 P -
            4 01/05/2024 S 01/06/2024
            """),
        Fails("501", "starts before the last has ended", "Episodes 2 4", """
            Episodes CHILD DECOM DEC
            1 01/05/2024 03/05/2024
            1 02/05/2024 -
            2 01/05/2024 02/05/2024
            2 01/05/2024 -
            """),
        Passes("501", "starts when the last has ended, or the last is open", """
            Episodes CHILD DECOM DEC
            1 01/05/2024 02/05/2024
            1 02/05/2024 -
            2 01/05/2024 -
            2 02/05/2024 -
            3 02/05/2024 03/05/2024
            3 01/05/2024 02/05/2024
            """),
        Fails("336", "no foster placement before", "Episodes 2 3", """
            Episodes CHILD DECOM PLACE
            1 01/05/2024 K2
            1 01/06/2024 A5
            2 01/05/2024 A3
            """),
        Passes("336", "fostered or placed before, at whatever distance", """
            Episodes CHILD DECOM PLACE
            1 01/05/2024 U6
            1 01/06/2024 K2
            1 01/07/2024 A5
            2 01/07/2024 A3
            2 01/05/2024 A4
            3 01/05/2024 A6
            """),
        Fails("336", "one that goes on from before the year is passed, and nothing before a later one", "Episodes 3", """
            Episodes CHILD DECOM PLACE
            1 31/03/2024 A5
            2 31/03/2024 K2
            2 01/05/2024 A5
            """),
        Fails("199", "an episode after adoption", "Episodes 2 3", """
            Episodes CHILD DECOM REC
            1 01/05/2024 E11
            1 01/08/2024 -
            2 01/05/2024 -
            """) with
        {
            Last = """
                Episodes CHILD DECOM REC
                2 01/05/2023 E12
                """,
        },
        Passes("199", "the adopted episode is the last", """
            Episodes CHILD DECOM REC
            1 01/05/2024 X1
            1 01/08/2024 E11
            2 01/05/2024 E12
            """) with
        {
            Last = """
                Episodes CHILD DECOM REC
                2 01/05/2024 E12
                """,
        },
        Fails("386", "adopted on the 18th birthday or later", "Episodes 1 2 3", """
            Header CHILD DOB
            1 01/05/2006
            2 01/05/2006
            3 29/02/2008
            Episodes CHILD DEC REC
            1 01/05/2024 E11
            2 02/05/2024 E12
            3 28/02/2026 E12
            """),
        Passes("386", "adopted the day before, or left otherwise", """
            Header CHILD DOB
            1 01/05/2006
            2 01/05/2006
            3 -
            Episodes CHILD DEC REC
            1 30/04/2024 E11
            2 01/06/2024 E17
            3 01/06/2024 E11
            """),
        Fails("407", "guardianship after the 18th birthday", "Header 1 2; Episodes 1 2", """
            Header CHILD DOB
            1 01/05/2006
            2 29/02/2008
            Episodes CHILD DEC REC
            1 02/05/2024 E45
            2 01/03/2026 E48
            """),
        Passes("407", "guardianship on the birthday, or another end", """
            Header CHILD DOB
            1 01/05/2006
            2 01/05/2006
            3 29/02/2008
            Episodes CHILD DEC REC
            1 01/05/2024 E46
            2 02/05/2024 E17
            3 28/02/2026 E47
            """),
    ];
}
