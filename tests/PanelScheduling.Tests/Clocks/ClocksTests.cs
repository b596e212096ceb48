using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.PanelScheduling.Tests.Clocks;

public sealed class ClocksTests(PanelHost host) : PanelTest(host)
{
    [Fact]
    public async Task Get_Clocks_ListsWhatIsDuePausedAndOverdueOfOneCouncil()
    {
        var world = await World.MakeAloneAsync(Host, 894);
        var running = await world.RaiseAsync(PanelCaseKind.AdopterApproval, stageTwoOn: "2025-05-12");
        var overdue = await world.RaiseAsync(PanelCaseKind.AdopterApproval, stageTwoOn: "2025-02-10");
        var paused = await world.RaiseAsync(PanelCaseKind.AdopterApproval, stageTwoOn: "2025-05-01");
        await world.Adviser.SendAsync(HttpMethod.Post, $"/cases/{paused.Id}/pauses", new { clock = "stage-two", reason = "applicant-request", from = "2025-06-02" }, $"/cases/{paused.Id}");

        var all = (await world.Adviser.GetAsync("/clocks?limit=200"))["items"]!.AsArray();

        Assert.Equal([overdue.Id, running.Id, paused.Id], all.Select(clock => World.Id(clock!, "caseId")));
        Assert.Equal(["overdue", "running", "paused"], all.Select(clock => Text(clock!, "status")));
        Assert.Equal("applicant-request", Text(all[2]!, "paused"));
        Assert.Equal(-6, all[0]!["daysLeft"]!.GetValue<int>());
        Assert.Equal([paused.Id], (await world.Adviser.GetAsync("/clocks?status=paused"))["items"]!.AsArray().Select(clock => World.Id(clock!, "caseId")));
        Assert.Equal([overdue.Id], (await world.Adviser.GetAsync("/clocks?status=overdue"))["items"]!.AsArray().Select(clock => World.Id(clock!, "caseId")));
        Assert.Equal([overdue.Id, running.Id], (await world.Adviser.GetAsync("/clocks?dueBy=2025-09-12"))["items"]!.AsArray().Select(clock => World.Id(clock!, "caseId")));
        Assert.Empty((await Host.As(Roles.PanelAdviser, null, 999).GetAsync("/clocks"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Get_ClocksPageByPage_GivesEachOnce()
    {
        var world = await World.MakeAsync(Host, 893);
        var cases = new List<Guid>();
        for (var n = 0; n < 5; n++)
        {
            cases.Add((await world.RaiseAsync(PanelCaseKind.AdopterApproval, stageTwoOn: "2025-05-12", reportSentOn: "2025-06-02")).Id);
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await world.Adviser.GetAsync($"/clocks?limit=3{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page["items"]!.AsArray().Where(clock => cases.Contains(World.Id(clock!, "caseId"))).Select(clock => $"{Text(clock!, "caseId")} {Text(clock!, "clock")}"));
            cursor = page["next"]?.GetValue<string>();
        }
        while (cursor is not null);

        Assert.Equal(10, seen.Count);
        Assert.Equal(10, seen.Distinct().Count());
    }

    // Adoption Agencies Regulations 2005, regulation 30B(2): exceptional circumstances or the adopters' request, and nothing else.
    [Fact]
    public async Task Pause_ForAnotherReasonOrAnotherClock_IsRefused()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval, stageTwoOn: "2025-05-12");

        Assert.Equal("clock.pause-not-lawful", await PauseRefusedAsync("stage-two", "good-reason", "2025-06-02"));
        Assert.Equal("clock.pause-not-lawful", await PauseRefusedAsync("decision", "applicant-request", "2025-06-02"));
        Assert.Equal("clock.not-running", await PauseRefusedAsync("fast-track", "applicant-request", "2025-06-02"));
        Assert.Equal("clock.pause-day", await PauseRefusedAsync("stage-two", "applicant-request", "2025-06-17"));

        Task<string> PauseRefusedAsync(string clock, string reason, string from) =>
            world.Adviser.RefusedAsync(HttpMethod.Post, $"/cases/{@case.Id}/pauses", new { clock, reason, from }, $"/cases/{@case.Id}");
    }

    [Fact]
    public async Task Resume_MovesTheLastDayOnByThePause()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval, stageTwoOn: "2025-05-12");
        var paused = await world.Adviser.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/pauses", new { clock = "stage-two", reason = "exceptional-circumstances", from = "2025-06-02" }, $"/cases/{@case.Id}");

        var resumed = await world.Adviser.SendAsync(
            HttpMethod.Post, $"/cases/{@case.Id}/pauses/{Text(paused["pauses"]![0]!, "id")}/end", new { until = "2025-06-12" }, $"/cases/{@case.Id}");

        Assert.Equal("2025-09-22", Text(resumed["clocks"]![0]!, "due"));
    }

    [Fact]
    public async Task Worklist_HasWhatWaitsForEachRole()
    {
        var world = await World.MakeAloneAsync(Host, 861);
        var ready = await world.RaiseAsync(PanelCaseKind.AdopterApproval, stageTwoOn: "2025-05-12");
        var direct = await world.RaiseAsync(PanelCaseKind.ShouldBePlacedByOrder, children: 1);
        var (maker, _) = await world.DecisionMakerAsync(direct);
        var meeting = await world.DrawnMeetingAsync("2025-07-15");

        Assert.Contains(await WorkAsync(world.Adviser), work => work == ("book-case", ready.Id.ToString()));
        Assert.Contains(await WorkAsync(world.Adviser), work => work == ("settle-agenda", meeting.ToString()));
        Assert.Equal([("decide", direct.Id.ToString())], await WorkAsync(maker));
        Assert.Equal([("answer-invitation", meeting.ToString())], await WorkAsync(world.As("member-1")));
    }

    // Adoption Agencies Regulations 2005, regulation 30B(2): four months, but for delay that the applicants ask for and exceptional circumstances.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Clock_OfAnAssessmentThatStandsStillInItsHub_IsPausedWithItsReasonAndGoesOnWithIt(bool fastTrack)
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval, stageTwoOn: "2025-05-12");
        await Host.SendAsync(@case.Message with { Version = 2, FastTrack = fastTrack });
        var told = new AssessmentPaused(Guid.NewGuid(), @case.Council, 1, 1, @case.Id, StageTwoPause.ApplicantRequest, new CaseDay(new DateOnly(2025, 6, 2)), null);

