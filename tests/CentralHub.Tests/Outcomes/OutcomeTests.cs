using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Links;
using Partnership.CentralHub.Outcomes;
using Partnership.CentralHub.Searches;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Matching;
using Partnership.ServiceDefaults.Authentication;
using Partnership.Statutory;
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
        var children = Enumerable.Range(0, 7).Select(_ => niche.Child(860)).ToArray();
        var households = Enumerable.Range(0, 7).Select(_ => niche.Household(861)).ToArray();
        var before = (
            Matched: await families.CountAsync($"select count(*) from link join link_child member on member.link = link.id where state = {(int)LinkState.Matched} and member.part is distinct from {(int)ChildsPart.Left}"),
            Outside: await families.CountAsync("select coalesce(sum(children), 0)::bigint from outside_search where \"end\" = 1"),
            Children: await families.CountAsync("select count(*) from child_profile where reference in (select child from link_child)"));
        await families.SendAsync([.. children, .. households]);
        foreach (var child in children)
        {
            await families.EventuallyListedAsync(child.Reference, families.Finder(860), households);
        }

        List<Guid> links = [];
        for (var index = 0; index < 7; index++)
        {
            var link = (Guid)(await families.ProposeAsync(children[index], households[index]))["link"]!;
            await families.Hubs.DecideAsync(link, 860, LinkDecision.Matched);
            await families.EventuallyAsync(link, families.Finder(860), "matched");
            await families.Hubs.DecideAsync(link, 860, LinkDecision.Placed);
            await families.Hubs.DecideAsync(link, 860, LinkDecision.Disrupted);
            links.Add(link);
        }

        var disrupted = await EventuallyDisruptedAsync(links);

        // One of them was matched two years ago, and only what became of it is of this year.
        await families.Hub.Database.ExecuteAsync($"update link set matched_at = matched_at - interval '2 years' where id = '{links[6]}'");
        var year = YearEnded.Of(LondonCalendar.Today(TimeProvider.System));
        var outcomes = await CountedAsync(board);
        Assert.Equal(($"{year.FirstDay:yyyy-MM-dd}", $"{year.LastDay:yyyy-MM-dd}"), ((string)outcomes["window"]!["from"]!, (string)outcomes["window"]!["to"]!));
        var matched = before.Matched + 6;
        Assert.Equal(matched, (long)outcomes["inRegion"]!["matched"]!);
        Assert.Null(outcomes["inRegion"]!["of"]);
        Assert.Equal(Math.Floor(1000m * matched / (matched + 5)) / 10, (decimal)outcomes["inRegion"]!["atLeastPerCent"]!);
        Assert.True((long)outcomes["costAvoided"]! >= 6 * 39_245);
        Assert.Equal(disrupted, (int)outcomes["disruptions"]!);
        Assert.True((int)outcomes["funnel"]![8]!["count"]! >= 6);
        Assert.True((int)outcomes["linksPerChild"]![1]!["children"]! >= 7, outcomes.ToJsonString());
        Assert.Equal(("first-link", before.Children + 7, 0L), Stage(outcomes, 0));
        Assert.Equal("moved-in", (string)outcomes["stages"]![1]!["to"]!);

        // One search for three who stay together finds a family for three; the other two for two, and for one.
        foreach (var number in (int[])[3, 2, 1])
        {
            await FoundOutsideAsync(number);
        }

        outcomes = await CountedAsync(board);
        var of = matched + before.Outside + 6;
        Assert.Equal((matched, of, Math.Round(100m * matched / of, 1)), ((long)outcomes["inRegion"]!["matched"]!, (long)outcomes["inRegion"]!["of"]!, (decimal)outcomes["inRegion"]!["perCent"]!));
        Assert.Null(outcomes["inRegion"]!["atLeastPerCent"]);

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

    private static (string, long, long) Stage(JsonNode outcomes, int index) =>
        ((string)outcomes["stages"]![index]!["to"]!, (long)outcomes["stages"]![index]!["children"]!, (long)outcomes["stages"]![index]!["meanDays"]!);

    private async Task<long> EventuallyDisruptedAsync(List<Guid> links)
    {
        await Eventually.TrueAsync(
            async () => await families.CountAsync($"select count(*) from link_child where placed_at is not null and disrupted_at is not null and link in ({string.Join(",", links.Select(link => $"'{link}'"))})") == links.Count,
            "the disruptions");
        return await families.CountAsync("select count(*) from link_child where disrupted_at is not null");
    }

    /// <summary>What is counted now, with nothing shown before.</summary>
    private async Task<JsonNode> CountedAsync(string token)
    {
        await families.SettledAsync();
        await families.Hub.Database.ExecuteAsync("delete from outcome_cell");
        await families.SweepAsync();
        await Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) from outcome_cell where kind = {(int)OutcomeKind.MatchedInRegion} and shown is not null") == 1, "the count");
        return await families.GetAsync("/family-finding/outcomes", token);
    }

    private async Task FoundOutsideAsync(int children)
    {
        var niche = FamiliesHost.Niche();
        var group = Guid.NewGuid();
        var together = Enumerable.Range(0, children).Select(_ => niche.Child(893) with
        {
            Siblings = (ChildCounts)(1 << (children - 1)), SiblingSearch = children == 1 ? SiblingSearch.Alone : SiblingSearch.Together, TogetherSearch = children == 1 ? null : group,
        }).ToArray();
        await families.SendAsync([.. together]);
        await Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) from search_child where child = '{together[^1].Reference}'") == 1, "the search");
        await families.SettledAsync();
        var (status, search) = await families.PostAsync("/outside-searches", families.Finder(893), new { child = together[0].Reference, provider = "council" });
        Assert.True(status == HttpStatusCode.Created, search.ToJsonString());
        var (ended, answer) = await families.PostAsync(
            $"/outside-searches/{(Guid)search["search"]!}/end", families.Finder(893), new { end = "found-outside", movesInOn = $"{LondonCalendar.Today(TimeProvider.System):yyyy-MM-dd}" });
        Assert.True(ended == HttpStatusCode.OK, answer.ToJsonString());
    }

    /// <summary>The night after 31 March counts the next year: what came on the last day is counted in its own all the same, and how things stood then is left as it was.</summary>
    [Theory]
    [InlineData("2031-03-31T23:05:00Z", 6)]
    [InlineData("2031-05-01T00:05:00Z", null)]
    public async Task Year_ThatHasEnded_IsCountedOnceMoreInApril(string night, int? matched)
    {
        var at = new DateTimeOffset(2031, 3, 31, 18, 0, 0, TimeSpan.Zero);
        var now = DateTimeOffset.Parse(night, System.Globalization.CultureInfo.InvariantCulture);
        var cells = await families.Hub.WithDatabaseAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            for (var index = 0; index < 6; index++)
            {
                var link = new Link
                {
                    Id = Guid.NewGuid(), Search = Guid.NewGuid(), SearchOf = SearchOf.Child, Household = Guid.NewGuid(), HouseholdCouncil = 861, ProposedBy = 860, Number = ChildCounts.One,
                    State = LinkState.Matched, ProposedAt = at, ChangedAt = at, MatchedAt = at,
                };
                db.AddRange(link, new LinkChild { Link = link.Id, Child = link.Search, Council = 860 });
            }

            db.Add(new OutcomeCell { Year = 2031, Kind = OutcomeKind.ChildrenWait, Part = 860, Shown = 9, MovedAt = at });
            await db.SaveChangesAsync();
            var rules = new MatchingRules(MatchingWeights.Initial, SharingAgreements.InForce([]), Quarter.Of(new DateOnly(2031, 4, 1)), 3);
            await new OutcomeKeeper(db, new ManualTimeProvider(now)).MakeAsync(
                new RegionView(RegionIndex.Empty(rules), ImmutableDictionary<Guid, ChildProfiled>.Empty, ImmutableDictionary<Guid, HouseholdOffered>.Empty, []), CancellationToken.None);
            await db.SaveChangesAsync();
            return await db.OutcomeCells.AsNoTracking().Where(cell => cell.Year == 2031).ToDictionaryAsync(cell => cell.Kind, cell => cell.Shown);
        });

        Assert.Equal((matched, 9), (cells.GetValueOrDefault(OutcomeKind.MatchedInRegion), cells[OutcomeKind.ChildrenWait]));
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
