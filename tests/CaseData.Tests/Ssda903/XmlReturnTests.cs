using System.Text;
using Partnership.CaseData.Rules;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Tests.Ssda903;

public class XmlReturnTests
{
    private const string Return = """
        <?xml version="1.0" encoding="utf-8"?>
        <EXPSSDA903>
          <CHILD>
            <HEADER>
              <CHILDID> abc1 </CHILDID><UPN>UN1</UPN><SEX>2</SEX><DOB>01/05/2018</DOB><ETHNIC>wbri</ETHNIC><UASC>0</UASC>
              <DATE_INT>01/05/2019</DATE_INT><DATE_MATCH>01/09/2019</DATE_MATCH><FOSTER_CARE>0</FOSTER_CARE>
              <AREVIEW><REVIEW>01/06/2019</REVIEW><REVIEW_CODE>PN0</REVIEW_CODE></AREVIEW>
              <AREVIEW><REVIEW>01/12/2019</REVIEW><REVIEW_CODE>PN0</REVIEW_CODE></AREVIEW>
              <MOTHER>0</MOTHER>
              <PERMANENCE><PREV_PERM>Z1</PREV_PERM><DATE_PERM/></PERMANENCE>
              <OC2/>
              <AD_PLACED><DATE_PLACED>01/05/2019</DATE_PLACED></AD_PLACED>
            </HEADER>
            <EPISODE><DECOM>01/04/2019</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N1</CIN><PL>U6</PL><DEC>01/10/2019</DEC><REC>X1</REC></EPISODE>
            <EPISODE><DECOM>01/10/2019</DECOM><RNE>P</RNE><LS>E1</LS><CIN>N1</CIN><PL>A6</PL></EPISODE>
          </CHILD>
          <CHILD><HEADER><CHILDID/><SEX>1</SEX></HEADER></CHILD>
          <CHILD>
            <HEADER><CHILDID>2</CHILDID><SEX>1</SEX><DOB>01/05/2003</DOB><UASC>1</UASC><DUC>01/02/2020</DUC><IN_TOUCH>YES</IN_TOUCH></HEADER>
          </CHILD>
        </EXPSSDA903>
        """;

    [Fact]
    public async Task Read_WholeReturn_GivesTheRowsOfEveryTable()
    {
        foreach (var slowly in (bool[])[false, true])
        {
            var read = await ReadAsync(Encoding.UTF8.GetBytes(Return), slowly);

            Assert.Equal(["ABC1", "2"], read.Rows(Table.Header).Select(row => row.Child));
            Assert.Equal("WBRI", read.Rows<HeaderRow>(Table.Header).First().Ethnic);
            Assert.Equal(["U6", "A6"], read.Rows<EpisodeRow>(Table.Episodes).Select(row => row.Place));
            Assert.Equal([1, 2], read.Rows(Table.Reviews).Select(row => row.Row));
            Assert.Equal("01/05/2018", read.Rows<ReviewRow>(Table.Reviews).First().Dob.Text);
            Assert.Equal("2", Assert.Single(read.Rows(Table.UASC)).Child);
            Assert.Equal("ABC1", Assert.Single(read.Rows(Table.AD1)).Child);
            Assert.Equal("YES", Assert.Single(read.Rows<Oc3Row>(Table.OC3)).InTouch);
            Assert.Null(Assert.Single(read.Rows<PrevPermRow>(Table.PrevPerm)).DatePerm);
            Assert.Single(read.Rows(Table.OC2));
            Assert.Equal("01/05/2019", Assert.Single(read.Rows<PlacedAdoptionRow>(Table.PlacedAdoption)).DatePlaced.Text);
            Assert.Equal([(Table.Header, 2), (Table.Episodes, 0)], read.Rejected.Select(row => (row.Table, row.Row)));
            Assert.All(read.Rejected, row => Assert.Contains("CHILDID is blank", row.Reason, StringComparison.Ordinal));
            Assert.True(read.Has(Table.Missing));
            Assert.False(read.Has(Table.DoLo));
        }
    }

    [Fact]
    public async Task Read_InACodePageThatItNames_IsTheSame()
    {
        var text = Return.Replace("encoding=\"utf-8\"", "encoding=\"windows-1252\"", StringComparison.Ordinal).Replace("abc1", "zo\u00EB", StringComparison.Ordinal);

        var read = await ReadAsync(Encoding.Latin1.GetBytes(text), slowly: false);

        Assert.Equal(["ZO\u00CB", "2"], read.Rows(Table.Header).Select(row => row.Child));
    }

