using Partnership.Cli.Tests.Stack;

namespace Partnership.Cli.Tests.Watch;

/// <summary>The verb as a nightly job meets it: folders that are dropped, and where they are afterwards.</summary>
public sealed class WatchCommandTests : IDisposable
{
    private readonly DropFolder _drops = new();

    public void Dispose() => _drops.Dispose();

    [Fact]
    public async Task Watch_DropsOfTwoYears_AreHandedInAndMovedWithAWorkbookBesideThem()
    {
        await using var gateway = await new StandInGateway { Held = 1 }.StartAsync();
        _drops.Drop("nightly-2025", "=7");
        _drops.Drop("2024", "8");
        _drops.Drop("no-year", "9");

        var (code, output, errors) = await _drops.WatchAsync(gateway);

        Assert.True(code == 0, errors);
        Assert.Single(errors.Split('\n'), line => line.StartsWith("no-year: not taken, because its name does not end in a year.", StringComparison.Ordinal));
        Assert.Equal(2, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(["done", "no-year", "working"], _drops.Root.EnumerateDirectories().Select(folder => folder.Name).Order());
        var done = Directory.GetDirectories(Path.Combine(_drops.Root.FullName, "done"));
        Assert.Equal(2, done.Length);
        var text = string.Concat(await DropFolder.WorkbookAsync(Path.Combine(done.Single(folder => folder.EndsWith("nightly-2025", StringComparison.Ordinal)), "findings.xlsx")));
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
        _drops.Drop("2025", "OWN7", heading: "Child ref");

        var (code, _, errors) = await _drops.WatchAsync(gateway);

        Assert.True(code == 0, errors);
        var done = Assert.Single(Directory.GetDirectories(Path.Combine(_drops.Root.FullName, "done")));
        Assert.Contains(">OWN7<", string.Concat(await DropFolder.WorkbookAsync(Path.Combine(done, "findings.xlsx"))), StringComparison.Ordinal);
    }

    /// <summary>Whoever works through the workbook knows children by the council's own number, on every sheet.</summary>
    [Fact]
    public async Task Watch_RowsGivenBackAndHeldChildren_AreNamedAsTheCouncilNamesThem()
    {
        await using var gateway = await new StandInGateway { Held = 1 }.StartAsync();
        _drops.Drop("2025", "OWN7", more: "OWN8,F\r\n");

        var (code, _, errors) = await _drops.WatchAsync(gateway);

        Assert.True(code == 0, errors);
        var sheets = await DropFolder.WorkbookAsync(Path.Combine(Assert.Single(Directory.GetDirectories(Path.Combine(_drops.Root.FullName, "done"))), "findings.xlsx"));
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
        _drops.Drop(
            "2025",
            "return.xml",
            $"<EXPSSDA903><CHILD><HEADER><CHILDID>OWN7</CHILDID>{lost}<CHILD><HEADER><CHILDID>OWN8</CHILDID>{lost}"
                + "<CHILD><HEADER><CHILDID>OWN9</CHILDID></HEADER><EPISODE><DECOM>01/10/2024</DECOM></EPISODE></CHILD></EXPSSDA903>",
            DateTime.UtcNow.AddHours(-1));

        var (code, _, errors) = await _drops.WatchAsync(gateway);

        Assert.True(code == 0, errors);
        var givenBack = (await DropFolder.WorkbookAsync(Path.Combine(Assert.Single(Directory.GetDirectories(Path.Combine(_drops.Root.FullName, "done"))), "findings.xlsx")))[2];
        Assert.Equal((2, 2, 0), (Times("OWN7"), Times("OWN8"), Times("OWN9")));

        int Times(string child) => givenBack.Split($">{child}<").Length - 1;

        static object Row(string table, int row, Guid child) => new { table, row, reason = "an element of the child is too long", childId = child };
    }

    [Fact]
    public async Task Watch_YearWhoseCodesAreNotKnown_IsSaidAndStandsInTheWorkbook()
    {
        await using var gateway = await new StandInGateway { CheckedByYear = 2017 }.StartAsync();
        _drops.Drop("2016", "7");

        var (code, _, errors) = await _drops.WatchAsync(gateway);

        Assert.True(code == 0, errors);
        Assert.Contains("2016: The codes of 2025 are not known, so it was checked by those of 2017", errors, StringComparison.Ordinal);
        Assert.Contains("so it was checked by those of 2017", (await DropFolder.WorkbookAsync(Path.Combine(Assert.Single(_drops.In("done")), "findings.xlsx")))[0], StringComparison.Ordinal);
    }

    /// <summary>An outage is no answer: what was dropped waits, and is handed in when the system is back.</summary>
    [Fact]
    public async Task Watch_SystemThatIsAway_LeavesTheDropAsideAndTakesItLater()
    {
        await using var gateway = await new StandInGateway { Fault = 503 }.StartAsync();
        _drops.Drop("2025", "7");

        var (away, said, _) = await _drops.WatchAsync(gateway);
        var (unreached, _, _) = await CommandLine.RunAsync("http://127.0.0.1:9", "watch", _drops.Root.FullName, "--council", "860", "--quiet", "60", "--once");
        var waiting = Directory.GetDirectories(Path.Combine(_drops.Root.FullName, "working"));
        _drops.Drop("2025", "8");
        gateway.Fault = null;
        var (first, _, _) = await _drops.WatchAsync(gateway);
        var (second, _, errors) = await _drops.WatchAsync(gateway);

        Assert.Equal((1, 1), (away, unreached));
        Assert.Contains("It waits in working.", said, StringComparison.Ordinal);
        Assert.Single(waiting);
        Assert.False(Directory.Exists(Path.Combine(_drops.Root.FullName, "failed")));
        Assert.True((first, second) == (0, 0), errors);
        Assert.Equal(2, Directory.GetDirectories(Path.Combine(_drops.Root.FullName, "done")).Length);
        Assert.Empty(Directory.GetDirectories(Path.Combine(_drops.Root.FullName, "working")));
    }

    /// <summary>The hub has the files, and the way to it breaks off: the next round asks under the same key, and so for the same job.</summary>
    [Fact]
    public async Task Watch_AnswerThatIsLost_IsAskedForAgainUnderTheSameKey()
    {
        await using var gateway = await new StandInGateway { LosesJobs = true }.StartAsync();
        _drops.Drop("2025", "7");

        var (away, _, _) = await _drops.WatchAsync(gateway);
        gateway.LosesJobs = false;
        var (back, _, errors) = await _drops.WatchAsync(gateway);
        _drops.Drop("2025", "7");
        await _drops.WatchAsync(gateway);

        Assert.True((away, back) == (1, 0), errors);
        Assert.Equal(3, gateway.Keys.Count);
        Assert.Equal(gateway.Keys[0], gateway.Keys[1]);
        Assert.NotEqual(gateway.Keys[0], gateway.Keys[2]);
        Assert.Empty(_drops.Root.EnumerateFiles("*.key", SearchOption.AllDirectories));
    }

    /// <summary>Mended while it waits, a drop is another request: under its old key it would be refused.</summary>
    [Fact]
    public async Task Watch_DropThatIsMendedWhileItWaits_IsHandedInUnderAnotherKey()
    {
        await using var gateway = await new StandInGateway { LosesJobs = true }.StartAsync();
        _drops.Drop("2025", "7");

        var (away, _, _) = await _drops.WatchAsync(gateway);
        gateway.LosesJobs = false;
        var waiting = Assert.Single(Directory.GetDirectories(Path.Combine(_drops.Root.FullName, "working")));
        await File.AppendAllTextAsync(Path.Combine(waiting, "header.csv"), "MENDED1,2,14/06/2022,WBRI,UN1,0,\r\n", TestContext.Current.CancellationToken);
        var (back, _, errors) = await _drops.WatchAsync(gateway);

        Assert.True((away, back) == (1, 0), errors);
        Assert.Equal(2, gateway.Keys.Distinct().Count());
    }

    /// <summary>A fault of the hub's own would come again each time: it is for a person, and does not wait for ever.</summary>
    [Fact]
    public async Task Watch_FaultOfTheHub_GoesToFailed()
    {
        await using var gateway = await new StandInGateway { Fault = 500 }.StartAsync();
        _drops.Drop("2025", "7");

        var (code, output, _) = await _drops.WatchAsync(gateway);

        Assert.Equal(1, code);
        Assert.DoesNotContain("It waits", output, StringComparison.Ordinal);
        var failed = Assert.Single(Directory.GetDirectories(Path.Combine(_drops.Root.FullName, "failed")));
        Assert.Contains("500", await File.ReadAllTextAsync(Path.Combine(failed, "failed.txt"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_ImportThatFails_GoesToFailedAndIsSaid()
    {
        await using var gateway = await new StandInGateway { EndState = "failed" }.StartAsync();
        _drops.Drop("2025", "7");

        var (code, output, _) = await _drops.WatchAsync(gateway);

        Assert.Equal(1, code);
        Assert.Contains("import.unknown-table", output, StringComparison.Ordinal);
        var failed = Assert.Single(Directory.GetDirectories(Path.Combine(_drops.Root.FullName, "failed")));
        Assert.True(File.Exists(Path.Combine(failed, "header.csv")));
        Assert.Contains("import.unknown-table", string.Concat(await DropFolder.WorkbookAsync(Path.Combine(failed, "findings.xlsx"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_DropStillBeingWritten_IsLeftAndOneLeftAsideIsTakenAgain()
    {
        await using var gateway = await new StandInGateway().StartAsync();
        _drops.Drop("2025", "7", DateTime.UtcNow);
        _drops.Drop(Path.Combine("working", "2024"), "8");

        var (code, output, _) = await _drops.WatchAsync(gateway);

        Assert.Equal(0, code);
        Assert.StartsWith("2024 (2024)", output, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(_drops.Root.FullName, "2025")));
        Assert.Empty(Directory.GetDirectories(Path.Combine(_drops.Root.FullName, "working")));
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
        _drops.Drop("nightly-2025", "7");

        var (code, _, errors) = await CommandLine.RunAsync(gateway.Address, "watch", _drops.Root.FullName, "--council", "860", "--quiet", "60", "--keep", "30", "--once");

        Assert.True(code == 0, errors);
        Assert.Equal((false, false, true, false), (File.Exists(overtaken), File.Exists(failed), File.Exists(otherYear), File.Exists(old)));
        Assert.All([overtaken, failed, otherYear, old], path => Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(path)!, "header.csv"))));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_drops.Root.FullName, "done"), "findings.xlsx", SearchOption.AllDirectories).Length);

        string Settled(string where, DateTime at, string name, string written)
        {
            var folder = Path.Combine(where, $"{at:yyyyMMdd'T'HHmmss'Z'}-{name}");
            _drops.Drop(folder, "7");
            var path = Path.Combine(_drops.Root.FullName, folder, written);
            File.WriteAllText(path, "planted");
            return path;
        }
    }
}
