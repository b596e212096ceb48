using System.Text.Json;
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
    public async Task Annexa_ValuesOfTheCouncilsOwn_AreSuggestedAndReadOnceSomebodyHasChosen()
    {
        await using var gateway = await new StandInGateway().StartAsync();
        Write(["c1", "Boy", "01/02/2024", "03/09/2024", null, null], ["c2", "Ms", "01/02/2024", "03/09/2024", null, null]);

        var (_, map, _) = await RunAsync("--suggest");
        var (open, chosen) = (Path.Combine(_folder.FullName, "open.json"), Path.Combine(_folder.FullName, "chosen.json"));
        await System.IO.File.WriteAllTextAsync(open, map, TestContext.Current.CancellationToken);
        await System.IO.File.WriteAllTextAsync(chosen, map.Replace("\"means\": \"\"", "\"means\": \"F\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var (refused, _, errors) = await RunAsync("--map", open);
        var (_, _, told) = await CommandLine.RunAsync(gateway.Address, "annexa", File, "--council", "860", "--map", chosen);

        using var suggested = JsonDocument.Parse(map);
        Assert.Equal(["gender Boy M 1", "gender Ms  1"], suggested.RootElement.GetProperty("values").EnumerateArray()
            .Select(value => $"{value.GetProperty("column")} {value.GetProperty("text")} {value.GetProperty("means")} {value.GetProperty("count")}"));
        Assert.Equal(2, refused);
        Assert.Contains("leaves open what 'Ms' of gender stands for", errors, StringComparison.Ordinal);
        Assert.True(gateway.Records.Count == 2, told);
        Assert.Equal(["M", "F"], gateway.Records.Select(record => record.GetProperty("child_details").GetProperty("sex").GetString()));
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
            """{"la_child_id":"C1","social_care_episodes":[{"social_care_episode_id":"annex-a","child_looked_after_placements":[{"child_looked_after_placement_id":"annex-a","start_date":"2024-02-01","start_reason":"S"},{"child_looked_after_placement_id":"annex-a-early-permanence","purge":true}],"adoption":{"reversal_reason":null,"initial_decision_date":"2024-09-03","placement_order_date":null,"matched_date":null,"placed_date":null,"adoption_order_date":null,"reversed_date":null}}],"child_details":{"sex":"M"}}""",
            gateway.Records[0].GetRawText());
    }

    [Fact]
    public async Task Annexa_WithACouncil_ReadsByTheMapThatTheCouncilKeeps()
    {
        await using var gateway = await new StandInGateway { Headings = [new { list = 10, text = "Dt Placement Order made", column = "placement-order" }] }.StartAsync();
        Write(["c1", null, "01/02/2024", "03/09/2024", "01/10/2024", null]);

        var (_, _, errors) = await CommandLine.RunAsync(gateway.Address, "annexa", File, "--council", "860");

        Assert.DoesNotContain("Dt Placement", errors, StringComparison.Ordinal);
        Assert.Equal("2024-10-01", gateway.Records[0].GetProperty("social_care_episodes")[0].GetProperty("adoption").GetProperty("placement_order_date").GetString());
    }

    /// <summary>What the two lists tell of one child beyond the days of the plan: early permanence, the order's day, and leaving care.</summary>
    [Fact]
    public async Task Annexa_ChildOfBothLists_IsSentWithWhatEitherKnows()
    {
        await using var gateway = await new StandInGateway().StartAsync();
        using (var stream = System.IO.File.Create(File))
        using (var workbook = new WorkbookWriter(stream))
        {
            workbook.AddSheet(
                "List 8",
                ["Child Unique ID", "Date Started to be Looked After", "Start date of current legal status", "Child's Legal Status", "Date Ceased to be Looked After", "Reason Ceased to be Looked After"],
                [["c1", "01/02/2024", "01/10/2024", "E1 Placement order", "03/03/2025", "E45: special guardianship"]]);
            workbook.AddSheet(
                "List 10",
                ["Child Unique ID", "Date the Child Entered Care", "Date of Decision that Child Should be Placed for Adoption", "Date the child was placed for fostering in FFA or concurrent planning placement"],
                [["c1", "01/02/2024", "03/09/2024", "01/05/2024"]]);
        }

        var (_, _, errors) = await CommandLine.RunAsync(gateway.Address, "annexa", File, "--council", "860");

        var episode = Assert.Single(gateway.Records).GetProperty("social_care_episodes")[0];
        Assert.True(episode.GetProperty("adoption").GetProperty("placement_order_date").GetString() == "2024-10-01", errors);
        Assert.Equal(
            """[{"child_looked_after_placement_id":"annex-a","start_date":"2024-02-01","start_reason":"S","end_date":"2025-03-03","end_reason":"E45"},{"child_looked_after_placement_id":"annex-a-early-permanence","start_date":"2024-05-01","placement_type":"U5"}]""",
            episode.GetProperty("child_looked_after_placements").GetRawText());
    }

    /// <summary>A list that says which it is, but not all that it needs, is no list to pass over: it is named, and its headings are suggested.</summary>
    [Fact]
    public async Task Annexa_ListWithoutARequiredHeading_IsRefusedByNameAndReadByTheMapThatWasMended()
    {
        using (var stream = System.IO.File.Create(File))
        using (var workbook = new WorkbookWriter(stream))
        {
            workbook.AddSheet("List 8", ["Child Unique ID", "Date Started to be Looked After"], [["c2", "01/02/2024"]]);
            workbook.AddSheet("List 10", ["Child Unique ID", "Came into care", "Date of Decision that Child Should be Placed for Adoption"], [["c1", "01/02/2024", "03/09/2024"]]);
        }

        var (refused, nothing, told) = await RunAsync();
        var (suggested, map, _) = await RunAsync("--suggest");
        var path = Path.Combine(_folder.FullName, "map.json");
        await System.IO.File.WriteAllTextAsync(
            path, map.Replace("\"column\": \"\"", "\"column\": \"entered-care\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var (mapped, output, errors) = await RunAsync("--map", path);

        Assert.Equal((2, 0), (refused, suggested));
        Assert.Empty(nothing);
        Assert.Contains("List 10 without 'Date the Child Entered Care'", told, StringComparison.Ordinal);
        Assert.Contains("--suggest", told, StringComparison.Ordinal);
        Assert.Contains("\"Came into care\"", map, StringComparison.Ordinal);
        Assert.True(mapped == 0, errors);
        Assert.Equal("List 8: 1 children\nList 10: 1 children\n", output);
    }

    /// <summary>Of whom a row was given back, the rest is not the whole: nothing is approved, closed or cleared by half of what the workbook says.</summary>
    [Fact]
    public async Task Annexa_RowGivenBack_HoldsTheOthersOfItsChildOrHouseholdBack()
    {
        await using var gateway = await new StandInGateway().StartAsync();
        using (var stream = System.IO.File.Create(File))
        using (var workbook = new WorkbookWriter(stream))
        {
            workbook.AddSheet(
                "List 8",
                ["Child Unique ID", "Date Started to be Looked After", "Start date of current legal status", "Child's Legal Status"],
                [["c1", "01/02/2024", "31/06/2024", "E1"], ["c2", "01/02/2024", "01/10/2024", "E1"]]);
            workbook.AddSheet("List 10", Headings, [["c1", "Male", "01/02/2024", "03/09/2024", null, null], ["c2", "Male", "01/02/2024", "03/09/2024", null, null]]);
            workbook.AddSheet(
                "List 11",
                ["Individual adopter identifier", "Family identifier", "Date enquiry received", "Date application approved", "Date of leaving adoption process"],
                [["a1", "f1", "01/08/2024", "04/03/2025", null], ["a2", "f1", "01/08/2024", "tbc", null], ["a3", "f3", "01/08/2024", "04/03/2025", null]]);
        }

        var (code, _, errors) = await CommandLine.RunAsync(gateway.Address, "annexa", File, "--council", "860");

        Assert.Equal(1, code);
        Assert.Equal(["C2"], gateway.Records.Select(record => record.GetProperty("la_child_id").GetString()));
        Assert.Equal(["F3"], gateway.Households.Select(household => household.GetProperty("reference").GetString()));
        Assert.Contains("Child C1: not sent", errors, StringComparison.Ordinal);
        Assert.Contains("Household F1: not sent", errors, StringComparison.Ordinal);
    }

    /// <summary>A household has come as far as all have who have not left; it has left when all have.</summary>
    [Fact]
    public async Task Annexa_WithACouncil_SendsTheAdoptersOfOneFamilyAsOneHousehold()
    {
        await using var gateway = await new StandInGateway().StartAsync();
        string[] headings =
        [
            "Individual adopter identifier", "Family identifier", "Is the (prospective) adopter fostering for adoption?", "Date enquiry received", "Date Stage 1 started", "Date Stage 2 started",
            "Date application approved", "Date of leaving adoption process",
        ];
        using (var stream = System.IO.File.Create(File))
        using (var workbook = new WorkbookWriter(stream))
        {
            workbook.AddSheet("List 11", headings,
            [
                ["a2", "f1", "No", "01/08/2024", "02/09/2024", "04/11/2024", "04/03/2025", "01/06/2025"],
                ["a1", "f1", "No", "01/08/2024", "02/09/2024", "05/11/2024", "04/03/2025", null],
                ["a3", null, "No", "01/08/2024", null, null, null, "01/09/2024"],
                ["a4", "f4", "No", "01/08/2024", "02/09/2024", "04/11/2024", "04/03/2025", null],
                ["a5", "f4", "No", "01/08/2024", "02/09/2024", "04/11/2024", null, null],
            ]);
        }

        var (code, output, errors) = await CommandLine.RunAsync(gateway.Address, "annexa", File, "--council", "860");

        Assert.True(code == 0, errors);
        Assert.Contains("List 11: 5 adopters in 3 households", output, StringComparison.Ordinal);
        Assert.Contains("Sent 3 households: 3 changed, 0 as they were, 0 refused", output, StringComparison.Ordinal);
        Assert.Empty(gateway.Records);
        Assert.Equal(
            """{"reference":"F1","sourceDocument":"Annex A list 11, row 2 of annex.xlsx","adopters":["A2","A1"],"interestAcceptedOn":"2024-09-02","stageOneDecidedOn":null,"stageTwoFrom":"2024-11-05","approvedOn":"2025-03-04","leftOn":null,"leftReason":null}""",
            gateway.Households[0].GetRawText());
        Assert.Equal(("A3", "2024-09-01", "withdrew"), (gateway.Households[1].GetProperty("reference").GetString(), gateway.Households[1].GetProperty("leftOn").GetString(), gateway.Households[1].GetProperty("leftReason").GetString()));
        Assert.Equal(("2024-11-04", JsonValueKind.Null), (gateway.Households[2].GetProperty("stageTwoFrom").GetString(), gateway.Households[2].GetProperty("approvedOn").ValueKind));
    }

    [Theory]
    [InlineData("{\"headings\":[{\"list\":10,\"text\":\"x\",\"column\":\"nothing\"}]}", "'nothing'")]
    [InlineData("{\"headings\":[{\"list\":9,\"text\":\"x\",\"column\":\"matched\"}]}", "list 9")]
    [InlineData("[", "no map")]
    [InlineData("{\"headings\":[{\"list\":10,\"text\":\"x\",\"column\":\"\"},null]}", "headings[1]")]
    [InlineData("{\"values\":[null]}", "values[0]")]
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
