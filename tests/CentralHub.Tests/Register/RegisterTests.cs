using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Partnership.CentralHub.Projection;
using Partnership.CentralHub.Register;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.CentralHub.Tests.Register;

/// <summary>From what hubs say of children and households to what the region is shown.</summary>
public sealed class RegisterTests(CentralHubHost hub) : IClassFixture<CentralHubHost>
{
    private const string Children = "/api/v1/region/register/children";
    private const string Households = "/api/v1/region/register/households";

    [Fact]
    public async Task Profiled_FiveAlike_AreShownToWhoeverSharesUntilOneOfThemEnds()
    {
        var alike = Enumerable.Range(0, 5).Select(_ => Families.Child(861) with { Age = AgeBands.TenOrOver, Needs = NeedProfile.None.With(Need.Autism, NeedLevel.High) }).ToList();
        foreach (var child in alike)
        {
            await hub.SendAsync(child);
        }

        // Their own council, the region's staff, and nobody else as long as there is no agreement.
        var (own, token, another) = (hub.Tokens.With(Roles.SocialWorker, 861), hub.Tokens.With(Roles.Recruitment, 894), hub.Tokens.With(Roles.FamilyFinder, 893));
        await Eventually.TrueAsync(async () => await ShownAsync(own, Children, alike) == 5, "five children");
        Assert.Equal(5, await ShownAsync(hub.Tokens.With(Roles.HubOperations), Children, alike));
        Assert.Equal((0, 0), (await ShownAsync(token, Children, alike), await ShownAsync(another, Children, alike)));

        var agreement = await AgreeAsync(861, 894);
        await Eventually.TrueAsync(async () => await ShownAsync(token, Children, alike) == 5, "five children to whoever shares");
        Assert.Equal(0, await ShownAsync(another, Children, alike));
        var shown = (await hub.GetAsync($"{Children}?limit=200", token))["items"]!.AsArray().Single(row => (Guid)row!["child"]! == alike[0].Reference)!;
        Assert.Equal(("861", "ten-or-over", "high"), ((string)shown["council"]!, (string)shown["age"]![0]!, (string)shown["needs"]!["learning"]!));

        // At once, before anything is published anew.
        await PostAsync($"/agreements/{agreement}/end", 894);
        Assert.Equal((0, 5), (await ShownAsync(token, Children, alike), await ShownAsync(own, Children, alike)));

        await hub.SendAsync(alike[2].Ended());
        await Eventually.TrueAsync(async () => await ShownAsync(own, Children, alike) == 0, "the four that are left to show less");
    }

    /// <summary>Five of whom one more reader sees four: the register is made anew when the agreement comes, and again when it ends.</summary>
    [Fact]
    public async Task Agreement_ThatBringsAReaderOfFour_HasTheRegisterPublishedAnew()
    {
        ChildProfiled Alike(int council) => Families.Child(council) with { Age = AgeBands.SevenToNine, Plan = PermanencePlan.EarlyPermanence };
        await AgreeAsync(860, 861);
        List<ChildProfiled> alike = [.. Enumerable.Range(0, 4).Select(_ => Alike(860)), Alike(861)];
        foreach (var child in alike)
        {
            await hub.SendAsync(child);
        }

        // Of two councils: with all but the council told of them.
        var (own, reader) = (hub.Tokens.With(Roles.SocialWorker, 860), hub.Tokens.With(Roles.SocialWorker, 893));
        await Eventually.TrueAsync(async () => await SeenAsync(own) == 5, "five children of two councils");

        var agreement = await AgreeAsync(860, 893);
        await Eventually.TrueAsync(async () => await SeenAsync(own) == 0, "the four that the new reader would see to be shown to nobody");
        Assert.Equal(0, await SeenAsync(reader));

        await PostAsync($"/agreements/{agreement}/end", 893);
        await Eventually.TrueAsync(async () => await SeenAsync(own) == 5, "the five to be shown again");
        Assert.Equal(0, await SeenAsync(reader));

        async Task<int> SeenAsync(string token)
        {
            var references = alike.Select(child => child.Reference).ToHashSet();
            return (await hub.GetAsync($"{Children}?limit=200", token))["items"]!.AsArray().Count(item => references.Contains((Guid)item!["child"]!));
        }
    }

