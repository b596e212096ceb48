using System.Text;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Duties;

/// <summary>A placement that broke down is met about, however it was entered and whoever tells of it; what came away as planned is not.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class DisruptionTests(HubFixture hub)
{
    private const string Meeting = "disruption-meeting";

    [Theory]
    [InlineData("adoption", "adoption", "foster-carers", "2025-06-09")]
    [InlineData("adoption", "adoption", "parent", "2025-06-09")]
    [InlineData("early-permanence", "early-permanence", "foster-carers", "2025-06-09")]

    // The court found for the family, which early permanence leaves open; and long-term fostering is no placement for adoption.
    [InlineData("early-permanence", "early-permanence", "parent", null)]
    [InlineData("early-permanence", "early-permanence", "relatives-or-friends", null)]
    [InlineData("long-term-fostering", "long-term-fostering", "foster-carers", null)]

    // A stay ends nothing.
    [InlineData("adoption", "adoption", "hospital", null)]
    public async Task Move_FromAPlacement_IsMetAboutWhereItWasForAdoption(string plan, string kind, string to, string? from)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var path = await PlacedAsync(worker, plan, kind);

        (await worker.ChangeAsync(HttpMethod.Post, path + "/moves", new { on = "2025-06-09", to, reason = "Could not stay." }, path)).Good();

        Assert.Equal(from, await MeetingAsync(worker, path));
        if (from is not null)
        {
            (await worker.ChangeAsync(HttpMethod.Post, path + "/case-events", new { kind = "disruption-met", on = "2025-06-14", words = "Chaired from outside." }, path)).Good();
            Assert.Null(await MeetingAsync(worker, path));
        }
    }

    [Theory]
    [InlineData("disrupted", "2025-06-09")]
    [InlineData("planned", null)]
    [InlineData("in-error", null)]
    public async Task End_OfAPlacementForAdoption_IsMetAboutUnlessItWasPlannedOrNever(string reason, string? from)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var path = await PlacedAsync(worker, "adoption", "adoption");
        var placement = (await worker.GetAsync(path + "/placements")).Good()["placements"][0].GetProperty("id").GetGuid();

        (await worker.ChangeAsync(HttpMethod.Post, $"{path}/placements/{placement}/end", new { on = "2025-06-09", reason, words = "It did not go on." }, path)).Good();

        Assert.Equal(from, await MeetingAsync(worker, path));
    }

    [Fact]
    public async Task Order_ThatEndsAPlacement_IsNoDisruption()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var path = await PlacedAsync(worker, "adoption", "adoption");

        (await worker.ChangeAsync(HttpMethod.Post, path + "/orders", new { kind = "adoption-order", on = "2025-06-14" }, path)).Good();

        Assert.Null(await MeetingAsync(worker, path));
    }

    /// <summary>Nobody entered a placement here: the milestones alone tell that there was one, and that it ended.</summary>
    [Fact]
    public async Task Milestone_OfTheEnd_IsMetAboutUntilTheOrder()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, _) = await PermanenceSamples.SearchedAsync(hub);
        var path = $"/children/{child}";
        foreach (var (kind, date) in new[] { ("matched", "2025-05-20"), ("placed", "2025-06-02") })
        {
            (await worker.ChangeAsync(HttpMethod.Put, $"{path}/milestones/{kind}", new { date }, path)).Good();
        }

        Assert.Null(await MeetingAsync(worker, path));
        (await worker.ChangeAsync(HttpMethod.Put, path + "/milestones/placement-ended", new { date = "2025-06-10" }, path)).Good();
        Assert.Equal("2025-06-10", await MeetingAsync(worker, path));

        // Placed with others: what broke down before is to be met about all the same, until the order says that all is well.
        (await worker.ChangeAsync(HttpMethod.Put, path + "/milestones/placed", new { date = "2025-06-12" }, path)).Good();
        Assert.Equal("2025-06-10", await MeetingAsync(worker, path));
        (await worker.ChangeAsync(HttpMethod.Post, path + "/orders", new { kind = "adoption-order", on = "2025-06-16" }, path)).Good();
        Assert.Null(await MeetingAsync(worker, path));
    }

    [Theory]
    [InlineData("2025-05-20", "2025-06-02", "2025-06-10", "2025-06-10")]
    [InlineData("2025-01-20", "2025-02-02", "2025-03-03", null)]
    public async Task Feed_ThatTellsOfTheEnd_IsMetAboutWhenThePlanWasKeptHere(string matched, string placed, string left, string? from)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, _) = await PermanenceSamples.SearchedAsync(hub);
        var local = await LocalAsync(child);
        using var system = hub.CaseSystem();
        using var content = new StringContent(
            $$"""
            [{ "la_child_id": "{{local}}", "mis_child_id": "MIS", "social_care_episodes": [{ "social_care_episode_id": "E1", "child_looked_after_placements": [],
               "adoption": { "initial_decision_date": "2024-06-01", "matched_date": "{{matched}}", "placed_date": "{{placed}}", "placement_ended_date": "{{left}}" } }] }]
            """,
            Encoding.UTF8, "application/json");
        using var response = await system.PostAsync("/api/v1/councils/860/changes", content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());

        Assert.Equal(from, await MeetingAsync(worker, $"/children/{child}"));
    }

    /// <summary>Returns reach back for years: of what ended before a plan was kept here the hub does not know what was done.</summary>
    [Theory]
    [InlineData("02/06/2025", "10/06/2025", "2025-06-10")]
    [InlineData("02/02/2025", "03/03/2025", null)]
    public async Task Return_ThatTellsOfAnotherHome_IsMetAboutWhenThePlanWasKeptHere(string placed, string left, string? from)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, _) = await PermanenceSamples.SearchedAsync(hub);
        var local = await LocalAsync(child);

        await hub.ImportAsync(
            new ReturnFiles().Header(local, "03/02/2022").NoPreviousPermanence(local, "03/02/2022").Episode(local, "05/01/2024", "S", "C1", "U6", "20/08/2024", "X1")
                .Episode(local, "20/08/2024", "L", "E1", "U6", placed, "X1", "PLAN").Episode(local, placed, "P", "E1", "A6", left, "X1", "PLAN")
                .Episode(local, left, "P", "E1", "U6").Decision(local, "03/02/2022", "01/06/2024"));

        Assert.Equal(from, await MeetingAsync(worker, $"/children/{child}"));
    }

    /// <summary>Who has a plan, is matched where that is asked for, and lives there since 2 June.</summary>
    private async Task<string> PlacedAsync(HubClient worker, string plan, string kind)
    {
        var (child, _) = await PermanenceSamples.SearchedAsync(hub, plan);
        var path = $"/children/{child}";
        if (kind == "adoption")
        {
            (await worker.ChangeAsync(HttpMethod.Put, path + "/milestones/matched", new { date = "2025-05-20" }, path)).Good();
        }

        (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind, from = "2025-06-02", carersDuallyApproved = true }, path)).Good();
        Assert.Null(await MeetingAsync(worker, path));
        return path;
    }

    /// <summary>From which day a meeting is owed; null when none is.</summary>
    private static async Task<string?> MeetingAsync(HubClient worker, string path) => (await worker.GetAsync(path + "/duties")).Good()["duties"].EnumerateArray()
        .Where(duty => duty.GetProperty("duty").GetString() == Meeting).Select(duty => duty.GetProperty("startedOn").GetString()).SingleOrDefault();

    private Task<string> LocalAsync(Guid child) => hub.Database.ScalarAsync<string>($"select local_id from child where id = '{child}'");
}
