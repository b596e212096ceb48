using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Tests.Ssda903;

/// <summary>How well headings of case systems are told: rightly for sure, offered among others, not at all; and never wrongly for sure.</summary>
public class HeadingSuggestionTests(ITestOutputHelper output)
{
    [Fact]
    public void Suggest_HeadingsOfInventedSystems_AreMostlyToldAndNeverWrongly()
    {
        var (right, offered, silent, past) = (0, 0, 0, 0);
        var wrong = new List<string>();
        foreach (var (system, table, written) in InventedHeadings.Files)
        {
            var expected = written.Split('|').Select(each => each.Split('=')).Select(each => (Heading: each[0], Column: each[1])).ToList();
            var found = ReturnMap.None.Suggest(expected.Select(each => each.Heading));
            foreach (var (heading, column) in expected)
            {
                var suggestion = found.Suggestions.SingleOrDefault(each => each.Heading.Equals(heading, StringComparison.OrdinalIgnoreCase));
                if (found.Table is not null && suggestion is null)
                {
                    // The column's own code: there is nothing to suggest.
                    continue;
                }

                if (suggestion?.Column is { } sure)
                {
                    var isRight = (found.Table, sure) == (table, column);
                    right += isRight ? 1 : 0;
                    wrong.AddRange(isRight ? [] : [$"{system} {table}: {heading} was taken for {found.Table} {sure}"]);
                }
                else if (column.Length == 0)
                {
                    past++;
                }
                else if (suggestion?.Alternatives.Contains(column) == true)
                {
                    offered++;
                }
                else
                {
                    silent++;
                    output.WriteLine($"{system} {table}: nothing for {heading}");
                }
            }
        }

        output.WriteLine($"{right} told rightly, {wrong.Count} wrongly, {offered} offered, {silent} not at all; {past} that stand for nothing left alone");
        Assert.Empty(wrong);
        Assert.True(right >= 188, $"{right} told rightly");
        Assert.True(silent <= 9, $"{silent} not at all");
    }

    /// <summary>Nearly the column's words are not its words.</summary>
    [Fact]
    public void Suggest_HeadingThatIsNearlyAColumns_IsNeverToldForSure() => Assert.DoesNotContain(
        InventedHeadings.Traps.SelectMany(trap => trap.Headings.Split('|').Select(heading => (trap.Table, trap.Column, heading, Taken: Instead(trap.Table, trap.Column, heading)?.Column))),
        each => each.Taken is not null);

    [Theory]
    [InlineData(Table.Episodes, "DECOM", "Date episode commenced")]
    [InlineData(Table.Episodes, "DECOM", "Episode start date")]
    [InlineData(Table.Episodes, "LS", "Status in law (LS)")]
    [InlineData(Table.Episodes, "PL_POST", "Postcode (placement)")]
    [InlineData(Table.Header, "DOB", "Born: date")]
    [InlineData(Table.PlacedAdoption, "DATE_PLACED_CEASED", "Date of Decision that Child Should No Longer be Placed for Adoption")]
    public void Suggest_WordsOfAColumnsName_InAnyOrderAndForm_TellIt(Table table, string column, string heading) =>
        Assert.Equal(column, Instead(table, column, heading)?.Column);

    [Fact]
    public void Suggest_HeadingThatMayBeTwoColumns_IsOfferedWithBoth()
    {
        var found = ReturnMap.None.Suggest(Tables.ColumnsOf(Table.Episodes).Except(["HOME_POST", "PL_POST"]).Append("Postcode"));

        var suggestion = Assert.Single(found.Suggestions);
        Assert.Null(suggestion.Column);
        Assert.Equal(["HOME_POST", "PL_POST"], suggestion.Alternatives.Order());
    }

    /// <summary>Two headings that say the same column: one of them is something else, and which a person knows.</summary>
    [Fact]
    public void Suggest_TwoHeadingsOfOneColumn_AreBothLeftOpen()
    {
        var found = ReturnMap.None.Suggest(Tables.ColumnsOf(Table.Episodes).Except(["DECOM"]).Concat(["Date episode commenced", "Episode start date"]));

        Assert.Equal([(null, "DECOM"), (null, "DECOM")], found.Suggestions.Select(each => (each.Column, Assert.Single(each.Alternatives))));
    }

    /// <summary>A heading that says a column which is there already stands for no other one.</summary>
    [Fact]
    public void Suggest_AnotherHeadingOfAColumnThatIsThere_IsNotOfferedForItsNeighbour()
    {
        var found = ReturnMap.None.Suggest(Tables.ColumnsOf(Table.Header).Except(["MC_DOB"]).Append("Child's date of birth"));

        Assert.Equal((null, 0), (Assert.Single(found.Suggestions).Column, found.Suggestions[0].Alternatives.Count));
    }

    /// <summary>What is said of a heading in the place of a column; nothing where the others are of any table.</summary>
    private static ReturnHeadingSuggestion? Instead(Table table, string column, string heading) =>
        ReturnMap.None.Suggest(Tables.ColumnsOf(table).Except([column]).Append(heading)).Suggestions.SingleOrDefault();
}
