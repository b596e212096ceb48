using Partnership.CaseData.Workbooks;

namespace Partnership.CaseData.Tests.Workbooks;

public class CsvCellsTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("523", "523")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\0=1", "'=1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"a\"", "\"say \"\"a\"\"\"")]
    [InlineData("=\"a\",b", "\"'=\"\"a\"\",b\"")]
    public void Of_TextThatCouldRun_IsPlain(string? text, string expected) => Assert.Equal(expected, CsvCells.Of(text));
}
