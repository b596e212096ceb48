using System.Net;
using System.Xml.Linq;
using Partnership.Contracts.PanelScheduling;

namespace Partnership.PanelScheduling.Tests.Scheduling;

public sealed class ScheduleTests(PanelHost host) : PanelTest(host)
{
    [Fact]
    public async Task Plan_PutsTheCaseWithALimitFirst_SaysWhy_AndBooksWhenApplied()
    {
        var world = await World.MakeAloneAsync(Host, 893);
        var (first, second) = (await world.MeetingAsync("2025-07-08", minutes: 60), await world.MeetingAsync("2025-07-29", minutes: 60));
        var waiting = await world.RaiseAsync(PanelCaseKind.AdopterApproval, readyOn: "2025-06-02");
        var limited = await world.RaiseAsync(PanelCaseKind.AdopterApproval, readyOn: "2025-06-09", stageTwoOn: "2025-04-01");

        var plan = await world.Adviser.SendAsync(HttpMethod.Post, "/schedules", new { from = "2025-06-17", until = "2025-12-31", panelIds = new[] { world.PanelId } });

        Assert.Equal((first, second), (MeetingOf(plan, limited), MeetingOf(plan, waiting)));
        Assert.True(plan["optimal"]!.GetValue<bool>());
        Assert.Equal(0, plan["figures"]!["breaches"]!.GetValue<int>());
        Assert.Equal(1, plan["firstCome"]!["breaches"]!.GetValue<int>());
        var earlier = plan["placements"]!.AsArray().Single(each => World.Id(each!, "caseId") == waiting.Id)!["earlier"]![0]!;
        Assert.Equal(("minutes", 60, limited.Id), (Text(earlier, "block"), earlier["minutesShort"]!.GetValue<int>(), Guid.Parse(earlier["before"]![0]!.GetValue<string>())));

        var id = Text(plan, "planId");
        var applied = await world.Adviser.SendAsync(HttpMethod.Post, $"/schedules/{id}/apply", version: $"/schedules/{id}");

        Assert.Equal(2, applied["booked"]!.AsArray().Count);
        Assert.Empty(applied["refused"]!.AsArray());
        Assert.Equal("booked", Text(await world.Adviser.GetAsync($"/cases/{limited.Id}"), "case", "state"));
        Assert.Equal("schedule.applied", await world.Adviser.RefusedAsync(HttpMethod.Post, $"/schedules/{id}/apply", version: $"/schedules/{id}"));
    }

