using Partnership.Cli.Tests.Stack;

namespace Partnership.Cli.Tests.Watch;

/// <summary>A drop that cannot be read, or beside which nothing can be written, keeps no other waiting. Whoever runs these may be root, whom no mode of a file refuses.</summary>
public sealed class WatchFaultTests : IDisposable
{
    private readonly DropFolder _drops = new();

    public void Dispose() => _drops.Dispose();

    /// <summary>It was taken before, by a watch that it ended: each start meets it first.</summary>
    [Fact]
    public async Task Watch_DropWithAFileThatCannotBeRead_GoesToFailedAndTheNextIsHandedIn()
    {
        await using var gateway = await new StandInGateway().StartAsync();
        _drops.Drop(Path.Combine("working", "a-2025"), "7");
        File.CreateSymbolicLink(_drops.Path("working", "a-2025", "episodes.csv"), _drops.Path("nowhere.csv"));
        _drops.Drop("b-2024", "8");

        var (code, output, errors) = await _drops.WatchAsync(gateway);

        Assert.True(code == 1, errors);
        Assert.Contains("a-2025 (2025): It could not be read, and was not handed in:", output, StringComparison.Ordinal);
        var failed = Assert.Single(_drops.In("failed"));
        Assert.Contains("could not be read", await File.ReadAllTextAsync(Path.Combine(failed, "failed.txt"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.EndsWith("-b-2024", Assert.Single(_drops.In("done")), StringComparison.Ordinal);
        Assert.Empty(_drops.In("working"));
    }

    /// <summary>As on a full disk: the hub has the files, and what it found cannot be written down.</summary>
    [Fact]
    public async Task Watch_WorkbookThatCannotBeWritten_GoesToFailedWithTheImportThatTellsOfIt()
    {
        await using var gateway = await new StandInGateway().StartAsync();
        _drops.Drop(Path.Combine("working", "a-2025"), "7");
        Directory.CreateDirectory(_drops.Path("working", "a-2025", "findings.xlsx"));
        _drops.Drop("b-2024", "8");

        var (code, output, errors) = await _drops.WatchAsync(gateway);

        Assert.True(code == 1, errors);
        Assert.Contains("It was handed in, and import 11111111-1111-1111-1111-111111111111 is done, but findings.xlsx could not be written", output, StringComparison.Ordinal);
        Assert.Single(_drops.In("failed"));
        Assert.Single(_drops.In("done"));
    }

    /// <summary>What cannot even be put away is left, and not handed in again round after round.</summary>
    [Fact]
    public async Task Watch_DropThatCannotBeMovedToFailed_StaysAsideAndIsSaid()
    {
        await using var gateway = await new StandInGateway { EndState = "failed" }.StartAsync();
        await File.WriteAllTextAsync(_drops.Path("failed"), "in the way", TestContext.Current.CancellationToken);
        _drops.Drop("a-2025", "7");
        _drops.Drop("b-2025", "8");

        var (code, output, errors) = await _drops.WatchAsync(gateway);

        Assert.True(code == 1, errors);
        Assert.Equal(2, output.Split("It could not be moved out of working").Length - 1);
        Assert.Equal(2, _drops.In("working").Count);
        Assert.Contains("a-2025: ", errors, StringComparison.Ordinal);
        Assert.Equal(2, gateway.Keys.Count);
    }
}
