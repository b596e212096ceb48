using System.Net;
using System.Text.Json.Nodes;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;
using Partnership.Statutory;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.OutsideSearches;

/// <summary>When the region cannot: what another agency would cost, and events and campaigns for those who wait.</summary>
[Collection(FamiliesHost.Collection)]
public sealed class PlanningTests(FamiliesHost families)
{
    [Fact]
    public async Task OutsideSearch_ForOnesOwnChild_CostsWhatTheRateCardSays()
    {
        var child = FamiliesHost.Niche().Child(893);
        await families.SendAsync(child);
        await Eventually.AssertAsync(async () => await families.GetAsync($"/children/{child.Reference}", families.Finder(893)));
        object Of(string provider) => new { child = child.Reference, provider, london = true };
        Assert.Equal(HttpStatusCode.NotFound, (await families.PostAsync("/outside-searches", families.Finder(860), Of("council"))).Status);

        var (status, agency) = await families.PostAsync("/outside-searches", families.Finder(893), Of("voluntary-agency"));
        var (_, council) = await families.PostAsync("/outside-searches", families.Finder(893), Of("council"));
        Assert.Equal((HttpStatusCode.Created, 43_170, 29_700), (status, (int)agency["expectedFee"]!, (int)council["expectedFee"]!));
        Assert.False((bool)agency["feasible"]!);
        Assert.Equal("outside-search.exists", (string)(await families.PostAsync("/outside-searches", families.Finder(893), Of("council"))).Body["code"]!);

        Assert.Equal(HttpStatusCode.NotFound, (await families.PostAsync($"/outside-searches/{(Guid)agency["search"]!}/end", families.Finder(860), new { end = "given-up" })).Status);
        var (_, avoided) = await families.PostAsync($"/outside-searches/{(Guid)agency["search"]!}/end", families.Finder(893), new { end = "found-in-region" });
        var today = LondonCalendar.Today(TimeProvider.System);
        foreach (var day in (DateOnly?[])[null, today.AddDays(-1), today.AddYears(1).AddDays(1)])
        {
            var (refused, problem) = await families.PostAsync($"/outside-searches/{(Guid)council["search"]!}/end", families.Finder(893), new { end = "found-outside", movesInOn = day });
            Assert.Equal((HttpStatusCode.BadRequest, "outside-search.moves-in"), (refused, (string)problem["code"]!));
        }

        var (_, due) = await families.PostAsync($"/outside-searches/{(Guid)council["search"]!}/end", families.Finder(893), new { end = "found-outside", movesInOn = today });
        Assert.Equal((43_170, null, null, 29_700), ((int?)avoided["costAvoided"], (int?)avoided["fee"], (int?)due["costAvoided"], (int?)due["fee"]));
        Assert.Equal("outside-search.ended", (string)(await families.PostAsync($"/outside-searches/{(Guid)council["search"]!}/end", families.Finder(893), new { end = "given-up" })).Body["code"]!);
        Assert.Equal(2, (await families.GetAsync("/outside-searches?limit=200", families.Finder(893)))["items"]!.AsArray().Count(search => (Guid)search!["child"]! == child.Reference));
        Assert.DoesNotContain((await families.GetAsync("/outside-searches?limit=200", families.Finder(860)))["items"]!.AsArray(), search => (Guid)search!["child"]! == child.Reference);
    }

