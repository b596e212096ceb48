using System.Text.Json.Nodes;
using System.Xml.Linq;
using Partnership.AdoptionSupportFund.Tests.Ledger;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.AdoptionSupportFund.Tests.Worklists;

/// <summary>What somebody has to do, as days pass; and the picture of it. In a region of its own, whose clock moves.</summary>
public sealed class WorklistTests
{
    [Fact]
    public async Task Worklist_AsDaysPass_TellsEachTaskWithItsDay()
    {
        await using var own = await FundHost.AtAsync(FundHost.Today);
        using var worker = own.ClientOf(Roles.SupportFund, 860);
        var waiting = await own.FamilyAsync(860);
        var (_, package) = await MoneyTests.ApprovedAsync(own, 10);
        var broken = await own.BeginAsync(worker, await own.FamilyAsync(860), 10);
        await own.Database.ExecuteAsync($"update needs_assessment set assessed_on = date '2025-07-20' where id in ('{waiting.Assessment}', '{broken["assessmentId"]}')");
        await own.Database.ExecuteAsync($"update application set findings = '[{{\"code\":\"limit.fair-access\"}}]' where id = '{broken["id"]}'");

        Assert.Equal(
            [("DraftBroken", FundHost.Today, (Guid)broken["id"]!), ("ScoreBeforeMissing", FundHost.Today.AddDays(14), (Guid)package["id"]!), ("WindowClosing", new DateOnly(2025, 11, 20), waiting.Assessment), ("WindowClosing", new DateOnly(2025, 11, 20), (Guid)broken["assessmentId"]!)],
            (await TasksAsync(worker)).OrderBy(task => task.Task).ThenBy(task => task.About != waiting.Assessment));
        Assert.Empty(await TasksAsync(own.ClientOf(Roles.SupportFund, 861), 861));

        // The package ends on 3 March; three weeks before, it is told of; a week after, the spend waits to be confirmed.
        own.Clock.Advance(TimeSpan.FromDays(99));
        Assert.Contains(("PackageEnding", FundHost.Today.AddDays(120), (Guid)package["id"]!), await TasksAsync(worker));
        own.Clock.Advance(TimeSpan.FromDays(29));
        var late = await TasksAsync(worker);
        Assert.Contains(late, task => task.Task == "SpendUnconfirmed" && task.About == (Guid)package["id"]!);
        Assert.DoesNotContain(late, task => task.Task == "PackageEnding");

        var picture = await own.ClientOf(Roles.SupportFund, 860).GetStringAsync($"{FundHost.Of(860)}/picture?year=2026", TestContext.Current.CancellationToken);
        var svg = XDocument.Parse(picture).Root!;
        Assert.Equal("svg", svg.Name.LocalName);
        Assert.Contains("fund £0 of £750 spent", svg.Value, StringComparison.Ordinal);
        Assert.Contains("two thirds or more 1 children", svg.Value, StringComparison.Ordinal);
        Assert.DoesNotContain((string)package["id"]!, picture, StringComparison.OrdinalIgnoreCase);

        // One child of one council: the region's picture and figures hide it.
        var region = XDocument.Parse(await own.ClientOf(Roles.BoardMember).GetStringAsync("/api/v1/fund/picture?year=2026", TestContext.Current.CancellationToken));
        Assert.Contains("hidden: fewer than six children", region.Root!.Value, StringComparison.Ordinal);
        var figures = await FundHost.GetAsync(own.ClientOf(Roles.BoardMember), "/api/v1/fund/figures?year=2026");
        Assert.All(figures["councils"]!.AsArray().Where(row => (bool)row!["suppressed"]!), row => Assert.Null(row!["awardedPence"]));
        var whatIf = await FundHost.GetAsync(own.ClientOf(Roles.BoardMember), "/api/v1/fund/what-if?year=2026");
        Assert.True((bool)whatIf["suppressed"]!);
        Assert.Null(whatIf["asItWas"]);
        Assert.Equal(2, figures["councils"]!.AsArray().Count(row => (bool)row!["suppressed"]!));
    }

