using Partnership.CaseData.Lists;
using Partnership.CaseData.Workbooks;

namespace Partnership.CaseData.Tests.Lists;

public class ProviderListTests
{
    [Fact]
    public void Read_PublishedWorkbook_FindsHeadingsOfEverySheetBelowItsExplanations()
    {
        using var file = new MemoryStream();
        using (var workbook = new WorkbookWriter(file))
        {
            workbook.AddSheet("Notes", ["What this is"], [["Nothing of ours"]]);
            workbook.AddSheet("Providers", ["Invented list"], [
                [null],
                ["Local Authority", "URN", "Provider Type", "Deregistration Date", "Placement Code", "Setting Address Postcode", "Placement Provider Code"],
                ["Staffordshire", "SC000001", "Children's home", "-", "K2", "ZQ1 1AA", "PR1"],
            ]);
            workbook.AddSheet("Supported accommodation", ["Provider local authority", "Setting Local Authority", "URN", "Closed date", "Placement code", "Setting address postcode"], [
                ["Shropshire", "Staffordshire", "2345678", "30/09/2024", "K3", "ZQ2 2BB"],
            ]);
        }

        file.Position = 0;
        var list = ProviderList.Read(file, "list.xlsx");

        Assert.Equal(2, list.Count);
        var (home, supported) = (list.Find("SC000001")!, list.Find("2345678")!);
        Assert.True(home.Offers("K2") && home.IsAt("ZQ11AA") && home.IsOf("Staffordshire") && home.IsOfKind("PR1") == true && home.RegisteredUntil is null);
        Assert.True(supported.Offers("K3") && supported.IsAt("zq2 2bb") && supported.IsOf("Shropshire") && supported.IsOfKind("PR4") is null);
        Assert.Equal(new DateOnly(2024, 9, 30), supported.RegisteredUntil);
    }

    [Fact]
    public void Read_SheetsOneBelowTheOther_ReadsEachByItsOwnHeadings()
    {
        var list = ProviderList.Read(
            TestLists.Stream("""
                URN,Local Authority,Provider Code,Provider Placement Code,Closed Date,Setting Postcode
                SC000001,Staffordshire,PR1,K2,,ZQ1 1AA
                Local authority,Placement code,URN,Setting postcode,Placement provider code,Conditions
                Stoke-on-Trent,U4,SC000002,ZQ2 2BB,PR4,"Written over
                two lines, with a comma"
                """),
            "providers.csv");

        Assert.True(list.Find("SC000001")!.IsOfKind("PR1"));
        Assert.True(list.Find("SC000002")!.Offers("U4"));
        Assert.True(list.Names("Stoke on Trent City Council"));
        Assert.False(list.Names("Shropshire"));
    }

    [Fact]
    public void Read_NumberOnSeveralRows_IsAllThatTheySay()
    {
        var list = ProviderList.Read(
            TestLists.Stream("""
                URN,Local authority,Placement code,Placement provider code,Setting postcode,Deregistration date
                1,Staffordshire,K2,PR1,ZQ1 1AA,01/05/2023
                1,Shropshire,R3,PR4,ZQ2 2BB,01/05/2024
                2,Shropshire,K2,PR4,ZQ2 2BB,01/05/2024
                2,Shropshire,K2,PR4,ZQ2 2BB,
                """),
            "providers.csv");

        var provider = list.Find("1")!;
        Assert.True(provider.Offers("K2") && provider.Offers("R3") && provider.IsAt("ZQ1 1AA") && provider.IsAt("ZQ2 2BB") && provider.IsOf("Staffordshire") && provider.IsOf("Shropshire"));
        Assert.Equal(new DateOnly(2024, 5, 1), provider.RegisteredUntil);
        Assert.Null(list.Find("2")!.RegisteredUntil);
    }

    [Theory]
    [InlineData("URN,Placement code,Setting postcode\n1,K2,ZQ1 1AA", "Local authority")]
    [InlineData("URN,Local authority,Setting postcode\n1,X,ZQ1 1AA", "Placement code")]
    [InlineData("URN,Local authority,Placement code\n1,X,K2", "Setting address postcode")]
    [InlineData("Name,Local authority\nHome,X", "no row with a URN")]
    [InlineData("URN,Local authority,Placement code,Setting postcode,Closed date\n1,X,K2,ZQ1 1AA,soon", "in row 2")]
    public void Read_FileThatIsNotTheList_SaysWhatItLacks(string text, string lacks)
    {
        var refused = Assert.Throws<UnreadableListException>(() => ProviderList.Read(TestLists.Stream(text), "other.csv"));

        Assert.Contains("other.csv", refused.Message, StringComparison.Ordinal);
        Assert.Contains(lacks, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BrokenWorkbook_IsRefused() =>
        Assert.Throws<UnreadableListException>(() => ProviderList.Read(TestLists.Stream("PK\u0003\u0004 and then nothing"), "broken.xlsx"));

    [Theory]
    [InlineData("Herefordshire", "Herefordshire, County of")]
    [InlineData("County Durham", "Durham")]
    [InlineData("St. Helens", "St Helens Metropolitan Borough Council")]
    [InlineData("Kingston upon Hull, City of", "Kingston Upon Hull")]
    [InlineData("Bournemouth, Christchurch and Poole", "Bournemouth, Christchurch & Poole")]
    [InlineData("City of London", "City of London Corporation")]
    public void Plain_OneCouncilInTwoLists_IsOneName(string one, string other) => Assert.Equal(CouncilName.Plain(one), CouncilName.Plain(other));

    [Theory]
    [InlineData("Nottingham", "Nottinghamshire")]
    [InlineData("Derby", "Derbyshire County Council")]
    [InlineData("City of London", "Westminster")]
    public void Plain_TwoCouncils_AreTwoNames(string one, string other) => Assert.NotEqual(CouncilName.Plain(one), CouncilName.Plain(other));
}