    /// <summary>The rate is that of the day of the move, however early it is entered.</summary>
    [Fact]
    public async Task OutsideSearch_OfAChildWhoMovesInUnderLaterRates_CostsWhatThoseSay()
    {
        var from = LondonCalendar.Today(TimeProvider.System).AddDays(60);
        var finance = families.Hub.Tokens.With(Roles.Finance);
        var version = await families.CountAsync("select coalesce(max(version), 0) from rate");
        var (entered, rates) = await families.SendAsync(
            HttpMethod.Put, $"/rates/{from:yyyy-MM-dd}", finance, new { fees = new[] { new { provider = "council", children = "one", pounds = 31_000 } }, londonPercent = 0, source = "Invented for a test, later" }, version);
        Assert.True(entered == HttpStatusCode.OK, rates.ToJsonString());

        Assert.Equal(27_000, (int?)await FeeAsync(from.AddDays(-1), "found-outside", "fee"));
        Assert.Equal(31_000, (int?)await FeeAsync(from, "found-outside", "fee"));
        Assert.Equal(31_000, (int?)await FeeAsync(from.AddDays(1), "found-in-region", "costAvoided"));
        Assert.Equal(27_000, (int?)await FeeAsync(null, "found-in-region", "costAvoided"));
        await families.Hub.Database.ExecuteAsync($"delete from rate where \"from\" = '{from:yyyy-MM-dd}'");

        async Task<JsonNode?> FeeAsync(DateOnly? day, string end, string member)
        {
            var child = FamiliesHost.Niche().Child(893);
            await families.SendAsync(child);
            await Eventually.AssertAsync(async () => await families.GetAsync($"/children/{child.Reference}", families.Finder(893)));
            var (_, search) = await families.PostAsync("/outside-searches", families.Finder(893), new { child = child.Reference, provider = "council" });
            return (await families.PostAsync($"/outside-searches/{(Guid)search["search"]!}/end", families.Finder(893), new { end, movesInOn = day })).Body[member];
        }
    }

    /// <summary>One fee is paid for brothers and sisters who move together, so it is one search, whoever of them it is begun for and in whichever council.</summary>
    [Fact]
    public async Task OutsideSearch_OfBrothersAndSisters_IsOneForAllOfThem()
    {
        var niche = FamiliesHost.Niche();
        var group = Guid.NewGuid();
        await families.AgreeAsync(893, 894);
        var (one, other) = (Member(893), Member(894));
        await families.SendAsync(one, other);
        await Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) from search_child where search = '{group}'") == 2, "the search for both");

        var (status, search) = await families.PostAsync("/outside-searches", families.Finder(893), Of(one, "council"));
        Assert.Equal((HttpStatusCode.Created, "two", 43_000), (status, (string)search["number"]!, (int)search["expectedFee"]!));
        var (refused, problem) = await families.PostAsync("/outside-searches", families.Finder(894), Of(other, "council"));
        Assert.Equal((HttpStatusCode.Conflict, "outside-search.exists"), (refused, (string)problem["code"]!));
        Assert.Equal(HttpStatusCode.Created, (await families.PostAsync("/outside-searches", families.Finder(894), Of(other, "voluntary-agency"))).Status);
        Assert.Equal(2, await families.CountAsync($"select count(*) from outside_search where search = '{group}' and children = 2"));

