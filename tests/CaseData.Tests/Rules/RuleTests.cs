using Partnership.CaseData.Rules;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Tests.Rules;

public class RuleTests
{
    private static readonly RuleCase[] Cases =
    [
        .. FormatCases.All, .. AdopterCases.All, .. EpisodeCases.All, .. DecisionCases.All, .. DecisionYearCases.All, .. PlanCases.All,
        .. AdoptionCases.All, .. PreviousPermanenceCases.All, .. IdentityCases.All,
    ];

    public static TheoryData<string> Names { get; } = [.. Cases.Select(rule => rule.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_RowsOfACase_FindsExactlyItsBreaks(string name)
    {
        var rule = Cases.Single(candidate => candidate.ToString() == name);

        Assert.Equal(rule.Expected, rule.Found());
    }

    [Fact]
    public void Cases_EveryRule_HasOneThatFailsAndOneThatPasses()
    {
        var rules = RuleBook.For(2027).Rules.Select(rule => rule.Number).ToList();

        Assert.Empty(rules.Except(Cases.Where(rule => rule.Expected.Length > 0).Select(rule => rule.Rule)));
        Assert.Empty(rules.Except(Cases.Where(rule => rule.Expected.Length == 0).Select(rule => rule.Rule)));
        Assert.Equal(rules.Count, rules.Distinct().Count());
    }

    [Fact]
    public void Rules_EachOne_SaysWhatToMendWhereAndWhence()
    {
        Assert.All(RuleBook.For(2027).Rules, rule =>
        {
            Assert.True(rule.Mend.Length > 20 && rule.Mend.EndsWith('.'), rule.Number);
            Assert.NotEmpty(rule.Reports);
            Assert.Contains(rule.Number, rule.Source, StringComparison.Ordinal);
            Assert.All(rule.Reports, reported => Assert.Empty(
                reported.Columns.Except(Tables.ColumnsOf(reported.Table))));
        });
    }

    [Fact]
    public void Check_FindingsOfSeveralTables_AreSortedByTableRowAndRule()
    {
        var rows = TestReturn.Of("""
            AD1 CHILD NB_ADOPTR SEX_ADOPTR
            1 3 XX
            Header CHILD DOB
            1 nought
            2 -
            Episodes CHILD DECOM
            1 31/02/2024
            """);

        var found = RuleBook.For(2025).Check(rows).Select(finding => $"{finding.Table} {finding.Row} {finding.Rule}");

        Assert.Equal(["Header 1 102", "Header 2 102", "Episodes 1 141", "AD1 1 151", "AD1 1 175", "AD1 1 176", "AD1 1 602"], found);
    }

    [Fact]
    public void Check_OneOfTwoTablesAbsent_SkipsTheRule()
    {
        const string Episodes = """
            Episodes CHILD DECOM PLACE
            1 01/05/2024 A6
            """;

        Assert.Equal(string.Empty, TestReturn.FindingsOf("551", 2025, TestReturn.Of(Episodes)));
        Assert.Equal("Episodes 1", TestReturn.FindingsOf("551", 2025, TestReturn.Of(Episodes + "\nPlacedAdoption CHILD")));
    }

    [Fact]
    public void HeldChildren_BreaksAndRejectedRows_AreThoseOfPlanOrStatus()
    {
        var holds = new Finding("579", Table.PlacedAdoption, 1, "A", ["DATE_PLACED"]);
        var not = new Finding("602", Table.AD1, 1, "B", ["CHILD"]);
        RejectedRow[] rejected =
        [
            new("e.csv", Table.Episodes, 1, "C", "broken"),
            new("e.csv", Table.Episodes, 2, null, "broken"),
            new("r.csv", Table.Reviews, 1, "D", "broken"),
        ];

        Assert.Equal(["A", "C"], HoldingRules.HeldChildren([holds, not], rejected).Order());
        Assert.Equal(13, HoldingRules.All.Count);
        Assert.Empty(HoldingRules.All.Except(RuleBook.For(2025).Rules.Select(rule => rule.Number)));
    }
}
