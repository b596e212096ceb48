using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Children;

public sealed class ChildrenTests(HubFixture hub) : IClassFixture<HubFixture>
{
    [Fact]
    public async Task Get_ManyChildren_PagesThroughEachOnce()
    {
        var files = new ReturnFiles();
        for (var i = 0; i < 25; i++)
        {
            files.Waiting($"PAGE{i}");
        }

        await hub.ImportAsync(files);
        using var client = hub.ClientOf(Roles.SocialWorker, 860);
        var seen = new List<string>();
        for (string? cursor = null, first = ""; first is not null; first = cursor)
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/api/v1/councils/860/children?limit=10&cursor={cursor}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("localId").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(25, seen.Count(id => id.StartsWith("PAGE", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Get_ByStageAndByHeld_ListsThoseAlone()
    {
        await hub.ImportAsync(new ReturnFiles().Waiting("STAGE1").Adopted("STAGE2").Waiting("STAGE3").Add("placed_adoption.csv", "STAGE3,03/02/2022,01/06/2024"));
        using var client = hub.ClientOf(Roles.SocialWorker, 860);

        var ordered = await LocalIdsAsync(client, "?stage=placement-order-made");
        var ended = await LocalIdsAsync(client, "?stage=ended");
        var held = await LocalIdsAsync(client, "?held=true");
        using var unknown = await client.GetAsync("/api/v1/councils/860/children?stage=lost");

        Assert.Contains("STAGE1", ordered);
        Assert.DoesNotContain("STAGE2", ordered);
        Assert.Contains("STAGE2", ended);
        Assert.Equal(["STAGE3"], held);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
    }

    [Fact]
    public async Task Get_Child_TellsWhereEachMilestoneComesFrom()
    {
        await hub.ImportAsync(new ReturnFiles().Adopted("TELL1"));
        using var client = hub.ClientOf(Roles.SocialWorker, 860);

        using var response = await client.GetAsync($"/api/v1/councils/860/children/{await hub.ChildIdAsync("TELL1")}");

        Assert.Equal("\"1\"", response.Headers.ETag!.Tag);
        var child = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            [
                ("entered-care", "2024-01-05", "Episodes", 1),
                ("should-be-placed", "2024-06-01", "PlacedAdoption", 1),
                ("placement-order", "2024-07-20", "Episodes", 2),
                ("matched", "2024-08-19", "AD1", 1),
                ("placed", "2024-09-30", "Episodes", 3),
                ("moved-in", "2024-09-30", "Episodes", 3),
                ("adoption-order", "2025-02-20", "Episodes", 3),
            ],
            child.GetProperty("milestones").EnumerateArray().Select(milestone => (
                milestone.GetProperty("kind").GetString()!,
                milestone.GetProperty("date").GetString()!,
                milestone.GetProperty("row").GetProperty("table").GetString()!,
                milestone.GetProperty("row").GetProperty("row").GetInt32())));
    }

    [Fact]
    public async Task Name_ThenSearch_FindsByLocalIdAndByParts()
    {
        await hub.ImportAsync(new ReturnFiles().Waiting("NAME1").Waiting("NAME2"));
        using var client = hub.ClientOf(Roles.SocialWorker, 860);
        await NameAsync(client, await hub.ChildIdAsync("NAME1"), "Orla May", "Underwillow-Finch");

        Assert.Equal(["NAME1"], await SearchAsync(client, new { localId = "name1" }));
        Assert.Equal(["NAME1"], await SearchAsync(client, new { nameParts = new[] { "under", "ORL" } }));
        Assert.Equal(["NAME1"], await SearchAsync(client, new { nameParts = new[] { "may" } }));
        Assert.Empty(await SearchAsync(client, new { nameParts = new[] { "%" } }));
        using var empty = await client.PostAsJsonAsync("/api/v1/councils/860/children/search", new { });
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
    }

    [Fact]
    public async Task Name_StaleVersion_IsRefused()
    {
        await hub.ImportAsync(new ReturnFiles().Waiting("NAME3"));
        using var client = hub.ClientOf(Roles.SocialWorker, 860);
        var child = await hub.ChildIdAsync("NAME3");
        await NameAsync(client, child, "Wren", "Tallowby");

        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/councils/860/children/{child}/name") { Content = JsonContent.Create(new { given = "Wren", family = "Other" }) };
        request.Headers.IfMatch.Add(new EntityTagHeaderValue("\"1\""));
        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.PreconditionFailed, response.StatusCode);
    }

    private static async Task NameAsync(HttpClient client, Guid child, string given, string family)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/councils/860/children/{child}/name") { Content = JsonContent.Create(new { given, family }) };
        request.Headers.IfMatch.Add(new EntityTagHeaderValue("\"1\""));
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<List<string>> SearchAsync(HttpClient client, object what)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/councils/860/children/search", what);
        response.EnsureSuccessStatusCode();
        return LocalIds(await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static async Task<List<string>> LocalIdsAsync(HttpClient client, string query) =>
        LocalIds(await client.GetFromJsonAsync<JsonElement>($"/api/v1/councils/860/children{query}{(query.Contains('?') ? "&" : "?")}limit=200"));

    private static List<string> LocalIds(JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("localId").GetString()!)];
}
