using System.Text;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Tests.Ssda903;

public class ReturnReaderTests
{
    private const string Decisions = CsvText.PlacedAdoption;

    public static TheoryData<Table> EveryTable { get; } = [.. Tables.All];

    [Theory]
    [MemberData(nameof(EveryTable))]
    public async Task Open_ColumnsOfATableBackwardsInLowerCase_RecognisesItAndPutsEachCellInItsPlace(Table table)
    {
        var columns = Tables.ColumnsOf(table).Reverse().ToList();
        var cells = columns.Select(column => column == "CHILD" ? "abc1" : $"v-{column}");
        var text = string.Join(',', columns).ToLowerInvariant() + "\n" + string.Join(',', cells);

        var read = await CsvText.ReadAsync(text);

        Assert.Equal(table, read.Table);
        var row = Assert.Single(read.Rows);
        Assert.Equal((table, 1, "ABC1"), (row.Table, row.Row, row.Child));

        // Every property but the row's own holds the cell of its column: MC_DOB in McDob, and so on.
        var properties = row.GetType().GetProperties().ToDictionary(
            property => property.Name == "Kind" ? "MISSING" : property.Name.ToUpperInvariant());
        Assert.All(columns.Where(column => column != "CHILD"), column =>
        {
            var value = properties[column.Replace("_", string.Empty, StringComparison.Ordinal)].GetValue(row);
            Assert.Equal($"V-{column}", value is ReturnDate date ? date.Text : value);
        });
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("\r\n\r\n")]
    public async Task ReadRows_AnyLineEnding_ReadsTheSameRows(string ending)
    {
        var text = string.Join(ending, Decisions, "1,01/05/2020,01/05/2024,,", "2,,,,", string.Empty);

        var read = await CsvText.ReadAsync(text, slowly: true);

        Assert.Empty(read.Rejected);
        Assert.Equal(["1", "2"], read.Rows.Select(row => row.Child));
        Assert.Equal([1, 2], read.Rows.Select(row => row.Row));
    }

    [Fact]
    public async Task ReadRows_ByteOrderMarkQuotesAndSpaces_AreNoPartOfTheText()
    {
        var text = "\uFEFF\"CHILD\", \"DOB\",DATE_PLACED,DATE_PLACED_CEASED,\"REASON_PLACED_CEASED\"\r\n"
            + "\"a,\"\"1\"\"\" ,\" 01/05/2020 \",  01/05/2024\t,\"\", rd1 \r\n";

        var row = (PlacedAdoptionRow)Assert.Single((await CsvText.ReadAsync(text, slowly: true)).Rows);

        Assert.Equal("A,\"1\"", row.Child);
        Assert.Equal(new DateOnly(2020, 5, 1), row.Dob.Value);
        Assert.Equal(new DateOnly(2024, 5, 1), row.DatePlaced.Value);
        Assert.True(row.DatePlacedCeased.IsBlank);
        Assert.Equal("RD1", row.ReasonPlacedCeased);
    }

