using System.Net;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Searches;

/// <summary>No child unseen: searches run by themselves, and who waits is put before its owner.</summary>
[Collection(FamiliesHost.Collection)]
public sealed class SearchTests(FamiliesHost families)
{
    [Fact]
    public async Task Waiting_LongByTheHubsCountOrTheCentres_IsEscalatedOnceForEachLength()
    {
        var niche = FamiliesHost.Niche();
        var (known, seen) = (niche.Child(893) with { Searched = SearchLength.SixtyDays }, niche.Child(893));
        await families.SendAsync(known, seen);
        await Eventually.TrueAsync(() => Task.FromResult(Told(known).Any()), "the child whose hub counts 60 days");
        await Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) from search where id = '{seen.Reference}'") == 1, "the other child's search");

        // 31 days by the centre's own count, then 61.
        foreach (var days in (int[])[31, 61])
        {
            await families.Hub.Database.ExecuteAsync($"update search set counting_since = now() - interval '{days} days' where id = '{seen.Reference}'");
            await families.SweepAsync();
            await families.SettledAsync();
            await families.SweepAsync();
            await families.SettledAsync();
        }

        await Eventually.AssertAsync(() =>
        {
            Assert.Equal([SearchLength.ThirtyDays, SearchLength.SixtyDays], Told(seen).Select(told => told.Without));
            return Task.CompletedTask;
        });
        Assert.Equal([SearchLength.SixtyDays], Told(known).Select(told => told.Without));
        Assert.All(Told(seen), told => Assert.False(told.Feasible));
        var search = (await families.GetAsync($"/children/{seen.Reference}", families.Finder(893)))["searches"]![0]!;
        Assert.Equal(("sixty-days", 2), ((string)search["without"]!, search["escalations"]!.AsArray().Count));

        // Paused, it counts no further.
        await families.SendAsync(seen with { Version = 2, Standing = SearchStanding.Paused });
        await Eventually.AssertAsync(async () => Assert.Equal(
            ("paused", "none"),
            ((string)(await families.GetAsync($"/children/{seen.Reference}", families.Finder(893)))["searches"]![0]!["state"]!,
                (string)(await families.GetAsync($"/children/{seen.Reference}", families.Finder(893)))["searches"]![0]!["without"]!)));

