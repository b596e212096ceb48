using System.Net;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.PanelScheduling.Meetings;

namespace Partnership.PanelScheduling.Tests.Meetings;

public sealed class MeetingTests(PanelHost host) : PanelTest(host)
{
    [Fact]
    public async Task Plan_AMeeting_SaysWhenPapersAreDue()
    {
        var world = await World.MakeAsync(Host);

        var meeting = await world.Adviser.SendAsync(HttpMethod.Post, $"/{world.PanelId}/meetings", new { date = "2025-07-15", startsAt = "09:30:00" });

        // Five working days before Tuesday 15 July.
        Assert.Equal("2025-07-08", Text(meeting, "papersDue"));
        Assert.Equal(300, meeting["minutes"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("2025-08-25", "meeting.not-a-working-day")]
    [InlineData("2025-07-13", "meeting.not-a-working-day")]
    [InlineData("2025-06-16", "meeting.in-past")]
    public async Task Plan_ADayThatCannotBe_IsRefused(string date, string code)
    {
        var world = await World.MakeAsync(Host);

        Assert.Equal(code, await world.Adviser.RefusedAsync(HttpMethod.Post, $"/{world.PanelId}/meetings", new { date, startsAt = "09:30:00" }));
    }

    [Fact]
    public async Task PlanSeries_LastMondayOfEachMonth_LeavesOutBankHolidays()
    {
        var world = await World.MakeAsync(Host);

        var series = await world.Adviser.SendAsync(
            HttpMethod.Post, $"/{world.PanelId}/series", new { from = "2025-07-01", until = "2025-12-31", weekday = "monday", weekOfMonth = 5, everyWeeks = (int?)null, startsAt = "09:30:00" });

        Assert.Equal(
            ["2025-07-28", "2025-09-29", "2025-10-27", "2025-11-24", "2025-12-29"], series["meetings"]!.AsArray().Select(meeting => meeting!["date"]!.GetValue<string>()));
        Assert.Equal(["2025-08-25"], Texts(series["skipped"]!));
    }

    [Fact]
    public void DaysOf_EveryTwoWeeks_AreTwoWeeksApart()
    {
        var (days, _) = PlanMeetings.DaysOf(new(new(2025, 7, 1), new(2025, 9, 30), DayOfWeek.Tuesday, 2, null, new(9, 30)), _ => true);

        Assert.Equal(new DateOnly(2025, 7, 1), days[0]);
        Assert.All(days.Zip(days.Skip(1)), pair => Assert.Equal(14, pair.Second.DayNumber - pair.First.DayNumber));
    }

    [Fact]
    public async Task Draw_AChairWhoIsNotIndependent_IsRefused()
    {
        var world = await World.MakeAsync(Host);
        var meeting = await world.MeetingAsync("2025-07-15");

        Assert.Equal("meeting.chair-not-independent", await world.Adviser.RefusedAsync(
            HttpMethod.Put, $"/meetings/{meeting}/members", new { members = new[] { new { memberId = world.Members[2], role = "chair" } } }, $"/meetings/{meeting}"));
    }

    [Fact]
    public async Task Draw_StaleVersion_Is412()
    {
        var world = await World.MakeAsync(Host);
        var (one, other) = (await world.MeetingAsync("2025-07-15"), await world.DrawnMeetingAsync("2025-07-16"));

        // The second meeting has been changed since it was made; the first has not.
        var (status, _) = await world.Adviser.TryAsync(HttpMethod.Put, $"/meetings/{other}/members", new { members = Array.Empty<object>() }, $"/meetings/{one}");

        Assert.Equal(HttpStatusCode.PreconditionFailed, status);
    }

    [Fact]
    public async Task Answer_ByAMember_IsForOneselfAndChangesTheQuorum()
    {
        var world = await World.MakeAsync(Host);
        var meeting = await world.DrawnMeetingAsync("2025-07-15", others: 1);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        await world.BookAsync(meeting, @case);

        await world.As("worker-1").SendAsync(HttpMethod.Put, $"/meetings/{meeting}/answer", new { answer = "cannot" }, $"/meetings/{meeting}");

        var read = await world.Adviser.GetAsync($"/meetings/{meeting}");
        Assert.False(read["agenda"]![0]!["quorate"]!.GetValue<bool>());
        Assert.Equal(["other-members"], Texts(read["agenda"]![0]!["missing"]!));
        Assert.Equal(HttpStatusCode.NotFound, (await world.As("member-4").TryAsync(HttpMethod.Put, $"/meetings/{meeting}/answer", new { answer = "comes" }, $"/meetings/{meeting}")).Status);
    }

    [Fact]
    public async Task Substitute_TakesThePlaceInTheSameRole()
    {
        var world = await World.MakeAsync(Host);
        var meeting = await world.DrawnMeetingAsync("2025-07-15");

        var changed = await world.Adviser.SendAsync(HttpMethod.Post, $"/meetings/{meeting}/substitutions", new { memberId = world.Members[1], by = world.Members[2] }, $"/meetings/{meeting}");

        var substitute = changed["members"]!.AsArray().Single(member => World.Id(member!, "memberId") == world.Members[2])!;
        Assert.Equal("vice-chair", Text(substitute, "role"));
        Assert.Equal(world.Members[1], World.Id(substitute, "replaces"));
    }

    [Fact]
    public async Task Substitute_AfterThePapersWereSent_GetsThemAndTheOtherLosesThem()
    {
        var (world, meeting, @case) = await SettledAsync();

        await world.Adviser.SendAsync(HttpMethod.Post, $"/meetings/{meeting}/substitutions", new { memberId = world.Members[6], by = world.Members[9] }, $"/meetings/{meeting}");

        var told = (await Host.TakeFromHubAsync<OpenPapers>(860)).Where(each => each.Case == @case.Id).ToDictionary(each => each.Reader);
        Assert.True(told[PersonReference.Of(world.SubjectOf("member-4"))].Open);
        Assert.False(told[PersonReference.Of(world.SubjectOf("member-1"))].Open);
        Assert.All(told.Values, each => Assert.Equal(3, each.ItemVersion));
    }

    [Fact]
    public async Task Draw_AfterThePapersWereSent_ClosesThemToWhoIsDrawnNoMore()
    {
        var (world, meeting, @case) = await SettledAsync();

        await world.DrawAsync(
            meeting, [(world.Members[0], "chair"), (world.Members[1], "vice-chair"), (world.Members[3], "member"), (world.Members[4], "member"), (world.Members[7], "member"), (world.Members[9], "member")]);

        var told = (await Host.TakeFromHubAsync<OpenPapers>(860)).Where(each => each.Case == @case.Id).ToList();
        Assert.Equal(
            new[] { "member-1", "member-3" }.Select(member => PersonReference.Of(world.SubjectOf(member)).Value).Order(), told.Where(each => !each.Open).Select(each => each.Reader.Value).Order());
        Assert.Contains(told, each => each.Open && each.Reader == PersonReference.Of(world.SubjectOf("member-4")));
    }

    [Fact]
    public async Task Settle_AfterTheDayForPapers_NeedsEachItemsReason()
    {
        var world = await World.MakeAsync(Host);
        var meeting = await world.DrawnMeetingAsync("2025-07-15");
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        await world.BookAsync(meeting, @case);
        GoTo("2025-07-09");

        Assert.Equal("meeting.papers-late", await world.Adviser.RefusedAsync(HttpMethod.Post, $"/meetings/{meeting}/settle", version: $"/meetings/{meeting}"));
    }

    [Fact]
    public async Task Settle_WithoutAQuorum_SaysWhatIsMissing()
    {
        var world = await World.MakeAsync(Host);
        var meeting = await world.MeetingAsync("2025-07-15");
        await world.BookAsync(meeting, await world.RaiseAsync(PanelCaseKind.AdopterApproval));
        await world.DrawAsync(meeting, (world.Members[0], "chair"), (world.Members[6], "member"));

        var (status, problem) = await world.Adviser.TryAsync(HttpMethod.Post, $"/meetings/{meeting}/settle", version: $"/meetings/{meeting}");

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal("panel.not-quorate", Text(problem!, "code"));
        Assert.Contains("a social worker of three years", Text(problem!, "detail"), StringComparison.Ordinal);
        Assert.Contains("regulation 6", Text(problem!, "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settle_OpensThePapersToEachMemberInEachHub()
    {
        var world = await World.MakeAsync(Host, 860, 861);
        var meeting = await world.DrawnMeetingAsync("2025-07-15", others: 3);
        var @case = await world.RaiseAsync(PanelCaseKind.Match, council: 860, children: 1, household: new(861));
        await world.BookAsync(meeting, @case);
        await Host.TakeFromHubAsync<OpenPapers>(860);
        await Host.TakeFromHubAsync<OpenPapers>(861);

        await world.SettleAsync(meeting);

        var (childs, households) = (await Host.TakeFromHubAsync<OpenPapers>(860), await Host.TakeFromHubAsync<OpenPapers>(861));
        Assert.Equal(7, childs.Count(each => each.Case == @case.Id && each.Open));
        Assert.Equal(childs.Select(each => each.Reader.Value).Order(), households.Select(each => each.Reader.Value).Order());
        Assert.All(childs, each => Assert.Equal(new DateOnly(2025, 7, 29), each.Until.Day));
    }

    [Fact]
    public async Task Cancel_MakesItsCasesReadyAgain()
    {
        var world = await World.MakeAsync(Host);
        var meeting = await world.DrawnMeetingAsync("2025-07-15");
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        await world.BookAsync(meeting, @case);

        await world.Adviser.SendAsync(HttpMethod.Post, $"/meetings/{meeting}/cancel", version: $"/meetings/{meeting}");

        Assert.Equal("ready", Text(await world.Adviser.GetAsync($"/cases/{@case.Id}"), "case", "state"));
        Assert.Equal("meeting.over", await world.Adviser.RefusedAsync(HttpMethod.Post, $"/meetings/{meeting}/cancel", version: $"/meetings/{meeting}"));
    }

    /// <summary>A settled meeting with one item; what its hub was told until then is taken.</summary>
    private async Task<(World World, Guid Meeting, RaisedCase Case)> SettledAsync()
    {
        var world = await World.MakeAsync(Host);
        var meeting = await world.DrawnMeetingAsync("2025-07-15");
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        await world.BookAsync(meeting, @case);
        await world.SettleAsync(meeting);
        await Host.TakeFromHubAsync<OpenPapers>(860);
        return (world, meeting, @case);
    }
}
