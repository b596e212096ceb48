using System.Net;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.PanelScheduling.Tests.Lists;

public sealed class CentralListTests(PanelHost host) : PanelTest(host)
{
    [Fact]
    public async Task Get_AListWithItsPeople_LacksNothingThatTheLawAsks()
    {
        var world = await World.MakeAsync(Host);

        var list = await world.Adviser.GetAsync($"/lists/{world.ListId}");

        Assert.Equal(10, list["members"]!.GetValue<int>());
        Assert.Empty(list["missing"]!.AsArray());
    }

    [Fact]
    public async Task Get_AnEmptyList_LacksASocialWorkerAndAMedicalAdviser()
    {
        var adviser = Host.As(Roles.PanelAdviser, null, 860);
        var created = await adviser.SendAsync(HttpMethod.Post, "/lists", new { code = $"empty-{Guid.NewGuid():n}"[..20], strand = "adoption", councils = new[] { "860" } });

        Assert.Equal(["social-worker", "medical-adviser"], Texts(created["missing"]!));
    }

    [Fact]
    public async Task Get_AMember_SaysWhatFollowsFromTheFacts()
    {
        var world = await World.MakeAsync(Host);

        var staff = await world.Adviser.GetAsync($"/members/{world.Members[4]}");

        Assert.True(staff["socialWorkerOfThreeYears"]!.GetValue<bool>());
        Assert.False(staff["independence"]![0]!["independent"]!.GetValue<bool>());
        Assert.Equal(["employee"], Texts(staff["independence"]![0]!["because"]!));
    }

    [Fact]
    public async Task Notice_Given_TakesEffectAfterItsMonthAndOnlyOnce()
    {
        var world = await World.MakeAsync(Host);
        var path = $"/members/{world.Members[6]}";

        var given = await world.Adviser.SendAsync(HttpMethod.Post, path + "/notice", new { givenOn = "2025-06-16", by = "member" }, path);

        Assert.Equal("2025-07-17", Text(given, "leavesOn"));
        Assert.Equal("member.notice-given", await world.Adviser.RefusedAsync(HttpMethod.Post, path + "/notice", new { givenOn = "2025-06-16", by = "agency" }, path));
        var after = await world.MeetingAsync("2025-07-17");
        Assert.Equal("meeting.not-listed", await world.Adviser.RefusedAsync(
            HttpMethod.Put, $"/meetings/{after}/members", new { members = new[] { new { memberId = world.Members[6], role = "member" } } }, $"/meetings/{after}"));
    }

    [Fact]
    public async Task Facts_ATieWithoutItsCouncil_IsRefused()
    {
        var world = await World.MakeAsync(Host);
        var path = $"/members/{world.Members[6]}";

        Assert.Equal("member.fact-council", await world.Adviser.RefusedAsync(
            HttpMethod.Put, path + "/facts", new { facts = new[] { new { kind = "employee", council = (string?)null, from = "2024-01-01", until = (string?)null } } }, path));
    }

    [Fact]
    public async Task Member_SeesAndChangesWhatIsOfHimselfAlone()
    {
        var world = await World.MakeAsync(Host);
        var me = world.As("member-1");

        await me.SendAsync(HttpMethod.Put, $"/members/{world.Members[6]}/absences", new { absences = new[] { new { from = "2025-08-04", until = "2025-08-15" } } }, $"/members/{world.Members[6]}");

        Assert.Equal(HttpStatusCode.NotFound, (await me.TryAsync(HttpMethod.Get, $"/members/{world.Members[7]}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await me.TryAsync(HttpMethod.Get, $"/lists/{world.ListId}/members")).Status);
    }

    [Fact]
    public async Task Lists_OfAnotherCouncil_AreNotThere()
    {
        var world = await World.MakeAsync(Host, 861);
        var stranger = Host.As(Roles.PanelAdviser, "stranger", 893);

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.TryAsync(HttpMethod.Get, $"/lists/{world.ListId}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.TryAsync(HttpMethod.Get, $"/{world.PanelId}")).Status);
        Assert.DoesNotContain((await stranger.GetAsync("/lists?limit=200"))["items"]!.AsArray(), list => World.Id(list!, "id") == world.ListId);
        Assert.Equal("councils.not-yours", await stranger.RefusedAsync(HttpMethod.Post, "/lists", new { code = "not-mine", strand = "adoption", councils = new[] { "893", "861" } }));
    }

    [Fact]
    public async Task AJointPanel_IsSeenByEachOfItsAgencies()
    {
        var world = await World.MakeAsync(Host, 860, 861);

        var panel = await Host.As(Roles.PanelAdviser, "other", 861).GetAsync($"/{world.PanelId}");

        Assert.True(panel["joint"]!.GetValue<bool>());
        Assert.Equal(6, panel["quorum"]!.GetValue<int>());
        Assert.Contains("regulation 6", Text(panel, "source"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Panel_FromAListOfOtherAgencies_IsRefused()
    {
        var world = await World.MakeAsync(Host, 860);
        var both = Host.As(Roles.PanelAdviser, "both", 860, 861);

        Assert.Equal("panel.list-of-others", await both.RefusedAsync(
            HttpMethod.Post, "", new { code = "too-wide", listId = world.ListId, councils = new[] { "860", "861" }, settings = World.Settings() }));
    }
}