    /// <summary>As exports by way of HTML write empty cells.</summary>
    [Fact]
    public async Task ReadRows_CellsOfNonBreakingSpaces_AreBlank()
    {
        var read = await CsvText.ReadAsync($"{Decisions}\n1,\u00A0,,\u00A0,\u00A0\n\u00A0,01/05/2020,,,");

        var row = (PlacedAdoptionRow)Assert.Single(read.Rows);
        Assert.True(row is { Dob.IsBlank: true, DatePlacedCeased.IsBlank: true, ReasonPlacedCeased: null });
        Assert.Contains("CHILD is blank", Assert.Single(read.Rejected).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadRows_LettersBeyondAscii_AreKeptInUpperCase()
    {
        var row = Assert.Single((await CsvText.ReadAsync($"{Decisions}\nzoë-1,,,,")).Rows);

        Assert.Equal("ZOË-1", row.Child);
    }

    [Theory]
    [InlineData("2,01/05/2020,,", "2")]
    [InlineData("2,01/05/2020,,,,", "2")]
    [InlineData("2", "2")]
    [InlineData(",01/05/2020,,,", null)]
    [InlineData(",,,,", null)]
    [InlineData("2,\"01/05/2020,,,", "2")]
    [InlineData("2,01/05/2020,\"x\"y,,", "2")]
    [InlineData("2,01/05/2020,x\"y\",,", "2")]
    [InlineData("\"2,01/05/2020,,,", null)]
    [InlineData("2,01/05/2020,\0,,", null)]
    [InlineData("123456789012345678901,01/05/2020,,,", null)]
    [InlineData("123456789012345678901,01/05/2020", null)]
    public async Task ReadRows_UnreadableRow_IsGivenBackAndTheRestIsKept(string bad, string? child)
    {
        var read = await CsvText.ReadAsync($"{Decisions}\r\n1,,01/05/2024,,\r\n{bad}\r\n3,,02/05/2024,,\r\n");

        Assert.Equal([(1, "1"), (3, "3")], read.Rows.Select(row => (row.Row, row.Child)));
        var rejected = Assert.Single(read.Rejected);
        Assert.Equal((2, child, Table.PlacedAdoption, "file.csv"), (rejected.Row, rejected.Child, rejected.Table, rejected.File));
        Assert.NotEmpty(rejected.Reason);
    }

    [Fact]
    public async Task ReadRows_ChildThatIsTooLong_SaysSo()
    {
        var read = await CsvText.ReadAsync($"{Decisions}\n{new string('1', ReturnReader.LongestChild)},,,,\n{new string('2', ReturnReader.LongestChild + 1)},,,,");

        Assert.Single(read.Rows);
        Assert.Contains("CHILD is longer than 20 characters", Assert.Single(read.Rejected).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadRows_BytesThatAreNotUtf8_RejectTheRowAlone()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes($"{Decisions}\n1,,,,\n2"), 0xE9, .. Encoding.UTF8.GetBytes(",,,,\n3,,,,")];

        var read = await CsvText.ReadAsync(bytes);

        Assert.Equal(["1", "3"], read.Rows.Select(row => row.Child));
        Assert.Equal(2, Assert.Single(read.Rejected).Row);
    }

    [Theory]
    [InlineData(9_000)]
    [InlineData(200_000)]
    public async Task ReadRows_LineWithoutEnd_IsRejectedInConstantMemory(int length)
    {
        var read = await CsvText.ReadAsync($"{Decisions}\n1,,,,\n2,{new string('x', length)},,,\n3,,,,\n4{new string('y', length)}");

        Assert.Equal([(1, "1"), (3, "3")], read.Rows.Select(row => (row.Row, row.Child)));
        Assert.Equal([2, 4], read.Rejected.Select(row => row.Row));
    }

    [Fact]
    public async Task ReadRows_EndlessBadRows_MakeTheFileUnreadable()
    {
        var text = new StringBuilder(Decisions).Append('\n').Insert(Decisions.Length + 1, "x\n", ReturnReader.MostRejectedRows + 1).ToString();

        var refused = await Assert.ThrowsAsync<UnreadableReturnException>(() => CsvText.ReadAsync(text));

        Assert.Equal("too-many-unreadable-rows", refused.Code);
    }

    [Fact]
    public async Task ReadRows_TenMillionRows_StopAtTheMostThatAReturnCanHaveInBoundedMemory()
    {
        await using var endless = new EndlessStream(Decisions + "\n", "7,,,,\n", 10_000_000);
        var reader = await ReturnReader.OpenAsync(endless, "decisions.csv", cancellationToken: TestContext.Current.CancellationToken);
        var rows = new List<ReturnRow>();

        var refused = await Assert.ThrowsAsync<UnreadableReturnException>(async () =>
        {
            while (await reader.ReadRowsAsync(rows, TestContext.Current.CancellationToken))
            {
                rows.Clear();
            }
        });

        Assert.Equal("too-many-rows", refused.Code);
        Assert.InRange(endless.Position, 6L * ReturnReader.MostRows, 6L * ReturnReader.MostRows + 2_000_000);
    }

    [Fact]
    public async Task ReadRows_LineOfAGigabyte_CostsThatRowAndNoMemory()
    {
        await using var endless = new EndlessStream(Decisions + "\n1,,,,\n2,", "x", 1_000_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reader = ReturnReader.Open(endless, "decisions.csv");
        var rows = new List<ReturnRow>();
        while (reader.ReadRows(rows))
        {
        }

        Assert.Equal("1", Assert.Single(rows).Child);
        Assert.Equal(2, Assert.Single(reader.Rejected).Row);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public async Task ByChild_ThousandsOfRowsOfOneChild_AreAFaultOfTheFile()
    {
        var text = new StringBuilder(Decisions).Append('\n').Insert(Decisions.Length + 1, "7,,,,\n", ChildRows.MostRows + 1).ToString();
        var together = new ReturnSet();
        await together.ReadFileAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "decisions.csv", cancellationToken: TestContext.Current.CancellationToken);
        var apart = new ReturnSet();
        await apart.ReadFileAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(text.Replace("7,,,,\n7", "7,,,,\n8,,,,\n7", StringComparison.Ordinal))), "decisions.csv", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("too-many-rows-of-a-child", Assert.Throws<UnreadableReturnException>(together.ByChild).Code);
        Assert.Equal("too-many-rows-of-a-child", Assert.Throws<UnreadableReturnException>(apart.ByChild).Code);
    }

    [Theory]
    [InlineData("CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED\n", "unknown-columns", "add REASON_PLACED_CEASED")]
    [InlineData(Decisions + ",NOTE\n", "unknown-columns", "take out NOTE")]
    [InlineData(Decisions + ",DOB\n", "duplicate-columns", "DOB more than once")]
    [InlineData("CHILD;DOB;DATE_PLACED;DATE_PLACED_CEASED;REASON_PLACED_CEASED\n", "unknown-columns", "commas")]
    [InlineData("\"CHILD,DOB\n", "unknown-columns", "broken quote")]
    [InlineData("", "empty-file", "empty")]
    [InlineData("\r\n \r\n", "empty-file", "empty")]
    [InlineData("PK\u0003\u0004 workbook", "not-text", "workbook")]
    public async Task Open_FileThatIsNoTable_SaysSoAndHowToMendIt(string text, string code, string says)
    {
        var refused = await Assert.ThrowsAsync<UnreadableReturnException>(() => CsvText.ReadAsync(text));

        Assert.Equal(code, refused.Code);
        Assert.Contains("file.csv", refused.Message, StringComparison.Ordinal);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-32", false)]
    public async Task Open_OtherEncoding_IsRefused(string encoding, bool withMark)
    {
        var other = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. withMark ? other.GetPreamble() : [], .. other.GetBytes($"{Decisions}\r\n1,,,,\r\n")];

        var refused = await Assert.ThrowsAsync<UnreadableReturnException>(() => CsvText.ReadAsync(bytes));

        Assert.Equal("not-text", refused.Code);
    }

    [Fact]
    public async Task Open_FileWithoutHeadings_DoesNotRepeatTheChildsDetails()
    {
        var refused = await Assert.ThrowsAsync<UnreadableReturnException>(() => CsvText.ReadAsync("INVENTED-7,01/05/2020,01/05/2024,,RD1\n"));

        Assert.DoesNotContain("INVENTED", refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("2020", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadFile_SecondFileForATable_IsRefusedNamingBoth()
    {
        var read = new ReturnSet();
        using var first = new MemoryStream(Encoding.UTF8.GetBytes($"{Decisions}\n1,,,,"));
        using var second = new MemoryStream(Encoding.UTF8.GetBytes($"{Decisions}\n2,,,,"));
        await read.ReadFileAsync(first, "one.csv", cancellationToken: TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<UnreadableReturnException>(
            () => read.ReadFileAsync(second, "two.csv", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal("two-files-for-one-table", refused.Code);
        Assert.Contains("one.csv and two.csv", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ByChild_RowsOfSeveralTables_AreGatheredInFileOrder()
    {
        var children = TestReturn.Of("""
            Episodes CHILD DECOM
            2 01/06/2024
            1 01/05/2024
            2 01/05/2024
            Reviews CHILD REVIEW
            3 01/05/2024
            """).ByChild();

        Assert.Equal(["2", "1", "3"], children.All.Select(child => child.Child));
        Assert.Equal([1, 3], children.All[0].Episodes.Select(row => row.Row));
        Assert.Single(children.All[2].Rows(Table.Reviews));
        Assert.Equal(0, children.All[2].Episodes.Count);
        Assert.True(children.TryGet("1", out var one) && one.Episodes.Count == 1);
        Assert.False(children.TryGet("4", out _));
    }
}
