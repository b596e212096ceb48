using System.IO.Compression;
using System.Text;
using Partnership.CaseData.AnnexA;
using Partnership.CaseData.Ssda903;
using Partnership.CaseData.Workbooks;

namespace Partnership.CaseData.Tests.AnnexA;

public class AnnexReaderTests
{
    private static readonly string[] Adoption =
    [
        "Child Unique ID", "Family identifier", "Gender", "Ethnicity", "Date of Birth", "Age", "Date the Child Entered Care",
        "Date of Decision that Child Should be Placed for Adoption", "Date of Placement Order", "Date of Adoption Order ",
        "Reason Why Child No Longer Placed for Adoption",
    ];

    [Fact]
    public void Read_ListBelowJunk_TakesDatesCodesAndIdsAsTheyAreMeant()
    {
        var read = Read(
            "list 10 ",
            ["Adoption list", null],
            [],
            Adoption,
            ["c1", 42, "a) Male", "s) NOBT", "14/06/2022", 3, 45323, "03/09/2024", "2024-10-01", "1900-01-01", "b) needs"],
            ["c2", 42, "Female", "WBRI", "not recorded", null, "01/02/2024 00:00:00", "3 Sep 2024", "N/A", null, "RD4"],
            ["Total", null, null, null, null],
            [null, null]);

        Assert.Equal(["C1", "C2"], read.Rows.Select(row => row.Id));
        var first = read.Rows[0];
        Assert.Equal((4, "42", "M", "NOBT", "RD2"), (first.Row, first.Family, first.Texts["gender"], first.Texts["ethnicity"], first.Texts["reversal-reason"]));
        Assert.Equal(new DateOnly(2024, 2, 1), first.Dates["entered-care"]);
        Assert.Equal(new DateOnly(2024, 10, 1), first.Dates["placement-order"]);
        Assert.False(first.Dates.ContainsKey("adoption-order"));
        Assert.Equal(new DateOnly(2024, 9, 3), read.Rows[1].Dates["should-be-placed"]);
        Assert.Equal("F", read.Rows[1].Texts["gender"]);
        Assert.Empty(read.Rejected);
    }

    /// <summary>What is no code is not told on as one, and what the map knows is read whether the cell holds a text or a number.</summary>
    [Fact]
    public void Read_ValuesThatAreNoCodes_AreLeftOutAndCounted()
    {
        var read = Read(
            "List 10",
            Adoption,
            ["C1", 1, "Ms", "White British", null, null, 45323, 45500, null, null, "not recorded here"],
            ["C2", 1, 1, "WBRI - White British", null, null, 45323, 45500, null, null, "b) needs"],
            ["C3", 1, "Male", "Data not captured", null, null, 45323, 45500, null, null, null]);

        Assert.Equal([("C1", "family"), ("C2", "family reversal-reason"), ("C3", "family gender")], read.Rows.Select(row => (row.Id, string.Join(' ', row.Texts.Keys.Order()))));
        Assert.Equal([("Ethnicity", 3), ("Gender", 2), ("Reason Why Child No Longer Placed for Adoption", 1)], read.Unread.Select(unread => (unread.Column, unread.Cells)));

        var map = new AnnexMap(new Dictionary<(AnnexList, string), string>(), new Dictionary<(string, string), string> { [("gender", "1")] = "M", [("ethnicity", "WHITE BRITISH")] = "WBRI" });
        var mapped = Read("List 10", map, Adoption, ["C1", 1, 1, "White British", null, null, 45323, 45500, null, null, null]);
        Assert.Equal(("M", "WBRI"), (mapped.Rows[0].Texts["gender"], mapped.Rows[0].Texts["ethnicity"]));
        Assert.Empty(mapped.Unread);
    }

    [Fact]
    public void Read_AdopterWithoutAnIdentifier_IsGivenBackWithTheFamily()
    {
        string[] headings = ["Individual adopter identifier", "Family identifier", "Date enquiry received", "Date application approved"];

        var read = Read("List 11", headings, ["A1", "f1", 45323, 45500], [null, "f1", 45323, 45500]);

        Assert.Equal(["F1"], read.HalfHouseholds);
    }