        object Of(ChildProfiled child, string provider) => new { child = child.Reference, provider };
        ChildProfiled Member(int council) => niche.Child(council) with { Siblings = ChildCounts.Two, SiblingSearch = SiblingSearch.Together, TogetherSearch = group };
    }

    [Fact]
    public async Task Rates_EnteredFromADay_HoldFromThen()
    {
        var finance = families.Hub.Tokens.With(Roles.Finance);
        var version = await families.CountAsync("select coalesce(max(version), 0) from rate");
        object Rates(int pounds, string source = "Invented for a test, 2024") => new { fees = new[] { new { provider = "council", children = "one", pounds } }, londonPercent = 0, source };

        foreach (var (bad, code) in new[] { (Rates(-1), "rates.fees"), (Rates(1, "short"), "rates.source"), (Rates(1, "As told by somebody, 943 476 5919"), "rates.source") })
        {
            Assert.Equal(code, (string)(await families.SendAsync(HttpMethod.Put, "/rates/2019-04-01", finance, bad, version)).Body["code"]!);
        }

        foreach (var day in (string[])["1%20April%202019", "2019-4-1", "2019-04-31"])
        {
            var (refused, problem) = await families.SendAsync(HttpMethod.Put, $"/rates/{day}", finance, Rates(1), version);
            Assert.Equal((HttpStatusCode.BadRequest, "request.invalid", "from"), (refused, (string)problem["code"]!, (string)problem["field"]!));
        }

        var (status, entered) = await families.SendAsync(HttpMethod.Put, "/rates/2019-04-01", finance, Rates(27_001), version);
        Assert.True(status == HttpStatusCode.OK, entered.ToJsonString());
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await families.SendAsync(HttpMethod.Put, "/rates/2019-04-01", finance, Rates(27_002), version)).Status);
        var card = (await families.GetAsync("/rates", families.Finder(860))).AsArray().Where(rates => (string)rates!["from"]! != "2018-04-01").ToList();
        Assert.Equal(["2025-04-01", "2019-04-01"], card.Select(rates => (string)rates!["from"]!));
        Assert.Equal(27_001, (int)card[1]!["fees"]![0]!["pounds"]!);
        Assert.Equal(HttpStatusCode.Forbidden, (await families.SendAsync(HttpMethod.Put, "/rates/2019-04-01", families.Finder(860), Rates(1), version)).Status);
    }

    [Fact]
    public async Task Event_WithChildrenOfSeveralCouncils_ShowsThoseWhoArePublishedAndOnesOwn()
    {
        var niche = FamiliesHost.Niche();
        var alike = Enumerable.Range(0, 5).Select(_ => niche.Child(861)).ToArray();
        var alone = Families.Child(894) with { Plan = Contracts.FamilyFinding.PermanencePlan.SpecialGuardianship };
        await families.SendAsync([.. alike, alone]);
        await Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) from published_child where reference = '{alike[0].Reference}'") == 1, "the children to be published");
        var operations = families.Hub.Tokens.With(Roles.HubOperations);
        Assert.Equal(HttpStatusCode.Forbidden, (await families.PostAsync("/events", families.Finder(861), new { })).Status);
        Assert.Equal("event.until", (string)(await families.PostAsync("/events", operations, new { kind = "campaign", title = "Invented campaign", from = "2027-05-01", until = "2027-04-01" })).Body["code"]!);
        foreach (var title in new[] { "Evening for 943 476 5919", "Evening for a girl of 17/08/2021", "Evening near ZE2 9QZ", "ab" })
        {
            Assert.Equal("event.title", (string)(await families.PostAsync("/events", operations, new { kind = "event", title, from = "2027-04-20" })).Body["code"]!);
        }

        var (_, made) = await families.PostAsync("/events", operations, new { kind = "event", title = "Invented evening 2027/28", from = "2027-04-20" });
        var id = (Guid)made["event"]!;

        string Of(Guid child) => $"/events/{id}/children/{child}";
        Assert.Equal(HttpStatusCode.NotFound, (await families.SendAsync(HttpMethod.Put, Of(alike[0].Reference), families.Finder(894), null, 1)).Status);
        Assert.Equal(HttpStatusCode.OK, (await families.SendAsync(HttpMethod.Put, Of(alike[0].Reference), families.Finder(861), null, 1)).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await families.SendAsync(HttpMethod.Put, Of(alone.Reference), families.Finder(894), null, 1)).Status);
        Assert.Equal(HttpStatusCode.OK, (await families.SendAsync(HttpMethod.Put, Of(alone.Reference), families.Finder(894), null, 2)).Status);

        Assert.Equal([alike[0].Reference], await ServedAsync(operations));
        Assert.Equal([alike[0].Reference], await ServedAsync(families.Finder(861)));

        // Published is for those who share: 894 has no agreement with 861.
        Assert.Equal([alone.Reference], await ServedAsync(families.Finder(894)));
        Assert.Equal(HttpStatusCode.OK, (await families.SendAsync(HttpMethod.Delete, Of(alone.Reference), families.Finder(894), null, 3)).Status);
        Assert.Empty(await ServedAsync(families.Finder(894)));

        async Task<List<Guid>> ServedAsync(string token) => [.. (await families.GetAsync($"/events/{id}", token))["children"]!.AsArray().Select(child => (Guid)child!["child"]!)];
    }
}
