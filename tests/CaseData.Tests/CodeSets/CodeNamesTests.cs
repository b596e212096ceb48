using Partnership.CaseData.CodeSets;

namespace Partnership.CaseData.Tests.CodeSets;

/// <summary>What values of case systems are taken for: rightly, or left open.</summary>
public class CodeNamesTests
{
    [Theory]
    [InlineData("SEX", "Boy", 2025, "M")]
    [InlineData("SEX", "Boy", 2024, "1")]
    [InlineData("PLACE", "f) U6: Foster placement - not FFA", 2025, "U6")]
    [InlineData("PLACE", "K2 Children's Home", 2025, "K2")]
    [InlineData("PLACE", "Childrens home (K2)", 2025, "K2")]
    [InlineData("PLACE", "Fostering for Adoption", 2025, "U5")]
    [InlineData("PLACE_PROVIDER", "e) PR4 - Private provision", 2025, "PR4")]
    [InlineData("PLACE_PROVIDER", "Own provision", 2025, "PR1")]
    [InlineData("LS", "FULL CARE ORDER", 2025, "C2")]
    [InlineData("LS", "C1: ICO", 2025, "C1")]
    [InlineData("REC", "k) E47: Special Guardianship Orders - relative/friend", 2025, "E47")]
    [InlineData("CIN", "N1 - Abuse or Neglect", 2025, "N1")]
    [InlineData("ETHNIC", "White/British", 2025, "WBRI")]
    [InlineData("ETHNIC", "WBRI - White British", 2025, "WBRI")]
    [InlineData("TEETH_CHECK", "Yes", 2025, "1")]
    [InlineData("REASON_PLACED_CEASED", "The child's needs changed", 2025, "RD1")]
    public void Suggest_ValueThatSaysACode_IsThatCode(string column, string value, int year, string code) =>
        Assert.Equal((code, 0), Suggest(column, value, year) is var meaning ? (meaning.Code, meaning.Alternatives.Count) : default);

    /// <summary>What is nearly a code's name is not its name, and what two codes say is neither's.</summary>
    [Theory]
    [InlineData("REC", "Adopted", 2025)]
    [InlineData("REC", "Adopted - opposed", 2025)]
    [InlineData("SEX", "Femal", 2025)]
    [InlineData("PLACE", "Foster", 2025)]
    [InlineData("PLACE", "U6 - Children's home", 2025)]
    [InlineData("PLACE", "H5: Residential accommodation", 2025)]
    [InlineData("IN_TOUCH", "No: refused contact", 2025)]
    [InlineData("ETHNIC", "Non-white British", 2025)]
    [InlineData("REASON_PLACE_CHANGE", "Child - moved on", 2025)]
    [InlineData("ACCOM", "Lodgings", 2025)]
    public void Suggest_ValueThatSaysNoneOrSeveral_IsLeftOpen(string column, string value, int year) => Assert.Null(Suggest(column, value, year).Code);

    [Fact]
    public void Suggest_MisspeltName_IsOfferedNotTold()
    {
        var meaning = Suggest("ETHNIC", "White Britsh", 2025);

        Assert.Null(meaning.Code);
        Assert.Equal("WBRI", meaning.Alternatives[0]);
    }

    /// <summary>A name that two codes of a year share, or that is not told for its own, would be no name.</summary>
    [Fact]
    public void Names_OfEveryColumnAndYear_TellTheirCodeAndNoOther()
    {
        var wrong = new List<string>();
        var told = 0;
        foreach (var column in CodeSet.Columns)
        {
            foreach (var year in Enumerable.Range(2017, 11).Select(ending => new CensusYear(ending)))
            {
                foreach (var code in CodeNames.Of(column).Where(code => CodeSet.Allows(column, code.Key, year)))
                {
                    foreach (var name in code.Names)
                    {
                        told++;
                        var meaning = CodeNames.Suggest(column, name, year);
                        wrong.AddRange(meaning.Code == code.Key ? [] : [$"{column} {year.Ending}: '{name}' of {code.Key} is taken for {meaning.Code ?? string.Join(" or ", meaning.Alternatives)}"]);
                    }
                }
            }
        }

        Assert.Empty(wrong);
        Assert.True(told > 2000, $"only {told}");
    }

    private static ValueMeaning Suggest(string column, string value, int year) => CodeNames.Suggest(column, value, new CensusYear(year));
}
