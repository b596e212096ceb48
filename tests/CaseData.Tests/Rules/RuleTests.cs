using System.Text.RegularExpressions;
using Partnership.CaseData.Lists;
using Partnership.CaseData.Rules;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Tests.Rules;

public partial class RuleTests
{
    private static readonly RuleCase[] Cases =
    [
        .. FormatCases.All, .. AdopterCases.All, .. EpisodeCases.All, .. DecisionCases.All, .. DecisionYearCases.All, .. PlanCases.All,
        .. AdoptionCases.All, .. PreviousPermanenceCases.All, .. IdentityCases.All, .. PlaceCases.All, .. RegistrationCases.All,
    ];

    public static TheoryData<string> Names { get; } = [.. Cases.Select(rule => rule.ToString())];

    public static TheoryData<string> Numbers { get; } = [.. RuleBook.Every.Select(rule => rule.Number)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_RowsOfACase_FindsExactlyItsBreaks(string name)
    {
        var rule = Cases.Single(candidate => candidate.ToString() == name);

        Assert.Equal(rule.Expected, rule.Found());
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Example_OfARule_BreaksItAndIsMended(string number)
    {
        var rule = RuleBook.Every.Single(candidate => candidate.Number == number);
        var year = rule.LastYear ?? Math.Max(rule.FirstYear ?? 2025, 2025);
        var example = RuleExample.Parse(rule.Example);

        var lists = example.Lists();
        var broken = RuleBook.For(year).Check(example.Now(mended: false), example.Last(mended: false), lists: lists).Where(finding => finding.Rule == number);
        var mended = RuleBook.For(year).Check(example.Now(mended: true), example.Last(mended: true), lists: lists).Where(finding => finding.Rule == number);

        Assert.NotEmpty(broken);
        Assert.Empty(mended);
    }

    /// <summary>The first and the last day that a date may be, and that a program can hold, in each cell that holds one: nothing reckons beyond the calendar's ends.</summary>
    [Theory]
    [MemberData(nameof(Numbers))]
    public void Check_DaysAtTheEndsOfTheCalendar_IsDoneAllTheSame(string number)
    {
        var rule = RuleBook.Every.Single(candidate => candidate.Number == number);
        var book = RuleBook.For(rule.LastYear ?? Math.Max(rule.FirstYear ?? 2025, 2025));
        var lists = RuleExample.Parse(rule.Example).Lists();
        foreach (Match day in DayOfExample().Matches(rule.Example))
        {
            foreach (var extreme in new[] { "01/01/0001", "01/01/1800", "31/12/2199", "31/12/9999" })
            {
                var example = RuleExample.Parse(string.Concat(rule.Example.AsSpan(0, day.Index), extreme, rule.Example.AsSpan(day.Index + day.Length)));
                var mended = day.Index > 0 && rule.Example[day.Index - 1] == '>';
                Assert.NotNull(book.Check(example.Now(mended), example.Last(mended), lists: lists));
            }
        }
    }

    [Fact]
    public void Rules_EachOne_SaysWhatToMendWhereWhyAndWhence()
    {
        Assert.Equal(RuleBook.Every.Count, RuleBook.Every.Select(rule => rule.Number).Distinct().Count());
        Assert.Empty(RuleBook.Every.Select(rule => rule.Number).Intersect(UncheckedRules.All.Select(rule => rule.Number)));
        Assert.All(RuleBook.Every, rule =>
        {
            Assert.Matches("^[^:]{10,}: .{5,}\\.$", rule.Mend);
            Assert.True(rule.Why.Length > 40 && rule.Why.EndsWith('.'), rule.Number);
            Assert.NotEmpty(rule.Reports);
            Assert.Contains(rule.Number, rule.Source, StringComparison.Ordinal);
            Assert.All(rule.Reports, reported => Assert.Empty(
                reported.Columns.Except(Tables.ColumnsOfAnyForm(reported.Table))));
        });
    }

    /// <summary>Where the sector's validator is known not to do what a rule's text says, as read beside it: whoever compares reports must find it told.</summary>
    [Theory]
    [InlineData("146")]
    [InlineData("199")]
    [InlineData("208")]
    [InlineData("336")]
    [InlineData("551")]
    [InlineData("558")]
    [InlineData("560")]
    [InlineData("583")]
    [InlineData("584")]
    [InlineData("632")]
    [InlineData("633")]
    [InlineData("634")]
    [InlineData("635")]
    [InlineData("702")]
    public void Rules_ReadOtherwiseThanTheSectorsValidator_SayHow(string number) =>
        Assert.StartsWith("The sector's validator ", RuleBook.Every.Single(rule => rule.Number == number).Differs, StringComparison.Ordinal);

    [Theory]
    [InlineData("Episodes DECOM")]
    [InlineData("Nothing DECOM=1")]
    public void Example_NotWrittenAsOne_IsRefused(string text) => Assert.Throws<FormatException>(() => RuleExample.Parse(text));

    [Fact]
    public void Check_OnSeveralThreads_FindsTheSameAsOneChildAfterAnother()
    {
        var rows = new ReturnSet();
        TestReturn.Add(
            rows, Table.Episodes, ["CHILD", "DECOM", "DEC", "REC"],
            [.. Enumerable.Range(0, 5_000).Select(i => new[] { $"{i / 2}", $"0{1 + (i % 9)}/05/2024", i % 3 == 0 ? "02/05/2024" : null, i % 5 == 0 ? "X1" : null })]);
        var run = RuleBook.For(2025).Over(rows.Present, []);

        var one = rows.ByChild().All.SelectMany(child => run.CheckChild(child)).Order().ToList();

        Assert.True(one.Count > 1_000);
        Assert.Equal(one.Select(finding => (finding.Rule, finding.Row)), RuleBook.For(2025).Check(rows).Select(finding => (finding.Rule, finding.Row)));
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

        var found = RuleBook.For(2025).Check(rows).Where(finding => finding.Rule is "102" or "141" or "151" or "175" or "176" or "602")
            .Select(finding => $"{finding.Table} {finding.Row} {finding.Rule}");

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
    public void Over_ListsOrCouncilNotAtHand_SkipsTheirRulesAndNamesThem()
    {
        var without = RuleBook.For(2026).Over(Tables.All, Tables.All);
        var withList = RuleBook.For(2026).Over(Tables.All, Tables.All, new ReferenceLists(TestLists.Postcodes, null, council: null));
        var withAll = RuleBook.For(2026).Over(Tables.All, Tables.All, TestLists.All);

        Assert.Equal(20, without.Wanting.Count);
        Assert.Empty(without.Rules.Intersect(without.Wanting));
        Assert.Equal(["1008", "1015", "219", "221", "224", "227", "228", "229", "503J"], withList.Wanting.Select(rule => rule.Number).Order(StringComparer.Ordinal));
        Assert.Empty(withAll.Wanting);
        Assert.Equal(RuleBook.For(2026).Rules.Count, withAll.Rules.Count);
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

    [GeneratedRegex("[0-9]{2}/[0-9]{2}/[0-9]{4}")]
    private static partial Regex DayOfExample();
}
