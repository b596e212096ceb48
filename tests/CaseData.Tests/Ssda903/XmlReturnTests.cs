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
            Assert.Contains("CHILDID is blank", Assert.Single(read.Rejected).Reason, StringComparison.Ordinal);
            Assert.True(read.Has(Table.Missing));
            Assert.False(read.Has(Table.DoLo));
        }
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
        Assert.Equal("1", Assert.Single(read.Rejected).Child);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000);
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
