using System.Net;
using System.Text.Json.Nodes;
using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Links;

/// <summary>What the decisions of a child's council and its decision maker make of a link: in whatever order they are heard, against limits of the day, and of one council of two.</summary>
[Collection(FamiliesHost.Collection)]
public sealed class LinkDecisionTests(FamiliesHost families)
{
    /// <summary>Which of a hub's messages comes first is chance: the child that leaves the search, or the match by which it does.</summary>
    [Fact]
    public async Task Matched_HeardAfterTheChildHasLeftTheSearch_HoldsAllTheSame()
    {
        var (child, household) = await families.PairAsync();
        var link = await families.ProposeAsync(child, household);
        var id = (Guid)link["link"]!;
        await families.SendAsync(child.Ended());
        await families.EventuallyAsync(id, families.Finder(860), "not-progressed");

        await families.Hubs.DecideAsync(id, 860, LinkDecision.Matched);
        await families.EventuallyAsync(id, families.Finder(860), "matched");

        // Said again, and in an older version, it changes nothing.
        await families.SendAsync(new LinkDecided(id, new CouncilCode(860), 0, 9, LinkDecision.SelectionWithdrawn));
        await Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) from family_event where reference = '{id}'") == 2, "the older decision");
        Assert.Equal("matched", (string)(await families.GetAsync($"/links/{id}", families.Finder(860)))["state"]!);
    }

    /// <summary>What the household's hub says of its approval reaches nobody but the centre: the child's hub sees that its decision was not followed.</summary>
    [Theory]
    [InlineData(LinkDecision.Selected)]
    [InlineData(LinkDecision.ToPanel)]
    public async Task Decided_ForAHouseholdInReview_IsNotFollowedUntilTheReviewIsOver(LinkDecision decision)
    {
        var (child, household) = await families.PairAsync();
        var id = (Guid)(await families.StepAsync(await families.ProposeAsync(child, household), child, household, "considered", "interest", "shortlisted", "preferred"))["link"]!;
        await families.SendAsync(household with { Version = 2, Approval = ApprovalState.UnderReview });
        await families.SettledAsync();
        var before = (long)(await families.GetAsync($"/links/{id}", families.Finder(860)))["version"]!;

        await families.Hubs.DecideAsync(id, 860, decision);

        await Eventually.TrueAsync(
            () => Task.FromResult(families.Hubs.To<RecordLink>(860).Any(told => told.Link == id && told.LinkVersion > before && told.State == LinkState.Preferred)), "the link to be stated as it was");
        await families.SendAsync(household with { Version = 3 });
        await families.SettledAsync();
        await families.Hubs.DecideAsync(id, 860, decision);
        await families.EventuallyAsync(id, families.Finder(860), decision == LinkDecision.Selected ? "selected" : "to-panel");
    }

    /// <summary>A limit that came to stand after the household was preferred: whichever it is, the child's hub sees that its decision was not followed.</summary>
    [Theory]
    [InlineData("hold", LinkDecision.Selected)]
    [InlineData("hold", LinkDecision.ToPanel)]
    [InlineData("hold after the selection", LinkDecision.ToPanel)]
    [InlineData("a need refused", LinkDecision.Selected)]
    [InlineData("a need refused after the selection", LinkDecision.ToPanel)]
    public async Task Decided_AgainstALimitThatStandsByNow_IsNotFollowedUntilItIsGone(string limit, LinkDecision decision)
    {
        var (child, household) = await families.PairAsync();
        var id = (Guid)(await families.StepAsync(await families.ProposeAsync(child, household), child, household, "considered", "interest", "shortlisted", "preferred"))["link"]!;
        var state = LinkState.Preferred;
        var spokenFor = household;
        if (limit.EndsWith("after the selection", StringComparison.Ordinal))
        {
            // From here on its hub says that it is spoken for: by this very link, which is no limit.
            await families.Hubs.DecideAsync(id, 860, LinkDecision.Selected);
            await families.EventuallyAsync(id, families.Finder(860), "selected");
            (state, spokenFor) = (LinkState.Selected, household with { Availability = Availability.Unavailable });
        }

        var refusing = OfferProfile.NotAsked.With(Need.Autism, OfferAnswer.No, OfferAnswer.No, OfferAnswer.No);
        var needing = child.Needs.With(Need.Autism, NeedLevel.High);
        await families.SendAsync(limit.StartsWith("hold", StringComparison.Ordinal) ? household with { Version = 2, Availability = Availability.OnHold } : spokenFor with { Version = 2, Offers = refusing });
        if (!limit.StartsWith("hold", StringComparison.Ordinal))
        {
            await families.SendAsync(child with { Version = 2, Needs = needing });
        }

        await families.SettledAsync();
        var before = (long)(await families.GetAsync($"/links/{id}", families.Finder(860)))["version"]!;

        await families.Hubs.DecideAsync(id, 860, decision);

        await Eventually.TrueAsync(
            () => Task.FromResult(families.Hubs.To<RecordLink>(860).Any(told => told.Link == id && told.LinkVersion > before && told.State == state)), "the link to be stated as it was");
        await families.SendAsync(spokenFor with { Version = 3 });
        await families.SettledAsync();
        await families.Hubs.DecideAsync(id, 860, decision);
        await families.EventuallyAsync(id, families.Finder(860), decision == LinkDecision.Selected ? "selected" : "to-panel");
    }

    /// <summary>A match that the decision maker reverses before the child has moved in frees both sides; decided anew, it is a match again.</summary>
    [Fact]
    public async Task Matched_ReversedBeforeTheChildMovedIn_EndsTheLinkUntilItIsAgreedAgain()
    {
        var (child, household) = await families.PairAsync();
        var id = (Guid)(await families.ProposeAsync(child, household))["link"]!;
        await families.Hubs.DecideAsync(id, 860, LinkDecision.Matched);
        await families.EventuallyAsync(id, families.Finder(860), "matched");

        await families.Hubs.DecideAsync(id, 860, LinkDecision.MatchNotAgreed);
        await families.EventuallyAsync(id, families.Finder(860), "not-progressed");
        Assert.Equal(["match-not-agreed"], (await families.GetAsync($"/links/{id}", families.Finder(860)))["reasons"]!.AsArray().Select(reason => (string)reason!));
        Assert.Equal(1, await families.CountAsync($"select count(*) from link where id = '{id}' and matched_at is null"));

        await families.Hubs.DecideAsync(id, 860, LinkDecision.Matched);
        await families.EventuallyAsync(id, families.Finder(860), "matched");

        // Once the child has moved in, a reversal is no end of the link: the placement's would be.
        await families.Hubs.DecideAsync(id, 860, LinkDecision.Placed);
        await Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) from link_child where link = '{id}' and placed_at is not null") == 1, "the placement");
        await families.Hubs.DecideAsync(id, 860, LinkDecision.MatchNotAgreed);
        await Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) from family_event where reference = '{id}'") == 5, "the reversal");
        Assert.Equal("matched", (string)(await families.GetAsync($"/links/{id}", families.Finder(860)))["state"]!);
    }

    /// <summary>Decided otherwise later, the child has been matched with another household by then.</summary>
    [Fact]
    public async Task Matched_AfterItWasNotAgreedAndTheChildIsMatchedElsewhere_IsNotApplied()
    {
        var (child, household) = await families.PairAsync();
        var rival = Niche.Like(household);
        await families.SendAsync(rival);
        await families.EventuallyListedAsync(child.Reference, families.Finder(860), household, rival);
        var first = (Guid)(await families.ProposeAsync(child, household))["link"]!;
        var second = (Guid)(await families.ProposeAsync(child, rival))["link"]!;
        await families.Hubs.DecideAsync(first, 860, LinkDecision.MatchNotAgreed);
        await families.EventuallyAsync(first, families.Finder(860), "not-progressed");
        await families.Hubs.DecideAsync(second, 860, LinkDecision.Matched);
        await families.EventuallyAsync(second, families.Finder(860), "matched");

        await families.Hubs.DecideAsync(first, 860, LinkDecision.Matched);

        await Eventually.AssertAsync(async () =>
        {
            var link = await families.GetAsync($"/links/{first}", families.Finder(860));
            Assert.Equal(("not-progressed", "matched", false), ((string)link["state"]!, (string)link["steps"]!.AsArray()[^1]!["to"]!, (bool)link["steps"]!.AsArray()[^1]!["taken"]!));
        });
    }

    /// <summary>Brothers and sisters of two councils, of which one agrees and one does not: the link is the match of the one, in whatever order.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Matched_ForTheChildOfOneOfTwoCouncils_IsItsMatchInWhateverOrder(bool agreedFirst)
    {
        var id = (Guid)(await ProposeSiblingsAsync()).Link["link"]!;

        (int Council, LinkDecision Decision)[] decided = [(860, LinkDecision.Matched), (861, LinkDecision.MatchNotAgreed)];
        foreach (var (council, decision) in agreedFirst ? decided : decided.Reverse())
        {
            await DecideAsync(id, council, decision);
        }

        await families.EventuallyAsync(id, families.Finder(860), "matched");

        // What one council puts off later does not give back what the other has matched.
        await TakeBackAsync(id, 861);
        Assert.Equal("matched", (string)(await families.GetAsync($"/links/{id}", families.Finder(860)))["state"]!);
    }

    /// <summary>One council's decision maker does not agree while the other council is before panel with the same household: that one goes on.</summary>
    [Fact]
    public async Task NotAgreed_ByOneOfTwoCouncils_LeavesTheLinkToTheOneThatIsBeforePanel()
    {
        var id = await PreferSiblingsAsync();
        foreach (var decision in new[] { LinkDecision.Selected, LinkDecision.ToPanel })
        {
            await DecideAsync(id, 860, decision);
            await DecideAsync(id, 861, decision);
        }

        await families.EventuallyAsync(id, families.Finder(860), "to-panel");
        await ReleaseAsync(id, 860);
        await ReleaseAsync(id, 861);

        await DecideAsync(id, 860, LinkDecision.MatchNotAgreed);

        // What it released about its child has served; what the other did has not.
        Assert.Equal(
            (0, 1),
            (await families.CountAsync($"select count(*) from disclosure where link = '{id}' and council = 860 and \"end\" = 0"), await families.CountAsync($"select count(*) from disclosure where link = '{id}' and council = 861 and \"end\" = 0")));

        // It has no choice left to take back, and the other's goes on.
        await TakeBackAsync(id, 860);
        Assert.Equal("to-panel", (string)(await families.GetAsync($"/links/{id}", families.Finder(860)))["state"]!);

        var link = await families.GetAsync($"/links/{id}", families.Finder(861));
        Assert.Equal(("to-panel", "preferred", false), ((string)link["state"]!, (string)link["steps"]!.AsArray()[^1]!["to"]!, (bool)link["steps"]!.AsArray()[^1]!["taken"]!));
        await DecideAsync(id, 861, LinkDecision.Matched);
        await families.EventuallyAsync(id, families.Finder(861), "matched");

        // Reversed, it is nobody's; a council that is before panel again does not make a match of it.
        await DecideAsync(id, 860, LinkDecision.ToPanel);
        await DecideAsync(id, 861, LinkDecision.MatchNotAgreed);
        await families.EventuallyAsync(id, families.Finder(861), "not-progressed");
    }

    /// <summary>A council whose decision maker has not agreed takes back a choice that it has no longer.</summary>
    private async Task TakeBackAsync(Guid link, int council)
    {
        await families.Hubs.DecideAsync(link, council, LinkDecision.SelectionWithdrawn);
        await Eventually.AssertAsync(async () =>
            Assert.Equal("preferred", (string)(await families.GetAsync($"/links/{link}", families.Finder(council)))["steps"]!.AsArray()[^1]!["to"]!));
    }

    private async Task ReleaseAsync(Guid link, int council)
    {
        var child = (await families.GetAsync($"/links/{link}", families.Finder(council)))["children"]!.AsArray().Single(each => (string)each!["council"]! == $"{council}")!["reference"];
        var (status, body) = await families.PostAsync(
            $"/links/{link}/disclosures", families.Finder(council),
            new { subject = "child", level = "anonymous", purpose = "consider-link", basis = "public-task", reader = PersonReference.Of("recruitment.893").Value, child = (Guid)child! });
        Assert.True(status == HttpStatusCode.Created, body.ToJsonString());
    }

    /// <summary>Nobody else goes on with it.</summary>
    [Fact]
    public async Task NotAgreed_ByBothCouncils_EndsTheLink()
    {
        var id = await PreferSiblingsAsync();
        await DecideAsync(id, 860, LinkDecision.Selected);
        await DecideAsync(id, 861, LinkDecision.MatchNotAgreed);
        await families.EventuallyAsync(id, families.Finder(860), "selected");

        await DecideAsync(id, 860, LinkDecision.MatchNotAgreed);

        await families.EventuallyAsync(id, families.Finder(860), "not-progressed");
    }

    /// <summary>A household with which one council's child lives is not given back because the other council takes its choice back.</summary>
    [Fact]
    public async Task SelectionWithdrawn_ByTheOtherCouncil_LeavesTheHouseholdToTheChildWhoLivesThere()
    {
        var id = await PreferSiblingsAsync();
        await DecideAsync(id, 860, LinkDecision.PlacedBeforeMatch);
        await families.EventuallyAsync(id, families.Finder(860), "selected");
        await DecideAsync(id, 861, LinkDecision.Selected);

        await DecideAsync(id, 861, LinkDecision.SelectionWithdrawn);

        await Eventually.AssertAsync(async () =>
        {
            var link = await families.GetAsync($"/links/{id}", families.Finder(861));
            Assert.Equal(("selected", "preferred", false), ((string)link["state"]!, (string)link["steps"]!.AsArray()[^1]!["to"]!, (bool)link["steps"]!.AsArray()[^1]!["taken"]!));
        });
    }

    /// <summary>A link of brothers and sisters of 860 and 861 with a household of a third council.</summary>
    private async Task<(JsonNode Link, ChildProfiled Child, HouseholdOffered Household)> ProposeSiblingsAsync()
    {
        var niche = FamiliesHost.Niche();
        await families.AgreeAsync(860, 861);
        await families.AgreeAsync(860, 893);
        await families.AgreeAsync(861, 893);
        var group = Guid.NewGuid();
        ChildProfiled Member(int council) => niche.Child(council) with { Siblings = ChildCounts.Two, SiblingSearch = SiblingSearch.Together, TogetherSearch = group };
        var (one, other, household) = (Member(860), Member(861), niche.Household(893));
        await families.SendAsync(one, other, household);
        await families.EventuallyListedAsync(one.Reference, families.Finder(860), household);
        return (await families.ProposeAsync(one, household), one, household);
    }

    /// <summary>The same as far as both councils prefer the household.</summary>
    private async Task<Guid> PreferSiblingsAsync()
    {
        var (link, child, household) = await ProposeSiblingsAsync();
        link = await families.StepAsync(link, child, household, "considered", "interest");
        foreach (var (council, step) in new[] { (860, "shortlisted"), (861, "shortlisted"), (860, "preferred"), (861, "preferred") })
        {
            (_, link) = await families.PostAsync($"/links/{(Guid)link["link"]!}/steps", families.Finder(council), new { to = step }, (long)link["version"]!);
        }

        Assert.Equal("preferred", (string)link["state"]!);
        return (Guid)link["link"]!;
    }

    /// <summary>Decides as a council's hub does, and waits until the centre has taken it in.</summary>
    private async Task DecideAsync(Guid link, int council, LinkDecision decision)
    {
        await families.Hubs.DecideAsync(link, council, decision);
        await Eventually.TrueAsync(
            async () => await families.CountAsync($"select count(*) from link_party where link = '{link}' and council = {council} and decision = {(int)decision}") == 1, "the decision");
    }

    /// <summary>A match is the decision maker's: what is said of a placement makes none, and waits until the match is heard.</summary>
    [Theory]
    [InlineData(LinkDecision.Disrupted)]
    [InlineData(LinkDecision.Placed)]
    public async Task Placement_OfALinkThatIsNotMatched_ChangesNothingAndWaits(LinkDecision decision)
    {
        var (child, household) = await families.PairAsync();
        var link = await families.StepAsync(await families.ProposeAsync(child, household), child, household, "considered", "interest", "shortlisted", "preferred");
        var id = (Guid)link["link"]!;
        await families.SendAsync(new LinkDecided(id, new CouncilCode(860), 1, 1, LinkDecision.Selected));
        await families.EventuallyAsync(id, families.Finder(860), "selected");

        await families.SendAsync(new LinkDecided(id, new CouncilCode(860), 1, 4, decision));

        await Eventually.TrueAsync(async () => await families.CountAsync("select count(*) from retry where name = 'link-decided' and reason like '%LinkNotMatchedException%'") == 1, "it to wait");
        Assert.Equal(1, await families.CountAsync($"select count(*) from link where id = '{id}' and state = {(int)LinkState.Selected} and matched_at is null and exists (select from link_child where link = id and placed_at is null and disrupted_at is null)"));

        // The match that it was overtaken by.
        await families.SendAsync(new LinkDecided(id, new CouncilCode(860), 1, 3, LinkDecision.Matched));
        var column = decision == LinkDecision.Disrupted ? "disrupted_at" : "placed_at";
        await Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) from link where id = '{id}' and matched_at is not null and exists (select from link_child where link = id and {column} > matched_at)") == 1, "what was told of the placement");
        await Eventually.TrueAsync(
            () => Task.FromResult(families.Hubs.To<RecordLink>(861).Any(told => told.Link == id && told is { State: LinkState.Matched } && told.Disrupted == (decision == LinkDecision.Disrupted) && told.LinkVersion > (long)link["version"]! + 2)),
            "the household's hub to be told");
    }
}