    /// <summary>An agreement alone opens nothing: what was published before it was made without its readers in mind.</summary>
    [Fact]
    public async Task Register_MadeBeforeTheReaderShared_IsNotShownToThatReader()
    {
        var alike = Enumerable.Range(0, 5).Select(_ => Families.Household(893) with { Routes = HouseholdRoutes.DuallyApproved }).ToList();
        await AgreeAsync(893, 894);
        foreach (var household in alike)
        {
            await hub.SendAsync(household);
        }

        var token = hub.Tokens.With(Roles.SocialWorker, 894);
        await Eventually.TrueAsync(async () => await ShownAsync(token, Households, alike) == 5, "five households");

        await hub.Database.ExecuteAsync("update published_to set readers = '{893}' where owner = 893");
        Assert.Equal((0, 5), (await ShownAsync(token, Households, alike), await ShownAsync(hub.Tokens.With(Roles.SocialWorker, 893), Households, alike)));
    }

    [Fact]
    public async Task Offered_FiveAlike_AreShownUntilOneOfThemIsOnHold()
    {
        var alike = Enumerable.Range(0, 5).Select(_ => Families.Household(893) with { Routes = HouseholdRoutes.LongTermFostering }).ToList();
        foreach (var household in alike)
        {
            await hub.SendAsync(household);
        }

        var token = hub.Tokens.With(Roles.HubOperations);
        await Eventually.TrueAsync(async () => await ShownAsync(token, Households, alike) == 5, "five households");
        var row = (await hub.GetAsync($"{Households}?limit=200", token))["items"]!.AsArray().Single(item => (Guid)item!["household"]! == alike[0].Reference)!;
        Assert.Equal(("893", "two", false), ((string)row["council"]!, (string)row["parents"]!, (bool)row["livesOutside"]!));

        await hub.SendAsync(alike[4] with { Version = 2, Availability = Availability.OnHold });
        await Eventually.TrueAsync(async () => await ShownAsync(token, Households, alike) == 0, "the four that are left to show less");
    }

    [Fact]
    public async Task Profiled_OutOfOrderAgainAndByAnotherCouncil_KeepsTheOwnersNewest()
    {
        var child = Families.Child(860) with { Version = 3, Age = AgeBands.Three };
        var id = Guid.CreateVersion7();
        await hub.SendAsync(child, id);
        await hub.SendAsync(child with { Version = 2, Age = AgeBands.Four });
        await hub.SendAsync(child, id);
        await hub.SendAsync(child with { Council = new CouncilCode(861), Version = 9, Age = AgeBands.One });
        await Eventually.TrueAsync(async () => await EventsAsync(child.Reference) == 3, "three events");

        Assert.Equal((860, 3L, AgeBands.Three), await ProfileAsync(child.Reference));

        // A later epoch outranks any version.
        await hub.SendAsync(child with { Epoch = 2, Version = 1, Age = AgeBands.Two });
        await Eventually.TrueAsync(async () => await ProfileAsync(child.Reference) == (860, 1L, AgeBands.Two), "the newer epoch");
    }

