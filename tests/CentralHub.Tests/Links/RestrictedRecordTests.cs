using System.Net;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Links;

/// <summary>
/// What the centre holds of a restricted record is not there for people of its council who read such records in its hub and are not listed; for everybody else it is there as ever, so that the search goes on.
/// </summary>
[Collection(FamiliesHost.Collection)]
public sealed class RestrictedRecordTests(FamiliesHost families)
{
    private const RestrictedTo ToSocialWorkers = RestrictedTo.CaldicottGuardian | RestrictedTo.SocialWorker;

    [Fact]
    public async Task Child_RestrictedToSocialWorkers_IsThereForThemAndForTheOtherSideAlone()
    {
        var (child, household) = await families.PairAsync();
        var id = (Guid)(await families.ProposeAsync(child, household))["link"]!;

        await families.SendAsync(child with { Version = 2, RestrictedTo = ToSocialWorkers });
        await GoneAsync($"/links/{id}", families.Finder(860));

        foreach (var token in (string[])[families.Recruiter(860), families.Hub.Tokens.With(Roles.PanelAdviser, 860)])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await families.AskAsync($"/links/{id}", token)).Status);
            Assert.False(await IsToldAsync("/links", id, token));
        }

        foreach (var token in (string[])[families.Finder(860), families.Finder(860, 861)])
        {
            Assert.Equal(
                (HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound),
                ((await families.AskAsync($"/links/{id}", token)).Status, (await families.AskAsync($"/children/{child.Reference}", token)).Status, (await families.AskAsync($"/children/{child.Reference}/candidates", token)).Status));
            Assert.Equal(
                (false, false, false), (await IsToldAsync("/links", id, token), await IsToldAsync("/searches", child.Reference, token), await IsToldAsync("/register/children", child.Reference, token)));
            Assert.Equal(HttpStatusCode.NotFound, (await families.PostAsync($"/links/{id}/steps", token, new { to = "shortlisted" }, 1)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await families.PostAsync("/links", token, new { child = child.Reference, household = household.Reference })).Status);
        }

        var worker = families.Hub.Tokens.With(Roles.SocialWorker, 860);
        Assert.True(await IsToldAsync("/searches", child.Reference, worker));
        Assert.Equal(HttpStatusCode.OK, (await families.AskAsync($"/children/{child.Reference}/candidates", worker)).Status);
        foreach (var token in (string[])[worker, families.Guardian(860), families.Recruiter(861), families.Finder(861)])
        {
            Assert.Equal(child.Reference, (Guid)(await families.GetAsync($"/links/{id}", token))["snapshots"]!["children"]![0]!["child"]!);
            Assert.True(await IsToldAsync("/links", id, token));
        }

        await families.SendAsync(child with { Version = 3 });
        await Eventually.AssertAsync(async () => Assert.Equal(HttpStatusCode.OK, (await families.AskAsync($"/links/{id}", families.Finder(860))).Status));
        Assert.True(await IsToldAsync("/searches", child.Reference, families.Finder(860)));
    }

    /// <summary>Nothing is entered for one of two of whom the caller does not see the other: the fee is one for both.</summary>
    [Fact]
    public async Task OutsideSearch_OfAChildSearchedForWithARestrictedOne_IsForWhoSeesBoth()
    {
        var (niche, together) = (FamiliesHost.Niche(), Guid.NewGuid());
        ChildProfiled OfTwo() => niche.Child(860) with { Siblings = ChildCounts.Two, SiblingSearch = SiblingSearch.Together, TogetherSearch = together };
        var (one, other) = (OfTwo(), OfTwo());
        await families.SendAsync(one, other);
        await Eventually.TrueAsync(async () => await IsToldAsync("/searches", other.Reference, families.Finder(860)), "the search for both");

        await families.SendAsync(one with { Version = 2, RestrictedTo = ToSocialWorkers });
        await GoneAsync($"/children/{one.Reference}", families.Finder(860));

        var request = new { child = other.Reference, provider = "council" };
        Assert.Equal(HttpStatusCode.NotFound, (await families.PostAsync("/outside-searches", families.Finder(860), request)).Status);
        Assert.Equal(HttpStatusCode.Created, (await families.PostAsync("/outside-searches", families.Hub.Tokens.With(Roles.SocialWorker, 860), request)).Status);
    }

    /// <summary>Nor is it counted among the others of a household whose links one sees.</summary>
    [Fact]
    public async Task Child_Restricted_IsNoCompetitionToWhoDoesNotSeeIt()
    {
        var (child, household) = await families.PairAsync();
        var id = (Guid)(await families.ProposeAsync(child, household))["link"]!;
        var rival = Niche.Like(child);
        await families.SendAsync(rival);
        await families.EventuallyListedAsync(rival.Reference, families.Finder(860), household);
        var other = (Guid)(await families.ProposeAsync(rival, household))["link"]!;
        Assert.Single((await families.GetAsync($"/links/{id}", families.Finder(860)))["competing"]!.AsArray());

        await families.SendAsync(rival with { Version = 2, RestrictedTo = ToSocialWorkers });
        await GoneAsync($"/links/{other}", families.Finder(860));

        Assert.Empty((await families.GetAsync($"/links/{id}", families.Finder(860)))["competing"]!.AsArray());
        Assert.Single((await families.GetAsync($"/links/{id}", families.Recruiter(861)))["competing"]!.AsArray());
    }

    /// <summary>A child who has moved in is searched for no more, and its profile says nothing new: its part in the link does, of a restriction, of another list, and of its end.</summary>
    [Fact]
    public async Task Link_OfAChildWhoHasMovedIn_IsHiddenByWhatIsSaidOfItsPart()
    {
        var (child, household) = await families.PairAsync();
        var link = await families.StepAsync(await families.ProposeAsync(child, household), child, household, "considered", "interest", "shortlisted", "visited", "preferred");
        var id = (Guid)link["link"]!;
        foreach (var (decision, state) in new[] { (LinkDecision.Selected, "selected"), (LinkDecision.Matched, "matched") })
        {
            await families.Hubs.DecideAsync(id, 860, decision);
            await families.EventuallyAsync(id, families.Finder(860), state);
        }

        // Restricted while it was searched for, to the end of the search.
        var part = new ChildOfLinkStated(Guid.NewGuid(), new CouncilCode(860), 1, 1, id, child.Reference, ChildsPart.MovedIn, ToSocialWorkers);
        await families.SendAsync(child with { Version = 2, RestrictedTo = ToSocialWorkers }, part);
        await families.SendAsync(child with { Version = 3, RestrictedTo = ToSocialWorkers, Standing = SearchStanding.Ended });
        await GoneAsync($"/links/{id}", families.Finder(860));
        Assert.False(await IsToldAsync("/links", id, families.Finder(860)));
        Assert.Equal(HttpStatusCode.OK, (await families.AskAsync($"/links/{id}", families.Finder(861))).Status);
        await families.SettledAsync();

        var worker = families.Hub.Tokens.With(Roles.SocialWorker, 860);
        await families.SendAsync(part with { Version = 2, RestrictedTo = RestrictedTo.CaldicottGuardian | RestrictedTo.FamilyFinder });
        await GoneAsync($"/links/{id}", worker);
        Assert.Equal(HttpStatusCode.OK, (await families.AskAsync($"/links/{id}", families.Finder(860))).Status);

        // A link that the child had left before says nothing of it any more, whatever it said then.
        await families.Hub.Database.ExecuteAsync($"""
            insert into link (id, search, search_of, household, household_council, proposed_by, number, state, reasons, version, proposed_at, changed_at)
            select '{child.Reference}', search, search_of, gen_random_uuid(), household_council, proposed_by, number, 10, 128, 1, proposed_at, changed_at from link where id = '{id}';
            insert into link_child (link, child, council, part, restricted_to) values ('{child.Reference}', '{child.Reference}', 860, 4, 1)
            """);
        await families.SendAsync(part with { Version = 3, RestrictedTo = RestrictedTo.None });
        await Eventually.AssertAsync(async () => Assert.Equal(HttpStatusCode.OK, (await families.AskAsync($"/links/{id}", worker)).Status));
    }

    [Fact]
    public async Task Household_RestrictedToFamilyFinders_IsThereForThemAndForTheChildsSide()
    {
        var (child, household) = await families.PairAsync();
        var id = (Guid)(await families.ProposeAsync(child, household))["link"]!;

        await families.SendAsync(household with { Version = 2, RestrictedTo = RestrictedTo.CaldicottGuardian | RestrictedTo.FamilyFinder });
        await GoneAsync($"/links/{id}", families.Recruiter(861));

        Assert.False(await IsToldAsync("/links", id, families.Recruiter(861)) || await IsToldAsync("/register/households", household.Reference, families.Recruiter(861)));
        Assert.Equal(HttpStatusCode.NotFound, (await families.PostAsync($"/links/{id}/steps", families.Recruiter(861), new { to = "considered" }, 1)).Status);
        foreach (var token in (string[])[families.Finder(860), families.Guardian(861), families.Finder(861)])
        {
            Assert.Equal(household.Reference, (Guid)(await families.GetAsync($"/links/{id}", token))["snapshots"]!["household"]!["household"]!);
        }

        // Another, restricted from the first: found for the child as any other.
        var other = Niche.Like(household) with { RestrictedTo = RestrictedTo.CaldicottGuardian };
        await families.SendAsync(other);
        await families.EventuallyListedAsync(child.Reference, families.Finder(860), other);
    }

    private async Task GoneAsync(string path, string token) =>
        await Eventually.AssertAsync(async () => Assert.Equal(HttpStatusCode.NotFound, (await families.AskAsync(path, token)).Status));

    /// <summary>Whether a list names something, on whichever page.</summary>
    private async Task<bool> IsToldAsync(string list, Guid thing, string token)
    {
        for (string? cursor = string.Empty; cursor is not null;)
        {
            var page = await families.GetAsync($"{list}?limit=200&cursor={cursor}", token);
            if (page["items"]!.ToJsonString().Contains(thing.ToString(), StringComparison.Ordinal))
            {
                return true;
            }

            cursor = (string?)page["next"];
        }

        return false;
    }
}
