using System.Text;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Tests.Ssda903;

public class ReturnMapTests
{
    private static readonly ReturnMap Own = new(
        new Dictionary<(Table, string), string>
        {
            [(Table.PlacedAdoption, "childref")] = "CHILD",
            [(Table.PlacedAdoption, "decisionmade")] = "DATE_PLACED",
            [(Table.PlacedAdoption, "worker")] = "",
            [(Table.Missing, "decisionmade")] = "MIS_START",
        },
        new Dictionary<(string, string), string>
        {
            [("REASON_PLACED_CEASED", "ANOTHER PLAN")] = "RD2",
            [("REASON_PLACED_CEASED", "NONE")] = "",
            [("DATE_PLACED_CEASED", "OPEN")] = "",
            [("SEX", "RD2")] = "F",
        });

    [Fact]
    public async Task Read_HeadingsAndValuesOfTheMap_AreTheReturnsOwn()
    {
        const string File = """
            Worker,"Child ref.",DOB,Date Placed Ceased,Reason placed (code) ceased,Decision made
            Juniper,a1,01/05/2020,open,none,01/05/2024
            Juniper,a2,01/05/2020,01/06/2024,another plan,02/05/2024
            a3,01/05/2020,,,02/05/2024
            Juniper,a4,01/05/2020,soon,RD3,02/05/2024
            """;

        var read = new ReturnSet(Own);
        await read.ReadFileAsync(new MemoryStream(Encoding.UTF8.GetBytes(File)), "own.csv", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(
            [("A1", "01/05/2024", null, null), ("A2", "02/05/2024", "01/06/2024", "RD2"), ("A4", "02/05/2024", "SOON", "RD3")],
            read.Rows<PlacedAdoptionRow>(Table.PlacedAdoption).Select(row => (row.Child, row.DatePlaced.Text, row.DatePlacedCeased.Text, row.ReasonPlacedCeased)));
        Assert.Contains("5 cells where the file has 6 columns", Assert.Single(read.Rejected).Reason, StringComparison.Ordinal);
        Assert.True(read.Rows<PlacedAdoptionRow>(Table.PlacedAdoption).Last().DatePlacedCeased is { IsPresent: true, Value: null });
    }

    [Fact]
    public async Task Read_HeadingsThatDifferInSpacesAlone_NeedNoMap()
    {
        var (table, rows, _) = await CsvText.ReadAsync("Child,DOB,Date Placed,date-placed-ceased,Reason Placed Ceased\n7,01/05/2020,01/05/2024,,\n");

        Assert.Equal((Table.PlacedAdoption, "01/05/2024"), (table, Assert.IsType<PlacedAdoptionRow>(Assert.Single(rows)).DatePlaced.Text));
    }

    [Theory]
    [InlineData("Child ref,CHILD,DOB,Decision made,Date placed ceased,Reason placed ceased")]
    [InlineData("Child ref,DOB,Date placed ceased,Reason placed ceased")]
    [InlineData("Child ref,DOB,Decision made,Date placed ceased,Reason placed ceased,Colour")]
    public async Task Read_ColumnTwiceMissingOrUnknown_IsRefusedWithTheMapToo(string headings)
    {
        var refused = await Assert.ThrowsAsync<UnreadableReturnException>(() => new ReturnSet(Own).ReadFileAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(headings + "\n")), "own.csv", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("own.csv", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Suggest_HeadingsThatAreNotKnown_NamesTheColumnsThatTheySayOrAreLike() => Assert.Equal(
        [
            (Table.PlacedAdoption, "DATE OF PLACEMENT CEASED", null, 68, "DATE_PLACED_CEASED"),
            (Table.PlacedAdoption, "REASON NO LONGER PLACED", "REASON_PLACED_CEASED", 100, ""),
            (Table.PlacedAdoption, "TEAM COLOUR", null, 0, ""),
        ],
        Suggest(Own, "\nchild ref,dob,decision made,Date of placement ceased,Reason no longer placed,Team colour,Worker\na1,,,,,,\n")
            .Select(each => (each.Table, each.Heading, each.Column, each.Likeness, string.Join(',', each.Alternatives))));

    [Theory]
    [InlineData("CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED\n")]
    [InlineData("Juniper Quill,7 Nettlebed Cottages,01/05/2020,02/05/2024,,\n")]
    [InlineData("")]
    [InlineData("<EXPSSDA903/>")]
    public void Suggest_FileThatIsKnownOrNoTable_RepeatsNothingOfIt(string text) => Assert.Empty(Suggest(ReturnMap.None, text));

    private static IReadOnlyList<ReturnHeadingSuggestion> Suggest(ReturnMap map, string text) => map.Suggest(new MemoryStream(Encoding.UTF8.GetBytes(text)), "own.csv");
}
