using Partnership.Cli.Tests.Stack;

namespace Partnership.Cli.Tests.Identities;

public sealed class IdentitiesCommandTests
{
    private const string Person = "social.worker.860";

    [Fact]
    public async Task List_NamesTheOwnChildAndWhomToTalkTo()
    {
        var gateway = new StandInGateway();

        var (code, output, errors) = await RunAsync(gateway, "list");
        var (_, open, _) = await RunAsync(new StandInGateway(), "list", "--open");
        var (_, json, _) = await RunAsync(new StandInGateway(), "list", "--json");

        Assert.True(code == 0, errors);
        Assert.All((string[])[StandInCalls.Id.ToString(), "candidate", "confirmed", "nhs-number", "OWN7", "893", "Sorrel Finch"], text => Assert.Contains(text, output, StringComparison.Ordinal));
        Assert.DoesNotContain("confirmed", open, StringComparison.Ordinal);
        Assert.Equal(2, json.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(Person, Assert.Single(gateway.SignIns)["user"]);
    }

    [Fact]
    public async Task Answer_OfTheVersionThatIsThere_SaysWhomToTalkTo()
    {
        var gateway = new StandInGateway();

        var (code, output, errors) = await RunAsync(gateway, "answer", StandInCalls.Id.ToString(), "same-child");

        Assert.True(code == 0, errors);
        Assert.Equal(
            ($"POST /api/v1/region/identity-matches/{StandInCalls.Id}/answer", "\"7\"", """{"answer":"same-child","council":null}"""), Assert.Single(gateway.Calls.Written));
        Assert.Contains("Talk to Sorrel Finch of 893", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("maybe", "maybe")]
    [InlineData("same-child", "no such candidate match")]
    public async Task Answer_OfNoMatchOrWithNoAnswer_WritesNothing(string answer, string said)
    {
        var gateway = new StandInGateway();

        var (code, _, errors) = await RunAsync(gateway, "answer", Guid.NewGuid().ToString(), answer);

        Assert.Equal(2, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.Empty(gateway.Calls.Written);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(StandInGateway gateway, params string[] arguments)
    {
        await using var started = await gateway.StartAsync();
        return await CommandLine.RunAsync(started.Address, ["identities", .. arguments, "--user", Person]);
    }
}
