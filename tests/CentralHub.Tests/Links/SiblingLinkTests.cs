using System.Net;
using System.Text.Json.Nodes;
using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Links;

/// <summary>Brothers and sisters who are matched by one link: what is asked, shown and counted follows each by itself.</summary>
[Collection(FamiliesHost.Collection)]
public sealed class SiblingLinkTests(FamiliesHost families)
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task MovedIn_TheFirst_EndsItsQuestionAndTheSecondIsAskedAboutUntilItHasMovedIn(int first, int second)
    {
        var (link, children, household) = await MatchedAsync();
        var home = Guid.NewGuid();

        // The link as one hears of the first of them, before or after it is said of the child.
        await families.Hubs.StateAsync(link, children[second], ChildsPart.Holds);
        await families.Hubs.DecideAsync(link, 860, LinkDecision.Placed);
        await families.Hubs.StateAsync(link, children[first], ChildsPart.MovedIn);

        await Eventually.TrueAsync(async () => await OpenAsync(children[first], household) == 0, "the first's question to be taken back");
        await families.SettledAsync();
        Assert.Equal(1L, await OpenAsync(children[second], household));
        await families.SendAsync(household with { Version = 2, HomeArea = home });
        await Eventually.TrueAsync(
            () => Task.FromResult(families.Hubs.To<AskCandidate>(860).Any(asked => asked.Child == children[second].Reference && asked.HomeArea == home)), "the new home to be asked about for the second");
        Assert.DoesNotContain(families.Hubs.To<AskCandidate>(860), asked => asked.Child == children[first].Reference && asked.HomeArea == home);

        await families.Hubs.StateAsync(link, children[second], ChildsPart.MovedIn);
        await Eventually.TrueAsync(async () => await OpenAsync(children[second], household) == 0, "the second's question to be taken back");
        Assert.Equal(2, await families.CountAsync($"select count(*) from link_child where link = '{link}' and placed_at is not null"));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task Left_ByOneOfTwo_IsTheOthersLinkAlone(int first, int second)
    {
        var (link, children, household) = await MatchedAsync();
        var (leaving, staying) = (children[first], children[second]);
        Assert.Equal(2, Shown(await families.GetAsync($"/links/{link}", families.Recruiter(861))).Count);
        var released = new List<Guid>();
        foreach (var child in children)
        {
            released.Add(await ReleaseAsync(link, child));
        }

        // Another council says nothing of these children.
        await families.SendAsync(new ChildOfLinkStated(Guid.NewGuid(), new CouncilCode(861), 9, 9, link, staying.Reference, ChildsPart.Left));
        await families.Hubs.StateAsync(link, leaving, ChildsPart.Left);

        await Eventually.AssertAsync(async () => Assert.Equal([staying.Reference], Shown(await families.GetAsync($"/links/{link}", families.Recruiter(861)))));
        foreach (var token in (string[])[families.Recruiter(861), families.Finder(860)])
        {
            var read = await families.GetAsync($"/links/{link}", token);
            Assert.Equal(("matched", "one"), ((string)read["state"]!, (string)read["number"]!));
            Assert.DoesNotContain(leaving.Reference.ToString(), read.ToJsonString(), StringComparison.Ordinal);
            Assert.Equal([staying.Reference], Shown((await families.GetAsync("/links?limit=200", token))["items"]!.AsArray().Single(each => (Guid)each!["link"]! == link)!));
        }

        // Both hubs hear of which child it is, and for how many the household is held.
        foreach (var council in (int[])[860, 861])
        {
            await Eventually.AssertAsync(() =>
            {
                var told = families.Hubs.To<RecordLink>(council).Where(each => each.Link == link).GroupBy(each => each.LinkVersion).MaxBy(each => each.Key)!.ToDictionary(each => each.Child);
                Assert.Equal((ChildsPart.Left, ChildsPart.Holds), (told[leaving.Reference].Part, told[staying.Reference].Part));
                Assert.All(told.Values, each => Assert.Equal((ChildCounts.One, LinkState.Matched, false), (each.Children, each.State, each.Disrupted)));
                return Task.CompletedTask;
            });
        }

        // What was released about it has served; what was about the other has not.
        Assert.Equal(
            (1, 0),
            (await families.CountAsync($"select count(*) from disclosure where id = '{released[first]}' and \"end\" <> 0"), await families.CountAsync($"select count(*) from disclosure where id = '{released[second]}' and \"end\" <> 0")));
        await families.SettledAsync();
        Assert.Equal((0L, 1L), (await OpenAsync(leaving, household), await OpenAsync(staying, household)));
    }

    /// <summary>It waits again: searched for by itself, with another household, which may be chosen for it though the first is matched with its brother or sister.</summary>
    [Fact]
    public async Task Left_AChild_IsSearchedForAndMatchedWithOthersByItself()
    {
        var (link, children, household) = await MatchedAsync();
        var rival = Niche.Like(household) with { NumbersYes = ChildCounts.One | ChildCounts.Two };
        await families.SendAsync(rival, household with { Version = 2, Availability = Availability.Unavailable });
        await families.Hubs.StateAsync(link, children[0], ChildsPart.Left);
        var alone = children[0] with { Version = 3, Siblings = ChildCounts.One, SiblingSearch = SiblingSearch.Alone, TogetherSearch = null };
        await families.SendAsync(alone);
        await families.EventuallyListedAsync(alone.Reference, families.Finder(860), rival);

        var again = await families.StepAsync(await families.ProposeAsync(alone, rival), alone, rival, "considered", "interest", "shortlisted", "preferred");
        await families.Hubs.DecideAsync((Guid)again["link"]!, 860, LinkDecision.Selected);

        await families.EventuallyAsync((Guid)again["link"]!, families.Finder(860), "selected");
        Assert.Equal("matched", (string)(await families.GetAsync($"/links/{link}", families.Finder(860)))["state"]!);
    }

    [Fact]
    public async Task Disrupted_OneOfTwo_SpeaksForTheHouseholdUntilBothAre()
    {
        var (link, children, _) = await MatchedAsync();
        foreach (var part in (ChildsPart[])[ChildsPart.MovedIn, ChildsPart.Disrupted])
        {
            await families.Hubs.StateAsync(link, children[0], part);
        }

        await Eventually.TrueAsync(() => Task.FromResult(families.Hubs.To<RecordLink>(861).Any(told => told.Link == link && told.Part == ChildsPart.Disrupted)), "the first's end");
        Assert.DoesNotContain(families.Hubs.To<RecordLink>(861), told => told.Link == link && told.Disrupted);

        await families.Hubs.StateAsync(link, children[1], ChildsPart.Disrupted);
        await Eventually.TrueAsync(() => Task.FromResult(families.Hubs.To<RecordLink>(861).Any(told => told.Link == link && told.Disrupted)), "both ends");
        Assert.Equal(2, await families.CountAsync($"select count(*) from link_child where link = '{link}' and disrupted_at is not null"));
    }

    /// <summary>Each is decided about by itself: until it is, its own links go on, whatever was decided of its brother or sister.</summary>
    [Fact]
    public async Task Matched_TheFirst_EndsTheSecondsOwnLinksOnceItsMatchIsStated()
    {
        var niche = FamiliesHost.Niche();
        await families.AgreeAsync(860, 861);
        var group = Guid.NewGuid();
        ChildProfiled Member() => niche.Child(860) with { Siblings = ChildCounts.Two, SiblingSearch = SiblingSearch.Parallel, TogetherSearch = group };
        var (children, household, alone) = (new[] { Member(), Member() }, niche.Household(861) with { NumbersYes = ChildCounts.Two }, niche.Household(861) with { NumbersYes = ChildCounts.One });
        await families.SendAsync(children[0], children[1], household, alone);
        await families.EventuallyListedAsync(children[0].Reference, families.Finder(860), household);
        var link = (Guid)(await families.ProposeAsync(children[0], household))["link"]!;
        var own = new List<Guid>();
        foreach (var child in children)
        {
            await Eventually.AssertAsync(async () => Assert.Contains(alone.Reference, await families.ListAsync(child.Reference, families.Finder(860), "?search=alone")));
            var (status, proposed) = await families.PostAsync("/links", families.Finder(860), new { child = child.Reference, household = alone.Reference, search = "alone" });
            Assert.True(status == HttpStatusCode.Created, proposed.ToJsonString());
            own.Add((Guid)proposed["link"]!);
        }

        await families.Hubs.DecideAsync(link, 860, LinkDecision.Matched);
        await families.EventuallyAsync(link, families.Finder(860), "matched");
        await families.Hubs.StateAsync(link, children[0], ChildsPart.Holds);
        await families.EventuallyAsync(own[0], families.Finder(860), "not-progressed");
        await families.SettledAsync();
        Assert.Equal("proposed", (string)(await families.GetAsync($"/links/{own[1]}", families.Finder(860)))["state"]!);

        await families.Hubs.StateAsync(link, children[1], ChildsPart.Holds);
        await families.EventuallyAsync(own[1], families.Finder(860), "not-progressed");
    }

    /// <summary>Once nobody has still to move in the match opens nothing more: what a household says years later is not for the council of a child who was placed there.</summary>
    [Theory]
    [InlineData(ChildsPart.MovedIn, ChildsPart.MovedIn)]
    [InlineData(ChildsPart.MovedIn, ChildsPart.Disrupted)]
    [InlineData(ChildsPart.Left, ChildsPart.Disrupted)]
    public async Task Matched_OnceNobodyHasStillToMoveIn_OpensNothingMore(ChildsPart first, ChildsPart second)
    {
        var (link, children, household) = await MatchedAsync();
        await families.Hubs.StateAsync(link, children[0], first);
        await families.SendAsync(household with { Version = 2, AgesCouldConsider = AgeBands.TenOrOver });
        await Eventually.AssertAsync(async () => Assert.Equal(["ten-or-over"], await ToldAsync(families.Finder(860))));
        Assert.NotNull((await families.GetAsync($"/links/{link}", families.Recruiter(861)))["snapshots"]);

        await families.Hubs.StateAsync(link, children[1], second);

        foreach (var token in (string[])[families.Finder(860), families.Recruiter(861)])
        {
            await Eventually.AssertAsync(async () => Assert.Null((await families.GetAsync($"/links/{link}", token))["snapshots"]));
        }

        async Task<IEnumerable<string?>> ToldAsync(string token) =>
            (await families.GetAsync($"/links/{link}", token))["snapshots"]!["household"]!["agesCouldConsider"]!.AsArray().Select(age => (string?)age);
    }

    private static List<Guid> Shown(JsonNode link) => [.. link["children"]!.AsArray().Select(child => (Guid)child!["reference"]!)];

    private Task<long> OpenAsync(ChildProfiled child, HouseholdOffered household) =>
        families.CountAsync($"select count(*) from candidate_question where child = '{child.Reference}' and household = '{household.Reference}' and withdrawn_at is null");

    private async Task<Guid> ReleaseAsync(Guid link, ChildProfiled child)
    {
        var (status, body) = await families.PostAsync(
            $"/links/{link}/disclosures", families.Finder(860),
            new { subject = "child", level = "anonymous", purpose = "consider-link", basis = "public-task", reader = PersonReference.Of("recruitment.861").Value, child = child.Reference });
        Assert.True(status == HttpStatusCode.Created, body.ToJsonString());
        return (Guid)body["disclosure"]!;
    }

    /// <summary>Two children of 860 who are matched together with a household of 861, and searched for no more.</summary>
    private async Task<(Guid Link, ChildProfiled[] Children, HouseholdOffered Household)> MatchedAsync()
    {
        var niche = FamiliesHost.Niche();
        await families.AgreeAsync(860, 861);
        var group = Guid.NewGuid();
        ChildProfiled Member() => niche.Child(860) with { Siblings = ChildCounts.Two, SiblingSearch = SiblingSearch.Together, TogetherSearch = group };
        var (children, household) = (new[] { Member(), Member() }, niche.Household(861));
        await families.SendAsync(children[0], children[1], household);
        await families.EventuallyListedAsync(children[0].Reference, families.Finder(860), household);
        var link = await families.StepAsync(await families.ProposeAsync(children[0], household), children[0], household, "considered");
        var id = (Guid)link["link"]!;
        await families.Hubs.DecideAsync(id, 860, LinkDecision.Matched);
        await families.EventuallyAsync(id, families.Finder(860), "matched");
        await families.SendAsync(children[0].Ended(), children[1].Ended());
        await Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) from search where id = '{group}' and ended_at is not null") == 1, "the search to end");
        await families.SettledAsync();
        return (id, children, household);
    }
}
