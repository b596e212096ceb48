using System.Net;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.SiblingGroups;

[Collection(FamilyFindingCollection.Name)]
public sealed class SiblingGroupTests(HubFixture hub)
{
    [Fact]
    public async Task Decide_TogetherForTwo_TellsTheRegionOfBothUnderOneGroup()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (first, second) = (await PermanenceSamples.SearchedAsync(hub), await PermanenceSamples.SearchedAsync(hub));
        var (path, together) = await OpenAsync(worker);

        await DecideAsync(worker, path, first.Child, "together");
        Assert.Equal(("One", "Alone"), await ToldAsync(first.Reference));
        await DecideAsync(worker, path, second.Child, "together");

        Assert.Equal(("Two", "Together"), await ToldAsync(first.Reference));
        Assert.Equal(("Two", "Together"), await ToldAsync(second.Reference));
        Assert.Equal(together, (await PermanenceSamples.ToldAsync(hub, first.Reference)).GetProperty("togetherSearch").GetGuid());
        Assert.Equal("SiblingGroup", (await PermanenceSamples.ToldAsync(hub, second.Reference)).GetProperty("priority").GetString());

        await DecideAsync(worker, path, second.Child, "apart");
        Assert.Equal(("One", "Alone"), await ToldAsync(first.Reference));
        Assert.Equal(("One", "Alone"), await ToldAsync(second.Reference));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await PermanenceSamples.ToldAsync(hub, first.Reference)).GetProperty("togetherSearch").ValueKind);
    }

    [Fact]
    public async Task Put_OthersElsewhereAndADayThatHasPassed_AreCountedAndSearchedInParallel()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var child = await PermanenceSamples.SearchedAsync(hub);
        var elsewhere = Guid.NewGuid();
        var opened = (await worker.PostAsync("/sibling-groups", new { assessment = "Close.", assessedOn = "2025-05-01", togetherUntil = "2025-06-15", elsewhere = new[] { new { council = "861", children = 2 } }, togetherSearch = elsewhere })).Good();
        var path = $"/sibling-groups/{opened["id"].GetString()}";

        await DecideAsync(worker, path, child.Child, "together");
        Assert.Equal(elsewhere, opened["togetherSearch"].GetGuid());
        Assert.Equal(("ThreeOrMore", "Parallel"), await ToldAsync(child.Reference));

        (await worker.ChangeAsync(HttpMethod.Put, path, new { assessment = "Close.", assessedOn = "2025-05-01", togetherUntil = "2025-06-16", elsewhere = new[] { new { council = "861", children = 1 } } }, path)).Good();
        Assert.Equal(("Two", "Together"), await ToldAsync(child.Reference));
    }

    [Fact]
    public async Task Place_OneOfThree_LeavesTheOthersAsTwo()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var children = new[] { await PermanenceSamples.SearchedAsync(hub), await PermanenceSamples.SearchedAsync(hub), await PermanenceSamples.SearchedAsync(hub) };
        var (path, _) = await OpenAsync(worker);
        foreach (var child in children)
        {
            await DecideAsync(worker, path, child.Child, "together");
        }

        Assert.Equal(("ThreeOrMore", "Together"), await ToldAsync(children[0].Reference));

        var placed = $"/children/{children[2].Child}";
        (await worker.ChangeAsync(HttpMethod.Post, placed + "/placements", new { kind = "adoption", from = "2025-06-16" }, placed)).Good();

        Assert.Equal(("Two", "Together"), await ToldAsync(children[0].Reference));
        Assert.Equal(("Two", "Together"), await ToldAsync(children[1].Reference));
    }

    /// <summary>The region would wait for a group of three for ever: who is not to be placed any more is none of them, however that came about.</summary>
    [Fact]
    public async Task Group_CountsOnlyThoseWhoAreStillToBePlaced()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var children = new[] { await PermanenceSamples.SearchedAsync(hub), await PermanenceSamples.SearchedAsync(hub), await PermanenceSamples.SearchedAsync(hub) };
        var (path, _) = await OpenAsync(worker);
        foreach (var child in children)
        {
            await DecideAsync(worker, path, child.Child, "together");
        }

        var guarded = $"/children/{children[2].Child}";
        (await worker.ChangeAsync(HttpMethod.Post, guarded + "/orders", new { kind = "special-guardianship-order", on = "2025-06-13" }, guarded)).Good();
        Assert.Equal(("Two", "Together"), await ToldAsync(children[0].Reference));

        var home = $"/children/{children[1].Child}";
        (await worker.ChangeAsync(HttpMethod.Put, home + "/permanence", PermanenceSamples.Plan("return-home"), home)).Good();
        Assert.Equal(("One", "Alone"), await ToldAsync(children[0].Reference));
    }

    /// <summary>Whoever does not see one of the children sees no group, and what the region hears does not hang on who changes what.</summary>
    [Fact]
    public async Task Group_WithARestrictedChild_IsHiddenWhole_AndTheRegionHearsTheSame()
    {
        using var worker = hub.As(Roles.SocialWorker);
        using var finder = hub.As(Roles.FamilyFinder);
        var (seen, hidden) = (await PermanenceSamples.SearchedAsync(hub), await PermanenceSamples.SearchedAsync(hub));
        var (path, _) = await OpenAsync(worker);
        await DecideAsync(worker, path, seen.Child, "together");
        await DecideAsync(worker, path, hidden.Child, "together");
        (await finder.GetAsync(path)).Good();
        await hub.Database.ExecuteAsync($"insert into child_restriction (child_id, roles, reason, set_by, set_at) values ('{hidden.Child}', array['social-worker'], 'court-direction', 'planted', now())");

        Assert.Equal(HttpStatusCode.NotFound, (await finder.GetAsync(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await finder.SendAsync(HttpMethod.Put, path, new { assessment = "x", assessedOn = "2025-05-01" }, "\"3\"")).Status);
        var seenPath = $"/children/{seen.Child}";
        (await finder.ChangeAsync(HttpMethod.Put, seenPath + "/needs", new { needs = new[] { new { need = "neglect", level = "low" } } }, seenPath)).Good();

        Assert.Equal(("Two", "Together"), await ToldAsync(seen.Reference));
        Assert.Equal("alone", (await finder.GetAsync(seenPath + "/family-finding")).Good()["siblingSearch"].GetString());
        Assert.Equal("together", (await worker.GetAsync(seenPath + "/family-finding")).Good()["siblingSearch"].GetString());
    }

    [Fact]
    public async Task Decide_TogetherInTwoGroups_IsRefused_AndRemoveTakesTheChildOut()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var child = await PermanenceSamples.WaitingAsync(hub);
        var (first, second) = (await OpenAsync(worker), await OpenAsync(worker));
        await DecideAsync(worker, first.Path, child, "together");

        (await worker.ChangeAsync(HttpMethod.Put, $"{second.Path}/children/{child}", new { decision = "together", decidedOn = "2025-06-01", reason = "x" }, second.Path))
            .Refused(HttpStatusCode.Conflict, "sibling-group.in-another");
        var removed = (await worker.ChangeAsync(HttpMethod.Delete, $"{first.Path}/children/{child}", null, first.Path)).Good();

        Assert.Equal(0, removed["children"].GetArrayLength());
        await DecideAsync(worker, second.Path, child, "together");
    }

    private async Task<(string?, string?)> ToldAsync(Guid reference)
    {
        var told = await PermanenceSamples.ToldAsync(hub, reference);
        return (told.GetProperty("siblings").GetString(), told.GetProperty("siblingSearch").GetString());
    }

    private static async Task<(string Path, Guid Together)> OpenAsync(HubClient worker)
    {
        var opened = (await worker.PostAsync("/sibling-groups", new { assessment = "Close.", assessedOn = "2025-05-01", togetherUntil = "2025-12-01", contactPlan = "Monthly." })).Good();
        return ($"/sibling-groups/{opened["id"].GetString()}", opened["togetherSearch"].GetGuid());
    }

    private static async Task DecideAsync(HubClient worker, string path, Guid child, string decision) =>
        (await worker.ChangeAsync(HttpMethod.Put, $"{path}/children/{child}", new { decision, decidedOn = "2025-06-01", reason = "The assessment." }, path)).Good();
}