        await Host.SendAsync(told);
        await Eventually.AssertAsync(async () => Assert.Equal(("paused", "applicant-request", null), await StageTwoAsync()));
        Assert.Contains((await world.Adviser.GetAsync("/clocks?status=paused&limit=200"))["items"]!.AsArray(), each => World.Id(each!, "caseId") == @case.Id);
        var pause = Assert.Single((await world.Adviser.GetAsync($"/cases/{@case.Id}"))["pauses"]!.AsArray())!;
        Assert.Equal("clock.pause-of-hub", await world.Adviser.RefusedAsync(
            HttpMethod.Post, $"/cases/{@case.Id}/pauses/{Text(pause, "id")}/end", new { until = "2025-06-16" }, $"/cases/{@case.Id}"));

        // Ended after a fortnight, in whatever order that comes: the last day, Friday 12 September, is a fortnight later.
        await Host.SendAsync(told with { Version = 3, Until = new CaseDay(new DateOnly(2025, 6, 16)) });
        await Host.SendAsync(told with { Version = 2, Reason = StageTwoPause.ExceptionalCircumstances });
        await Eventually.AssertAsync(async () => Assert.Equal(("running", null, "2025-09-26"), await StageTwoAsync()));

        // A hub that was restored from before it knows nothing of it.
        await Host.SendAsync(@case.Message with { Epoch = 2, Version = 1, FastTrack = fastTrack });
        await Eventually.AssertAsync(async () => Assert.Equal(("running", null, "2025-09-12"), await StageTwoAsync()));

        async Task<(string, string?, string?)> StageTwoAsync()
        {
            var clock = (await world.Adviser.GetAsync($"/cases/{@case.Id}"))["clocks"]!.AsArray().Single(each => Text(each!, "clock") is "stage-two" or "fast-track")!;
            Assert.Equal(fastTrack ? "fast-track" : "stage-two", Text(clock, "clock"));
            return (Text(clock, "status"), clock["paused"]?.GetValue<string>(), clock["due"]?.GetValue<string>());
        }
    }

    /// <summary>A match that was put off is booked once its household is chosen again; one that is booked comes off.</summary>
    [Fact]
    public async Task Worklist_OfMatchesWhoseHouseholdIsChosenNoLonger_AsksForNothingThatIsRefused()
    {
        var world = await World.MakeAloneAsync(Host, 861);
        var (ready, booked) = (await world.RaiseAsync(PanelCaseKind.Match, children: 1, household: new(861)), await world.RaiseAsync(PanelCaseKind.Match, children: 1, household: new(861)));
        await world.BookAsync(await world.DrawnMeetingAsync("2025-07-15"), booked);
        Assert.Equal([("book-case", $"{ready.Id}"), ("invite-adopters", $"{booked.Id}")], await OfCasesAsync());

        foreach (var @case in new[] { ready, booked })
        {
            await Host.SendAsync(@case.Message with { Version = 2, LinkStands = false });
        }

        await Eventually.AssertAsync(async () => Assert.Equal([("take-off-item", $"{booked.Id}")], await OfCasesAsync()));

        // The same where one of its gates has fallen, for as long as it has.
        foreach (var @case in new[] { ready, booked })
        {
            await Host.SendAsync(@case.Message with { Version = 3, GatesStand = false });
        }

        await Eventually.TrueAsync(() => Host.AskAsync(async db => (await db.Cases.FindAsync(ready.Id))!.HubVersion == 3 && (await db.Cases.FindAsync(booked.Id))!.HubVersion == 3), "the cases to be stated again");
        Assert.Equal(["take-off-item"], (await OfCasesAsync()).Where(work => work.Of == $"{booked.Id}").Select(work => work.Do).Except(["invite-adopters"]));
        Assert.DoesNotContain(await OfCasesAsync(), work => work.Do == "book-case");
        async Task<IEnumerable<(string Do, string Of)>> OfCasesAsync() => (await WorkAsync(world.Adviser)).Where(work => work.Of == $"{ready.Id}" || work.Of == $"{booked.Id}").OrderBy(work => work.Do, StringComparer.Ordinal);
    }

    private static async Task<List<(string Do, string Of)>> WorkAsync(PanelClient client) =>
        [.. (await client.GetAsync("/worklist"))["items"]!.AsArray().Select(work => (Text(work!, "do"), work!["caseId"]?.GetValue<string>() ?? work["meetingId"]!.GetValue<string>()))];
}
