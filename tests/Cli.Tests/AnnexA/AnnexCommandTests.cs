using Partnership.CaseData.Workbooks;
using Partnership.Cli.Tests.Stack;

namespace Partnership.Cli.Tests.AnnexA;

/// <summary>The verb on a workbook: read, mapped, and its children sent on.</summary>
public sealed class AnnexCommandTests : IDisposable
{
    private static readonly string[] Headings =
        ["Child Unique ID", "Gender", "Date the Child Entered Care", "Date of Decision that Child Should be Placed for Adoption", "Dt Placement Order made", "Date Decision Reversed"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("partnership-annexa-");

    private string File => Path.Combine(_folder.FullName, "annex.xlsx");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Annexa_HeadingsOfTheCouncilsOwn_AreSuggestedAndThenRead()
    {
        Write(["c1", "a) Male", "01/02/2024", "03/09/2024", "01/10/2024", null], ["c2", null, "soon", null, null, null]);

        var (suggested, map, _) = await RunAsync("--suggest");
        await System.IO.File.WriteAllTextAsync(Path.Combine(_folder.FullName, "map.json"), map, TestContext.Current.CancellationToken);
        var (plain, _, told) = await RunAsync();
        var (mapped, output, errors) = await RunAsync("--map", Path.Combine(_folder.FullName, "map.json"));

        Assert.Equal((0, 1, 1), (suggested, plain, mapped));
        Assert.Contains("\"column\": \"placement-order\"", map, StringComparison.Ordinal);
        Assert.Contains("'Dt Placement Order made'", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Dt Placement", errors, StringComparison.Ordinal);
        Assert.Contains("List 10, row 3, Date the Child Entered Care", errors, StringComparison.Ordinal);
        Assert.Equal("List 10: 1 children\n", output);
    }

    [Fact]
    public async Task Annexa_WithACouncil_SendsEachChildWithWhatTheWorkbookKnowsAndClearsTheRest()
    {
        await using var gateway = await new StandInGateway().StartAsync();
        Write(["c1", "a) Male", "01/02/2024", "03/09/2024", null, null], ["c2", null, "01/02/2024", "03/09/2024", null, null]);

        var (code, output, errors) = await CommandLine.RunAsync(gateway.Address, "annexa", File, "--council", "860");

        Assert.Equal(1, code);
        Assert.Contains("Sent 2 children: 1 changed, 0 as they were, 1 refused", output, StringComparison.Ordinal);
        Assert.Contains("Child C1: record.in-future", errors, StringComparison.Ordinal);
        Assert.Equal(
            """{"la_child_id":"C1","social_care_episodes":[{"social_care_episode_id":"annex-a","child_looked_after_placements":[{"child_looked_after_placement_id":"annex-a","start_date":"2024-02-01","start_reason":"S"}],"adoption":{"reversal_reason":null,"initial_decision_date":"2024-09-03","placement_order_date":null,"matched_date":null,"placed_date":null,"adoption_order_date":null,"reversed_date":null}}],"child_details":{"sex":"M"}}""",
            gateway.Records[0].GetRawText());
    }

    [Theory]
    [InlineData("{\"headings\":[{\"list\":10,\"text\":\"x\",\"column\":\"nothing\"}]}", "'nothing'")]
    [InlineData("{\"headings\":[{\"list\":9,\"text\":\"x\",\"column\":\"matched\"}]}", "list 9")]
    [InlineData("[", "no map")]
    public async Task Annexa_BrokenMap_IsRefused(string map, string said)
    {
        Write(["c1", null, "01/02/2024", "03/09/2024", null, null]);
        var path = Path.Combine(_folder.FullName, "map.json");
        await System.IO.File.WriteAllTextAsync(path, map, TestContext.Current.CancellationToken);

        var (code, _, errors) = await RunAsync("--map", path);

        Assert.Equal(2, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] options) => CommandLine.RunAsync("http://127.0.0.1:9", ["annexa", File, .. options]);

    private void Write(params object?[][] rows)
    {
        using var stream = System.IO.File.Create(File);
        using var workbook = new WorkbookWriter(stream);
        workbook.AddSheet("List 10", Headings, rows);
    }
}