    [Fact]
    public async Task Worklist_OfReviewsDecisionsAndProviders_TellsEachWithItsDay()
    {
        await using var own = await FundHost.AtAsync(FundHost.Today);
        using var worker = own.ClientOf(Roles.SupportFund, 860);
        var reviewed = await own.FamilyAsync(860);
        await own.Database.ExecuteAsync($"update needs_assessment set review_due = date '2025-11-20' where id = '{reviewed.Assessment}'");
        var submitted = await own.BeginAsync(worker, await own.FamilyAsync(860), 4);
        await FundHost.ReadAsync(await FundHost.SubmitAsync(worker, 860, submitted));
        await own.Database.ExecuteAsync($"update application set decision_expected = date '2025-11-28' where id = '{submitted["id"]}'");
        await MoneyTests.ApprovedAsync(own, 4);
        var provider = await own.ProviderAsync();
        await own.Database.ExecuteAsync($"update provider_check set refresh_due = date '2025-12-01' where provider_id = '{provider}' and kind = 1");

        var tasks = await TasksAsync(worker);

        Assert.Equal(("ReviewDue", new DateOnly(2025, 11, 20), reviewed.Children[0]), Assert.Single(tasks, task => task.Task == "ReviewDue"));
        Assert.Equal(("DecisionAwaited", new DateOnly(2025, 11, 28), (Guid)submitted["id"]!), Assert.Single(tasks, task => task.Task == "DecisionAwaited"));
        Assert.Equal(("ProviderCheckDue", new DateOnly(2025, 12, 1), provider), Assert.Single(tasks, task => task.Task == "ProviderCheckDue"));

        // None of them before its four weeks.
        await own.Database.ExecuteAsync("update needs_assessment set review_due = date '2025-12-02'; update application set decision_expected = date '2025-12-02'; update provider_check set refresh_due = date '2025-12-02'");
        Assert.DoesNotContain(await TasksAsync(worker), task => task.Task is "ReviewDue" or "DecisionAwaited" or "ProviderCheckDue");
    }

    /// <summary>A score before therapy is asked for until it ends, then one after it, for twelve weeks.</summary>
    [Fact]
    public async Task Worklist_OfScoresThatAreMissing_AsksUntilTheyAreThere()
    {
        await using var own = await FundHost.AtAsync(FundHost.Today);
        using var worker = own.ClientOf(Roles.SupportFund, 860);
        var ((family, measured), (_, forgotten)) = (await MoneyTests.ApprovedAsync(own, 4), await MoneyTests.ApprovedAsync(own, 4));
        async Task ScoreAsync(string when) => await FundHost.SendAsync(worker, HttpMethod.Post, $"{FundHost.Of(860)}/applications/{measured["id"]}/outcomes", new
        {
            lineId = measured["lines"]![0]!["lineId"], childId = family.Children[0], tool = "goal-based-outcome", when, score = 3, measuredOn = FundHost.Today,
        });
        async Task<IEnumerable<string>> MissingAsync() => (await TasksAsync(worker)).Where(task => task.Task.StartsWith("Score", StringComparison.Ordinal))
            .Select(task => $"{(task.About == (Guid)measured["id"]! ? "measured" : task.About == (Guid)forgotten["id"]! ? "forgotten" : "another")} {task.Task} {task.DueOn:yyyy-MM-dd}").Order(StringComparer.Ordinal);

        Assert.Equal(["forgotten ScoreBeforeMissing 2025-11-17", "measured ScoreBeforeMissing 2025-11-17"], await MissingAsync());
        await ScoreAsync("before");
        Assert.Equal(["forgotten ScoreBeforeMissing 2025-11-17"], await MissingAsync());

        // Therapy ends on 3 March.
        own.Clock.Advance(TimeSpan.FromDays(121));
        Assert.Equal(["forgotten ScoreAfterMissing 2026-03-03", "measured ScoreAfterMissing 2026-03-03"], await MissingAsync());
        await ScoreAsync("after");
        Assert.Equal(["forgotten ScoreAfterMissing 2026-03-03"], await MissingAsync());
        own.Clock.Advance(TimeSpan.FromDays(84));
        Assert.Empty(await MissingAsync());
    }

    private static async Task<List<(string Task, DateOnly DueOn, Guid About)>> TasksAsync(HttpClient client, int council = 860) =>
    [
        .. (await FundHost.GetAsync(client, $"{FundHost.Of(council)}/worklist?limit=200"))["items"]!.AsArray().Select(item => (Pascal(item!["task"]!), DateOnly.Parse((string)item["dueOn"]!, System.Globalization.CultureInfo.InvariantCulture), (Guid)item["about"]!)),
    ];

    private static string Pascal(JsonNode code) => string.Concat(((string)code!).Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
