using Partnership.Cli.Tests.Stack;

namespace Partnership.Cli.Tests.Import;

public sealed class ImportsCommandTests : IDisposable
{
    private static readonly string One = Guid.NewGuid().ToString();
    private static readonly string Other = Guid.NewGuid().ToString();
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("partnership-imports-");

    public void Dispose() => _files.Delete(recursive: true);

    [Fact]
    public async Task Import_DryRun_AsksForOneAndSaysWhereWhatItWouldDoIs()
    {
        await using var gateway = await new StandInGateway().StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_files.FullName, "header.csv"), "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n", TestContext.Current.CancellationToken);

        var (dry, output, errors) = await CommandLine.RunAsync(gateway.Address, "import", "--council", "860", "--year", "2025", "--dry-run", _files.FullName);
        var (real, _, _) = await CommandLine.RunAsync(gateway.Address, "import", "--council", "860", "--year", "2025", _files.FullName);

        Assert.True((dry, real) == (0, 0), errors);
        Assert.Equal(["?year=2025&dryRun=true", "?year=2025"], gateway.Asked);
        Assert.Contains("Nothing was changed.", output, StringComparison.Ordinal);
        Assert.Contains("imports preview 11111111-1111-1111-1111-111111111111 --council 860", output, StringComparison.Ordinal);
    }

    /// <summary>One upload, each part named after its year, and each year's job followed; what failed of one hides nothing of the others.</summary>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 2)]
    public async Task Import_OfSeveralYears_IsOneUploadAndTellsOfEachYear(bool firstFails, int exitCode)
    {
        await using var gateway = await new StandInGateway { FirstYearFails = firstFails }.StartAsync();
        foreach (var year in (string[])["2023", "2024", "2025"])
        {
            await File.WriteAllTextAsync(Path.Combine(_files.CreateSubdirectory(year).FullName, $"header-{year}.csv"), "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n", TestContext.Current.CancellationToken);
        }

        var (code, output, errors) = await CommandLine.RunAsync(gateway.Address, "import", "--council", "860", "--years", "2024-2025", _files.FullName);

        Assert.True(code == exitCode, errors);
        Assert.Equal(["?year=2025"], gateway.Asked);
        Assert.Equal(["2024=header-2024.csv", "2025=header-2025.csv"], gateway.Parts);
        Assert.Equal(["Year ending 31 March 2024:", "Year ending 31 March 2025:"], output.Split('\n').Where(line => line.StartsWith("Year", StringComparison.Ordinal)));
        Assert.Equal(firstFails, errors.Contains("import.unknown-table", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("either --year or --years")]
    [InlineData("either --year or --years", "--year", "2025", "--years", "2024-2025")]
    [InlineData("A dry run is of one year", "--years", "2024-2025", "--dry-run")]
    [InlineData("There is no folder", "--years", "2024-2025")]
    public async Task Import_OfYearsThatCannotBe_SendsNothing(string said, params string[] options)
    {
        await using var gateway = await new StandInGateway().StartAsync();

        var (code, _, errors) = await CommandLine.RunAsync(gateway.Address, ["import", "--council", "860", _files.FullName, .. options]);

        Assert.Equal(2, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.Empty(gateway.Asked);
    }

    [Fact]
    public async Task List_SaysWhatEachIs()
    {
        var (code, output, errors) = await RunAsync(new StandInGateway(), "list");

        Assert.True(code == 0, errors);
        Assert.Contains("import, undone", output, StringComparison.Ordinal);
        Assert.Contains("dry run", output, StringComparison.Ordinal);
        Assert.Contains("2025-06-16 09:00", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_ChildByChild_SaysWhatWouldComeAndGo()
    {
        var (code, output, errors) = await RunAsync(new StandInGateway { IsEnded = true, IsDry = true }, "preview", One);
        var (_, json, _) = await RunAsync(new StandInGateway { IsEnded = true, IsDry = true }, "preview", One, "--json");

        Assert.True(code == 0, errors);
        Assert.All((string[])["OWN7", "should-be-placed to ended", "decision-reversed 2025-01-10"], text => Assert.Contains(text, output, StringComparison.Ordinal));
        Assert.StartsWith("""{"localId":"OWN7","outcome":"updated",""", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_OfEveryPage_AreCountedByRuleWithWhatToMend()
    {
        var (code, output, _) = await RunAsync(new StandInGateway { IsEnded = true }, "findings", One);
        var (_, json, _) = await RunAsync(new StandInGateway { IsEnded = true }, "findings", One, "--json");

        Assert.Equal(1, code);
        Assert.Contains("551", output, StringComparison.Ordinal);
        Assert.Contains("102", output, StringComparison.Ordinal);
        Assert.Contains("yes", output, StringComparison.Ordinal);
        Assert.Equal(2, json.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("\"rule\":\"102\"", json, StringComparison.Ordinal);
    }

    /// <summary>Nothing found is said of an import of which all is known, and of no other.</summary>
    [Theory]
    [InlineData("findings", "failed", 0, "This import is failed.")]
    [InlineData("findings", "running", 0, "This import is running.")]
    [InlineData("findings", "done", 7, "no longer kept")]
    [InlineData("preview", "done", 0, "no dry run")]
    public async Task FindingsAndPreview_OfWhatIsNotKnown_AreRefused(string verb, string state, int forgotten, string said)
    {
        var (code, _, errors) = await RunAsync(new StandInGateway { IsEnded = true, EndState = state, Forgotten = forgotten }, verb, One);

        Assert.Equal(2, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_OfEveryPage_CountsByImportAndRule()
    {
        var gateway = new StandInGateway();

        var (code, output, errors) = await RunAsync(gateway, "summary", "--year", "2025");

        Assert.True(code == 0, errors);
        Assert.Equal(2, output.Split('\n').Count(line => line.Contains(" 551 ", StringComparison.Ordinal) && line.Contains("yes", StringComparison.Ordinal)));
        Assert.Contains("not checked, for want of a list: 219", errors, StringComparison.Ordinal);
        Assert.Equal(["?year=2025&limit=200", "?year=2025&limit=200&cursor=more"], gateway.Asked);
    }

    [Theory]
    [InlineData("findings.csv", "?format=csv")]
    [InlineData("findings.XLSX", "?format=xlsx")]
    public async Task Summary_ToAFile_AsksForItsFormAndNeverWritesOverOne(string name, string asked)
    {
        var (gateway, file) = (new StandInGateway(), Path.Combine(_files.FullName, name));

        var (code, output, errors) = await RunAsync(gateway, "summary", "--out", file);
        var (again, _, said) = await RunAsync(new StandInGateway(), "summary", "--out", file);

        Assert.True(code == 0, errors);
        Assert.Equal($"Written: {file}\n", output);
        Assert.Equal(asked, Assert.Single(gateway.Asked));
        Assert.NotEqual(0, new FileInfo(file).Length);
        Assert.Equal(2, again);
        Assert.Contains("already exists", said, StringComparison.Ordinal);
    }

    /// <summary>An import that broke no rule is one, and another of which it is no longer known is not clean.</summary>
    [Fact]
    public async Task Summary_OfImportsWithoutARule_ListsThemWithWhatIsKnown()
    {
        var (code, output, errors) = await RunAsync(new StandInGateway { IsClean = true }, "summary");

        Assert.True(code == 0, errors);
        Assert.Contains("it broke no rule", Assert.Single(output.Split('\n'), line => line.Contains(" 2025 ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("no longer kept", Assert.Single(output.Split('\n'), line => line.Contains(" 2024 ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_ToAFileThatDoesNotHoldAll_SaysSo()
    {
        var (code, _, errors) = await RunAsync(new StandInGateway { IsCut = true }, "summary", "--out", Path.Combine(_files.FullName, "findings.csv"));

        Assert.Equal(0, code);
        Assert.Contains("narrow it with --year", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_ToAFileOfAnotherForm_IsRefused()
    {
        var (code, _, errors) = await RunAsync(new StandInGateway(), "summary", "--out", Path.Combine(_files.FullName, "findings.pdf"));

        Assert.Equal(2, code);
        Assert.Contains(".csv or .xlsx", errors, StringComparison.Ordinal);
        Assert.Empty(_files.GetFiles());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 1)]
    public async Task Compare_ExitCode_TellsWhetherSomethingIsNew(int newlyBroken, int expected)
    {
        var (code, output, _) = await RunAsync(new StandInGateway { NewlyBroken = newlyBroken }, "compare", One, Other);

        Assert.Equal(expected, code);
        Assert.Contains("522", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_WithWhatIsNoLongerKept_SaysSo()
    {
        var (code, _, errors) = await RunAsync(new StandInGateway(), "compare", One, Guid.Empty.ToString());

        Assert.Equal(2, code);
        Assert.Contains("import.findings-gone", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("done", 0)]
    [InlineData("failed", 2)]
    public async Task Undo_IsFollowedToItsEnd(string end, int expected)
    {
        var gateway = new StandInGateway { EndState = end };

        var (code, output, errors) = await RunAsync(gateway, "undo", One);

        Assert.Equal(expected, code);
        Assert.Equal(One, Assert.Single(gateway.Undone).ToString());
        Assert.Contains(end == "done" ? "1 children are as they were before." : "import.unknown-table", output + errors, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(StandInGateway gateway, params string[] arguments)
    {
        await using var started = await gateway.StartAsync();
        return await CommandLine.RunAsync(started.Address, ["imports", .. arguments, "--council", "860"]);
    }
}