    [Fact]
    public void Read_RowWithABrokenDate_IsGivenBackAndTheOthersKept()
    {
        var read = Read("List 10", Adoption, ["C1", 1, null, null, "soon", null, 45323, 45500, null, null, null], ["C2", 1, null, null, null, null, 45323, 45500, null, null, null],
            [null, 1, "Male", "WBRI", null, null, 45323, 45500, null, null, null]);

        Assert.Equal("C2", Assert.Single(read.Rows).Id);
        Assert.Equal([("C1", "Date of Birth"), (null, "Child Unique ID")], read.Rejected.Select(row => (row.Id, row.Column)));
        Assert.DoesNotContain("soon", read.Rejected[0].Reason, StringComparison.Ordinal);
        Assert.Equal(["C1"], read.HalfChildren);
    }

    [Fact]
    public void Read_HeadingOfTheCouncilsOwn_IsSuggestedAndThenMapped()
    {
        string[] headings = [.. Adoption.Select(heading => heading.StartsWith("Date of Placement", StringComparison.Ordinal) ? "Dt Placement Order made" : heading)];
        object?[] row = ["C1", 1, "Calerdale", null, null, null, 45323, 45500, 45600, null, null];

        var before = Read("List 10", headings, row);
        var suggestion = Assert.Single(before.Suggestions);
        var map = new AnnexMap(
            new Dictionary<(AnnexList, string), string> { [(AnnexList.Adoption, HeadingText.Normalised(suggestion.Heading))] = suggestion.Key! },
            new Dictionary<(string, string), string> { [("gender", "CALERDALE")] = "Female" });
        var after = Read("List 10", map, headings, row);

        Assert.Equal("placement-order", suggestion.Key);
        Assert.False(before.Rows[0].Dates.ContainsKey("placement-order"));
        Assert.True(after.Rows[0].Dates.ContainsKey("placement-order"));
        Assert.Equal("F", after.Rows[0].Texts["gender"]);
        Assert.Empty(after.Suggestions);
    }

    /// <summary>Values that are no codes are counted with the code that they say; words of other columns, days, numbers and codes are not values to map.</summary>
    [Fact]
    public void SuggestValues_OfCodedColumns_CountsThoseThatAreNoCodes()
    {
        string[] headings = [.. Adoption.Select(heading => heading == "Gender" ? "Gender code" : heading)];
        using var file = Workbook(
            "List 10",
            headings,
            ["C1", "Quill", "Boy", "White British", null, null, 45323, 45500, null, null, "Court made no placement order"],
            ["C2", "Quill", "boy", "s) NOBT", null, null, 45323, 45500, null, null, "b) needs"],
            ["C3", "Quill", "a) Male", "Ask Juniper", null, null, 45323, 45500, null, null, null],
            ["C4", "Quill", "C4", "14/06/2022", null, null, 45323, 45500, null, null, null]);

        var found = AnnexReader.SuggestValues(file, "annex.xlsx", AnnexMap.None);
        var known = AnnexReader.SuggestValues(file, "annex.xlsx", AnnexMap.None with
        {
            Headings = new Dictionary<(AnnexList, string), string> { [(AnnexList.Adoption, "gendercode")] = "gender" },
            Values = new Dictionary<(string, string), string> { [("gender", "BOY")] = "M", [("ethnicity", "ASK JUNIPER")] = "" },
        });

        Assert.Equal(
            ["ethnicity Ask Juniper 1 ", "ethnicity White British 1 WBRI", "gender Boy 2 M", "reversal-reason Court made no placement order 1 RD2"],
            found.Values.Select(value => $"{value.Column} {value.Text} {value.Count} {value.Means}"));
        Assert.Equal(["ethnicity", "gender"], found.Unlisted);
        Assert.Equal(["White British", "Court made no placement order"], known.Values.Select(value => value.Text));
    }

