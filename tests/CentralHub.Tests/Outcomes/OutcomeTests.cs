using System.Net;
using System.Xml.Linq;
using Partnership.CentralHub.Outcomes;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Outcomes;

/// <summary>What comes of searches, as a region may know it.</summary>
[Collection(FamiliesHost.Collection)]
public sealed class OutcomeTests(FamiliesHost families)
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    // what was shown; what there is now; what is shown then
    [Theory]
    [InlineData(null, 0, null)]
    [InlineData(null, 5, null)]
    [InlineData(null, 6, 6)]
    [InlineData(6, 11, 6)]
    [InlineData(6, 12, 12)]
    [InlineData(12, 7, 12)]
    [InlineData(12, 6, 6)]
    [InlineData(12, 5, null)]
    [InlineData(6, 1, 6)]
    [InlineData(6, 0, null)]
    public void Move_ByFewerThanSix_IsNotShown(int? before, int count, int? after)
    {
        var cell = new OutcomeCell { Year = 2027, Kind = OutcomeKind.Reached, Part = 1, Shown = before, MovedAt = default };

        cell.Move(count, 100, DateTimeOffset.UnixEpoch);

        Assert.Equal(after, cell.Shown);
        Assert.True(after is not null || cell.Value is null);
    }

    [Fact]
    public async Task Outcomes_OfMatchesOutsideAndReasons_ShowWhatIsSixAtLeast()
    {
        var board = families.Hub.Tokens.With(Roles.BoardMember);
        var niche = FamiliesHost.Niche();
        await families.AgreeAsync(860, 861);
        var children = Enumerable.Range(0, 6).Select(_ => niche.Child(860)).ToArray();
        var households = Enumerable.Range(0, 6).Select(_ => niche.Household(861)).ToArray();
        await families.SendAsync([.. children, .. households]);
        foreach (var child in children)
        {
            await families.EventuallyListedAsync(child.Reference, families.Finder(860), households);
        }

        for (var index = 0; index < 6; index++)
        {
            var link = (Guid)(await families.ProposeAsync(children[index], households[index]))["link"]!;
            await families.Hubs.DecideAsync(link, 860, LinkDecision.Matched);
            await families.EventuallyAsync(link, families.Finder(860), "matched");
            await families.Hubs.DecideAsync(link, 860, LinkDecision.Disrupted);
        }

        await Eventually.TrueAsync(async () => await families.CountAsync("select count(*) from link where disrupted_at is not null") == 6, "six disruptions");
        await families.SweepAsync();
        await Eventually.AssertAsync(async () =>
        {
            var outcomes = await families.GetAsync("/family-finding/outcomes", board);
            Assert.True((int?)outcomes["inRegion"]!["matched"] >= 6, outcomes.ToJsonString());
            Assert.Null(outcomes["inRegion"]!["of"]);
            Assert.True((decimal)outcomes["inRegion"]!["atLeastPerCent"]! >= 54.5m);
            Assert.True((long)outcomes["costAvoided"]! >= 6 * 39_245);
            Assert.Equal(6, (int)outcomes["disruptions"]!);
            Assert.True((int)outcomes["funnel"]![8]!["count"]! >= 6);
        });

        foreach (var picture in (string[])["funnel", "waits", "places"])
        {
            using var response = await families.Hub.SendAsync(HttpMethod.Get, $"/api/v1/region/family-finding/outcomes/{picture}.svg", board);
            Assert.Equal((HttpStatusCode.OK, "image/svg+xml"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType!));
            var drawn = XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!;
            Assert.NotEmpty(drawn.Element(Svg + "title")!.Value);
            Assert.Contains("hidden", drawn.Element(Svg + "desc")!.Value, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await families.AskAsync("/family-finding/outcomes?to=2026-12-31", board)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await families.AskAsync("/family-finding/outcomes", families.Hub.Tokens.With(Roles.Operator))).Status);
    }

    [Fact]
    public async Task Sufficiency_OfTheRegion_IsMadeByItself()
    {
        var operations = families.Hub.Tokens.With(Roles.HubOperations);
        await Eventually.AssertAsync(async () => Assert.NotNull((await families.GetAsync("/sufficiency", operations))["figures"]!["isExact"]));
        Assert.Equal(HttpStatusCode.Forbidden, (await families.AskAsync("/sufficiency", families.Hub.Tokens.With(Roles.SocialWorker, 860))).Status);
    }

    [Fact]
    public async Task Duties_ThatAreOverdue_AreToldByCouncilAndHiddenByDutyBelowSix()
    {
        var operations = families.Hub.Tokens.With(Roles.HubOperations);
        var late = Enumerable.Range(0, 6).Select(index => new DutyOverdue(
            Guid.NewGuid(), new CouncilCode(894), 1, 1, index < 5 ? Duty.LifeStory : Duty.DisruptionMeeting, Lateness.FourWeeksOrMore)).ToArray();
        await families.SendAsync(late);
        await Eventually.AssertAsync(async () =>
        {
            var duties = await families.GetAsync("/duties", operations);
            Assert.Equal(6, (int)duties["councils"]!.AsArray().Single(row => (string)row!["council"]! == "894" && (string)row["lateness"]! == "four-weeks-or-more")!["count"]!);
            Assert.Null(duties["duties"]!.AsArray().Single(row => (string)row!["duty"]! == "life-story")!["count"]);
            Assert.Null(duties["duties"]!.AsArray().Single(row => (string)row!["duty"]! == "disruption-meeting")!["count"]);
        });

        await families.SendAsync(late[5] with { Version = 2, Lateness = Lateness.Settled });
        await Eventually.AssertAsync(async () => Assert.Equal(
            5, (int)(await families.GetAsync("/duties", operations))["councils"]!.AsArray().Single(row => (string)row!["council"]! == "894")!["count"]!));
        Assert.Equal(HttpStatusCode.Forbidden, (await families.AskAsync("/duties", families.Finder(894))).Status);
    }
}
