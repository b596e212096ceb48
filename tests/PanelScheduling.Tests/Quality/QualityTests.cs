using Partnership.Contracts.PanelScheduling;
using Partnership.PanelScheduling.Quality;

namespace Partnership.PanelScheduling.Tests.Quality;

public sealed class QualityTests(PanelHost host) : PanelTest(host)
{
    [Fact]
    public async Task Reports_AreComputedFromWhatWasEntered()
    {
        var world = await World.MakeAsync(Host);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval, readyOn: "2025-06-10");
        var item = await world.RecommendedAsync(@case);
        var (maker, record) = await world.DecisionMakerAsync(@case);
        await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes", "some"), $"/cases/{@case.Id}");
        await world.As("member-1").SendAsync(HttpMethod.Post, $"/agenda-items/{item}/feedback", new { from = "member", quality = 4, timeliness = 2, conduct = 3 });
        await world.As("worker-1").SendAsync(HttpMethod.Post, $"/agenda-items/{item}/feedback", new { from = "member", quality = 3, timeliness = 2, conduct = 4 });

        var report = await world.Adviser.GetAsync($"/{world.PanelId}/reports/management?until=2025-07-31");

        Assert.Equal((1, 0, 0), (report["meetings"]!.GetValue<int>(), report["inquorate"]!.GetValue<int>(), report["againstPanel"]!.GetValue<int>()));
        Assert.Equal((1, 1, 35.0), (report["byKind"]![0]!["heard"]!.GetValue<int>(), report["byKind"]![0]!["yes"]!.GetValue<int>(), report["byKind"]![0]!["meanDaysWaited"]!.GetValue<double>()));
        Assert.Equal((1, 3.5), (report["feedback"]!["member"]!["items"]!.GetValue<int>(), report["feedback"]!["member"]!["quality"]!.GetValue<double>()));
        Assert.Equal(1.0, report["attendance"]!.GetValue<double>());
        Assert.Null((await world.Adviser.GetAsync($"/{world.PanelId}/reports/quality-feedback?until=2025-07-31"))["clocks"]);
    }

    [Fact]
    public async Task Issue_AReport_MakesTheNextDueInSixMonths()
    {
        var world = await World.MakeAsync(Host);

        var issued = await world.Adviser.SendAsync(HttpMethod.Post, $"/{world.PanelId}/reports/quality-feedback/issue", new { until = "2025-05-31" });

        Assert.Equal(("2025-06-16", "2025-12-16"), (Text(issued, "issuedOn"), Text(issued, "nextDue")));
        Assert.Equal("report.not-over", await world.Adviser.RefusedAsync(HttpMethod.Post, $"/{world.PanelId}/reports/quality-feedback/issue", new { until = "2025-06-17" }));
    }

    [Fact]
    public async Task Activity_CountsWhatMembersDidAndOwesThemByTheRateOfTheDay()
    {
        var world = await World.MakeAsync(Host);
        foreach (var (from, pounds) in new[] { ("2025-01-01", 100), ("2025-07-01", 120), ("2026-01-01", 500) })
        {
            await world.Adviser.SendAsync(HttpMethod.Post, $"/lists/{world.ListId}/fee-rates", new { role = "member", from, meetingPounds = pounds });
        }

        await world.Adviser.SendAsync(HttpMethod.Post, $"/lists/{world.ListId}/fee-rates", new { role = "chair", from = "2025-01-01", meetingPounds = 300 });
        await world.RecommendedAsync(await world.RaiseAsync(PanelCaseKind.AdopterApproval));

        var activity = await world.Adviser.GetAsync($"/lists/{world.ListId}/activity?from=2025-07-01&until=2025-12-31");
        var costs = await world.Adviser.GetAsync($"/{world.PanelId}/costs?from=2025-07-01&until=2025-12-31");

        // The chair, five members, and a vice chair for whom no rate is set.
        Assert.Equal(300 + (5 * 120), activity["pounds"]!.GetValue<int>());
        Assert.Equal(7, activity["members"]!.AsArray().Count(member => member!["items"]!.GetValue<int>() == 1));
        Assert.Equal((1900, 1900), (costs["pounds"]!.GetValue<int>(), costs["councils"]![0]!["pounds"]!.GetValue<int>()));
    }

    [Fact]
    public async Task ApprovalTerms_ShowEachCouncilsTerms()
    {
        var world = await World.MakeAsync(Host, 894);
        var @case = await world.RaiseAsync(PanelCaseKind.AdopterApproval);
        await world.RecommendedAsync(@case);
        var (maker, record) = await world.DecisionMakerAsync(@case);
        await maker.SendAsync(HttpMethod.Post, $"/cases/{@case.Id}/decisions", World.Decisions(@case, record, "yes"), $"/cases/{@case.Id}");

        var terms = (await world.Adviser.GetAsync("/approval-terms?from=2025-07-01&until=2025-12-31"))["councils"]![0]!;

        Assert.Equal("894", Text(terms, "council"));
        Assert.True(terms["numbers"]!["two"]!.GetValue<int>() >= 1);
        Assert.Equal(0, terms["numbers"]!["three-or-more"]!.GetValue<int>());
    }

    [Theory]
    [InlineData(100, "1,1,1", "34,33,33")]
    [InlineData(1000, "3,2,0", "600,400,0")]
    [InlineData(0, "1,1", "0,0")]
    [InlineData(50, "0,0", "0,0")]
    public void Shared_ByParts_LosesNoPound(int pounds, string parts, string expected)
    {
        var given = parts.Split(',').Select((part, index) => ((short)(860 + index), int.Parse(part, System.Globalization.CultureInfo.InvariantCulture))).ToDictionary();

        Assert.Equal(expected, string.Join(',', Activity.Shared(pounds, given).Select(share => share.Pounds)));
    }
}
