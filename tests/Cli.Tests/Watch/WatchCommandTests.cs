using System.IO.Compression;
using Partnership.Cli.Tests.Stack;

namespace Partnership.Cli.Tests.Watch;

/// <summary>The verb as a nightly job meets it: folders that are dropped, and where they are afterwards.</summary>
public sealed class WatchCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("partnership-watch-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Watch_DropsOfTwoYears_AreHandedInAndMovedWithAWorkbookBesideThem()
    {
        await using var gateway = await new StandInGateway { Held = 1 }.StartAsync();
        Drop("nightly-2025", "=7");
        Drop("2024", "8");
        Drop("no-year", "9");

        var (code, output, errors) = await WatchAsync(gateway);

        Assert.True(code == 0, errors);
        Assert.Equal(2, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(["done", "no-year", "working"], _folder.EnumerateDirectories().Select(folder => folder.Name).Order());
        var done = Directory.GetDirectories(Path.Combine(_folder.FullName, "done"));
        Assert.Equal(2, done.Length);
        var text = string.Concat(await WorkbookAsync(Path.Combine(done.Single(folder => folder.EndsWith("nightly-2025", StringComparison.Ordinal)), "findings.xlsx")));
        Assert.Contains(">551<", text, StringComparison.Ordinal);
        Assert.Contains(">102<", text, StringComparison.Ordinal);
        Assert.Contains(">=7<", text, StringComparison.Ordinal);
        Assert.Contains("=the row has 4 cells", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<x:f>", text, StringComparison.Ordinal);
    }

    /// <summary>The workbook names the child of each row, which the hub does not: from files that only the council's map makes readable.</summary>
    [Fact]
    public async Task Watch_FilesWithHeadingsOfTheirOwn_NamesChildrenByTheMapThatTheCouncilKeeps()
    {
        await using var gateway = await new StandInGateway { Held = 1, ReturnHeadings = [new { table = "Header", text = "Child ref.", column = "CHILD" }] }.StartAsync();
        Drop("2025", "OWN7", heading: "Child ref");

        var (code, _, errors) = await WatchAsync(gateway);

        Assert.True(code == 0, errors);
        var done = Assert.Single(Directory.GetDirectories(Path.Combine(_folder.FullName, "done")));
        Assert.Contains(">OWN7<", string.Concat(await WorkbookAsync(Path.Combine(done, "findings.xlsx"))), StringComparison.Ordinal);
    }

    /// <summary>Whoever works through the workbook knows children by the council's own number, on every sheet.</summary>
    [Fact]
    public async Task Watch_RowsGivenBackAndHeldChildren_AreNamedAsTheCouncilNamesThem()
    {
        await using var gateway = await new StandInGateway { Held = 1 }.StartAsync();
        Drop("2025", "OWN7", more: "OWN8,F\r\n");

        var (code, _, errors) = await WatchAsync(gateway);

        Assert.True(code == 0, errors);
        var sheets = await WorkbookAsync(Path.Combine(Assert.Single(Directory.GetDirectories(Path.Combine(_folder.FullName, "done"))), "findings.xlsx"));
        Assert.Equal(4, sheets.Count);
        Assert.Contains(">OWN8<", sheets[2], StringComparison.Ordinal);
        Assert.Contains(">OWN7<", sheets[3], StringComparison.Ordinal);
    }

    /// <summary>Of an XML return: children of whom all was given back, the episodes that they do not have too, before one of whom all was read.</summary>
    [Fact]
    public async Task Watch_XmlChildrenGivenBackWithoutEpisodes_AreNamedAndNoOtherInTheirPlace()
    {
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await using var gateway = await new StandInGateway
        {
            RejectedRows = [Row("Header", 1, first), Row("Episodes", 0, first), Row("Header", 2, second), Row("Episodes", 0, second)],
        }.StartAsync();
        var lost = $"<UPN>{new string('x', 201)}</UPN></HEADER></CHILD>";
        Drop(
            "2025",
            "return.xml",
            $"<EXPSSDA903><CHILD><HEADER><CHILDID>OWN7</CHILDID>{lost}<CHILD><HEADER><CHILDID>OWN8</CHILDID>{lost}"
                + "<CHILD><HEADER><CHILDID>OWN9</CHILDID></HEADER><EPISODE><DECOM>01/10/2024</DECOM></EPISODE></CHILD></EXPSSDA903>",
            DateTime.UtcNow.AddHours(-1));

        var (code, _, errors) = await WatchAsync(gateway);

        Assert.True(code == 0, errors);
        var givenBack = (await WorkbookAsync(Path.Combine(Assert.Single(Directory.GetDirectories(Path.Combine(_folder.FullName, "done"))), "findings.xlsx")))[2];
        Assert.Equal((2, 2, 0), (Times("OWN7"), Times("OWN8"), Times("OWN9")));

        int Times(string child) => givenBack.Split($">{child}<").Length - 1;

        static object Row(string table, int row, Guid child) => new { table, row, reason = "an element of the child is too long", childId = child };
    }

    /// <summary>An outage is no answer: what was dropped waits, and is handed in when the system is back.</summary>
    [Fact]
    public async Task Watch_SystemThatIsAway_LeavesTheDropAsideAndTakesItLater()
    {
        await using var gateway = await new StandInGateway { Fault = 503 }.StartAsync();
        Drop("2025", "7");

        var (away, said, _) = await WatchAsync(gateway);
        var (unreached, _, _) = await CommandLine.RunAsync("http://127.0.0.1:9", "watch", _folder.FullName, "--council", "860", "--quiet", "60", "--once");
        var waiting = Directory.GetDirectories(Path.Combine(_folder.FullName, "working"));
        Drop("2025", "8");
        gateway.Fault = null;
        var (first, _, _) = await WatchAsync(gateway);
        var (second, _, errors) = await WatchAsync(gateway);

        Assert.Equal((1, 1), (away, unreached));
        Assert.Contains("It waits in working.", said, StringComparison.Ordinal);
        Assert.Single(waiting);
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, "failed")));
        Assert.True((first, second) == (0, 0), errors);
        Assert.Equal(2, Directory.GetDirectories(Path.Combine(_folder.FullName, "done")).Length);
        Assert.Empty(Directory.GetDirectories(Path.Combine(_folder.FullName, "working")));
    }

    /// <summary>The hub has the files, and the way to it breaks off: the next round asks under the same key, and so for the same job.</summary>
    [Fact]
    public async Task Watch_AnswerThatIsLost_IsAskedForAgainUnderTheSameKey()
    {
        await using var gateway = await new StandInGateway { LosesJobs = true }.StartAsync();
        Drop("2025", "7");

        var (away, _, _) = await WatchAsync(gateway);
        gateway.LosesJobs = false;
        var (back, _, errors) = await WatchAsync(gateway);
        Drop("2025", "7");
        await WatchAsync(gateway);

        Assert.True((away, back) == (1, 0), errors);
        Assert.Equal(3, gateway.Keys.Count);
        Assert.Equal(gateway.Keys[0], gateway.Keys[1]);
        Assert.NotEqual(gateway.Keys[0], gateway.Keys[2]);
        Assert.Empty(_folder.EnumerateFiles("*.key", SearchOption.AllDirectories));
    }

    /// <summary>Mended while it waits, a drop is another request: under its old key it would be refused.</summary>
    [Fact]
    public async Task Watch_DropThatIsMendedWhileItWaits_IsHandedInUnderAnotherKey()
    {
        await using var gateway = await new StandInGateway { LosesJobs = true }.StartAsync();
        Drop("2025", "7");

        var (away, _, _) = await WatchAsync(gateway);
        gateway.LosesJobs = false;
        var waiting = Assert.Single(Directory.GetDirectories(Path.Combine(_folder.FullName, "working")));
        await File.AppendAllTextAsync(Path.Combine(waiting, "header.csv"), "MENDED1,2,14/06/2022,WBRI,UN1,0,\r\n", TestContext.Current.CancellationToken);
        var (back, _, errors) = await WatchAsync(gateway);

        Assert.True((away, back) == (1, 0), errors);
        Assert.Equal(2, gateway.Keys.Distinct().Count());
    }

    /// <summary>A fault of the hub's own would come again each time: it is for a person, and does not wait for ever.</summary>
    [Fact]
    public async Task Watch_FaultOfTheHub_GoesToFailed()
    {
        await using var gateway = await new StandInGateway { Fault = 500 }.StartAsync();
        Drop("2025", "7");

        var (code, output, _) = await WatchAsync(gateway);

        Assert.Equal(1, code);
        Assert.DoesNotContain("It waits", output, StringComparison.Ordinal);
        var failed = Assert.Single(Directory.GetDirectories(Path.Combine(_folder.FullName, "failed")));
        Assert.Contains("500", await File.ReadAllTextAsync(Path.Combine(failed, "failed.txt"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_ImportThatFails_GoesToFailedAndIsSaid()
    {
        await using var gateway = await new StandInGateway { EndState = "failed" }.StartAsync();
        Drop("2025", "7");

        var (code, output, _) = await WatchAsync(gateway);

        Assert.Equal(1, code);
        Assert.Contains("import.unknown-table", output, StringComparison.Ordinal);
        var failed = Assert.Single(Directory.GetDirectories(Path.Combine(_folder.FullName, "failed")));
        Assert.True(File.Exists(Path.Combine(failed, "header.csv")));
        Assert.Contains("import.unknown-table", string.Concat(await WorkbookAsync(Path.Combine(failed, "findings.xlsx"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_DropStillBeingWritten_IsLeftAndOneLeftAsideIsTakenAgain()
    {
        await using var gateway = await new StandInGateway().StartAsync();
        Drop("2025", "7", DateTime.UtcNow);
        Drop(Path.Combine("working", "2024"), "8");

        var (code, output, _) = await WatchAsync(gateway);

        Assert.Equal(0, code);
        Assert.StartsWith("2024 (2024)", output, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(_folder.FullName, "2025")));
        Assert.Empty(Directory.GetDirectories(Path.Combine(_folder.FullName, "working")));
    }

    /// <summary>A workbook names children: it goes when a later return of its year is taken in, and after its time; the council's own files stay.</summary>
    [Fact]
    public async Task Watch_WorkbooksThatAreOldOrOvertaken_GoAndTheFilesStay()
    {
        await using var gateway = await new StandInGateway().StartAsync();
        var now = DateTime.UtcNow;
        var overtaken = Settled("done", now.AddDays(-2), "nightly-2025", "findings.xlsx");
        var failed = Settled("failed", now.AddDays(-2), "2025", "failed.txt");
        var otherYear = Settled("done", now.AddDays(-2), "nightly-2024", "findings.xlsx");
        var old = Settled("done", now.AddDays(-31), "nightly-2024", "findings.xlsx");
        Drop("nightly-2025", "7");

        var (code, _, errors) = await CommandLine.RunAsync(gateway.Address, "watch", _folder.FullName, "--council", "860", "--quiet", "60", "--keep", "30", "--once");

        Assert.True(code == 0, errors);
        Assert.Equal((false, false, true, false), (File.Exists(overtaken), File.Exists(failed), File.Exists(otherYear), File.Exists(old)));
        Assert.All([overtaken, failed, otherYear, old], path => Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(path)!, "header.csv"))));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_folder.FullName, "done"), "findings.xlsx", SearchOption.AllDirectories).Length);

        string Settled(string where, DateTime at, string name, string written)
        {
            var folder = Path.Combine(where, $"{at:yyyyMMdd'T'HHmmss'Z'}-{name}");
            Drop(folder, "7");
            var path = Path.Combine(_folder.FullName, folder, written);
            File.WriteAllText(path, "planted");
            return path;
        }
    }

    private Task<(int Code, string Output, string Errors)> WatchAsync(StandInGateway gateway) =>
        CommandLine.RunAsync(gateway.Address, "watch", _folder.FullName, "--council", "860", "--quiet", "60", "--once");

    private void Drop(string name, string child, DateTime? written = null, string heading = "CHILD", string more = "") => Drop(
        name, "header.csv", $"{heading},SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n{child},F,01/05/2020,WBRI,UN1,,\r\n{more}", written ?? DateTime.UtcNow.AddHours(-1));

    private void Drop(string name, string file, string text, DateTime time)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, name));
        var path = Path.Combine(folder.FullName, file);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, time);
        Directory.SetLastWriteTimeUtc(folder.FullName, time);
    }

    /// <summary>What each sheet holds, in order.</summary>
    private static async Task<List<string>> WorkbookAsync(string path)
    {
        await using var archive = await ZipFile.OpenReadAsync(path, TestContext.Current.CancellationToken);
        var sheets = new List<string>();
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.Contains("worksheets/sheet", StringComparison.OrdinalIgnoreCase)).OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            using var reader = new StreamReader(await entry.OpenAsync(TestContext.Current.CancellationToken));
            sheets.Add(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        return sheets;
    }
}
