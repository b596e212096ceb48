using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Partnership.LocalityHub.Tests.Changes;

/// <summary>A child who went home and came back: the plan of the time before is the latest that there is.</summary>
public sealed class FeedHistoryTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Reversed = "\"initial_decision_date\": \"2021-02-01\", \"placement_order_date\": \"2021-04-01\", \"matched_date\": \"2021-06-01\", \"placed_date\": \"2021-08-02\", \"reversed_date\": \"2022-03-01\", \"reversal_reason\": \"RD1\"";
    private const string Standing = "\"initial_decision_date\": \"2021-02-01\"";

    [Fact]
    public async Task Post_PlanReversedBeforeTheChildCameBack_IsTakenInAndSoIsTheNextPlan()
    {
        await TakeInAsync(Record("BACK1", "E1", [("P1", "2020-03-02", "U6")], Reversed));
        await TakeInAsync(Record("BACK1", "E2", [("P2", "2024-02-01", "U6")], null));
        var back = await ChildAsync("BACK1");

        await TakeInAsync(Record("BACK1", "E2", [], "\"initial_decision_date\": \"2024-09-03\", \"matched_date\": \"2025-01-20\""));

        Assert.Equal("ended", back.GetProperty("stage").GetString());
        Assert.Equal(["should-be-placed 2021-02-01", "decision-reversed 2022-03-01", "entered-care 2024-02-01"], Milestones(back));
        Assert.Equal(["entered-care 2024-02-01", "should-be-placed 2024-09-03", "matched 2025-01-20"], Milestones(await ChildAsync("BACK1")));
    }

    /// <summary>As a workbook of Annex A tells it: the latest day of entering care alone, and all that the plan ever had.</summary>
    [Fact]
    public async Task Post_PlanReversedBeforeTheOnlyStartOfCareThatIsSent_IsTakenIn()
    {
        await TakeInAsync(Record("BACK2", "annex-a", [("annex-a", "2024-02-01", null)], Reversed));

        Assert.Equal(["should-be-placed 2021-02-01", "decision-reversed 2022-03-01", "entered-care 2024-02-01"], Milestones(await ChildAsync("BACK2")));
    }

    /// <summary>Rule 1003 of the return allows the same.</summary>
    [Fact]
    public async Task Post_PlanThatStillStandsSinceAnEarlierPeriodOfCare_IsTakenIn()
    {
        await TakeInAsync(Record("BACK3", "E1", [("P1", "2020-03-02", "U6"), ("P2", "2024-02-01", "U6")], Standing));

        Assert.Equal(["should-be-placed 2021-02-01", "entered-care 2024-02-01"], Milestones(await ChildAsync("BACK3")));
    }

    [Theory]
    [InlineData("a decision before care that still stands", "", Standing)]
    [InlineData("a plan that was reversed only after the child came", "", "\"initial_decision_date\": \"2021-02-01\", \"reversed_date\": \"2024-03-01\", \"reversal_reason\": \"RD1\"")]
    [InlineData("a match before its decision, of the period before", "2020-03-02", "\"initial_decision_date\": \"2021-02-01\", \"matched_date\": \"2021-01-04\", \"reversed_date\": \"2022-03-01\", \"reversal_reason\": \"RD1\"")]
    [InlineData("a decision before the first period of care", "2021-03-02", "\"initial_decision_date\": \"2021-02-01\", \"reversed_date\": \"2022-03-01\", \"reversal_reason\": \"RD1\"")]
    [InlineData("an adoption order and care again", "2020-03-02", "\"initial_decision_date\": \"2021-02-01\", \"adoption_order_date\": \"2022-03-01\"")]
    public async Task Post_DaysThatContradictEachOther_AreRefusedAsBefore(string what, string earlier, string adoption)
    {
        (string, string, string?)[] stays = earlier.Length == 0 ? [("P2", "2024-02-01", "U6")] : [("P1", earlier, "U6"), ("P2", "2024-02-01", "U6")];

        var answer = await PostAsync(Record("BACK4", "E1", stays, adoption));

        Assert.True(answer.GetProperty("refused").GetInt32() == 1, what);
        Assert.Equal("record.out-of-order", answer.GetProperty("results")[0].GetProperty("problem").GetProperty("code").GetString());
    }

    private static string Record(string child, string episode, (string Id, string From, string? Type)[] stays, string? adoption)
    {
        var placements = string.Join(", ", stays.Select(stay =>
            $$"""{ "child_looked_after_placement_id": "{{stay.Id}}", "start_date": "{{stay.From}}", "start_reason": "S", "placement_type": {{(stay.Type is null ? "null" : $"\"{stay.Type}\"")}} }"""));
        return $$"""
            [{
              "la_child_id": "{{child}}",
              "child_details": { "date_of_birth": "2019-02-03", "sex": "F" },
              "social_care_episodes": [{ "social_care_episode_id": "{{episode}}", "child_looked_after_placements": [{{placements}}], "adoption": {{(adoption is null ? "null" : $"{{ {adoption} }}")}} }]
            }]
            """;
    }

    private static string[] Milestones(JsonElement child) =>
        [.. child.GetProperty("milestones").EnumerateArray().Select(milestone => $"{milestone.GetProperty("kind").GetString()} {milestone.GetProperty("date").GetString()}")];

    private async Task TakeInAsync(string records)
    {
        var answer = await PostAsync(records);
        Assert.True(answer.GetProperty("applied").GetInt32() == 1, answer.GetRawText());
    }

    private async Task<JsonElement> PostAsync(string records)
    {
        using var client = hub.CaseSystem();
        using var content = new StringContent(records, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/api/v1/councils/860/changes", content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<JsonElement> ChildAsync(string localId)
    {
        using var client = hub.CaseSystem();
        return await client.GetFromJsonAsync<JsonElement>($"/api/v1/councils/860/children/{await hub.ChildIdAsync(localId)}");
    }
}
