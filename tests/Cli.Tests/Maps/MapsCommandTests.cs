using System.Text.Json;
using Partnership.Cli.Tests.Stack;

namespace Partnership.Cli.Tests.Maps;

public sealed class MapsCommandTests : IDisposable
{
    private readonly FileInfo _file = new(Path.Combine(Path.GetTempPath(), $"partnership-map-{Guid.NewGuid():N}.json"));

    public void Dispose() => _file.Delete();

    /// <summary>What is printed can be confirmed as it stands, under the name of a person who has signed in and in place of the version that was there.</summary>
    [Fact]
    public async Task Confirm_WhatShowPrinted_IsTheSameMapUnderAPersonsName()
    {
        await using var gateway = await new StandInGateway { ReturnHeadings = [new { table = "Header", text = "Child ref.", column = "CHILD" }] }.StartAsync();
        var (shown, map, said) = await CommandLine.RunAsync(gateway.Address, "maps", "show", "--council", "860");
        await File.WriteAllTextAsync(_file.FullName, map, TestContext.Current.CancellationToken);

        var (confirmed, output, errors) = await CommandLine.RunAsync(gateway.Address, "maps", "confirm", _file.FullName, "--council", "860", "--user", "social.worker.860", "--replaces", "3");

        Assert.Contains("--replaces 3", said, StringComparison.Ordinal);
        Assert.True((shown, confirmed) == (0, 0), errors);
        Assert.Contains("confirmed by somebody", said, StringComparison.Ordinal);
        Assert.Equal("social.worker.860", Assert.Single(gateway.SignIns)["user"]);
        var (version, body) = Assert.Single(gateway.Confirmed);
        Assert.Equal("\"3\"", version);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(map).RootElement, JsonDocument.Parse(body).RootElement), body);
        Assert.Contains("1 headings and 0 values, confirmed by social.worker.860 on 2025-06-16. It takes the place of one of 1 headings and 0 values.", output, StringComparison.Ordinal);
    }

    /// <summary>How often a value was met is for whoever looks it over, not for the hub.</summary>
    [Fact]
    public async Task Confirm_WhatSuggestWrote_LeavesOutWhatIsNoneOfTheHubs()
    {
        await using var gateway = await new StandInGateway().StartAsync();
        await File.WriteAllTextAsync(_file.FullName, """{"headings":[],"values":[{"column":"SEX","text":"BOY","means":"M","count":12}]}""", TestContext.Current.CancellationToken);

        var (code, _, errors) = await CommandLine.RunAsync(gateway.Address, "maps", "confirm", _file.FullName, "--council", "860", "--user", "social.worker.860", "--replaces", "3");

        Assert.True(code == 0, errors);
        Assert.Equal("""{"headings":[],"values":[{"column":"SEX","text":"BOY","means":"M"}]}""", Assert.Single(gateway.Confirmed).Map);
    }

    [Theory]
    [InlineData("""{"headings":[],"values":[{"column":"SEX","text":"Lad","means":"","count":12,"alternatives":[]}]}""", "leaves open what 'Lad'")]
    [InlineData("""{"headings":[{"table":"Nowhere","text":"A","column":"CHILD"}]}""", "'Nowhere'")]
    [InlineData("""{"headings":[{"table":"Header","text":"A","column":"NONE"}]}""", "'NONE'")]
    [InlineData("""["no map"]""", "is no map")]
    public async Task Confirm_WhatIsNoMap_IsRefusedBeforeAnybodySignsIn(string text, string said)
    {
        await using var gateway = await new StandInGateway().StartAsync();
        await File.WriteAllTextAsync(_file.FullName, text, TestContext.Current.CancellationToken);

        var (code, _, errors) = await CommandLine.RunAsync(gateway.Address, "maps", "confirm", _file.FullName, "--council", "860", "--user", "social.worker.860");

        Assert.Equal(2, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.Empty(gateway.SignIns);
        Assert.Empty(gateway.Confirmed);
    }

    [Fact]
    public async Task Show_OfWorkbooks_IsTheirOwn()
    {
        await using var gateway = await new StandInGateway { Headings = [new { list = 10, text = "Dt Placement Order made", column = "placement-order" }] }.StartAsync();

        var (code, output, errors) = await CommandLine.RunAsync(gateway.Address, "maps", "show", "--council", "860", "--annex");

        Assert.True(code == 0, errors);
        Assert.Contains("placement-order", output, StringComparison.Ordinal);
        Assert.Contains("Nobody has confirmed a map yet.", errors, StringComparison.Ordinal);
    }
}
