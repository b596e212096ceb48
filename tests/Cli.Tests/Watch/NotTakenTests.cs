using Partnership.Cli.Tests.Stack;

namespace Partnership.Cli.Tests.Watch;

/// <summary>What is dropped as files, and what is no drop at all: nothing is passed over without a word.</summary>
public sealed class NotTakenTests : IDisposable
{
    private readonly DropFolder _drops = new();
    private readonly DateTime _anHourAgo = DateTime.UtcNow.AddHours(-1);

    public void Dispose() => _drops.Dispose();

    [Fact]
    public async Task Watch_FilesThatLieFlat_AreOneDropOfTheYearThatIsGiven()
    {
        await using var gateway = await new StandInGateway().StartAsync();
        _drops.Drop("", "7");
        _drops.Drop("", "episodes.csv", "CHILD,DECOM\r\n", _anHourAgo);

        var (code, output, errors) = await _drops.WatchAsync(gateway, "--year", "2025");

        Assert.True(code == 0, errors);
        Assert.StartsWith("dropped-2025 (2025): ", output, StringComparison.Ordinal);
        Assert.Contains("year=2025", Assert.Single(gateway.Asked), StringComparison.Ordinal);
        Assert.Equal(["episodes.csv", "header.csv"], gateway.Uploaded);
        Assert.Empty(_drops.Root.EnumerateFiles());
        Assert.Single(_drops.In("done"));
    }

    /// <summary>Killed between two files: what is aside already is half of a return.</summary>
    [Fact]
    public async Task Watch_FlatFilesTakenInHalf_AreHandedInWithTheOtherHalf()
    {
        await using var gateway = await new StandInGateway().StartAsync();
        _drops.Drop(Path.Combine("working", "dropped-2025.taking"), "7");
        _drops.Drop("", "episodes.csv", "CHILD,DECOM\r\n", _anHourAgo);

        var (_, _, unsaid) = await _drops.WatchAsync(gateway);
        var (code, _, errors) = await _drops.WatchAsync(gateway, "--year", "2025");

        Assert.Contains("working/dropped-2025.taking: taken in half", unsaid, StringComparison.Ordinal);
        Assert.True(code == 0, errors);
        Assert.Equal(["episodes.csv", "header.csv"], gateway.Uploaded);
    }

    [Fact]
    public async Task Watch_FlatFilesStillBeingWritten_StayForTheNextRound()
    {
        await using var gateway = await new StandInGateway().StartAsync();
        _drops.Drop("", "7");
        _drops.Drop("", "episodes.csv", "CHILD,DECOM\r\n", DateTime.UtcNow);

        var (code, output, _) = await _drops.WatchAsync(gateway, "--year", "2025");

        Assert.Equal((0, ""), (code, output));
        Assert.Empty(gateway.Keys);
        Assert.Equal(2, _drops.Root.EnumerateFiles().Count());
    }

    [Fact]
    public async Task Watch_WhatIsNotTaken_IsSaidOnceEachWithWhatToDo()
    {
        await using var gateway = await new StandInGateway().StartAsync();
        _drops.Drop("", "7");
        _drops.Drop("", "list10.xlsx", "planted", _anHourAgo);
        _drops.Drop("", "notes.txt", "planted", _anHourAgo);
        _drops.Drop("export", "7");
        Directory.CreateDirectory(_drops.Path("2024", "inside"));
        Directory.SetLastWriteTimeUtc(_drops.Path("2024"), _anHourAgo);
        _drops.Drop("2025", "7");
        _drops.Drop("2025", "list8.xls", "planted", _anHourAgo);

        var (code, _, errors) = await _drops.WatchAsync(gateway);

        Assert.True(code == 0, errors);
        Assert.Equal(
            [
                "2024: not taken, because there is no file in it. Put the return's files into it, and not into a folder of it.",
                "2025/list8.xls: not taken, for a workbook is no table of a return. An Annex A workbook is sent with ./partnership annexa 2025/list8.xls --council 860.",
                "export: not taken, because its name does not end in a year. Name it after the year in which its 31 March falls, such as export-2025.",
                "header.csv: not taken, because nothing says which year it is of. Give the year with --year, or drop it in a folder whose name ends in the year, such as 2025.",
                "list10.xlsx: not taken, for a workbook is no table of a return. An Annex A workbook is sent with ./partnership annexa list10.xlsx --council 860.",
                "notes.txt: not taken, for only .csv and .xml files are of a return.",
            ],
            errors.Split('\n').Where(line => line.Contains("not taken", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    /// <summary>A round comes every second here.</summary>
    [Fact]
    public void Say_TheSameInEveryRound_IsSaidOnce()
    {
        var notices = new Partnership.Cli.Watch.Notices();
        var said = new StringWriter();
        var before = Console.Error;
        Console.SetError(said);
        try
        {
            notices.Say("one");
            notices.Say("one");
            notices.Say("two");
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.Equal(["one", "two"], said.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
