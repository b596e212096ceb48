using System.Net;
using System.Text.Json.Nodes;
using Partnership.Contracts.PanelScheduling;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.PanelScheduling.Tests.Audit;

/// <summary>What the panels' trail says of a council's cases is for that council's Caldicott guardian to read, and no more.</summary>
public sealed class CouncilTrailTests(PanelHost host) : PanelTest(host)
{
    [Fact]
    public async Task Entry_OfACase_IsToldToItsCouncilAlone()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        await world.Adviser.GetAsync($"/cases/{@case.Id}");

        var entries = await ListAsync(860, $"?operation=panel-case.read&about={@case.Id}");
        Assert.All(entries, entry => Assert.Equal($"adviser.{world.Name}", (string)entry["subject"]!));
        Assert.NotEmpty(entries);
        Assert.Empty(await ListAsync(861, $"?about={@case.Id}"));
    }

    /// <summary>What is made has no id in its address: it is named all the same.</summary>
    [Fact]
    public async Task Entries_OfWhatWasMade_NameItsCouncils()
    {
        var world = await World.MakeAsync(Host, 860, 861);
        foreach (var council in new[] { 860, 861 })
        {
            Assert.Equal("panel-list.create", (string)(await ListAsync(council, $"?about={world.ListId}"))[^1]["operation"]!);
            Assert.Equal("panel.create", (string)(await ListAsync(council, $"?about={world.PanelId}"))[^1]["operation"]!);
        }

        Assert.Empty(await ListAsync(893, $"?about={world.ListId}"));
    }

    /// <summary>A joint panel's meeting is both agencies' affair; each reads of its own cases.</summary>
    [Fact]
    public async Task Entry_OfAJointMeeting_NamesToEachCouncilItsOwnCases()
    {
        var world = await World.MakeAsync(Host, 860, 861);
        var (first, second) = (await world.RaiseAsync(PanelCaseKind.AdopterApproval, 860), await world.RaiseAsync(PanelCaseKind.AdopterApproval, 861));
        var meeting = await world.DrawnMeetingAsync("2025-07-15");
        await world.BookAsync(meeting, first);
        await world.BookAsync(meeting, second);
        await world.Adviser.GetAsync($"/meetings/{meeting}");

        foreach (var (council, own, other) in new[] { (860, first, second), (861, second, first) })
        {
            var ids = (await ListAsync(council, $"?operation=panel-meeting.read&about={meeting}"))[0]["ids"]!.AsArray().Select(id => (Guid)id!).ToList();
            Assert.Contains(own.Id, ids);
            Assert.DoesNotContain(other.Id, ids);
        }
    }

    /// <summary>Whoever tries to change another council's case finds nothing, as a reader does, and its guardian sees who it was.</summary>
    [Fact]
    public async Task Write_OfAStranger_IsToldToTheCasesGuardian()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval, stageTwoOn: "2025-04-01");
        var stranger = Host.As(Roles.PanelAdviser, $"stranger.{world.Name}", 861);

        Assert.Equal("case.not-found", await stranger.RefusedAsync(HttpMethod.Post, $"/cases/{@case.Id}/pauses", new { clock = "stage-two", reason = "applicant-request", from = "2025-06-16" }, $"/cases/{@case.Id}"));

        var entry = Assert.Single(await ListAsync(860, $"?operation=panel-case.pause&about={@case.Id}"));
        Assert.Equal(($"stranger.{world.Name}", "not-found"), ((string)entry["subject"]!, (string)entry["outcome"]!));
        Assert.Empty(await ListAsync(861, $"?about={@case.Id}"));
    }

    [Fact]
    public async Task List_WrongRoleOrCouncil_IsRefused()
    {
        foreach (var role in Roles.All.Where(role => role != Roles.CaldicottGuardian))
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await Host.As(role, null, 860).TryAsync(HttpMethod.Get, "/councils/860/audit")).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await Host.As(Roles.CaldicottGuardian, null, 861).TryAsync(HttpMethod.Get, "/councils/860/audit")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Host.As(Roles.CaldicottGuardian, null, 860).TryAsync(HttpMethod.Get, "/audit")).Status);
    }

    private async Task<List<JsonNode>> ListAsync(int council, string query) =>
        [.. (await Host.As(Roles.CaldicottGuardian, null, council).GetAsync($"/councils/{council}/audit{query}"))["items"]!.AsArray().Select(entry => entry!)];
}