    [Fact]
    public void Read_AdoptersOfOneFamily_AreOneHousehold()
    {
        string[] headings = ["Individual adopter identifier", "Family identifier", "Gender", "Is the (prospective) adopter fostering for adoption?", "Date enquiry received", "Reason for leaving adoption process"];
        var read = Read("Adopters", headings, ["A1", "F1", "a) Male", "Yes", 45000, 2], ["A2", "F1", "b) Female", "a) Yes", 45000, "c) Application refused"], ["A3", null, null, "No", 45001, null]);

        Assert.Equal([AnnexList.ProspectiveAdopters], read.Lists);
        Assert.Equal([("F1", 2), ("A3", 1)], read.Households.Select(household => (household.Family, household.Adopters.Count)));
        Assert.Equal(["B", "C"], read.Households[0].Adopters.Select(adopter => adopter.Texts["left-reason"]));
    }

    [Fact]
    public void Read_PublishedWorkbook_GivesItsThreeLists()
    {
        using var file = File.OpenRead(SharedData.PathOf("annexa", "Annex_A_2024_Jan.xlsx"));

        var read = AnnexReader.Read(file, "annex.xlsx", AnnexMap.None);

        Assert.Equal([AnnexList.ChildrenInCare, AnnexList.Adoption, AnnexList.ProspectiveAdopters], read.Lists.Order());
        Assert.Equal(5, read.Rows.Count(row => row.List == AnnexList.Adoption));
        var child = read.Rows.First(row => row.List == AnnexList.Adoption);
        Assert.Equal("7961370", child.Id);
        Assert.Equal(new DateOnly(2009, 8, 6), child.Dates["entered-care"]);
        Assert.Contains(read.Households, household => household.Family == child.Family);
        Assert.Equal("E1", read.Rows.First(row => row.List == AnnexList.ChildrenInCare).Texts["legal-status"]);
    }

    [Fact]
    public void Read_NoWorkbookATruncatedOneAndABomb_AreRefusedByCode()
    {
        using var whole = Workbook("List 10", Adoption);
        var half = whole.ToArray()[..(int)(whole.Length / 2)];

        Assert.Equal("not-a-workbook", Refused(Encoding.UTF8.GetBytes("CHILD,DOB\n")));
        Assert.Equal("not-a-workbook", Refused([]));
        Assert.Equal("not-a-workbook", Refused(half));
        Assert.Equal("no-list", Refused(Workbook("Notes", ["a", "b"]).ToArray()));
        Assert.Equal("too-large-inside", Refused(Bomb()));
    }

    [Fact]
    public void Read_ListNamedByItsSheetWithoutARequiredHeading_IsRefusedAndItsHeadingsSuggested()
    {
        using var file = Workbook("List 10 - Adoption", ["Adoption list", null], ["Child Unique ID", "Came into care", "Date of Decision that Child Should be Placed for Adoption"], ["C1", 45323, 45500]);

        var refused = Assert.Throws<UnreadableReturnException>(() => AnnexReader.Read(file, "annex.xlsx", AnnexMap.None));
        var suggested = AnnexReader.Suggest(file, "annex.xlsx", AnnexMap.None);

        Assert.Equal("missing-columns", refused.Code);
        Assert.Contains("List 10 without 'Date the Child Entered Care'", refused.Message, StringComparison.Ordinal);
        Assert.Equal([(AnnexList.Adoption, "Came into care")], suggested.Select(each => (each.List, each.Heading)));
    }

    /// <summary>A note of one cell above the headings is not taken for them, and another sheet of the list's name for the list.</summary>
    [Fact]
    public void Read_WholeListBelowOrBesideOneThatIsNot_IsRead()
    {
        using var file = new MemoryStream();
        using (var workbook = new WorkbookWriter(file))
        {
            workbook.AddSheet("List 10 (notes)", ["Child Unique ID", "Notes"], [["C9", "x"]]);
            workbook.AddSheet("List 10", ["Child Unique ID"], [[null], Adoption, ["C1", 1, null, null, null, null, 45323, 45500]]);
        }

        Assert.Equal("C1", Assert.Single(AnnexReader.Read(file, "annex.xlsx", AnnexMap.None).Rows).Id);
    }

