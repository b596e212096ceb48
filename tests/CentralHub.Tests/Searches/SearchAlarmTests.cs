using Microsoft.Extensions.DependencyInjection;
using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Searches;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Persistence;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Searches;

/// <summary>What only the clock can tell of a search is put before its owners once, and taken back once.</summary>
[Collection(FamiliesHost.Collection)]
public sealed class SearchAlarmTests(FamiliesHost families)
{
    [Fact]
    public async Task List_ForEarlyPermanenceThatIsNotThereWithinTheHour_IsToldOnceAndAgainWhenItIsThere()
    {
        var niche = FamiliesHost.Niche();
        var child = niche.Child(894) with
        {
            Plan = PermanencePlan.EarlyPermanence, EarlyPermanence = EarlyPermanenceRequest.Requested, Preconditions = EarlyPermanencePreconditions.All,
        };
        var household = niche.Household(894) with { Routes = HouseholdRoutes.DuallyApproved };

        // As long as the child's hub does not answer, nobody's household is on the list.
        families.Hubs.Silent[child.Reference] = true;
        // The household first: a list that nobody of the region could be on is there at once, and empty.
        await families.SendAsync(household);
        await Eventually.TrueAsync(async () => await families.CountAsync($"select count(*) from household_offer where reference = '{household.Reference}'") == 1, "the household to be known");
        await families.SendAsync(child);
        await Eventually.TrueAsync(
            async () => await families.CountAsync(
                $"select count(*) from search where id = '{child.Reference}' and early_permanence_asked_at is not null and early_permanence_listed_at is null") == 1
                && families.Hubs.To<AskCandidate>(894).Any(asked => asked.Child == child.Reference && asked.Household == household.Reference),
            "the search to wait for the child's hub");

        await AskedAsync(59);
        Assert.Equal(0, await AlarmsAsync());
        await AskedAsync(61);
        Assert.Equal(1, await AlarmsAsync());
        await Eventually.TrueAsync(() => Task.FromResult(Told().Count > 0), "the owner to be told");
        await AskedAsync(null);

        var raised = Assert.Single(Told());
        Assert.Equal((SearchAlarmCause.SearchListLate, false, SearchLength.None, false), (raised.Cause, raised.Over, raised.Without, raised.Feasible));
        var search = (await families.GetAsync($"/children/{child.Reference}", families.Finder(894)))["searches"]![0]!;
        Assert.True((bool)search["earlyPermanence"]!["late"]!);
        Assert.Equal("search-list-late", (string)search["alarms"]![0]!["cause"]!);
        Assert.Null(search["alarms"]![0]!["overAt"]);

        families.Hubs.Silent.TryRemove(child.Reference, out _);
        await families.Hubs.AnswerAsync(child.Reference, household.Reference, possible: true);
        await families.EventuallyListedAsync(child.Reference, families.Finder(894), household);
        await Eventually.TrueAsync(() => Task.FromResult(Told().Count > 1), "the owner to be told that it is over");
        await AskedAsync(null);
        Assert.Equal([false, true], Told().Select(told => told.Over));
        Assert.Equal(raised.Alarm, Told()[1].Alarm);

        // A hub whose backup is older than its end has no other way to know.
        await families.SendAsync(child with { Epoch = 2 }, new HubRestored(Guid.NewGuid(), child.Council, 2, 1));
        await Eventually.TrueAsync(() => Task.FromResult(Told().Count == 3), "the restored hub to be told again");
        Assert.Equal(Told()[1], Told()[2]);

        List<EscalateSearch> Told() => [.. families.Hubs.To<EscalateSearch>(894).Where(told => told.Child == child.Reference && told.Cause != SearchAlarmCause.WithoutLink)];

        Task<long> AlarmsAsync() => families.CountAsync($"select count(*) from search_alarm where child = '{child.Reference}'");

        async Task AskedAsync(int? minutesAgo)
        {
            if (minutesAgo is { } minutes)
            {
                await families.Hub.Database.ExecuteAsync($"update search set early_permanence_asked_at = now() - interval '{minutes} minutes' where id = '{child.Reference}'");
            }

            // Two processes at once, and one more after a restart.
            await Task.WhenAll(SweepAsync(), SweepAsync());
            await SweepAsync();
        }
    }

    [Fact]
    public async Task Group_ThatLacksAChildForADay_IsToldToTheOwnersOfThoseWhoAreThereUntilItIsWhole()
    {
        var (niche, group) = (FamiliesHost.Niche(), Guid.NewGuid());
        await families.AgreeAsync(893, 894);
        var (sister, brother) = (Member(893), Member(894));
        await families.SendAsync(sister);
        await IncompleteAsync(23);
        Assert.Empty(Told(893, sister));
        await IncompleteAsync(25);
        await Eventually.TrueAsync(() => Task.FromResult(Told(893, sister).Count == 1), "the sister's owner to be told");
        await SweepAsync();

        await families.SendAsync(brother);
        await Eventually.TrueAsync(() => Task.FromResult(Told(893, sister).Count == 2), "the sister's owner to be told that it is whole");
        await SweepAsync();
        Assert.Equal([(SearchAlarmCause.GroupIncomplete, false), (SearchAlarmCause.GroupIncomplete, true)], Told(893, sister).Select(told => (told.Cause, told.Over)));
        Assert.Empty(Told(894, brother));

        // The brother has left the search, and his sister's hub has not heard of it: another alarm.
        await families.SendAsync(brother.Ended());
        await IncompleteAsync(25);
        await Eventually.TrueAsync(() => Task.FromResult(Told(893, sister).Count == 3), "the sister's owner to be told once more");
        Assert.NotEqual(Told(893, sister)[0].Alarm, Told(893, sister)[2].Alarm);

        // Who is to be placed is one, and searched for alone: nothing lacks.
        await families.SendAsync(sister with { Version = 2, Siblings = ChildCounts.One, SiblingSearch = SiblingSearch.Alone, TogetherSearch = null });
        await Eventually.TrueAsync(() => Task.FromResult(Told(893, sister).Count == 4), "the sister's owner to be told that there is no group");
        Assert.True(Told(893, sister)[3].Over);

        // Together once more: the day begins anew, whatever was before.
        await families.SendAsync(sister with { Version = 3 });
        await Eventually.TrueAsync(
            async () => await families.CountAsync($"select count(*) from search where id = '{group}' and incomplete_since > now() - interval '1 hour'") == 1, "the group to lack a child again");

        ChildProfiled Member(int council) => niche.Child(council) with { Siblings = ChildCounts.Two, SiblingSearch = SiblingSearch.Together, TogetherSearch = group };

        List<EscalateSearch> Told(int council, ChildProfiled child) =>
            [.. families.Hubs.To<EscalateSearch>(council).Where(told => told.Child == child.Reference && told.Cause == SearchAlarmCause.GroupIncomplete)];

        async Task IncompleteAsync(int hoursAgo)
        {
            await Eventually.TrueAsync(
                async () => await families.CountAsync($"select count(*) from search where id = '{group}' and incomplete_since is not null") == 1, "the group to lack a child");
            await families.Hub.Database.ExecuteAsync($"update search set incomplete_since = now() - interval '{hoursAgo} hours' where id = '{group}'");
            await SweepAsync();
            await SweepAsync();
        }
    }

    private async Task SweepAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var scope = families.Hub.Services.GetRequiredService<SystemScopes>().Create("test");
        await using var transaction = await scope.ServiceProvider.GetRequiredService<CentralHubDbContext>().Database.BeginTransactionAsync(ct);
        await scope.ServiceProvider.GetRequiredService<SearchAlarms>().SweepAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