    [Fact]
    public async Task Read_Utf16WithMark_IsTheSame()
    {
        var bytes = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Return.Replace("utf-8", "utf-16", StringComparison.Ordinal)));

        Assert.Equal(2, (await ReadAsync([.. bytes])).Rows(Table.Header).Count);
    }

    [Fact]
    public async Task Check_XmlAndCsvOfOneReturn_FindTheSame()
    {
        var csv = TestReturn.Of("""
            Header CHILD SEX DOB
            9 1 01/05/2018
            Episodes CHILD DECOM RNE PLACE
            9 01/10/2019 S A6
            PlacedAdoption CHILD DATE_PLACED
            9 02/10/2019
            """);
        var xml = await ReadAsync(Encoding.UTF8.GetBytes(
            """
            <EXPSSDA903><CHILD><HEADER><CHILDID>9</CHILDID><SEX>1</SEX><DOB>01/05/2018</DOB><AD_PLACED><DATE_PLACED>02/10/2019</DATE_PLACED></AD_PLACED></HEADER>
            <EPISODE><DECOM>01/10/2019</DECOM><RNE>S</RNE><PL>A6</PL></EPISODE></CHILD></EXPSSDA903>
            """));
        var ofCsv = RuleBook.For(2020).Check(csv).Select(finding => (finding.Rule, finding.Table, finding.Row)).ToList();

        Assert.Contains(("552", Table.Episodes, 1), ofCsv);
        Assert.Empty(ofCsv.Except(RuleBook.For(2020).Check(xml).Select(finding => (finding.Rule, finding.Table, finding.Row))));
    }

    /// <summary>The flag of an unaccompanied child, which the files do not have.</summary>
    [Theory]
    [InlineData("<UASC>1</UASC><DUC>01/02/2020</DUC>", "")]
    [InlineData("<UASC>0</UASC>", "")]
    [InlineData("<UASC/>", "105")]
    [InlineData("", "105")]
    [InlineData("<UASC>2</UASC>", "105")]
    [InlineData("<UASC>0</UASC><DUC>01/02/2020</DUC>", "303 205C")]
    [InlineData("<DUC>01/02/2020</DUC>", "105 303 205C")]
    public async Task Check_FlagOfAnUnaccompaniedChild_IsHeldAgainstItsDay(string cells, string expected)
    {
        var xml = await ReadAsync(Encoding.UTF8.GetBytes($"<EXPSSDA903><CHILD><HEADER><CHILDID>9</CHILDID><SEX>1</SEX><DOB>01/05/2003</DOB>{cells}</HEADER></CHILD></EXPSSDA903>"));
        var last = TestReturn.Of("UASC CHILD");
        var csv = TestReturn.Of("""
            Header CHILD SEX DOB
            9 1 01/05/2003
            UASC CHILD DUC
            9 01/02/2020
            """);

        Assert.Equal(expected, string.Join(' ', Of(xml)));
        Assert.Empty(Of(csv));

        IEnumerable<string> Of(ReturnSet read) => ((string[])["105", "303", "205C"]).Intersect(RuleBook.For(2020).Check(read, last).Select(finding => finding.Rule));
    }

    [Theory]
    [InlineData("<EXPSSDA903><CHILD><HEADER><CHILDID>1</CHILDID>", "broken-xml")]
    [InlineData("<EXPSSDA903><CHILD></HEADER></CHILD></EXPSSDA903>", "broken-xml")]
    [InlineData("<CIN><CHILD/></CIN>", "unknown-columns")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><EXPSSDA903>&b;</EXPSSDA903>", "broken-xml")]
    [InlineData("<", "broken-xml")]
    public async Task Read_BrokenForeignOrHostile_IsRefusedByCode(string text, string code)
    {
        var refused = await Assert.ThrowsAsync<UnreadableReturnException>(() => ReadAsync(Encoding.UTF8.GetBytes(text)));

        Assert.Equal(code, refused.Code);
        Assert.Contains("file.xml", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ElementOfFiftyMegabytes_CostsItsChildAndNoMemory()
    {
        var start = Encoding.UTF8.GetBytes("<EXPSSDA903><CHILD><HEADER><CHILDID>1</CHILDID><UPN>");
        var end = Encoding.UTF8.GetBytes("</UPN></HEADER></CHILD><CHILD><HEADER><CHILDID>2</CHILDID></HEADER></CHILD></EXPSSDA903>");
        byte[] bytes = [.. start, .. Enumerable.Repeat((byte)'x', 50_000_000), .. end];
        var before = GC.GetAllocatedBytesForCurrentThread();

        var read = await ReadAsync(bytes);

        Assert.Equal("2", Assert.Single(read.Rows(Table.Header)).Child);
        Assert.Equal(["1", "1"], read.Rejected.Select(row => row.Child));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000);
    }

    /// <summary>Not taken for a child of whom the return says nothing: a plan that stands by earlier years may be over.</summary>
    [Theory]
    [InlineData("", "Header Episodes")]
    [InlineData("<AD_PLACED><DATE_PLACED>01/05/2024</DATE_PLACED></AD_PLACED><OC2/>", "Header Episodes OC2 PlacedAdoption")]
    public async Task Read_ElementThatIsTooLong_HoldsItsChildAndNamesEveryTableThatIsLost(string groups, string tables)
    {
        var read = await ReadAsync(Encoding.UTF8.GetBytes(
            $"""
            <EXPSSDA903><CHILD><HEADER><CHILDID>1</CHILDID><UPN>{new string('x', 201)}</UPN>{groups}</HEADER><EPISODE><DECOM>01/10/2019</DECOM></EPISODE></CHILD>
            <CHILD><HEADER><CHILDID>2</CHILDID></HEADER><EPISODE><DECOM>01/10/2019</DECOM></EPISODE></CHILD></EXPSSDA903>
            """));

        Assert.Equal(tables, string.Join(' ', read.Rejected.Select(row => row.Table)));
        Assert.All(read.Rejected, row => Assert.Equal((1, "1"), (row.Row, row.Child)));
        Assert.Equal(["1"], HoldingRules.HeldChildren([], read.Rejected));
        Assert.Equal(("2", 2), (Assert.Single(read.Rows(Table.Episodes)).Child, read.Rows(Table.Episodes)[0].Row));
    }

    /// <summary>A row that is not there has no number: the next child's first episode has it.</summary>
    [Fact]
    public async Task Read_ChildrenGivenBackWithoutEpisodes_TakeNoNumberOfAnEpisode()
    {
        var lost = $"<UPN>{new string('x', 201)}</UPN></HEADER></CHILD>";

        var read = await ReadAsync(Encoding.UTF8.GetBytes(
            $"""
            <EXPSSDA903><CHILD><HEADER><CHILDID>1</CHILDID>{lost}<CHILD><HEADER><CHILDID>2</CHILDID>{lost}
            <CHILD><HEADER><CHILDID>3</CHILDID></HEADER><EPISODE><DECOM>01/10/2019</DECOM></EPISODE></CHILD></EXPSSDA903>
            """));

        Assert.Equal(
            [(Table.Header, 1, "1"), (Table.Header, 2, "2"), (Table.Episodes, 0, "1"), (Table.Episodes, 0, "2")],
            read.Rejected.Select(row => (row.Table, row.Row, row.Child)));
        Assert.Equal(("3", 1), (Assert.Single(read.Rows(Table.Episodes)).Child, read.Rows(Table.Episodes)[0].Row));
        Assert.Equal(["1", "2"], HoldingRules.HeldChildren([], read.Rejected).Order());
    }

    [Fact]
    public async Task Read_ChildidThatIsTooLong_IsOfNobodyAndSaysSo()
    {
        var read = await ReadAsync(Encoding.UTF8.GetBytes($"<EXPSSDA903><CHILD><HEADER><CHILDID>{new string('1', ReturnReader.LongestChild + 1)}</CHILDID></HEADER></CHILD></EXPSSDA903>"));

        Assert.Empty(read.Rows(Table.Header));
        Assert.All(read.Rejected, row => Assert.Null(row.Child));
        Assert.Contains("CHILDID is longer than 20 characters", read.Rejected[0].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2018-05-01", "01/05/2018")]
    [InlineData("01/05/2018", "01/05/2018")]
    [InlineData("2018-02-30", "2018-02-30")]
    [InlineData("2018-5-1", "2018-5-1")]
    public async Task Read_DateAsXmlWritesIt_IsTheSameDay(string written, string read)
    {
        var set = await ReadAsync(Encoding.UTF8.GetBytes($"<EXPSSDA903><CHILD><HEADER><CHILDID>1</CHILDID><DOB>{written}</DOB></HEADER></CHILD></EXPSSDA903>"));

        Assert.Equal(read, Assert.Single(set.Rows<HeaderRow>(Table.Header)).Dob.Text);
    }

    [Fact]
    public async Task Read_ValuesOfACouncilsMap_StandForWhatTheyMeanInXmlToo()
    {
        var map = ReturnMap.Of([], [("PLACE", "Foster", "U6"), ("SEX", "Unknown", ""), ("DECOM", "first day", "01/04/2019")]);
        var bytes = Encoding.UTF8.GetBytes("<EXPSSDA903><CHILD><HEADER><CHILDID>1</CHILDID><SEX>unknown</SEX></HEADER><EPISODE><DECOM>First day</DECOM><PL>foster</PL></EPISODE></CHILD></EXPSSDA903>");
        var read = new ReturnSet(map);
        using var stream = new MemoryStream(bytes);

        await read.ReadFileAsync(stream, "file.xml", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Null(Assert.Single(read.Rows<HeaderRow>(Table.Header)).Sex);
        var episode = Assert.Single(read.Rows<EpisodeRow>(Table.Episodes));
        Assert.Equal(("U6", "01/04/2019"), (episode.Place, episode.Decom.Text));
    }

    /// <summary>Whatever a reader of XML keeps for as long as it reads, or as a whole: there is an end to each, long before there is one to the file.</summary>
    [Theory]
    [InlineData("<EXPSSDA903 a=\"", "x", "too-long-inside")]
    [InlineData("<EXPSSDA903><CHILD><HEADER a='", ">\"", "too-long-inside")]
    [InlineData("<EXPSSDA903><!--", "x", "too-long-inside")]
    [InlineData("<EXPSSDA903><CHILD><HEADER><UPN><![CDATA[", "x", "too-long-inside")]
    [InlineData("<EXPSSDA903><", "x", "too-long-inside")]
    [InlineData("<EXPSSDA903>", "<a>", "too-deep")]
    [InlineData("<EXPSSDA903><CHILD><HEADER>", "<UPN>", "too-deep")]
    public async Task Read_WithoutEnd_IsRefusedAfterAMegabyteOrTwo(string first, string again, string code)
    {
        await using var endless = new EndlessStream(first, again, 1_000_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refused = Assert.Throws<UnreadableReturnException>(() => new ReturnSet().ReadFile(endless, "file.xml"));

        Assert.Equal(code, refused.Code);
        Assert.InRange(endless.Position, 0, 4_000_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000_000);
    }

    [Theory]
    [InlineData(2_000, 1)]
    [InlineData(1, 300)]
    public async Task Read_NamesWithoutEnd_AreRefused(int names, int length)
    {
        var name = new string('a', length);
        var text = $"<EXPSSDA903><CHILD>{string.Concat(Enumerable.Range(0, names).Select(i => $"<{name}{i}/>"))}</CHILD></EXPSSDA903>";

        var refused = await Assert.ThrowsAsync<UnreadableReturnException>(() => ReadAsync(Encoding.UTF8.GetBytes(text)));

        Assert.Equal("too-many-names", refused.Code);
    }

    [Fact]
    public async Task Read_ElementsThatTheReturnDoesNotHave_AreReadPast()
    {
        var read = await ReadAsync(Encoding.UTF8.GetBytes(
            $"<EXPSSDA903><CHILD><HEADER><CHILDID>1</CHILDID><NOTE>{new string('x', 3_000_000)}</NOTE><SEX>F</SEX></HEADER></CHILD></EXPSSDA903>"));

        Assert.Equal("F", Assert.Single(read.Rows<HeaderRow>(Table.Header)).Sex);
        Assert.Empty(read.Rejected);
    }

    [Fact]
    public async Task Read_XmlBesideACsvOfOneOfItsTables_NamesBoth()
    {
        var read = await ReadAsync(Encoding.UTF8.GetBytes("<EXPSSDA903/>"));
        using var csv = new MemoryStream(Encoding.UTF8.GetBytes("CHILD,DOB,REVIEW,REVIEW_CODE\n"));

        var refused = await Assert.ThrowsAsync<UnreadableReturnException>(
            () => read.ReadFileAsync(csv, "reviews.csv", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("file.xml and reviews.csv", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<ReturnSet> ReadAsync(byte[] bytes, bool slowly = false)
    {
        var read = new ReturnSet();
        using var stream = slowly ? new OneByteStream(bytes) : new MemoryStream(bytes);
        await read.ReadFileAsync(stream, "file.xml", cancellationToken: TestContext.Current.CancellationToken);
        return read;
    }
}
