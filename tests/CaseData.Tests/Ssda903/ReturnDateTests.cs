using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Tests.Ssda903;

public class ReturnDateTests
{
    [Theory]
    [InlineData("01/04/2024")]
    [InlineData(" 29/02/2024 ")]
    [InlineData("31/12/1999")]
    [InlineData("01/01/1800")]
    [InlineData("31/12/2199")]
    public void Parse_DayMonthYear_IsADate(string text)
    {
        var date = ReturnDate.Parse(text);

        Assert.True(date.IsPresent && !date.IsMalformed);
        Assert.Equal(text.Trim(), date.Text);
    }

    [Theory]
    [InlineData("29/02/2023")]
    [InlineData("31/04/2024")]
    [InlineData("00/01/2024")]
    [InlineData("01/13/2024")]
    [InlineData("01/01/0000")]
    [InlineData("01/01/0001")]
    [InlineData("31/12/1799")]
    [InlineData("01/01/2200")]
    [InlineData("31/12/9999")]
    [InlineData("1/4/2024")]
    [InlineData("01/04/24")]
    [InlineData("01-04-2024")]
    [InlineData("2024/04/01")]
    [InlineData("01/04/2024 00:00")]
    [InlineData("٠١/04/2024")]
    [InlineData("zz/05/2020")]
    public void Parse_AnythingElse_IsMalformedAndKept(string text)
    {
        var date = ReturnDate.Parse(text);

        Assert.True(date.IsPresent && date.IsMalformed);
        Assert.Null(date.Value);
        Assert.Equal(text.ToUpperInvariant(), date.Text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Parse_NothingOrSpaces_IsBlank(string? text) => Assert.True(ReturnDate.Parse(text) is { IsBlank: true, Text: null });
}
