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
            [("DraftBroken", FundHost.Today, (Guid)broken["id"]!), ("WindowClosing", new DateOnly(2025, 11, 20), waiting.Assessment), ("WindowClosing", new DateOnly(2025, 11, 20), (Guid)broken["assessmentId"]!)],
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

    private static async Task<List<(string Task, DateOnly DueOn, Guid About)>> TasksAsync(HttpClient client, int council = 860) =>
    [
        .. (await FundHost.GetAsync(client, $"{FundHost.Of(council)}/worklist?limit=200"))["items"]!.AsArray().Select(item => (Pascal(item!["task"]!), DateOnly.Parse((string)item["dueOn"]!, System.Globalization.CultureInfo.InvariantCulture), (Guid)item["about"]!)),
    ];

    private static string Pascal(JsonNode code) => string.Concat(((string)code!).Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