        IEnumerable<EscalateSearch> Told(ChildProfiled child) => families.Hubs.To<EscalateSearch>(893).Where(told => told.Child == child.Reference);
    }

    [Fact]
    public async Task EarlyPermanence_WithoutEveryPrecondition_IsNotSearchedForAndWithThemAtOnce()
    {
        var child = Families.Child(894) with
        {
            Age = AgeBands.Unborn, Plan = PermanencePlan.EarlyPermanence, EarlyPermanence = EarlyPermanenceRequest.Requested,
            Preconditions = EarlyPermanencePreconditions.All & ~EarlyPermanencePreconditions.ParentsTold,
        };
        HouseholdOffered Of(HouseholdRoutes routes) => Families.Household(894) with { AgesYes = AgeBands.Unborn, Routes = routes };
        var (dual, temporary, adopters) = (Of(HouseholdRoutes.DuallyApproved | HouseholdRoutes.Adoption), Of(HouseholdRoutes.Adoption | HouseholdRoutes.TemporaryApproval), Of(HouseholdRoutes.Adoption));
        await families.SendAsync(child, dual, temporary, adopters);
        await Eventually.AssertAsync(async () => Assert.Equal("not-searchable", (string)(await families.GetAsync($"/children/{child.Reference}", families.Finder(894)))["searches"]![0]!["state"]!));

        await families.SendAsync(child with { Version = 2, Preconditions = EarlyPermanencePreconditions.All });
        await families.EventuallyListedAsync(child.Reference, families.Finder(894), dual, temporary);

        Assert.Equal([dual.Reference, temporary.Reference], await families.ListAsync(child.Reference, families.Finder(894)));
        await Eventually.AssertAsync(async () =>
        {
            var asked = (await families.GetAsync($"/children/{child.Reference}", families.Finder(894)))["searches"]![0]!["earlyPermanence"]!;
            Assert.NotNull(asked["listedAt"]);
            Assert.False((bool)asked["late"]!);
            Assert.True((DateTimeOffset)asked["listedAt"]! - (DateTimeOffset)asked["askedAt"]! < TimeSpan.FromMinutes(1));
        });
    }

    /// <summary>Nobody is looked for until every precondition is recorded, and that this takes long is put before the owner like any wait; so it is of brothers and sisters who wait with one of them.</summary>
    [Fact]
    public async Task EarlyPermanence_ThatIsPreparedForLong_IsEscalatedForTheChildAndForTheWholeGroup()
    {
        var together = Guid.NewGuid();
        var alone = Families.Child(893) with { Plan = PermanencePlan.EarlyPermanence, EarlyPermanence = EarlyPermanenceRequest.Preparing, Searched = SearchLength.ThirtyDays };
        var sister = alone with { Reference = Guid.NewGuid(), Siblings = ChildCounts.Two, SiblingSearch = SiblingSearch.Together, TogetherSearch = together };
        var brother = Families.Child(893) with { Siblings = ChildCounts.Two, SiblingSearch = SiblingSearch.Together, TogetherSearch = together };

        // The brother after the group was told of: he has joined it, and his owner is told, too.
        await families.SendAsync(alone, sister);
        await Eventually.TrueAsync(() => Task.FromResult(families.Hubs.To<EscalateSearch>(893).Any(told => told.Child == sister.Reference)), "the sister's owner to be told");
        await families.SendAsync(brother);

        await Eventually.AssertAsync(() =>
        {
            foreach (var child in (ChildProfiled[])[alone, sister, brother])
            {
                Assert.Equal([SearchLength.ThirtyDays], families.Hubs.To<EscalateSearch>(893).Where(told => told.Child == child.Reference).Select(told => told.Without));
            }

            return Task.CompletedTask;
        });
        var search = (await families.GetAsync($"/children/{alone.Reference}", families.Finder(893)))["searches"]![0]!;
        Assert.Equal(("not-searchable", "thirty-days"), ((string)search["state"]!, (string)search["without"]!));
    }

    /// <summary>Each length is told once: a hub whose backup is older has no other way to know, and after 90 days nothing would follow.</summary>
    [Fact]
    public async Task Restored_AHub_IsToldAgainHowLongItsSearchesAreWithoutALink()
    {
        var child = FamiliesHost.Niche().Child(894) with { Searched = SearchLength.ThirtyDays };
        await families.SendAsync(child);
        await Eventually.TrueAsync(() => Task.FromResult(Told().Count() == 1), "30 days");
        await families.SendAsync(child with { Version = 2, Searched = SearchLength.NinetyDays });
        await Eventually.TrueAsync(() => Task.FromResult(Told().Count() == 2), "90 days");

        await families.SendAsync(child with { Epoch = 2, Searched = SearchLength.NinetyDays }, new HubRestored(Guid.NewGuid(), child.Council, 2, 1));

        await Eventually.AssertAsync(() =>
        {
            Assert.Equal([SearchLength.ThirtyDays, SearchLength.NinetyDays, SearchLength.NinetyDays], Told().Select(told => told.Without));
            Assert.Equal(Told().ElementAt(1), Told().ElementAt(2));
            return Task.CompletedTask;
        });

        IEnumerable<EscalateSearch> Told() => families.Hubs.To<EscalateSearch>(894).Where(told => told.Child == child.Reference);
    }

    [Fact]
    public async Task Overview_OfTheHubsStaff_ShowsPublishedChildrenAndHowLong()
    {
        var alike = Enumerable.Range(0, 5).Select(_ => Families.Child(861) with { Age = AgeBands.SevenToNine, Plan = PermanencePlan.LongTermFostering, Searched = SearchLength.ThirtyDays }).ToArray();
        await families.SendAsync(alike);
        var operations = families.Hub.Tokens.With(Roles.HubOperations);

        await Eventually.AssertAsync(async () =>
        {
            var rows = (await families.GetAsync("/searches/overview?limit=200", operations))["items"]!.AsArray().Where(row => alike.Any(child => child.Reference == (Guid)row!["child"]!["child"]!)).ToList();
            Assert.Equal(5, rows.Count);
            Assert.All(rows, row => Assert.Equal(
                ("thirty-days", false, "thirty-days"), ((string)row!["without"]!, (bool)row["hasLink"]!, (string)row["escalated"]!)));
        });
        Assert.Equal(HttpStatusCode.Forbidden, (await families.AskAsync("/searches/overview", families.Finder(861))).Status);
    }

    /// <summary>The receipt tells nothing: not whether the household passes, nor whether the child's hub said no to it.</summary>
    [Fact]
    public async Task Interest_InAPublishedChild_IsReadByItsCouncilOnlyWhileTheHouseholdPassesEveryLimit()
    {
        var niche = FamiliesHost.Niche();
        await families.AgreeAsync(860, 861);
        var alike = Enumerable.Range(0, 5).Select(_ => niche.Child(860)).ToArray();
        var (passes, refused, held) = (niche.Household(861), niche.Household(861), niche.Household(861) with { Availability = Availability.OnHold });
        var child = alike[0];
        families.Hubs.Refused[(child.Reference, refused.Reference)] = true;
        await families.SendAsync([.. alike, passes, refused, held]);
        await Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) from published_child where reference = '{child.Reference}'") == 1, "the child to be published");

        var receipts = new List<string>();
        foreach (var household in (HouseholdOffered[])[passes, refused, held, passes])
        {
            var (status, receipt) = await families.PostAsync($"/children/{child.Reference}/interests", families.Recruiter(861), new { household = household.Reference });
            Assert.Equal(HttpStatusCode.Accepted, status);
            receipts.Add(receipt.ToJsonString().Replace($"{household.Reference}", "", StringComparison.Ordinal));
        }

        Assert.Single(receipts.Distinct());
        await Eventually.AssertAsync(async () => Assert.Equal([passes.Reference], await ReadAsync()));
        await families.SendAsync(held with { Version = 2, Availability = Availability.Available });
        await Eventually.AssertAsync(async () => Assert.Equal([passes.Reference, held.Reference], await ReadAsync()));

        var (unknown, _) = await families.PostAsync($"/children/{Guid.NewGuid()}/interests", families.Recruiter(861), new { household = passes.Reference });
        var (foreign, _) = await families.PostAsync($"/children/{child.Reference}/interests", families.Recruiter(893), new { household = passes.Reference });
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (unknown, foreign));

        async Task<List<Guid>> ReadAsync() =>
            [.. (await families.GetAsync($"/children/{child.Reference}/interests", families.Finder(860))).AsArray().Select(interest => (Guid)interest!["household"]!)];
    }

    [Fact]
    public async Task Weights_DeclaredAnew_OrderEveryListAndAreToldWithIt()
    {
        var niche = FamiliesHost.Niche();
        var child = niche.Child(860) with { Needs = NeedProfile.None.With(Need.Autism, NeedLevel.Low).With(Need.Aggression, NeedLevel.Low) };
        var learning = niche.Household(860) with { Offers = OfferProfile.NotAsked.With(Need.Autism, OfferAnswer.Yes, OfferAnswer.No, OfferAnswer.No) };
        var behaviour = niche.Household(860) with { Offers = OfferProfile.NotAsked.With(Need.Aggression, OfferAnswer.Yes, OfferAnswer.No, OfferAnswer.No) };
        await families.SendAsync(child, learning, behaviour);
        await families.EventuallyListedAsync(child.Reference, families.Finder(860), learning, behaviour);
        var operations = families.Hub.Tokens.With(Roles.HubOperations);

        foreach (var (mattersMost, first) in new[] { ("learning", learning), ("behaviour", behaviour) })
        {
            var version = (long)(await families.GetAsync("/weights", operations))[0]!["version"]!;
            object Weights(int highest) => new
            {
                number = 30, ages = 30, approval = 20, route = 30, disabilityAndHealth = 10, developmentalUncertainty = 10, attachmentAndTrauma = 10,
                behaviour = mattersMost == "behaviour" ? highest : 1, learning = mattersMost == "learning" ? highest : 1, contactPlan = 10,
            };
            Assert.Equal(HttpStatusCode.BadRequest, (await families.SendAsync(HttpMethod.Put, "/weights", operations, Weights(101), version)).Status);
            var (status, declared) = await families.SendAsync(HttpMethod.Put, "/weights", operations, Weights(100), version);
            Assert.Equal((HttpStatusCode.OK, version + 1), (status, (long)declared["version"]!));
            Assert.Equal(HttpStatusCode.PreconditionFailed, (await families.SendAsync(HttpMethod.Put, "/weights", operations, Weights(100), version)).Status);

            await Eventually.AssertAsync(async () =>
            {
                var list = await families.GetAsync($"/children/{child.Reference}/candidates", families.Finder(860));
                Assert.Equal((version + 1, first.Reference), ((long)list["weights"]!["version"]!, (Guid)list["candidates"]![0]!["household"]!));
            });
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await families.SendAsync(HttpMethod.Put, "/weights", families.Finder(860), new { }, 1)).Status);
    }
}
