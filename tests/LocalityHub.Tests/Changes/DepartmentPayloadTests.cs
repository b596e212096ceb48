using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Partnership.CaseData.Tests;

namespace Partnership.LocalityHub.Tests.Changes;

/// <summary>A supplier who already sends the Department's payload sends the same here.</summary>
public sealed partial class DepartmentPayloadTests(HubFixture hub) : IClassFixture<HubFixture>
{
    [Fact]
    public async Task Post_RecordWithEveryElementOfThePayload_IsTakenInAndItsRepeatChangesNothing()
    {
        var first = await PostAsync(DepartmentPayload.Of("DEPT1"));
        var again = await PostAsync(DepartmentPayload.Of("DEPT1"));

        Assert.Equal((1, 0, 0), Counts(first));
        Assert.Equal((0, 1, 0), Counts(again));
        using var client = hub.CaseSystem();
        var child = await client.GetFromJsonAsync<JsonElement>($"/api/v1/councils/860/children/{await hub.ChildIdAsync("DEPT1")}", TestContext.Current.CancellationToken);
        Assert.Equal("placed", child.GetProperty("stage").GetString());
        Assert.Equal("Invented", child.GetProperty("name").GetProperty("given").GetString());
        Assert.Equal(
            ["entered-care 2024-02-01", "should-be-placed 2024-09-03", "matched 2025-01-20", "placed 2025-03-03"],
            child.GetProperty("milestones").EnumerateArray().Where(milestone => milestone.GetProperty("kind").GetString() != "moved-in")
                .Select(milestone => $"{milestone.GetProperty("kind").GetString()} {milestone.GetProperty("date").GetString()}"));
    }

    /// <summary>An extra, on machines that have the published structure: nothing of it is missing from what the test above sends.</summary>
    [Fact]
    public async Task Payload_AsPublished_HasNoElementThatIsNotSentHere()
    {
        var published = await File.ReadAllTextAsync(SharedData.PathOf("dfe-csc-api", "payload_structure_v0.7.txt"), TestContext.Current.CancellationToken);
        var names = ElementName().Matches(published).Select(match => match.Groups[1].Value).ToHashSet();

        // The council stands in the address, and the records in a plain array.
        names.ExceptWith(["la_code", "Children"]);

        Assert.True(names.Count > 50, $"Only {names.Count} elements are published.");
        Assert.Equal(names.Order(StringComparer.Ordinal), DepartmentPayload.NamesIn(DepartmentPayload.Of("DEPT2")));
    }

    /// <summary>An extra, on machines that have the published test record.</summary>
    [Fact]
    public async Task Post_PublishedTestRecord_IsTakenIn()
    {
        var answer = await PostAsync(await File.ReadAllTextAsync(SharedData.PathOf("dfe-csc-api", "minimal_test_record.json"), TestContext.Current.CancellationToken));

        Assert.Equal((1, 0, 0), Counts(answer));
    }

    private async Task<JsonElement> PostAsync(string records)
    {
        using var client = hub.CaseSystem();
        using var response = await client.PostAsync("/api/v1/councils/860/changes", new StringContent(records, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private static (int Applied, int Unchanged, int Refused) Counts(JsonElement answer) =>
        (answer.GetProperty("applied").GetInt32(), answer.GetProperty("unchanged").GetInt32(), answer.GetProperty("refused").GetInt32());

    [GeneratedRegex("\"(\\w+)\":")]
    private static partial Regex ElementName();
}
