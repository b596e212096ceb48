using Partnership.Cli.Tests.Stack;

namespace Partnership.Cli.Tests.Webhooks;

public sealed class WebhooksCommandTests : IDisposable
{
    private const string Path = "/api/v1/councils/860/webhooks";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("partnership-webhooks-");

    private string Secret => System.IO.Path.Combine(_folder.FullName, "secret");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task List_SaysWhereEachLeads()
    {
        var (code, output, errors) = await RunAsync(new StandInGateway(), "list");

        Assert.True(code == 0, errors);
        Assert.All((string[])[StandInCalls.Id.ToString(), "https://example.org/hook", "2025-06-16 09:00:00"], text => Assert.Contains(text, output, StringComparison.Ordinal));
    }

    /// <summary>The key is told once: it goes into a file that nobody else may read, and to no terminal.</summary>
    [Fact]
    public async Task Create_KeepsTheSecretInAFileOfItsOwnersAndPrintsTheIdAlone()
    {
        var gateway = new StandInGateway();

        var (code, output, errors) = await RunAsync(gateway, "create", "https://example.org/hook", "--secret-file", Secret);

        Assert.True(code == 0, errors);
        Assert.Equal($"{StandInCalls.Id}\n", output);
        Assert.Equal(($"POST {Path}", """{"url":"https://example.org/hook"}"""), Assert.Single(gateway.Calls.Written) is var asked ? (asked.Request, asked.Body) : default);
        Assert.Equal("c2VjcmV0\n", await File.ReadAllTextAsync(Secret, TestContext.Current.CancellationToken));
        Assert.DoesNotContain("c2VjcmV0", errors, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Secret));
        }
    }

    [Fact]
    public async Task Create_Refused_LeavesNoFile()
    {
        var gateway = new StandInGateway();
        gateway.Calls.IsFull = true;

        var (code, _, errors) = await RunAsync(gateway, "create", "https://example.org/hook", "--secret-file", Secret);

        Assert.Equal(2, code);
        Assert.Contains("webhook.too-many", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Secret));
    }

    /// <summary>Nothing is asked of the hub when the key could not be kept.</summary>
    [Fact]
    public async Task Create_WithAFileThatIsThere_AsksForNothing()
    {
        await File.WriteAllTextAsync(Secret, "another", TestContext.Current.CancellationToken);
        var gateway = new StandInGateway();

        var (code, _, _) = await RunAsync(gateway, "create", "https://example.org/hook", "--secret-file", Secret);

        Assert.Equal(2, code);
        Assert.Empty(gateway.Calls.Written);
        Assert.Equal("another", await File.ReadAllTextAsync(Secret, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Deliveries_SayHowEachWent_AndThatOneWasGivenUp()
    {
        var (code, output, errors) = await RunAsync(new StandInGateway(), "deliveries", StandInCalls.Id.ToString());
        var (_, json, _) = await RunAsync(new StandInGateway(), "deliveries", StandInCalls.Id.ToString(), "--json");

        Assert.True(code == 1, errors);
        Assert.All((string[])["changes.available", "delivered", "204", "given-up", "unreachable"], text => Assert.Contains(text, output, StringComparison.Ordinal));
        Assert.Equal(2, json.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith("{\"id\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_HasTheCallMadeAgain()
    {
        var gateway = new StandInGateway();
        var call = Guid.NewGuid();

        var (code, output, errors) = await RunAsync(gateway, "replay", StandInCalls.Id.ToString(), call.ToString());

        Assert.True(code == 0, errors);
        Assert.Equal($"POST {Path}/{StandInCalls.Id}/deliveries/{call}/replay", Assert.Single(gateway.Calls.Written).Request);
        Assert.Contains("is waiting", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remove_OfTheVersionThatIsThere_AndOfNoneThatIsNot()
    {
        var gateway = new StandInGateway();

        var (code, output, errors) = await RunAsync(gateway, "remove", StandInCalls.Id.ToString());
        var (missing, _, said) = await RunAsync(new StandInGateway(), "remove", Guid.NewGuid().ToString());

        Assert.True(code == 0, errors);
        Assert.Contains("https://example.org/hook is called no more.", output, StringComparison.Ordinal);
        Assert.Equal(($"DELETE {Path}/{StandInCalls.Id}", "\"7\"", ""), Assert.Single(gateway.Calls.Written));
        Assert.Equal(2, missing);
        Assert.Contains("has no webhook", said, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(StandInGateway gateway, params string[] arguments)
    {
        await using var started = await gateway.StartAsync();
        return await CommandLine.RunAsync(started.Address, ["webhooks", .. arguments, "--council", "860"]);
    }
}