    /// <summary>Brothers and sisters are often written as one: the family and the days that they share in cells merged over their rows, below a title merged over the columns.</summary>
    [Fact]
    public void Read_CellsMergedOverRowsAndColumns_HoldTheirValueInEachAndInNoOther()
    {
        using var file = Workbook(
            "List 10",
            ["Adoption list"],
            Adoption,
            ["C1", "F7", "a) Male", "WBRI", "14/06/2022", null, 45323, 45500, "01/10/2024", null, null],
            ["C2", null, "b) Female", null, "01/09/2023", null, null, null, null, null, null],
            ["C3", "F8", "a) Male", null, "01/09/2023", null, 45330, 45501, null, null, null]);
        using var merged = new MemoryStream(Merge(file, ["A1:K1", "B3:B4", "D3:D4", "G3:G4", "H3:H4", "I3:I4"]));

        var read = AnnexReader.Read(merged, "annex.xlsx", AnnexMap.None);

        Assert.Empty(read.Rejected);
        Assert.Equal([("C1", "F7", "M"), ("C2", "F7", "F"), ("C3", "F8", "M")], read.Rows.Select(row => (row.Id, row.Family, row.Texts["gender"])));
        Assert.Equal(["WBRI", "WBRI", null], read.Rows.Select(row => row.Texts.GetValueOrDefault("ethnicity")));
        Assert.Equal([new DateOnly(2022, 6, 14), new DateOnly(2023, 9, 1), new DateOnly(2023, 9, 1)], read.Rows.Select(row => row.Dates["born"]));
        Assert.Equal([new DateOnly(2024, 2, 1), new DateOnly(2024, 2, 1), new DateOnly(2024, 2, 8)], read.Rows.Select(row => row.Dates["entered-care"]));
        Assert.Equal([new DateOnly(2024, 7, 27), new DateOnly(2024, 7, 27), new DateOnly(2024, 7, 28)], read.Rows.Select(row => row.Dates["should-be-placed"]));
        Assert.Equal(["C1", "C2"], read.Rows.Where(row => row.Dates.GetValueOrDefault("placement-order") == new DateOnly(2024, 10, 1)).Select(row => row.Id));
    }

    /// <summary>The workbooks of Excel 97 to 2003, in which older case systems still export.</summary>
    [Fact]
    public void Read_WorkbookOfTheOldKind_IsReadAsTheNewOne()
    {
        using var file = OldWorkbook.Of(
            ("Notes", [["Exported for the inspection"]], []),
            (
                "list 10 - Adoption",
                [
                    ["Adoption list"],
                    [.. Adoption],
                    ["c1", "F7", "a) Male", "s) NOBT", "14/06/2022", 3, 45323, 45500.25, "2024-10-01", null, "b) needs"],
                    ["c2", null, "Female", "White British", null, null, null, 45501, null, null, null],
                    ["c3", "F8", null, null, "soon", null, 45330, 45501, null, null, null],
                ],
                [(2, 3, 1, 1), (2, 3, 6, 6)]));

        var read = AnnexReader.Read(file, "annex.xls", AnnexMap.None);
        var suggested = AnnexReader.SuggestValues(file, "annex.xls", AnnexMap.None);

        Assert.Equal([("C1", "F7", 3), ("C2", "F7", 4)], read.Rows.Select(row => (row.Id, row.Family, row.Row)));
        Assert.Equal(("M", "NOBT", "RD2"), (read.Rows[0].Texts["gender"], read.Rows[0].Texts["ethnicity"], read.Rows[0].Texts["reversal-reason"]));
        Assert.Equal((new DateOnly(2022, 6, 14), new DateOnly(2024, 7, 27), new DateOnly(2024, 10, 1)), (read.Rows[0].Dates["born"], read.Rows[0].Dates["should-be-placed"], read.Rows[0].Dates["placement-order"]));
        Assert.Equal([new DateOnly(2024, 2, 1), new DateOnly(2024, 2, 1)], read.Rows.Select(row => row.Dates["entered-care"]));
        Assert.Equal(("C3", "Date of Birth"), Assert.Single(read.Rejected) is var given ? (given.Id, given.Column) : default);
        Assert.Equal(("White British", "WBRI"), Assert.Single(suggested.Values) is var value ? (value.Text, value.Means) : default);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(600)]
    [InlineData(1200)]
    [InlineData(1700)]
    public void Read_WorkbookOfTheOldKindThatIsCutShort_IsRefused(int length)
    {
        using var file = OldWorkbook.Of(("List 10", [[.. Adoption], ["c1", "F7", "a) Male", "WBRI", null, null, 45323, 45500]], []));

        Assert.Equal("not-a-workbook", Refused(file.ToArray()[..length]));
    }

