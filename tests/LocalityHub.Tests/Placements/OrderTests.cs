using System.Net;
using System.Text;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Placements;

/// <summary>An order ends the looking for a family for as long as it stands: not when it was entered in error, nor when it has not lasted.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class OrderTests(HubFixture hub)
{
    [Theory]
    [InlineData("special-guardianship-order")]
    [InlineData("child-arrangements-order")]
    public async Task Withdraw_OrderOfAnotherChild_LetsTheChildBeSearchedForAgain(string kind)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";
        var order = (await worker.ChangeAsync(HttpMethod.Post, path + "/orders", new { kind, on = "2025-06-13" }, path)).Good()["orders"][0].GetProperty("id").GetGuid();
        (await worker.ChangeAsync(HttpMethod.Post, path + "/search", null, path)).Refused(HttpStatusCode.Conflict, "search.placed");
        (await worker.ChangeAsync(HttpMethod.Post, $"{path}/orders/{Guid.NewGuid()}/withdraw", new { words = "x" }, path)).Refused(HttpStatusCode.NotFound, "order.not-found");

        var answer = (await worker.ChangeAsync(HttpMethod.Post, $"{path}/orders/{order}/withdraw", new { words = "It was another child's." }, path)).Good();

        Assert.Equal("It was another child's.", answer["orders"][0].GetProperty("withdrawn").GetString());
        Assert.Contains((await worker.GetAsync(path + "/duties")).Good()["duties"].EnumerateArray(), duty => duty.GetProperty("duty").GetString() == "waiting-review");
        var started = (await worker.ChangeAsync(HttpMethod.Post, path + "/search", null, path)).Good()["reference"].GetGuid();
        Assert.NotEqual(reference, started);
        (await worker.ChangeAsync(HttpMethod.Post, $"{path}/orders/{order}/withdraw", new { words = "x" }, path)).Refused(HttpStatusCode.Conflict, "order.withdrawn");
    }

    [Fact]
    public async Task Withdraw_AdoptionOrder_TakesTheMilestoneBackAndThePlacementGoesOn()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, _) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";
        (await worker.ChangeAsync(HttpMethod.Put, path + "/milestones/matched", new { date = "2025-05-20" }, path)).Good();
        (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "adoption", from = "2025-06-02" }, path)).Good();
        var ordered = (await worker.ChangeAsync(HttpMethod.Post, path + "/orders", new { kind = "adoption-order", on = "2025-06-13" }, path)).Good();
        Assert.Equal("order-made", ordered["placements"][0].GetProperty("endReason").GetString());

        var answer = (await worker.ChangeAsync(HttpMethod.Post, $"{path}/orders/{ordered["orders"][0].GetProperty("id").GetGuid()}/withdraw", new { words = "It is next week." }, path)).Good();

        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer["placements"][0].GetProperty("endedOn").ValueKind);
        var read = (await worker.GetAsync(path)).Good();
        Assert.Equal("placed", read["stage"].GetString());
        Assert.DoesNotContain(read["milestones"].EnumerateArray(), milestone => milestone.GetProperty("kind").GetString() == "adoption-order");
        (await worker.ChangeAsync(HttpMethod.Post, path + "/orders", new { kind = "adoption-order", on = "2025-06-16" }, path)).Good();
    }

    /// <summary>A guardianship that broke down: the child waits like any other, whether a new plan tells of it or that it came back into care.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Child_WhoWaitsAgainAfterAnOrder_IsOwedAllAndSearchedFor(bool byPlan)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, _) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";
        (await worker.ChangeAsync(HttpMethod.Post, path + "/orders", new { kind = "special-guardianship-order", on = "2025-06-02" }, path)).Good();
        if (byPlan)
        {
            (await worker.ChangeAsync(HttpMethod.Put, path + "/permanence", Plan("adoption", "2025-06-13"), path)).Good();
        }
        else
        {
            await ComesBackAsync(child, "U6");
        }

        Assert.Contains((await worker.GetAsync(path + "/duties")).Good()["duties"].EnumerateArray(), duty => duty.GetProperty("duty").GetString() == "waiting-review");
        Assert.Equal("searching", (await worker.ChangeAsync(HttpMethod.Post, path + "/search", null, path)).Good()["standing"].GetString());

        // A second guardianship may follow, and ends the search as the first did.
        (await worker.ChangeAsync(HttpMethod.Post, path + "/orders", new { kind = "special-guardianship-order", on = "2025-06-16" }, path)).Good();
        Assert.Equal("ended", (await worker.GetAsync(path + "/family-finding")).Good()["standing"].GetString());
    }

    /// <summary>Nor does an order hold for ever over what feed and returns tell later: here, that the child lives with long-term foster carers.</summary>
    [Fact]
    public async Task Told_AfterAnOrder_HoldsOverIt()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, _) = await PermanenceSamples.SearchedAsync(hub, "long-term-fostering");
        var path = $"/children/{child}";
        (await worker.ChangeAsync(HttpMethod.Post, path + "/orders", new { kind = "special-guardianship-order", on = "2025-06-02" }, path)).Good();

        await ComesBackAsync(child, "U4");

        (await worker.ChangeAsync(HttpMethod.Post, path + "/search", null, path)).Refused(HttpStatusCode.Conflict, "search.placed");
        (await worker.ChangeAsync(HttpMethod.Post, path + "/moves", new { on = "2025-06-12", to = "foster-carers", reason = "They could not go on." }, path)).Good();
        (await worker.ChangeAsync(HttpMethod.Post, path + "/search", null, path)).Good();
    }

    /// <summary>A plan that looks for nobody, agreed with the order, is no sign that it did not last.</summary>
    [Fact]
    public async Task Plan_OfGuardianshipAgreedAfterTheOrder_LeavesItStanding()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, _) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";
        (await worker.ChangeAsync(HttpMethod.Post, path + "/orders", new { kind = "special-guardianship-order", on = "2025-06-02" }, path)).Good();

        (await worker.ChangeAsync(HttpMethod.Put, path + "/permanence", Plan("special-guardianship", "2025-06-13"), path)).Good();

        Assert.DoesNotContain((await worker.GetAsync(path + "/duties")).Good()["duties"].EnumerateArray(), duty => duty.GetProperty("duty").GetString() == "waiting-review");
        (await worker.ChangeAsync(HttpMethod.Post, path + "/orders", new { kind = "special-guardianship-order", on = "2025-06-13" }, path)).Refused(HttpStatusCode.Conflict, "order.made");
    }

    private async Task ComesBackAsync(Guid child, string type)
    {
        using var client = hub.CaseSystem();
        using var content = new StringContent(
            $$"""
            [{ "la_child_id": "{{await hub.Database.ScalarAsync<string>($"select local_id from child where id = '{child}'")}}", "mis_child_id": "MIS", "social_care_episodes": [{ "social_care_episode_id": "E2",
               "child_looked_after_placements": [{ "child_looked_after_placement_id": "P9", "start_date": "2025-06-10", "start_reason": "S", "placement_type": "{{type}}" }] }] }]
            """,
            Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/api/v1/councils/860/changes", content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private static object Plan(string plan, string agreedOn) => new { plan, agreedOn, reason = "Agreed at a review.", owner = new { name = "Invented Worker", manager = "Invented Manager" } };
}
