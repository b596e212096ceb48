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
        var text = await WorkbookAsync(Path.Combine(done.Single(folder => folder.EndsWith("nightly-2025", StringComparison.Ordinal)), "findings.xlsx"));
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
        Assert.Contains(">OWN7<", await WorkbookAsync(Path.Combine(done, "findings.xlsx")), StringComparison.Ordinal);
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
        Assert.Contains("import.unknown-table", await WorkbookAsync(Path.Combine(failed, "findings.xlsx")), StringComparison.Ordinal);
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

    private void Drop(string name, string child, DateTime? written = null, string heading = "CHILD")
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, name));
        var file = Path.Combine(folder.FullName, "header.csv");
        File.WriteAllText(file, $"{heading},SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n{child},F,01/05/2020,WBRI,UN1,,\r\n");
        var time = written ?? DateTime.UtcNow.AddHours(-1);
        File.SetLastWriteTimeUtc(file, time);
        Directory.SetLastWriteTimeUtc(folder.FullName, time);
    }

    private static async Task<string> WorkbookAsync(string path)
    {
        await using var archive = await ZipFile.OpenReadAsync(path, TestContext.Current.CancellationToken);
        var text = string.Empty;
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.Contains("sheet", StringComparison.OrdinalIgnoreCase)))
        {
            using var reader = new StreamReader(await entry.OpenAsync(TestContext.Current.CancellationToken));
            text += await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        }

        return text;
    }
}