    [Fact]
    public async Task Profiled_TwiceInOneBatch_WasFirstSeenWhenARebuildSays()
    {
        var child = Families.Child(860);

        var mended = await hub.WithDatabaseAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await FamilyLog.AppendAsync(db, FamilyEventKind.ChildProfiled, [child, child with { Version = 2, Age = AgeBands.Three }], CancellationToken.None);
            var (_, differing) = await FamilyLog.ReplayAsync(db, CancellationToken.None);
            await transaction.CommitAsync();
            return differing;
        });

        Assert.Equal(0, mended);
        Assert.Equal((860, 2L, AgeBands.Three), await ProfileAsync(child.Reference));
    }

    [Fact]
    public async Task Append_AnothersWordBesideTheOwnersNewestInOneBatch_TakesTheOwners()
    {
        var child = Families.Child(860);
        var stage = new ChildStageChanged(Guid.NewGuid(), new CouncilCode(860), 1, 1, ChildStage.ShouldBePlaced, WaitBand.None);
        var another = new CouncilCode(861);

        var (mended, version) = await hub.WithDatabaseAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await FamilyLog.AppendAsync(db, FamilyEventKind.ChildProfiled, [child, child with { Council = another, Version = 9 }, child with { Version = 2, Age = AgeBands.Three }], CancellationToken.None);
            await RegionalLog.AppendAsync(
                db, [RegionalFact.From(stage), RegionalFact.From(stage with { Council = another, Version = 9 }), RegionalFact.From(stage with { Version = 2 })], CancellationToken.None);
            var told = await db.States.Where(state => state.Reference == stage.Reference).Select(state => state.Version).SingleAsync();
            var differing = (await FamilyLog.ReplayAsync(db, CancellationToken.None)).Mended + (await RegionalLog.ReplayAsync(db, CancellationToken.None)).Mended;
            await transaction.CommitAsync();
            return (differing, told);
        });

        Assert.Equal((0, 2L), (mended, version));
        Assert.Equal((860, 2L, AgeBands.Three), await ProfileAsync(child.Reference));
    }

    [Fact]
    public async Task Restored_WhatTheHubHasForgotten_EndsAndARebuildComesToTheSame()
    {
        var (known, forgotten) = (Families.Child(894), Families.Child(894));
        var (household, neighbour) = (Families.Household(894), Families.Household(893));
        var duty = new DutyOverdue(Guid.NewGuid(), new CouncilCode(894), 1, 1, Duty.WaitingReview, Lateness.UnderOneWeek);
        foreach (var message in new IMessage[] { known, forgotten, household, neighbour, duty, known with { Epoch = 2, Age = AgeBands.Three } })
        {
            await hub.SendAsync(message);
        }

        await hub.SendAsync(new HubRestored(Guid.NewGuid(), new CouncilCode(894), 2, 1));
        await Eventually.TrueAsync(
            async () => await hub.WithDatabaseAsync(db => db.Children.AnyAsync(child => child.Reference == forgotten.Reference && !child.Live)), "the forgotten child to end");

        await AssertEndedAsync();
        Assert.Equal(SearchStanding.Ended, (await hub.WithDatabaseAsync(db => db.Children.AsNoTracking().SingleAsync(child => child.Reference == forgotten.Reference))).Snapshot.Standing);

        // Late, under the new epoch: it counts. Late, under the old one: it does not.
        await hub.SendAsync(household with { Epoch = 2 });
        await hub.SendAsync(forgotten with { Version = 9 });
        await Eventually.TrueAsync(
            async () => await EventsAsync(forgotten.Reference) == 3 && await hub.WithDatabaseAsync(db => db.Households.AnyAsync(offer => offer.Reference == household.Reference && offer.Live)),
            "the late messages");

        await hub.Database.ExecuteAsync($"update child_profile set live = true where reference = '{forgotten.Reference}'; delete from overdue_duty where reference = '{duty.Reference}'");
        Assert.Equal(2, await hub.WithDatabaseAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var (_, mended) = await FamilyLog.ReplayAsync(db, CancellationToken.None);
            await transaction.CommitAsync();
            return mended;
        }));
        Assert.Equal((true, false), (await LiveAsync(known), await LiveAsync(forgotten)));

        async Task AssertEndedAsync() => Assert.Equal(
            (true, false, true, false),
            (await LiveAsync(known), await hub.WithDatabaseAsync(db => db.Households.AnyAsync(offer => offer.Reference == household.Reference && offer.Live)),
                await hub.WithDatabaseAsync(db => db.Households.AnyAsync(offer => offer.Reference == neighbour.Reference && offer.Live)),
                await hub.WithDatabaseAsync(db => db.OverdueDuties.AnyAsync(late => late.Reference == duty.Reference && late.Live))));
    }

    [Theory]
    [InlineData(Children, Roles.BoardMember)]
    [InlineData(Children, Roles.Operator)]
    [InlineData(Households, Roles.CaseSystem)]
    [InlineData(Households, Roles.CaldicottGuardian)]
    public async Task Register_WrongRoleOrNoToken_IsRefused(string path, string role)
    {
        using var forbidden = await hub.SendAsync(HttpMethod.Get, path, hub.Tokens.With(role, 860));
        using var unknown = await hub.SendAsync(HttpMethod.Get, path, null);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized), (forbidden.StatusCode, unknown.StatusCode));
    }

    /// <summary>What has no table of newest snapshots yet is kept all the same.</summary>
    [Fact]
    public async Task Answered_AboutWhatTheCentreDoesNotKnow_IsKeptInTheLogAndNothingIsParked()
    {
        var messages = new IRegionalSnapshot[]
        {
            new CandidateAnswered(Guid.NewGuid(), new CouncilCode(860), 1, 1, true),
            new LinkDecided(Guid.NewGuid(), new CouncilCode(860), 1, 1, LinkDecision.Selected),
            new DisclosureAnswered(Guid.NewGuid(), new CouncilCode(860), 1, 1, DisclosureState.Refused, DisclosureGates.Closed, DisclosureEnd.None, false),
        };
        foreach (var message in messages)
        {
            await hub.SendAsync(message);
        }

        foreach (var message in messages)
        {
            await Eventually.TrueAsync(async () => await EventsAsync(message.AggregateId) == 1, "the event");
        }

        Assert.Equal(0L, await hub.Database.ScalarAsync<long>("select count(*) from parked"));
    }

    private Task<bool> LiveAsync(ChildProfiled child) => hub.WithDatabaseAsync(db => db.Children.AnyAsync(row => row.Reference == child.Reference && row.Live));

    private Task<int> EventsAsync(Guid reference) => hub.WithDatabaseAsync(db => db.FamilyEvents.CountAsync(received => received.Reference == reference));

    private Task<(int Council, long Version, AgeBands Age)> ProfileAsync(Guid reference) => hub.WithDatabaseAsync(async db =>
    {
        var row = await db.Children.AsNoTracking().SingleAsync(child => child.Reference == reference);
        return ((int)row.Council, row.Version, row.Snapshot.Age);
    });

    /// <summary>An agreement of two councils, in force; its id.</summary>
    private async Task<Guid> AgreeAsync(int one, int other)
    {
        var made = await PostAsync("/agreements", one, new { councils = new[] { $"{one}", $"{other}" }, basis = "public-task" });
        var agreement = (Guid)made["agreement"]!;
        await PostAsync($"/agreements/{agreement}/accept", other);
        return agreement;
    }

    private async Task<JsonNode> PostAsync(string path, int council, object? body = null)
    {
        using var client = hub.ClientOf(hub.Tokens.With(Roles.CaldicottGuardian, council));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/region{path}") { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>How many are shown with their council; four may be left with others, with less told of them.</summary>
    private async Task<int> ShownAsync(string token, string path, IReadOnlyCollection<IRegionalSnapshot> rows)
    {
        var references = rows.Select(row => row.AggregateId).ToHashSet();
        return (await hub.GetAsync($"{path}?limit=200", token))["items"]!.AsArray().Count(item => item!["council"] is not null && references.Contains((Guid)(item["child"] ?? item["household"])!));
    }
}
