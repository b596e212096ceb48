using Partnership.Cli.Tests.Stack;

namespace Partnership.Cli.Tests.Erasure;

public sealed class EraseCommandTests
{
    private const string Guardian = "caldicott.guardian.860";

    [Fact]
    public async Task Erase_WithYes_ErasesTheVersionThatIsThereUnderTheGuardiansName()
    {
        var gateway = new StandInGateway();

        var (code, output, errors) = await RunAsync(gateway, "OWN7", "--reason", "made-in-error", "--yes");

        Assert.True(code == 0, errors);
        Assert.Equal($"{StandInCalls.Id} is erased.\n", output);
        Assert.Equal(($"DELETE /api/v1/councils/860/children/{StandInCalls.Id}?reason=made-in-error", "\"7\"", ""), Assert.Single(gateway.Calls.Written));
        Assert.Equal(Guardian, Assert.Single(gateway.SignIns)["user"]);
    }

    [Fact]
    public async Task Erase_WithoutYes_SaysWhoItIsAndErasesNobody()
    {
        var gateway = new StandInGateway();

        var (code, output, errors) = await RunAsync(gateway, "OWN7", "--reason", "duplicate");

        Assert.Equal(1, code);
        Assert.Contains($"OWN7 is {StandInCalls.Id}, should-be-placed.", output, StringComparison.Ordinal);
        Assert.Contains("--yes", errors, StringComparison.Ordinal);
        Assert.Empty(gateway.Calls.Written);
    }

    [Theory]
    [InlineData("OWN8", "duplicate", "no child of this number")]
    [InlineData("OWN7", "tidying", "tidying")]
    public async Task Erase_NobodyOrForNoReason_ErasesNobody(string child, string reason, string said)
    {
        var gateway = new StandInGateway();

        var (code, _, errors) = await RunAsync(gateway, child, "--reason", reason, "--yes");

        Assert.Equal(2, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.Empty(gateway.Calls.Written);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(StandInGateway gateway, params string[] arguments)
    {
        await using var started = await gateway.StartAsync();
        return await CommandLine.RunAsync(started.Address, ["erase", .. arguments, "--council", "860", "--user", Guardian]);
    }
}
