using Partnership.Cli.Tests.Stack;

namespace Partnership.Cli.Tests.Watch;

/// <summary>The hub forgets a child: what was written of it beside a drop goes too, and nothing else.</summary>
public sealed class ForgottenChildrenTests : IDisposable
{
    private readonly DropFolder _drops = new();

    public void Dispose() => _drops.Dispose();

    [Fact]
    public async Task Watch_ChildWhomTheHubHasForgotten_TakesTheWorkbooksThatNameItAndRemembersWhereItWas()
    {
        await using var gateway = await new StandInGateway { Held = 1 }.StartAsync();
        _drops.Drop("2024", "OWN7");
        _drops.Drop("2025", "OWN7", more: "OWN8,F\r\n");
        await _drops.WatchAsync(gateway);
        Assert.Equal(2, WorkbooksOf().Length);

        var (code, _, errors) = await _drops.WatchAsync(gateway);
        await _drops.WatchAsync(gateway);

        Assert.True(code == 0, errors);
        Assert.Contains("-2024", Assert.Single(WorkbooksOf()), StringComparison.Ordinal);
        Assert.Matches("done/.*-2025/findings.xlsx: deleted, for it names a child whom the hub has forgotten.", errors);
        Assert.Equal(["", "one+", "two"], gateway.ChangesAsked);
        Assert.Equal(2, _drops.Root.EnumerateFiles("header.csv", SearchOption.AllDirectories).Count());
    }

    /// <summary>What could not be deleted is not passed over: the place stays where it was until it is.</summary>
    [Fact]
    public async Task Watch_SystemThatIsAway_AsksFromTheSamePlaceWhenItIsBack()
    {
        await using var gateway = await new StandInGateway { Held = 1 }.StartAsync();
        _drops.Drop("2025", "OWN7", more: "OWN8,F\r\n");
        await _drops.WatchAsync(gateway);
        gateway.Away = "/api/v1/councils/860/changes";

        var (away, _, said) = await _drops.WatchAsync(gateway);
        gateway.Away = null;
        var (back, _, errors) = await _drops.WatchAsync(gateway);

        Assert.True((away, back) == (0, 0), errors);
        Assert.Contains("Whether the hub has forgotten a child could not be read", said, StringComparison.Ordinal);
        Assert.Empty(WorkbooksOf());
        Assert.Equal(["", "one+"], gateway.ChangesAsked);
    }

    private string[] WorkbooksOf() => Directory.GetFiles(_drops.Root.FullName, "findings.xlsx", SearchOption.AllDirectories);
}
