using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Partnership.CaseData.Milestones;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Placements;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Placements;

/// <summary>What happens to a child, told by the daily feed or a return: whoever moved in is looked for no more, and a hand holds over both.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class ToldCareTests(HubFixture hub)
{
    [Theory]
    [InlineData("long-term-fostering", "U4", "2025-06-02")]
    [InlineData("long-term-fostering", "U1", "2025-05-12")]
    [InlineData("early-permanence", "U5", "2025-06-02")]
    [InlineData("adoption", "U2", "2025-06-02")]
    public async Task Feed_TellsThatTheChildMovedIn_EndsTheSearchAtOnce(string plan, string type, string from)
    {
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub, plan);

        await SendAsync(child, Placement("P9", from, type));

        await EndedAsync(child, reference, "placed");
    }

    /// <summary>The feed names no household: it is the one that was chosen, and the region hears so before the search ends.</summary>
    [Fact]
    public async Task Feed_TellsThatTheChildMovedIn_IsFollowedByTheLinkThatWasSelected()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub, "long-term-fostering");
        var (link, path) = await LinkSamples.PreferredAsync(hub, reference);
        (await worker.ChangeAsync(HttpMethod.Post, path + "/decision", LinkSamples.Selected, path)).Good();

        await SendAsync(child, Placement("P9", "2025-06-02", "U4"));
        Assert.Equal("PlacedBeforeMatch", await LinkSamples.DecidedAsync(hub, link));

        await hub.ApplyAsync(LinkSamples.Told(link, 6, reference, Guid.NewGuid(), LinkState.Selected));
        await EndedAsync(child, reference, "placed");
        await SendAsync(child, Placement("P9", "2025-06-02", "U4") + "," + Placement("P10", "2025-06-10", "U6"));
        Assert.Equal("MatchNotAgreed", await LinkSamples.DecidedAsync(hub, link));
    }

    /// <summary>Neither carers who had the child before the plan was agreed, nor another kind of home than the one that is looked for, end a search.</summary>
    [Theory]
    [InlineData("long-term-fostering", "U4", "2025-05-11")]
    [InlineData("long-term-fostering", "U6", "2025-06-02")]
    [InlineData("adoption", "U4", "2025-06-02")]
    [InlineData("adoption", "P1", "2025-06-02")]
    public async Task Feed_TellsOfAnotherHome_LeavesTheSearchOpen(string plan, string type, string from)
    {
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub, plan);

        await SendAsync(child, Placement("P9", from, type));

        Assert.Equal("Searching", (await PermanenceSamples.ToldAsync(hub, reference)).GetProperty("standing").GetString());
    }

    [Fact]
    public async Task Feed_TellsOfAnOrder_EndsTheSearchAtOnce()
    {
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);

        await SendAsync(child, """{ "child_looked_after_placement_id": "P9", "start_date": "2024-08-20", "placement_type": "U3", "end_date": "2025-06-10", "end_reason": "E45" }""");

        await EndedAsync(child, reference, "order-made");
        using var worker = hub.As(Roles.SocialWorker);
        var told = (await worker.GetAsync($"/children/{child}/placements")).Good()["told"];
        Assert.Equal(("feed", "special-guardianship-order"), (told[0].GetProperty("source").GetString(), told[0].GetProperty("order").GetString()));
        Assert.Equal("return", told[1].GetProperty("source").GetString());
    }

    [Fact]
    public async Task Return_TellsThatTheChildMovedIn_EndsTheSearchAndAMoveByHandOfThatDayHoldsOverIt()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub, "long-term-fostering");
        var path = $"/children/{child}";
        var local = await LocalAsync(child);
        await hub.ImportAsync(
            new ReturnFiles().Header(local, "03/02/2022").NoPreviousPermanence(local, "03/02/2022").Episode(local, "05/01/2024", "S", "C1", "U6", "20/08/2024", "X1")
                .Episode(local, "20/08/2024", "L", "E1", "U6", "02/06/2025", "X1", "PLAN").Episode(local, "02/06/2025", "P", "E1", "U4").Decision(local, "03/02/2022", "01/06/2024"));

        await EndedAsync(child, reference, "placed");
        (await worker.ChangeAsync(HttpMethod.Post, path + "/search", null, path)).Refused(HttpStatusCode.Conflict, "search.placed");

        (await worker.ChangeAsync(HttpMethod.Post, path + "/moves", new { on = "2025-06-02", to = "foster-carers", reason = "The return is wrong: they are short-term carers." }, path)).Good();
        Assert.Equal("searching", (await worker.ChangeAsync(HttpMethod.Post, path + "/search", null, path)).Good()["standing"].GetString());

        // A later day of the feed holds over the hand, and a stay entered since over neither.
        await SendAsync(child, Placement("P9", "2025-06-10", "U4"));
        (await worker.ChangeAsync(HttpMethod.Post, path + "/moves", new { on = "2025-06-12", to = "hospital", reason = "Tonsils." }, path)).Good();
        Assert.Equal("ended", (await worker.GetAsync(path + "/family-finding")).Good()["standing"].GetString());
    }

    [Theory]
    [InlineData("\"placed_date\": \"2025-06-02\", \"placement_ended_date\": \"2025-06-10\"", "2025-06-02", "A6")]
    [InlineData("\"placed_date\": \"2025-06-02\"", "2025-06-10", "U6")]
    public async Task Feed_TellsThatAnAdoptivePlacementEnded_BringsTheChildBackToWaiting(string ended, string from, string type)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        await SendAsync(child, Placement("P8", "2025-06-02", "A6"), "\"initial_decision_date\": \"2024-06-01\", \"matched_date\": \"2025-05-20\", \"placed_date\": \"2025-06-02\"");
        Assert.Equal("placed", (await worker.GetAsync($"/children/{child}")).Good()["stage"].GetString());
        Assert.Equal("Ended", (await PermanenceSamples.ToldAsync(hub, reference)).GetProperty("standing").GetString());
        var link = await LinkSamples.PlantMatchAsync(hub, child);

        await SendAsync(child, Placement("P9", from, type), ended);

        Assert.Equal("Disrupted", await LinkSamples.DecidedAsync(hub, link));

        var read = (await worker.GetAsync($"/children/{child}")).Good();
        Assert.Equal("placement-order-made", read["stage"].GetString());
        Assert.Contains(read["milestones"].EnumerateArray(), milestone =>
            (milestone.GetProperty("kind").GetString(), milestone.GetProperty("date").GetString(), milestone.GetProperty("source").GetString()) == ("placement-ended", "2025-06-10", "feed"));
        Assert.Equal("searching", (await worker.ChangeAsync(HttpMethod.Post, $"/children/{child}/search", null, $"/children/{child}")).Good()["standing"].GetString());
    }

    [Theory]
    [InlineData("2025-05-20", "Disrupted")]
    [InlineData("2025-06-05", null)]
    public async Task Return_TellsThatTheChildLivesElsewhereThanWithTheAdopters_TellsTheRegionOfTheirLink(string matchedOn, string? told)
    {
        var (child, _) = await PermanenceSamples.SearchedAsync(hub);
        var link = await LinkSamples.PlantMatchAsync(hub, child, matchedOn);
        using var worker = hub.As(Roles.SocialWorker);
        (await worker.ChangeAsync(HttpMethod.Post, $"/children/{child}/search/end", new { reason = "no-longer-needed", words = "Matched." }, $"/children/{child}")).Good();

        var local = await LocalAsync(child);
        await hub.ImportAsync(
            new ReturnFiles().Header(local, "03/02/2022").NoPreviousPermanence(local, "03/02/2022").Episode(local, "05/01/2024", "S", "C1", "U6", "20/08/2024", "X1")
                .Episode(local, "20/08/2024", "L", "E1", "U6", "02/06/2025", "X1", "PLAN").Episode(local, "02/06/2025", "P", "E1", "A6", "10/06/2025", "X1", "PLAN")
                .Episode(local, "10/06/2025", "P", "E1", "U6").Decision(local, "03/02/2022", "01/06/2024"));

        Assert.Equal(told, await LinkSamples.DecidedAsync(hub, link));
    }

    [Fact]
    public async Task Feed_TellsOfAPlanThatWasAgreedLater_ChangesItAndEndsTheSearch()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}/permanence";

        // Of the day on which a person has entered another: the person's holds.
        await SendAsync(child, plan: """{ "plan": "return-home", "agreed_date": "2025-05-12" }""");
        Assert.Equal("adoption", (await worker.GetAsync(path)).Good()["plan"].GetString());

        await SendAsync(child, plan: """{ "plan": "special-guardianship", "agreed_date": "2025-06-10" }""");
        var changed = (await worker.GetAsync(path)).Good();
        Assert.Equal(("special-guardianship", "2025-06-10", 2), (changed["plan"].GetString(), changed["agreedOn"].GetString(), changed["history"].GetArrayLength()));
        await EndedAsync(child, reference, "plan-changed");

        var refused = await SendAsync(child, plan: """{ "plan": "emigration", "agreed_date": "2025-06-11" }""");
        Assert.Equal(("record.plan", "special-guardianship"), (
            refused.GetProperty("results")[0].GetProperty("problem").GetProperty("code").GetString(), (await worker.GetAsync(path)).Good()["plan"].GetString()));
        Assert.Equal("record.in-future", (await SendAsync(child, plan: """{ "plan": "adoption", "agreed_date": "2025-06-17" }"""))
            .GetProperty("results")[0].GetProperty("problem").GetProperty("code").GetString());
    }

    /// <summary>A new legal status is a new episode in the same place; a short stay elsewhere is no move.</summary>
    [Fact]
    public void Latest_OfManyStays_IsTheLastPlaceFromItsFirstDay()
    {
        ToldStay[] stays =
        [
            new(Day("2024-01-05"), Day("2024-05-01"), "U6", "X1"), new(Day("2024-05-01"), Day("2024-08-20"), "U4", "X1"), new(Day("2024-08-20"), Day("2025-01-10"), "U4", "X1"),
            new(Day("2025-01-10"), Day("2025-01-12"), "T0", "X1"), new(Day("2025-01-12"), null, "U4", null),
        ];

        Assert.Equal(new ToldCare(MilestoneSource.Return, Day("2024-05-01"), null, PlacementKind.LongTermFostering, null), ToldCare.Latest(MilestoneSource.Return, stays));
        Assert.Equal(new ToldCare(MilestoneSource.Feed, Day("2025-02-01"), null, null, null), ToldCare.Latest(MilestoneSource.Feed, [.. stays, new(Day("2025-02-01"), null, "K2", null)]));
        Assert.Null(ToldCare.Latest(MilestoneSource.Feed, []));
    }

    [Fact]
    public void LeftAdopters_IsTheDayOnWhichTheChildLivesElsewhereOrLeavesCareWithoutAnOrder()
    {
        ToldStay[] stays = [new(Day("2024-01-05"), Day("2025-06-02"), "U6", "X1"), new(Day("2025-06-02"), Day("2025-06-08"), "A6", "X1"), new(Day("2025-06-08"), Day("2025-06-10"), "T0", "X1")];
        var matched = Day("2025-05-20");

        Assert.Null(ToldCare.LeftAdopters(stays, matched));
        Assert.Null(ToldCare.LeftAdopters([.. stays, new(Day("2025-06-10"), null, "A6", null)], matched));
        Assert.Equal(Day("2025-06-12"), ToldCare.LeftAdopters([.. stays, new(Day("2025-06-10"), Day("2025-06-12"), "A6", "X1"), new(Day("2025-06-12"), null, "U6", null)], matched));
        Assert.Null(ToldCare.LeftAdopters([.. stays, new(Day("2025-06-10"), null, "U6", null)], Day("2025-06-03")));
        Assert.Null(ToldCare.LeftAdopters([.. stays, new(Day("2025-06-10"), Day("2025-06-14"), "A6", "E12")], matched));
        Assert.Equal(Day("2025-06-14"), ToldCare.LeftAdopters([.. stays, new(Day("2025-06-10"), Day("2025-06-14"), "A6", "E4A")], matched));
    }

    private async Task EndedAsync(Guid child, Guid reference, string reason)
    {
        using var worker = hub.As(Roles.SocialWorker);
        Assert.Equal("Ended", (await PermanenceSamples.ToldAsync(hub, reference)).GetProperty("standing").GetString());
        Assert.False(await PermanenceSamples.PointsToAChildAsync(hub, reference));
        Assert.Equal(reason, (await worker.GetAsync($"/children/{child}/family-finding")).Good()["searches"][0].GetProperty("endReason").GetString());
    }

    private async Task<JsonElement> SendAsync(Guid child, string placement = "", string adoption = "", string plan = "{}")
    {
        using var client = hub.CaseSystem();
        using var content = new StringContent(
            $$"""
            [{ "la_child_id": "{{await LocalAsync(child)}}", "mis_child_id": "MIS", "social_care_episodes": [{ "social_care_episode_id": "E1",
               "child_looked_after_placements": [{{placement}}], "adoption": { {{adoption}} }, "permanence_plan": {{plan}} }] }]
            """,
            Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/api/v1/councils/860/changes", content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    private Task<string> LocalAsync(Guid child) => hub.Database.ScalarAsync<string>($"select local_id from child where id = '{child}'");

    private static string Placement(string id, string from, string type) =>
        $$"""{ "child_looked_after_placement_id": "{{id}}", "start_date": "{{from}}", "placement_type": "{{type}}" }""";

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
