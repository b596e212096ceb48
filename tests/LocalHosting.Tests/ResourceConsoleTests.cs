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
        var longLine = new string('x', 100_000);

        for (var i = 0; i < 130; i++)
        {
            console.Write(longLine);
        }

        Assert.Equal([LogFile, LogFile + ".1"], Directory.GetFiles(_folder).Order());
        Assert.True(Directory.GetFiles(_folder).Sum(file => new FileInfo(file).Length) < 11 * 1024 * 1024);
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
