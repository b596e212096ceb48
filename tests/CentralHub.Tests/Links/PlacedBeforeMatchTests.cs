using System.Net;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Links;

/// <summary>A child who lives with the household of its link before any match: the link holds whatever becomes of the search, and the household is nobody else's.</summary>
[Collection(FamiliesHost.Collection)]
public sealed class PlacedBeforeMatchTests(FamiliesHost families)
{
    /// <summary>Which of a hub's messages comes first is chance.</summary>
    [Theory]
    [InlineData("decided, ended")]
    [InlineData("stated, ended, decided")]
    [InlineData("ended, decided")]
    [InlineData("ended, stated, decided")]
    public async Task Placed_InWhateverOrderItIsHeard_HoldsTheLinkAndEndsTheChildsOthers(string order)
    {
        var (child, household, id) = await SelectedAsync();
        var rival = Niche.Like(household);
        await families.SendAsync(rival);
        await Eventually.AssertAsync(async () => Assert.Contains(rival.Reference, await families.ListAsync(child.Reference, families.Finder(860))));
        var other = (Guid)(await families.ProposeAsync(child, rival))["link"]!;

        foreach (var heard in order.Split(", "))
        {
            await (heard switch
            {
                "decided" => families.Hubs.DecideAsync(id, 860, LinkDecision.PlacedBeforeMatch),
                "stated" => families.Hubs.StateAsync(id, child, ChildsPart.MovedIn),
                _ => families.SendAsync(child.Ended()),
            });
            await (heard switch
            {
                "decided" => HeardAsync($"link_party where link = '{id}' and decision = {(int)LinkDecision.PlacedBeforeMatch}"),
                "stated" => HeardAsync($"link_child where link = '{id}' and part = {(int)ChildsPart.MovedIn}"),
                _ => families.EventuallyAsync(other, families.Finder(860), "not-progressed"),
            });
            await families.SettledAsync();
        }

        await families.SweepAsync();
        await families.SettledAsync();
        Assert.Equal("selected", await StateAsync(id));
        Assert.Equal(["no-longer-open"], (await families.GetAsync($"/links/{other}", families.Finder(860)))["reasons"]!.AsArray().Select(reason => (string)reason!));
        Assert.Equal(1, await families.CountAsync($"select count(*) from link_child where link = '{id}' and placed_at is not null and disrupted_at is null"));

        // The household's hub hears of which child it is, and that the choice stands.
        await Eventually.AssertAsync(() =>
        {
            var told = families.Hubs.To<RecordLink>(861).Where(each => each.Link == id).MaxBy(each => each.LinkVersion)!;
            Assert.Equal((LinkState.Selected, ChildsPart.MovedIn, NotProgressedReasons.None, false), (told.State, told.Part, told.Reasons, told.Disrupted));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Placed_UntilThePlacementEnds_KeepsReleasesOpenAndTheHouseholdFromOthers()
    {
        // Whoever was considered for the household besides waits for nothing there.
        var beside = Guid.Empty;
        var (child, household, id) = await SelectedAsync(first: async (one, offer) =>
        {
            var waiting = Niche.Like(one);
            await families.SendAsync(waiting);
            await families.EventuallyListedAsync(waiting.Reference, families.Finder(860), offer);
            beside = (Guid)(await families.ProposeAsync(waiting, offer))["link"]!;
        });
        var (status, release) = await families.PostAsync(
            $"/links/{id}/disclosures", families.Finder(860),
            new { subject = "child", level = "anonymous", purpose = "consider-link", basis = "public-task", reader = PersonReference.Of("recruitment.861").Value, child = child.Reference });
        Assert.True(status == HttpStatusCode.Created, release.ToJsonString());
        await PlaceAsync(child, id);
        await families.SendAsync(household with { Version = 2, Availability = Availability.Unavailable });
        await families.EventuallyAsync(beside, families.Finder(860), "not-progressed");
        var late = Niche.Like(child);
        await families.SendAsync(late);
        await HeardAsync($"search where id = '{late.Reference}' and ended_at is null");
        await families.SettledAsync();

        Assert.Empty(await families.ListAsync(late.Reference, families.Finder(860)));
        Assert.Equal("selected", await StateAsync(id));
        Assert.Equal(1, await families.CountAsync($"select count(*) from disclosure where id = '{(Guid)release["disclosure"]!}' and \"end\" = 0"));

        // The child's profile is over, and the household says nothing more to its council: as with a match of which nobody has still to move in.
        Assert.Null((await families.GetAsync($"/links/{id}", families.Finder(860)))["snapshots"]);

        await families.Hubs.DecideAsync(id, 860, LinkDecision.MatchNotAgreed);
        await families.EventuallyAsync(id, families.Finder(860), "not-progressed");
        await Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) from disclosure where id = '{(Guid)release["disclosure"]!}' and \"end\" = 4") == 1, "the release to end with the link");
        await families.SendAsync(household with { Version = 3 });
        await families.EventuallyListedAsync(late.Reference, families.Finder(860), household);
    }

