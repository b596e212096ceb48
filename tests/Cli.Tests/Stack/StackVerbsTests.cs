using System.Security.Cryptography;
using System.Text;

namespace Partnership.Cli.Tests.Stack;

/// <summary>The verbs that talk to the running system, as a person or a script runs them.</summary>
public sealed class StackVerbsTests : IDisposable
{
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("partnership-import-");

    public StackVerbsTests() => File.WriteAllText(Path.Combine(_files.FullName, "header.csv"), "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n");

    public void Dispose() => _files.Delete(recursive: true);

    [Fact]
    public async Task Token_OfClient_PrintsTheTokenAlone()
    {
        await using var gateway = await new StandInGateway().StartAsync();

        var (code, output, errors) = await CommandLine.RunAsync(gateway.Address, "token", "--client", "case-system-860");

        Assert.Equal((0, "token-1\n", ""), (code, output, errors));
        var asked = Assert.Single(gateway.TokenRequests);
        Assert.Equal(("client_credentials", "case-system-860", "s3cret"), (asked["grant_type"], asked["client_id"], asked["client_secret"]));
    }

    [Fact]
    public async Task Token_OfPerson_SignsInWithProofOfTheVerifier()
    {
        await using var gateway = await new StandInGateway().StartAsync();

        var (code, output, _) = await CommandLine.RunAsync(gateway.Address, "token", "--user", "social.worker.860");

        Assert.Equal((0, "token-1\n"), (code, output));
        var signedIn = Assert.Single(gateway.SignIns);
        var asked = Assert.Single(gateway.TokenRequests);
        Assert.Equal(("social.worker.860", "S256", "c0de"), (signedIn["user"], signedIn["code_challenge_method"], asked["code"]));
        var proof = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(asked["code_verifier"])));
        Assert.Equal(signedIn["code_challenge"], proof.TrimEnd('=').Replace('+', '-').Replace('/', '_'));
    }

    [Theory]
    [InlineData("--client", "case-system-999", "The client is not registered.")]
    [InlineData("--user", "nobody", "Nobody called 'nobody'")]
    public async Task Token_Refused_SaysWhyOnStandardErrorOnly(string option, string who, string expected)
    {
        await using var gateway = await new StandInGateway().StartAsync();

        var (code, output, errors) = await CommandLine.RunAsync(gateway.Address, "token", option, who);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Indicators_SystemNotUp_SaysHowToStartIt()
    {
        var (code, output, errors) = await CommandLine.RunAsync("http://127.0.0.1:9", "indicators");

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("./partnership up", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Indicators_Json_PrintsTheAnswerAndNothingElse()
    {
        await using var gateway = await new StandInGateway().StartAsync();

        var (code, output, errors) = await CommandLine.RunAsync(gateway.Address, "indicators", "--to", "2025-03-31", "--json");

        Assert.Equal((0, StandInGateway.Indicators + "\n", ""), (code, output, errors));
    }

    [Fact]
    public async Task Indicators_AsTable_ShowsFiguresSuppressionAndExclusions()
    {
        await using var gateway = await new StandInGateway().StartAsync();

        var (code, output, _) = await CommandLine.RunAsync(gateway.Address, "indicators", "--council", "860");

        Assert.Equal(0, code);
        Assert.All(
            (string[])["1 April 2022 to 31 March 2025", "512 (310 children)", "suppressed", "200 of 400 (50 %)", "501 (90 children)", "7 no-entry", "fewer than may be shown, never-placed"],
            text => Assert.Contains(text, output, StringComparison.Ordinal));
        Assert.Equal("case-system-860", Assert.Single(gateway.TokenRequests)["client_id"]);
    }

    [Fact]
    public async Task Indicators_Refused_ShowsCodeFieldAndNextStep()
    {
        await using var gateway = await new StandInGateway().StartAsync();

        var (code, output, errors) = await CommandLine.RunAsync(gateway.Address, "indicators", "--to", "2025-04-01", "--json");

        Assert.Equal((2, ""), (code, output));
        Assert.All(
            (string[])["window.not-year-end", "(field to)", "The window ends on a 31 March.", "Ask for 2025-03-31."],
            text => Assert.Contains(text, errors, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Import_JobDone_PrintsCountsWithExitCode0()
    {
        await using var gateway = await new StandInGateway().StartAsync();

        var (code, output, _) = await ImportAsync(gateway);

        Assert.Equal(0, code);
        Assert.Contains("Unchanged", output, StringComparison.Ordinal);
        Assert.Equal(["header.csv"], gateway.Uploaded);
    }

    [Fact]
    public async Task Import_GatewayBusy_RepeatsUnderTheSameKey()
    {
        await using var gateway = await new StandInGateway { RefuseFirst = 2 }.StartAsync();

        var (code, _, _) = await ImportAsync(gateway);

        Assert.Equal(0, code);
        Assert.Equal(3, gateway.Keys.Count);
        Assert.Single(gateway.Keys.Distinct());
    }

    [Fact]
    public async Task Import_ChildrenHeld_ListsThemWithExitCode1()
    {
        await using var gateway = await new StandInGateway { Held = 1 }.StartAsync();

        var (code, output, _) = await ImportAsync(gateway);

        Assert.Equal(1, code);
        Assert.Contains($"{Guid.Empty}: 551; the region may still show", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_JobFailed_SaysWhyWithExitCode2()
    {
        await using var gateway = await new StandInGateway { EndState = "failed" }.StartAsync();

        var (code, _, errors) = await ImportAsync(gateway);

        Assert.Equal(2, code);
        Assert.Contains("import.unknown-table", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parked_List_ShowsWhatWaitsWithExitCode1()
    {
        await using var gateway = await new StandInGateway().StartAsync();

        var (code, output, _) = await CommandLine.RunAsync(gateway.Address, "parked", "list", "--at", "860");

        Assert.Equal(1, code);
        Assert.All((string[])["860", StandInGateway.ParkedId.ToString(), "wait-measured", "[planted]"], text => Assert.Contains(text, output, StringComparison.Ordinal));
        Assert.Equal("operator", Assert.Single(gateway.TokenRequests)["client_id"]);
    }

    /// <summary>One hub is away: everybody else's messages are shown and tried again, and it is said whose are not known.</summary>
    [Fact]
    public async Task Parked_OneServiceAway_AsksTheOthersAndSaysSo()
    {
        await using var gateway = await new StandInGateway { Away = "/api/v1/councils/860" }.StartAsync();

        var (listed, messages, unlisted) = await CommandLine.RunAsync(gateway.Address, "parked", "list");
        var (replayed, tried, untried) = await CommandLine.RunAsync(gateway.Address, "parked", "replay", "--all");
        var (discarded, _, _) = await CommandLine.RunAsync(gateway.Address, "parked", "discard", StandInGateway.ParkedId.ToString(), "--reason", "sent twice");

        Assert.Equal((1, 1, 0), (listed, replayed, discarded));
        Assert.Contains("861", messages, StringComparison.Ordinal);
        Assert.Contains("861: 3 messages are tried again.", tried, StringComparison.Ordinal);
        Assert.All([unlisted, untried], errors => Assert.Contains("not asked: 860: ", errors, StringComparison.Ordinal));

        gateway.Away = "/api";
        Assert.Equal(2, (await CommandLine.RunAsync(gateway.Address, "parked", "list")).Code);
    }

    [Fact]
    public async Task Parked_Discard_NamesTheVersionThatWasSeenAndTheReason()
    {
        await using var gateway = await new StandInGateway().StartAsync();

        var (code, output, _) = await CommandLine.RunAsync(gateway.Address, "parked", "discard", StandInGateway.ParkedId.ToString(), "--at", "860", "--reason", "sent twice");

        Assert.Equal(0, code);
        Assert.Contains("is discarded", output, StringComparison.Ordinal);
        Assert.Equal(("\"7\"", """{"reason":"sent twice"}"""), Assert.Single(gateway.Discards));
    }

    [Fact]
    public async Task Parked_ReplayOfNothing_SaysSo()
    {
        await using var gateway = await new StandInGateway().StartAsync();

        var (all, output, _) = await CommandLine.RunAsync(gateway.Address, "parked", "replay", "--all", "--at", "860");
        var (one, _, errors) = await CommandLine.RunAsync(gateway.Address, "parked", "replay", Guid.NewGuid().ToString(), "--at", "860");
        var (neither, _, _) = await CommandLine.RunAsync(gateway.Address, "parked", "replay", "--at", "860");

        Assert.Equal((0, 2, 2), (all, one, neither));
        Assert.Contains("860: 3 messages are tried again.", output, StringComparison.Ordinal);
        Assert.Contains("is parked", errors, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Errors)> ImportAsync(StandInGateway gateway) =>
        CommandLine.RunAsync(gateway.Address, "import", "--council", "860", "--year", "2025", _files.FullName);
}