    [Fact]
    public async Task Change_ASwap_ShowsItsEffectBeforeItIsSaved()
    {
        var world = await World.MakeAloneAsync(Host, 893);
        var (first, second) = (await world.MeetingAsync("2025-07-08", minutes: 60), await world.MeetingAsync("2025-07-29", minutes: 60));
        var waiting = await world.RaiseAsync(PanelCaseKind.AdopterApproval, readyOn: "2025-06-02");
        var limited = await world.RaiseAsync(PanelCaseKind.AdopterApproval, readyOn: "2025-06-09", stageTwoOn: "2025-04-01");
        var plan = await world.Adviser.SendAsync(HttpMethod.Post, "/schedules", new { from = "2025-06-17", until = "2025-12-31", panelIds = new[] { world.PanelId } });
        var path = $"/schedules/{Text(plan, "planId")}";
        object Swap(bool save) => new { moves = new[] { new { caseId = waiting.Id, meetingId = first }, new { caseId = limited.Id, meetingId = second } }, replan = false, save };

        var looked = await world.Adviser.SendAsync(HttpMethod.Post, path + "/changes", Swap(save: false), path);

        Assert.Equal((0, 1), (looked["before"]!["breaches"]!.GetValue<int>(), looked["after"]!["breaches"]!.GetValue<int>()));
        Assert.Empty(looked["breaks"]!.AsArray());
        Assert.Equal(limited.Id, World.Id((await world.Adviser.GetAsync(path))["placements"]!.AsArray().Single(each => World.Id(each!, "meetingId") == first)!, "caseId"));
        var saved = await world.Adviser.SendAsync(HttpMethod.Post, path + "/changes", Swap(save: true), path);
        Assert.True(saved["saved"]!.GetValue<bool>());
        Assert.All((await world.Adviser.GetAsync(path))["placements"]!.AsArray(), each => Assert.True(each!["pinned"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Change_TwoIntoOnePlace_IsNotSaved()
    {
        var world = await World.MakeAloneAsync(Host, 893);
        var first = await world.MeetingAsync("2025-07-08", minutes: 60);
        await world.MeetingAsync("2025-07-29", minutes: 60);
        var (one, other) = (await world.RaiseAsync(PanelCaseKind.AdopterApproval), await world.RaiseAsync(PanelCaseKind.AdopterApproval));
        var plan = await world.Adviser.SendAsync(HttpMethod.Post, "/schedules", new { from = "2025-06-17", until = "2025-12-31", panelIds = new[] { world.PanelId } });
        var path = $"/schedules/{Text(plan, "planId")}";

        var effect = await world.Adviser.SendAsync(
            HttpMethod.Post, path + "/changes", new { moves = new[] { new { caseId = one.Id, meetingId = first }, new { caseId = other.Id, meetingId = first } }, replan = false, save = true }, path);

        Assert.Equal("minutes", Text(effect["breaks"]![0]!, "block"));
        Assert.False(effect["saved"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Plan_KeepsToAbsencesPapersQuorumAndWaits()
    {
        var world = await World.MakeAloneAsync(Host, 893);
        var days = new[] { "2025-06-20", "2025-07-01", "2025-07-08", "2025-07-15", "2025-07-22" };
        var meetings = new List<Guid>();
        foreach (var day in days)
        {
            meetings.Add(await world.MeetingAsync(day));
        }

        // At the third meeting two people are drawn: no quorum. The report was sent on 16 June. The presenters are away on 15 July.
        await world.DrawAsync(meetings[2], (world.Members[0], "chair"), (world.Members[6], "member"));
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval, reportSentOn: "2025-06-18");
        await world.Adviser.SendAsync(HttpMethod.Put, $"/cases/{@case.Id}/scheduling", new { minutes = 45, absences = new[] { new { from = "2025-07-14", until = "2025-07-18" } } }, $"/cases/{@case.Id}");

        var plan = await world.Adviser.SendAsync(HttpMethod.Post, "/schedules", new { from = "2025-06-17", until = "2025-12-31", panelIds = new[] { world.PanelId } });

        Assert.Equal(meetings[4], MeetingOf(plan, @case));
        Assert.Equal(["papers", "wait", "quorum", "presenter"], plan["placements"]![0]!["earlier"]!.AsArray().Select(each => Text(each!, "block")));
    }

    [Fact]
    public async Task Calendar_IsAPictureOfOnesOwnCouncilsMeetings()
    {
        var world = await World.MakeAloneAsync(Host, 893);
        await world.BookAsync(await world.DrawnMeetingAsync("2025-07-15"), await world.RaiseAsync(PanelCaseKind.AdopterApproval));

        using var response = await world.Adviser.Http.GetAsync("/api/v1/panels/calendar.svg?from=2025-07-01&until=2025-12-31");

        Assert.Equal((HttpStatusCode.OK, "image/svg+xml"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains(XDocument.Parse(await response.Content.ReadAsStringAsync()).Descendants(), node => node.Value == $"panel-{world.Name} 2025-07-15: 1 items, 60 of 300 minutes");
    }

    private static Guid MeetingOf(System.Text.Json.Nodes.JsonNode plan, RaisedCase @case) =>
        World.Id(plan["placements"]!.AsArray().Single(each => World.Id(each!, "caseId") == @case.Id)!, "meetingId");
}