    /// <summary>Neither side, nor the end of their agreement, ends what the placement alone ends.</summary>
    [Fact]
    public async Task Placed_IsEndedByNeitherSideNorWithTheAgreement()
    {
        var (child, _, id) = await SelectedAsync(households: 893);
        await PlaceAsync(child, id);
        var version = (long)(await families.GetAsync($"/links/{id}", families.Recruiter(893)))["version"]!;

        var (refused, problem) = await families.PostAsync($"/links/{id}/steps", families.Recruiter(893), new { to = "not-progressed", reasons = new[] { "households-timing" } }, version);
        Assert.Equal((HttpStatusCode.Conflict, "link.step-not-allowed"), (refused, (string)problem["code"]!));

        while (await families.Hub.Database.ScalarAsync<Guid?>(
            """
            select id from agreement where ended_at is null
                and exists (select from agreement_council where agreement = id and council = 893 and left_at is null) and exists (select from agreement_council where agreement = id and council = 860 and left_at is null)
            limit 1
            """) is { } agreement)
        {
            var (ended, answer) = await families.PostAsync($"/agreements/{agreement}/end", families.Guardian(860));
            Assert.True(ended == HttpStatusCode.OK, answer.ToJsonString());
        }

        await families.SweepAsync();
        await families.SettledAsync();
        Assert.Equal("selected", await StateAsync(id));
    }

    /// <summary>The child's profile is over by then: what stands against a pair is asked of those who have still to move in.</summary>
    [Fact]
    public async Task ToPanel_WithTheChildLivingThere_IsFollowedAndMatchedAsAnyOther()
    {
        var (child, household, id) = await SelectedAsync();
        await PlaceAsync(child, id);
        await families.SendAsync(household with { Version = 2, Availability = Availability.Unavailable });
        await families.SettledAsync();

        await families.Hubs.DecideAsync(id, 860, LinkDecision.ToPanel);
        await families.EventuallyAsync(id, families.Finder(860), "to-panel");
        await families.SweepAsync();
        await families.SettledAsync();
        await families.Hubs.DecideAsync(id, 860, LinkDecision.Matched);
        await families.EventuallyAsync(id, families.Finder(860), "matched");
        await families.Hubs.DecideAsync(id, 860, LinkDecision.Placed);
        Assert.Equal(1, await families.CountAsync($"select count(*) from link_child where link = '{id}' and placed_at < (select matched_at from link where id = '{id}')"));
    }

    /// <summary>Entered in error, the child never lived there: the link ends with its search, and nobody has given a reason.</summary>
    [Fact]
    public async Task Placed_InError_EndsTheLinkWithTheSearch()
    {
        var (child, _, id) = await SelectedAsync();
        await PlaceAsync(child, id);

        await families.Hubs.StateAsync(id, child, ChildsPart.Holds);

        await families.EventuallyAsync(id, families.Finder(860), "not-progressed");
        Assert.Equal(["no-longer-open"], (await families.GetAsync($"/links/{id}", families.Finder(860)))["reasons"]!.AsArray().Select(reason => (string)reason!));
    }

    /// <summary>An end that somebody gave reasons for is not undone, and the child's hub sees it.</summary>
    [Fact]
    public async Task Placed_OfALinkThatSomebodyEnded_IsNotFollowed()
    {
        var (child, household) = await families.PairAsync();
        var link = await families.ProposeAsync(child, household);
        var id = (Guid)link["link"]!;
        await families.PostAsync($"/links/{id}/steps", families.Recruiter(861), new { to = "not-progressed", reasons = new[] { "contact-plan" } }, 1);

        await families.Hubs.DecideAsync(id, 860, LinkDecision.PlacedBeforeMatch);

        await Eventually.AssertAsync(async () =>
        {
            var read = await families.GetAsync($"/links/{id}", families.Finder(860));
            Assert.Equal(("not-progressed", "selected", false), ((string)read["state"]!, (string)read["steps"]!.AsArray()[^1]!["to"]!, (bool)read["steps"]!.AsArray()[^1]!["taken"]!));
        });
    }

    private Task HeardAsync(string of) => Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) from {of}") == 1, of);

    private async Task<string> StateAsync(Guid link) => (string)(await families.GetAsync($"/links/{link}", families.Finder(860)))["state"]!;

    /// <summary>The child moves in, and leaves the search by it.</summary>
    private async Task PlaceAsync(ChildProfiled child, Guid link)
    {
        await families.Hubs.StateAsync(link, child, ChildsPart.MovedIn);
        await families.Hubs.DecideAsync(link, 860, LinkDecision.PlacedBeforeMatch);
        await HeardAsync($"link_party where link = '{link}' and decision = {(int)LinkDecision.PlacedBeforeMatch}");
        await HeardAsync($"link_child where link = '{link}' and part = {(int)ChildsPart.MovedIn}");
        await families.SendAsync(child.Ended());
        await HeardAsync($"search where id = '{child.Reference}' and ended_at is not null");
        await families.SettledAsync();
    }

    private async Task<(ChildProfiled Child, HouseholdOffered Household, Guid Link)> SelectedAsync(
        int households = 861, Func<ChildProfiled, HouseholdOffered, Task>? first = null)
    {
        var (child, household) = await families.PairAsync(households: households);
        await (first?.Invoke(child, household) ?? Task.CompletedTask);
        var id = (Guid)(await families.StepAsync(await families.ProposeAsync(child, household), child, household, "considered", "interest", "shortlisted", "preferred"))["link"]!;
        await families.Hubs.DecideAsync(id, 860, LinkDecision.Selected);
        await families.EventuallyAsync(id, families.Finder(860), "selected");
        return (child, household, id);
    }
}
