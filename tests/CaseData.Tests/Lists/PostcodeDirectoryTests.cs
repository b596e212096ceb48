using Partnership.CaseData.Lists;

namespace Partnership.CaseData.Tests.Lists;

public sealed class PostcodeDirectoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("partnership-lists-").FullName;

    private string Csv => Path.Combine(_folder, "postcodes.csv");

    private string Packed => Csv + ".packed";

    [Theory]
    [InlineData("ZQ1 1AA", "E10000028", 390_000, 320_000)]
    [InlineData("ZQ11AA", "E10000028", 390_000, 320_000)]
    [InlineData("zq2 2bb", "E06000021", 388_000, 346_000)]
    [InlineData("ZQ99AA", "SCO", 390_000, 890_000)]
    [InlineData("ZR1 1AA", "NIR", null, null)]
    [InlineData("ZS1 1AA", "NUK", null, null)]
    [InlineData("ZS2 2AA", null, null, null)]
    public void Find_PostcodeOfTheDirectory_TellsCouncilAndPlace(string postcode, string? area, int? east, int? north) =>
        Assert.Equal(new PostcodePlace(area, east, north), TestLists.Postcodes.Find(postcode));

    [Theory]
    [InlineData("ZX1 1XX")]
    [InlineData("NOWHERE")]
    [InlineData("ZQ1")]
    [InlineData("ZQ1 1AAA AAA AAA")]
    [InlineData("ÄQ1 1AA")]
    [InlineData("")]
    [InlineData(null)]
    public void Find_AnythingElse_FindsNothing(string? postcode) => Assert.Null(TestLists.Postcodes.Find(postcode));

    [Fact]
    public void Read_HeadingsOfAnotherYearInAnotherOrder_ReadsTheSame()
    {
        using var directory = PostcodeDirectory.Read(
            TestLists.Stream("lad25cd,east1m,pcd7,pcds,ctry25cd,cty25cd,north1m,lat\r\nE07000193,390000,ZQ1 1AA,ZQ1 1AA,E92000001,E10000028,320000,52.1\r\n"), "nspl.csv");

        Assert.Equal(new PostcodePlace("E10000028", 390_000, 320_000), directory.Find("ZQ1 1AA"));
    }

    [Theory]
    [InlineData("pcds,oseast1m,osnrth1m,oslaua", "county")]
    [InlineData("pcds,oseast1m,osnrth1m,oscty", "district")]
    [InlineData("pcds,oseast1m,oslaua,oscty", "north")]
    [InlineData("pcds,osnrth1m,oslaua,oscty", "east")]
    [InlineData("code,oseast1m,osnrth1m,oslaua,oscty", "postcode")]
    [InlineData("pcds,oseast1m,osnrth1m,oslaua,oscty", "no postcode")]
    [InlineData("", "empty")]
    public void Read_FileThatIsNoDirectory_SaysWhatItLacksAndWhatToDo(string text, string lacks)
    {
        var refused = Assert.Throws<UnreadableListException>(() => PostcodeDirectory.Read(TestLists.Stream(text), "other.csv"));

        Assert.StartsWith("other.csv ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(lacks, refused.Message, StringComparison.Ordinal);
        Assert.Contains("geoportal.statistics.gov.uk", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoFile_SaysSo() =>
        Assert.Contains(Csv, Assert.Throws<UnreadableListException>(() => PostcodeDirectory.Open(Csv)).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_SecondTime_SharesWhatTheFirstPacked()
    {
        File.WriteAllText(Csv, TestLists.PostcodeText);
        using var first = PostcodeDirectory.Open(Csv);
        var written = File.GetLastWriteTimeUtc(Packed);

        using var second = PostcodeDirectory.Open(Csv, (_, _) => Assert.Fail("The directory was read again."));

        Assert.True(first.IsShared && second.IsShared);
        Assert.Equal(first.Edition, second.Edition);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Packed));
        Assert.Equal(TestLists.Postcodes.Count, second.Count);
        Assert.Equal(TestLists.Postcodes.Find("ZQ99AA"), second.Find("ZQ99AA"));
        Assert.Equal(["postcodes.csv", "postcodes.csv.packed"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Open_DirectoryReplaced_PacksTheNewOneAndLeavesTheOldToWhoHasIt()
    {
        File.WriteAllText(Csv, TestLists.PostcodeText);
        using var before = PostcodeDirectory.Open(Csv);
        File.WriteAllText(Csv, TestLists.PostcodeText.Replace("E07000193\",\"390000\"", "E07000193\",\"391000\"", StringComparison.Ordinal) + "\n");

        using var after = PostcodeDirectory.Open(Csv);

        Assert.NotEqual(before.Edition, after.Edition);
        Assert.Equal(390_000, before.Find("ZQ1 1AA")!.Value.East);
        Assert.Equal(391_000, after.Find("ZQ1 1AA")!.Value.East);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(100)]
    public void Open_PackedFileCutShort_IsMadeAnew(int length)
    {
        File.WriteAllText(Csv, TestLists.PostcodeText);
        PostcodeDirectory.Open(Csv).Dispose();
        using (var packed = new FileStream(Packed, FileMode.Open))
        {
            packed.SetLength(length);
        }

        using var directory = PostcodeDirectory.Open(Csv);

        Assert.Equal("E06000021", directory.Find("ZQ2 2BB")!.Value.Area);
        Assert.True(new FileInfo(Packed).Length > length);
    }

    [Fact]
    public void Open_NoRoomBesideIt_KeepsItInMemory()
    {
        File.WriteAllText(Csv, TestLists.PostcodeText);
        Directory.CreateDirectory(Packed);

        using var directory = PostcodeDirectory.Open(Csv);

        Assert.False(directory.IsShared);
        Assert.Equal("E06000021", directory.Find("ZQ2 2BB")!.Value.Area);
        Assert.Equal([Csv], Directory.GetFiles(_folder));
    }

    [Fact]
    public void TryPack_PostcodesOfEveryForm_KeepsThemApartAndInOrder()
    {
        string[] postcodes = ["M1 1AA", "M1 1AB", "M1 2AA", "M10 1AA", "M1A 1AA", "M2 1AA", "MA1 1AA", "MA10 1AA", "MA1A 1AA", "MZ9Z 9ZZ", "N1 1AA", "ZZ9Z 9ZZ"];

        var keys = Array.ConvertAll(postcodes, postcode => PostcodeKey.TryPack(postcode, out var key) ? (uint?)key : null);

        Assert.DoesNotContain(null, keys);
        Assert.Equal(keys.Distinct().Order(), keys);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
