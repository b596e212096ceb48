using System.Text;
using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Tests.Ssda903;

/// <summary>Values of coded columns that are no codes: counted, suggested for, and nothing else of a child repeated.</summary>
public class ReturnSuggestionsTests
{
    private const string Episodes = "CHILD,DECOM,RNE,LS,CIN,Placement type,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n";

    [Fact]
    public void Values_ThatAreNoCodes_AreCountedByColumnWithTheCodeThatTheySay()
    {
        var found = Suggest(
            ReturnMap.None,
            Episodes + "A1,01/02/2024,S,C2,N1,Children's home,PR1,,,,ST16 2LH,ST16 2LH,\nA2,01/02/2024,S,Full care order,N1,children's HOME,PR1,,,,,,\nA3,01/02/2024,S,C2,N1,Foster,,,,,,,\nA4,01/02/2024,S,C2,N1,U6,,,,,,,\n",
            "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nA1,Girl,01/05/2020,WBRI,Upon Quill,Juniper,\n",
            "CHILD,SEX,DOB,DUC\nA1,girl,01/05/2020,\n");

        Assert.Equal(
            ["LS FULL CARE ORDER 1 C2", "PLACE CHILDREN'S HOME 2 K2", "PLACE FOSTER 1 ", "SEX GIRL 2 F"],
            found.Values.Values.Select(value => $"{value.Column} {value.Text} {value.Count} {value.Means}"));
        Assert.Equal(["PLACEMENT TYPE"], found.Headings.Select(heading => heading.Heading));
        Assert.Empty(found.Values.Unlisted);
    }

    [Fact]
    public void Values_ThatTheMapKnows_AreNotSuggestedAgain()
    {
        var map = ReturnMap.Of([(Table.Episodes, "Placement type", "PLACE")], [("PLACE", "Foster", "U6"), ("PLACE", "none", "")]);

        Assert.Empty(Suggest(map, Episodes + "A1,01/02/2024,S,C2,N1,foster,PR1,,,,,,\nA2,01/02/2024,S,C2,N1,None,PR1,,,,,,\n").Values.Values);
    }

    /// <summary>Under a wrong heading a coded column holds anything: the child's own number, days, postcodes, names.</summary>
    [Fact]
    public void Values_ThatMayBeOfOneChild_AreNeverRepeated()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"B{i},01/02/2024,S,C2,N1,Juniper {(char)('A' + (i % 26))}{(char)('A' + (i / 26))},PR1,,,,,,\n"));
        var found = Suggest(
            ReturnMap.None,
            Episodes + rows,
            "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n77,77,01/05/2020,ST16 2LH,,,\n78,14/06/2022,01/05/2020,1234567,,,\n79,a@example.org,01/05/2020,Quiet,,,\n");

        Assert.Equal(["QUIET"], found.Values.Values.Select(value => value.Text));
        Assert.Equal(["ETHNIC", "PLACE", "SEX"], found.Values.Unlisted);
    }

    [Fact]
    public void Values_OfAFileWhoseHeadingsAreOpen_WaitForThem()
    {
        var found = Suggest(ReturnMap.None, "CHILD,DOB,DATE_PLACED,Date of placement ceased,REASON_PLACED_CEASED\n7,01/05/2020,02/05/2024,01/05/2024,Panel\n");

        Assert.Equal(["0.csv"], found.NotRead);
        Assert.Empty(found.Values.Values);
    }

    [Fact]
    public void Values_OfXml_AreSuggestedToo()
    {
        var found = Suggest(ReturnMap.None, "<EXPSSDA903><CHILD><HEADER><CHILDID>X1</CHILDID><SEX>Boy</SEX><DOB>01/05/2020</DOB><ETHNIC>WBRI</ETHNIC></HEADER></CHILD></EXPSSDA903>");

        Assert.Empty(found.NotRead);
        Assert.Equal(("SEX", "BOY", "M"), Assert.Single(found.Values.Values) is var value ? (value.Column, value.Text, value.Means) : default);
    }

    /// <summary>Without its cell here a column's values would never be suggested for.</summary>
    [Fact]
    public void CodedCells_OfEveryTable_AreTheColumnsThatHaveACodeSet()
    {
        foreach (var table in Tables.All)
        {
            var row = RowCells.Build(table, 1, "A1", new string?[Tables.ColumnsOf(table).Count - 1]);

            Assert.Equal(Tables.ColumnsOf(table).Where(CodeSet.Columns.Contains), CodedCells.Of(row).ToArray().Select(cell => cell.Column));
        }
    }

    private static ReturnSuggestions Suggest(ReturnMap map, params string[] files)
    {
        var found = new ReturnSuggestions(map, 2025);
        foreach (var (index, file) in files.Index())
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(file));
            found.Read(stream, $"{index}.csv");
        }

        return found;
    }
}