    [Fact]
    public void Read_MergedRangesWithoutEnd_AreRefusedOrReadInOneGoOfTheSheet()
    {
        const int Ranges = 50_000;
        var apart = Merged(Enumerable.Range(1, Ranges).Select(row => $"A{row * 2}:B{row * 2}"));
        var over = Merged(Enumerable.Range(1, Ranges).Select(row => $"A1:B{Ranges + row}"));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        Assert.Equal("no-list", Refused(apart));
        Assert.Equal("not-a-workbook", Refused(over));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    /// <summary>A workbook of many rows and merged ranges.</summary>
    private static byte[] Merged(IEnumerable<string> ranges)
    {
        using var file = Workbook("Notes", [["a", "b"], .. Enumerable.Range(0, 30_000).Select(i => new object?[] { i })]);
        return Merge(file, ranges);
    }

    /// <summary>The workbook with ranges of its sheet merged.</summary>
    private static byte[] Merge(MemoryStream file, IEnumerable<string> ranges)
    {
        using (var archive = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            var sheet = archive.Entries.Single(entry => entry.FullName.Contains("worksheets/sheet", StringComparison.Ordinal));
            string text;
            using (var reader = new StreamReader(sheet.Open()))
            {
                text = reader.ReadToEnd();
            }

            var prefix = text[..text.IndexOf("sheetData", StringComparison.Ordinal)].EndsWith("x:", StringComparison.Ordinal) ? "x:" : string.Empty;
            var name = sheet.FullName;
            sheet.Delete();
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            var end = $"</{prefix}sheetData>";
            writer.Write(text.Replace(end, $"{end}<{prefix}mergeCells>{string.Concat(ranges.Select(range => $"<{prefix}mergeCell ref=\"{range}\"/>"))}</{prefix}mergeCells>", StringComparison.Ordinal));
        }

        return file.ToArray();
    }

    private static byte[] Bomb()
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("xl/sharedStrings.xml", CompressionLevel.Fastest).Open();
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 65; i++)
            {
                entry.Write(zeros);
            }
        }

        return file.ToArray();
    }

    private static string Refused(byte[] bytes)
    {
        using var file = new MemoryStream(bytes);
        return Assert.Throws<UnreadableReturnException>(() => AnnexReader.Read(file, "annex.xlsx", AnnexMap.None)).Code;
    }

    private static AnnexReturn Read(string sheet, params object?[][] rows) => Read(sheet, AnnexMap.None, rows);

    private static AnnexReturn Read(string sheet, AnnexMap map, params object?[][] rows)
    {
        using var file = Workbook(sheet, rows);
        return AnnexReader.Read(file, "annex.xlsx", map);
    }

    private static MemoryStream Workbook(string sheet, params object?[][] rows)
    {
        var file = new MemoryStream();
        using (var workbook = new WorkbookWriter(file))
        {
            workbook.AddSheet(sheet, [.. rows[0].Select(cell => cell?.ToString() ?? "")], rows.Skip(1));
        }

        file.Position = 0;
        return file;
    }
}
