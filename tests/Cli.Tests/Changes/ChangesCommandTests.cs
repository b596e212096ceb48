using Partnership.Cli.Tests.Stack;

namespace Partnership.Cli.Tests.Changes;

/// <summary>The verb that a nightly job asks for the way back with.</summary>
public sealed class ChangesCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("partnership-changes-");

    private string Place => Path.Combine(_folder.FullName, "place");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Changes_OfEveryPage_AreListedAndWhereToGoOnIsSaid()
    {
        var gateway = new StandInGateway();

        var (code, output, errors) = await RunAsync(gateway);

        Assert.True(code == 0, errors);
        Assert.Equal(["", "one+"], gateway.ChangesAsked);
        Assert.All((string[])["OWN7", "should-be-placed 2025-06-02", "OWN8", "gone"], text => Assert.Contains(text, output, StringComparison.Ordinal));
        Assert.Contains("--after two", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_AfterAPlace_AreThoseSinceThenOneToALine()
    {
        var gateway = new StandInGateway();

        var (code, output, errors) = await RunAsync(gateway, "--after", "one+", "--json");

        Assert.True(code == 0, errors);
        Assert.Equal("one+", Assert.Single(gateway.ChangesAsked));
        var line = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("\"localId\":\"OWN8\"", line, StringComparison.Ordinal);
        Assert.Contains("\"gone\":true", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_WithAFile_GoOnEachTimeWhereTheLastEnded()
    {
        var (first, second) = (new StandInGateway(), new StandInGateway());

        var (code, _, errors) = await RunAsync(first, "--after-file", Place);
        var kept = await File.ReadAllTextAsync(Place, TestContext.Current.CancellationToken);
        var (_, output, _) = await RunAsync(second, "--after-file", Place);

        Assert.True(code == 0, errors);
        Assert.Equal("two\n", kept);
        Assert.Equal("two", Assert.Single(second.ChangesAsked));
        Assert.Equal("Nothing has changed.\n", output);
        Assert.Equal("place", Assert.Single(_folder.GetFiles()).Name);
    }

    /// <summary>What was not printed to the end is asked for again.</summary>
    [Fact]
    public async Task Changes_ThatAreRefused_LeaveThePlaceAsItWas()
    {
        await File.WriteAllTextAsync(Place, "elsewhere\n", TestContext.Current.CancellationToken);

        var (code, _, errors) = await RunAsync(new StandInGateway(), "--after-file", Place);

        Assert.Equal(2, code);
        Assert.Contains("page.cursor", errors, StringComparison.Ordinal);
        Assert.Equal("elsewhere\n", await File.ReadAllTextAsync(Place, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Changes_WithAPlaceOfTwoKinds_AreRefused()
    {
        var (code, _, errors) = await RunAsync(new StandInGateway(), "--after", "two", "--after-file", Place);

        Assert.Equal(2, code);
        Assert.Contains("either --after or --after-file", errors, StringComparison.Ordinal);
    }

    /// <summary>However many records a file holds, the hub is sent as many as it takes at a time; what is wrong with one is told by its place in the file.</summary>
    [Fact]
    public async Task Send_FileOfTheFeed_GoesInBatchesAndSaysWhatWasRefused()
    {
        await File.WriteAllTextAsync(Place, $"[{string.Join(',', Enumerable.Range(1, 150).Select(i => $"{{\"la_child_id\":\"OWN{i}\",\"adoption\":{{\"matched_date\":null}}}}"))}]", TestContext.Current.CancellationToken);
        await using var gateway = await new StandInGateway().StartAsync();

        var (code, output, errors) = await CommandLine.RunAsync(gateway.Address, "changes", "send", Place, "--council", "860");

        Assert.True(code == 1, errors);
        Assert.Equal("Sent 150 records: 148 changed, 0 as they were, 2 refused\n", output);
        Assert.Equal(150, gateway.Records.Count);
        Assert.Equal("""{"la_child_id":"OWN150","adoption":{"matched_date":null}}""", gateway.Records[149].GetRawText());
        Assert.Contains("Record 1, child OWN1: record.in-future (adoption.matched_date)", errors, StringComparison.Ordinal);
        Assert.Contains("Record 101, child OWN101: record.in-future", errors, StringComparison.Ordinal);
    }

    /// <summary>A file that breaks off has been written by halves: not even its first batch is sent.</summary>
    [Theory]
    [InlineData("no JSON", "is no JSON array of records")]
    [InlineData("{\"la_child_id\":\"OWN1\"}", "is no JSON array of records")]
    [InlineData("[]", "holds no record")]
    [InlineData("[HUNDREDS", "is no JSON array of records")]
    [InlineData(null, "Could not find file")]
    public async Task Send_WhatIsNoFileOfTheFeed_SendsNothing(string? text, string said)
    {
        if (text is not null)
        {
            await File.WriteAllTextAsync(Place, text.Replace("HUNDREDS", string.Concat(Enumerable.Repeat("{},", 300)), StringComparison.Ordinal), TestContext.Current.CancellationToken);
        }

        await using var gateway = await new StandInGateway().StartAsync();

        var (code, _, errors) = await CommandLine.RunAsync(gateway.Address, "changes", "send", Place, "--council", "860");

        Assert.Equal(2, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.Empty(gateway.Records);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(StandInGateway gateway, params string[] arguments)
    {
        await using var started = await gateway.StartAsync();
        return await CommandLine.RunAsync(started.Address, ["changes", "--council", "860", .. arguments]);
    }
}
