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
        var earlier = plan["placements"]![0]!["earlier"]!.AsArray();
        Assert.Equal(["papers", "wait", "quorum", "presenter"], earlier.Select(each => Text(each!, "block")));

        // What would move it: papers by 13 June, the adopters' time to comment, a quorum, and the presenters back.
        Assert.Equal(["2025-06-13", "2025-07-02", null, "2025-07-19"], earlier.Select(each => each!["day"]?.GetValue<string>()));
        Assert.Equal(["social-worker", "other-members"], Texts(earlier[2]!["missing"]!));
    }

    [Fact]
    public async Task Plan_ConflictsWithWhoeverMightTakeTheChair_LeaveItToSomebodyElse()
    {
        var world = await World.MakeAloneAsync(Host, 893);
        var meeting = await world.MeetingAsync("2025-07-15", minutes: 420);
        foreach (var member in new[] { 0, 1, 6, 7, 8, 9 })
        {
            var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
            await world.Adviser.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/conflicts", new { memberId = world.Members[member], kind = "relative" }, $"/cases/{@case.Id}");
        }

        var plan = await world.Adviser.SendAsync(HttpMethod.Post, "/schedules", new { from = "2025-06-17", until = "2025-12-31", panelIds = new[] { world.PanelId } });

        Assert.Equal(Enumerable.Repeat<Guid?>(meeting, 6), plan["placements"]!.AsArray().Select(each => each!["meetingId"]?.GetValue<Guid>()));
    }

    [Fact]
    public async Task Plan_AMeetingWhoseAgendaIsSettled_IsNamedAmongTheEarlierOnes()
    {
        var world = await World.MakeAloneAsync(Host, 893);
        var settled = await world.DrawnMeetingAsync("2025-07-01");
        await world.SettleAsync(settled);
        await world.MeetingAsync("2025-07-15");
        await world.RaiseAsync(PanelCaseKind.AdopterApproval);

        var plan = await world.Adviser.SendAsync(HttpMethod.Post, "/schedules", new { from = "2025-06-17", until = "2025-12-31", panelIds = new[] { world.PanelId } });

        var earlier = Assert.Single(plan["placements"]![0]!["earlier"]!.AsArray())!;
        Assert.Equal((settled, "settled"), (World.Id(earlier, "meeting"), Text(earlier, "block")));
    }

    // The presenters cannot come to the new meeting any more, and another case has no room where the first one stays.
    [Fact]
    public async Task Apply_AMoveThatIsNotPossibleAnyMore_LeavesTheCaseWhereItWas()
    {
        var world = await World.MakeAloneAsync(Host, 893);
        var (first, second) = (await world.MeetingAsync("2025-07-08", minutes: 60), await world.MeetingAsync("2025-07-29", minutes: 60));
        var booked = await world.RaiseAsync(PanelCaseKind.AdopterApproval, readyOn: "2025-06-02");
        var limited = await world.RaiseAsync(PanelCaseKind.AdopterApproval, readyOn: "2025-06-09", stageTwoOn: "2025-04-01");
        await world.BookAsync(first, booked);
        var plan = await world.Adviser.SendAsync(HttpMethod.Post, "/schedules", new { from = "2025-06-17", until = "2025-12-31", panelIds = new[] { world.PanelId }, includeBooked = true });
        Assert.Equal((first, second), (MeetingOf(plan, limited), MeetingOf(plan, booked)));
        await world.Adviser.SendAsync(
            HttpMethod.Put, $"/cases/{booked.Id}/scheduling", new { minutes = 60, absences = new[] { new { from = "2025-07-28", until = "2025-07-30" } } }, $"/cases/{booked.Id}");

        var id = Text(plan, "planId");
        var applied = await world.Adviser.SendAsync(HttpMethod.Post, $"/schedules/{id}/apply", version: $"/schedules/{id}");

        Assert.Empty(applied["booked"]!.AsArray());
        Assert.Equal(
            [(booked.Id, "agenda.presenters-away"), (limited.Id, "agenda.full")],
            applied["refused"]!.AsArray().Select(each => (World.Id(each!, "caseId"), Text(each!, "code"))).OrderByDescending(each => each.Item2));
        Assert.Equal(("booked", "ready"), (Text(await world.Adviser.GetAsync($"/cases/{booked.Id}"), "case", "state"), Text(await world.Adviser.GetAsync($"/cases/{limited.Id}"), "case", "state")));
        Assert.Equal([booked.Id], (await world.Adviser.GetAsync($"/meetings/{first}"))["agenda"]!.AsArray().Where(each => Text(each!, "state") == "booked").Select(each => World.Id(each!, "caseId")));
    }

    [Fact]
    public async Task Plan_AnAdvisoryCase_IsPlacedBeforeTheHearingOrNowhere()
    {
        var world = await World.MakeAloneAsync(Host, 893);
        await world.MeetingAsync("2025-07-15");
        var @case = await world.RaiseAsync(PanelCaseKind.SpecialGuardianship, children: 1, courtDate: "2025-07-15");

        var plan = await world.Adviser.SendAsync(HttpMethod.Post, "/schedules", new { from = "2025-06-17", until = "2025-12-31", panelIds = new[] { world.PanelId } });

        var placement = Assert.Single(plan["placements"]!.AsArray())!;
        Assert.Equal((@case.Id, null), (World.Id(placement, "caseId"), placement["meetingId"]?.GetValue<Guid>()));
        Assert.Equal(["court"], placement["earlier"]!.AsArray().Select(each => Text(each!, "block")));
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
