using System.Net;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Links;

/// <summary>Brothers and sisters who are matched by one link: each moves in, comes back or is not matched any more by itself.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class SiblingLinkTests(HubFixture hub)
{
    private static readonly AreaKey Areas = new(HubFixture.AreaKey);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task MoveIn_OnDifferentDays_IsToldAndWatchedOfEachByItself(int first, int second)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (link, children) = await MatchedAsync();
        Assert.Equal(["Holds", "Holds"], await PartsAsync(link, children));

        await PlaceAsync(worker, children[first].Id, "2025-06-10");

        Assert.Equal(["MovedIn", "Holds"], await PartsAsync(link, children[first], children[second]));
        Assert.Equal("Placed", await LinkSamples.DecidedAsync(hub, link));

        // The second is watched still: a limit that comes to stand keeps it from moving in.
        var path = $"/children/{children[second].Id}";
        (await worker.ChangeAsync(HttpMethod.Put, path + "/exclusion-areas", new { areas = new[] { new { district = "ST17", reason = "An uncle." } } }, path)).Good();
        Assert.Equal(1, (await worker.GetAsync(path + "/family-finding")).Good()["linksAgainstLimits"].GetArrayLength());
        Assert.Equal(0, (await worker.GetAsync($"/children/{children[first].Id}/family-finding")).Good()["linksAgainstLimits"].GetArrayLength());
        (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "adoption", from = "2025-06-12" }, path)).Refused(HttpStatusCode.Conflict, "link.against-limit");
        Assert.Contains("match-not-moved-in", await DutiesAsync(worker, children[second].Id));
        Assert.DoesNotContain("match-not-moved-in", await DutiesAsync(worker, children[first].Id));

        (await worker.ChangeAsync(HttpMethod.Put, path + "/exclusion-areas", new { areas = Array.Empty<object>() }, path)).Good();
        await PlaceAsync(worker, children[second].Id, "2025-06-12");
        Assert.Equal(["MovedIn", "MovedIn"], await PartsAsync(link, children));
        Assert.Equal("Placed", await LinkSamples.DecidedAsync(hub, link));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task Withdraw_ForTheSecondAfterTheFirstMovedIn_IsTheSecondsAlone(int first, int second)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (link, children) = await MatchedAsync();
        await PlaceAsync(worker, children[first].Id, "2025-06-10");

        var answer = await WithdrawAsync(worker, children[second].Id);

        Assert.Equal(("searching", "alone"), (answer["standing"].GetString(), answer["siblingSearch"].GetString()));
        Assert.Equal(link, answer["withdrawnMatches"].EnumerateArray().Single().GetProperty("linkId").GetGuid());
        Assert.Equal(["MovedIn", "Left"], await PartsAsync(link, children[first], children[second]));
        Assert.Equal("Placed", await LinkSamples.DecidedAsync(hub, link));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task Withdraw_ForOneOfTwo_SearchesForItAloneAndLeavesTheOtherMatched(int first, int second)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (link, children) = await MatchedAsync();

        var answer = await WithdrawAsync(worker, children[first].Id);

        // Not with the other, who is looked for no more: the region would wait for the two of them for ever.
        Assert.Equal(("searching", "alone"), (answer["standing"].GetString(), answer["siblingSearch"].GetString()));
        Assert.Equal(0, answer["links"].GetArrayLength());
        var told = await PermanenceSamples.ToldAsync(hub, children[first].Reference);
        Assert.Equal(("Searching", "One", "Alone"), (told.GetProperty("standing").GetString(), told.GetProperty("siblings").GetString(), told.GetProperty("siblingSearch").GetString()));
        Assert.Equal(["Left", "Holds"], await PartsAsync(link, children[first], children[second]));
        Assert.Equal("Matched", await LinkSamples.DecidedAsync(hub, link));
        Assert.Equal(children[second].Id, (await worker.GetAsync($"/links/{link}")).Good()["link"].GetProperty("children").EnumerateArray().Single().GetProperty("childId").GetGuid());

        // The other goes on as if there had been nobody else.
        await PlaceAsync(worker, children[second].Id, "2025-06-14");
        Assert.Equal(["Left", "MovedIn"], await PartsAsync(link, children[first], children[second]));
        Assert.Equal("Placed", await LinkSamples.DecidedAsync(hub, link));
    }

    [Fact]
    public async Task Disrupted_OneOfTwo_IsToldOfTheLinkWhenNobodyIsLeft()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (link, children) = await MatchedAsync();
        foreach (var child in children)
        {
            await PlaceAsync(worker, child.Id, "2025-06-10");
        }

        await EndAsync(worker, children[0].Id);
        Assert.Equal(["Disrupted", "MovedIn"], await PartsAsync(link, children));
        Assert.Equal("Placed", await LinkSamples.DecidedAsync(hub, link));

        await EndAsync(worker, children[1].Id);
        Assert.Equal(["Disrupted", "Disrupted"], await PartsAsync(link, children));
        Assert.Equal("Disrupted", await LinkSamples.DecidedAsync(hub, link));
    }

    /// <summary>The household's side: who has left is none of its children, and while one of them lives there it is spoken for.</summary>
    [Fact]
    public async Task Household_OfALinkThatOneChildHasLeft_IsHeldForTheOtherAlone()
    {
        using var worker = hub.As(Roles.Recruitment);
        var (link, household, leaving, staying) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await TellAsync(5, leaving, ChildsPart.Holds, ChildCounts.Two);
        await TellAsync(5, staying, ChildsPart.Holds, ChildCounts.Two);

        await TellAsync(6, leaving, ChildsPart.Left, ChildCounts.One);
        await TellAsync(6, staying, ChildsPart.Holds, ChildCounts.One);

        // Late, and of before.
        await TellAsync(5, leaving, ChildsPart.Holds, ChildCounts.Two);
        var read = (await worker.GetAsync($"/links/{link}")).Good()["link"];
        Assert.Equal(staying, read.GetProperty("children").EnumerateArray().Single().GetProperty("reference").GetGuid());
        Assert.Equal(ChildCounts.One, await LinkAsync(known => known.Children));
        Assert.True(await LinkAsync(known => known.IsMatch));

        await TellAsync(7, staying, ChildsPart.MovedIn, ChildCounts.One);
        Assert.True(await LinkAsync(known => known.SpeaksForHousehold));
        await TellAsync(8, staying, ChildsPart.Disrupted, ChildCounts.One, disrupted: true);
        Assert.False(await LinkAsync(known => known.SpeaksForHousehold));
        Assert.NotNull(await LinkAsync(known => known.DisruptedOn));

        Task TellAsync(long version, Guid child, ChildsPart part, ChildCounts number, bool disrupted = false) => hub.ApplyAsync(
            LinkSamples.Told(link, version, child, household, LinkState.Matched, ofHousehold: true, children: number, disrupted: disrupted) with { Part = part });

        async Task<T> LinkAsync<T>(Func<LocalityHub.Links.FamilyLink, T> of)
        {
            await using var db = hub.Db();
            return of(await db.FamilyLinks.AsNoTracking().SingleAsync(known => known.Id == link));
        }
    }

    private static async Task PlaceAsync(HubClient worker, Guid child, string from) =>
        (await worker.ChangeAsync(HttpMethod.Post, $"/children/{child}/placements", new { kind = "adoption", from }, $"/children/{child}")).Good();

    private async Task EndAsync(HubClient worker, Guid child)
    {
        var placement = await hub.Database.ScalarAsync<Guid>($"select id from placement where child_id = '{child}' and ended_on is null");
        (await worker.ChangeAsync(HttpMethod.Post, $"/children/{child}/placements/{placement}/end", new { on = "2025-06-15", reason = "disrupted", words = "It did not go well." }, $"/children/{child}")).Good();
    }

    private static async Task<HubAnswer> WithdrawAsync(HubClient worker, Guid child) => (await worker.ChangeAsync(
        HttpMethod.Post, $"/children/{child}/match/withdraw", new { reason = "childs-needs", on = "2025-06-13", decidedBy = "Invented Manager, team manager", words = "She needs more." }, $"/children/{child}")).Good();

    private static async Task<IEnumerable<string?>> DutiesAsync(HubClient worker, Guid child) =>
        [.. (await worker.GetAsync($"/children/{child}/duties")).Good()["duties"].EnumerateArray().Select(duty => duty.GetProperty("duty").GetString())];

    /// <summary>What the region was told last of each child's part.</summary>
    private async Task<IEnumerable<string?>> PartsAsync(Guid link, params (Guid Id, Guid Reference)[] children)
    {
        await using var db = hub.Db();
        var told = (await db.RegionalReferences.AsNoTracking().Where(known => known.Purpose == ReferencePurpose.LinkChild).ToListAsync())
            .Select(known => (Contracts.LocalityHub.ChildOfLinkStated)RegionalLedger.LastOf(known)).Where(known => known.Link == link).ToList();
        return [.. children.Select(child => told.SingleOrDefault(known => known.Child == child.Reference)?.Part.ToString())];
    }

    /// <summary>Two children of one group, searched for together, and matched by one link that the region has recorded; of each the home has been asked about.</summary>
    private async Task<(Guid Link, (Guid Id, Guid Reference)[] Children)> MatchedAsync()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var children = new (Guid Id, Guid Reference)[] { await PermanenceSamples.SearchedAsync(hub), await PermanenceSamples.SearchedAsync(hub) };
        var opened = (await worker.PostAsync("/sibling-groups", new { assessment = "Close.", assessedOn = "2025-05-01", togetherUntil = "2025-12-01", contactPlan = "Monthly." })).Good();
        var group = $"/sibling-groups/{opened["id"].GetString()}";
        var (link, household) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var child in children)
        {
            (await worker.ChangeAsync(HttpMethod.Put, $"{group}/children/{child.Id}", new { decision = "together", decidedOn = "2025-05-02", reason = "The assessment." }, group)).Good();
            await hub.ApplyAsync(new AskCandidate(Guid.CreateVersion7(), LinkSamples.Staffordshire, child.Reference, household, Areas.Digest("ST17")));
        }

        foreach (var child in children)
        {
            await hub.ApplyAsync(LinkSamples.Told(link, 5, child.Reference, household, LinkState.Selected, children: ChildCounts.Two));
        }

        foreach (var child in children)
        {
            (await worker.ChangeAsync(HttpMethod.Put, $"/children/{child.Id}/milestones/matched", new { date = "2025-05-20" }, $"/children/{child.Id}")).Good();
        }

        foreach (var child in children)
        {
            await hub.ApplyAsync(LinkSamples.Told(link, 6, child.Reference, household, LinkState.Matched, children: ChildCounts.Two));
        }

        return (link, children);
    }
}
