using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Tests.CodeSets;

public class CodeSetTests
{
    [Theory]
    [InlineData("SEX", "1", 2024, true)]
    [InlineData("SEX", "1", 2025, false)]
    [InlineData("SEX", "M", 2024, false)]
    [InlineData("SEX", "U", 2025, true)]
    [InlineData("REC", "E43", 2018, true)]
    [InlineData("REC", "E43", 2019, false)]
    [InlineData("REC", "E48", 2018, false)]
    [InlineData("REC", "E48", 2019, true)]
    [InlineData("ACTIV", "F3", 2021, true)]
    [InlineData("ACTIV", "F3", 2022, false)]
    [InlineData("PLACE", "K3", 2024, false)]
    [InlineData("PLACE", "K3", 2025, true)]
    [InlineData("PLACE", "P2", 2025, false)]
    [InlineData("PLACE", "Z1", 2026, false)]
    [InlineData("PLACE", "Z14", 2026, true)]
    [InlineData("PLACE", "A1", 2017, false)]
    [InlineData("PLACE", null, 2025, true)]
    public void Allows_CodeOfAColumn_DependsOnTheCensusYear(string column, string? code, int year, bool allowed) =>
        Assert.Equal(allowed, CodeSet.Allows(column, code, new CensusYear(year)));

    [Fact]
    public void Of_EveryColumn_IsAColumnOfTheReturnWithCodesInEveryYearItIsReturned()
    {
        var columns = Tables.All.SelectMany(Tables.ColumnsOf).ToHashSet();

        Assert.All(CodeSet.Columns, column =>
        {
            Assert.Contains(column, columns);
            Assert.NotEmpty(CodeSet.Of(column, new CensusYear(2026)));
        });
        Assert.Equal(["0", "1"], CodeSet.Of("FOSTER_CARE", new CensusYear(2025)));
    }

    [Fact]
    public void CensusYear_2025_RunsFromAprilToMarch()
    {
        var year = new CensusYear(2025);

        Assert.Equal(new DateOnly(2024, 4, 1), year.Start);
        Assert.True(year.Contains(new DateOnly(2025, 3, 31)));
        Assert.False(year.Contains(new DateOnly(2025, 4, 1)));
        Assert.False(year.Contains(null));
    }
}
