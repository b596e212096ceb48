using Partnership.TestSupport;

namespace Partnership.LocalHosting.Tests;

public sealed class ResourceConsoleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("partnership-console-").FullName;

    private string LogFile => Path.Combine(_folder, "shop.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_MoreThanKept_KeepsTheLastThousand()
    {
        using var console = NewConsole();

        for (var i = 1; i <= 1500; i++)
        {
            console.Write($"line {i}");
        }

        var lines = console.LastLines();
        Assert.Equal(1000, lines.Count);
        Assert.Equal("line 501", lines[0].Text);
        Assert.Equal(1500, lines[^1].Number);
    }

    [Fact]
    public void Write_FileGrowsTooLarge_IsRotatedOnce()
    {
        using var console = NewConsole();
        var longLine = new string('x', 8_000);

        for (var i = 0; i < 1_700; i++)
        {
            console.Write(longLine);
        }

        Assert.Equal([LogFile, LogFile + ".1"], Directory.GetFiles(_folder).Order());
        Assert.True(Directory.GetFiles(_folder).Sum(file => new FileInfo(file).Length) < 11 * 1024 * 1024);
    }

    [Fact]
    public void Write_LineWithoutEnd_IsCutAfterItsSecretsAreMasked()
    {
        var mask = new SecretMask();
        mask.Add("a-secret-of-a-service");
        using var console = new ResourceConsole(LogFile, mask, TimeProvider.System);

        console.Write(new string('x', 8 * 1024 - 3) + "a-secret-of-a-service" + new string('y', 100_000));

        var text = console.LastLines().Single().Text;
        Assert.Equal(8 * 1024 + 1, text.Length);
        Assert.DoesNotContain("a-s", text, StringComparison.Ordinal);
    }

    /// <summary>A program that writes no end of a line costs the host no more than a line's beginning.</summary>
    [Fact]
    public async Task Lines_OfAProcess_EndAsItEndsThemAndAreCut()
    {
        var lines = new List<string>();
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("sh", ["-c", "printf 'one\\r\\ntwo\\n\\nfour\\rfive\\n'; head -c 3000000 /dev/zero | tr '\\0' x; printf '\\nlast'"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        using (var running = new RunningProcess(process, line => { lock (lines) { lines.Add(line); } }))
        {
            await running.Ended;
            await Eventually.TrueAsync(() => Task.FromResult(lines.Contains("last")), "the last line");
        }

        Assert.Equal(["one", "two", "", "four", "five", new string('x', 16 * 1024), "last"], lines);
    }

    [Fact]
    public void Write_Colours_AreTakenOut()
    {
        using var console = NewConsole();

        console.Write("\u001b[40m\u001b[32minfo\u001b[39m\u001b[22m: started");

        Assert.Equal("info: started", console.LastLines().Single().Text);
    }

    [Fact]
    public void Write_File_CanBeReadByItsOwnerOnly()
    {
        using var console = NewConsole();

        console.Write("line");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(LogFile));
    }

    [Theory]
    [InlineData(0, "line 1")]
    [InlineData(2, "line 3")]
    [InlineData(5000, "line 1")]
    public async Task Follow_ReaderHasSeenSome_GetsTheRestAndAfterAnotherRunsNumberAll(long after, string first)
    {
        using var console = NewConsole();
        for (var i = 1; i <= 3; i++)
        {
            console.Write($"line {i}");
        }

        await foreach (var line in console.FollowAsync(after, TestContext.Current.CancellationToken))
        {
            Assert.Equal(first, line.Text);
            break;
        }
    }

    private ResourceConsole NewConsole() => new(LogFile, new SecretMask(), TimeProvider.System);
}
