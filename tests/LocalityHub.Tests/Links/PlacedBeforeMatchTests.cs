using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Links;

/// <summary>A child who moves in for early permanence or in long-term fostering, of whom no match is told: the link stands, and the household is offered to nobody else.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class PlacedBeforeMatchTests(HubFixture hub)
{
    [Theory]
    [InlineData("early-permanence")]
    [InlineData("long-term-fostering")]
    public async Task Place_WithTheHouseholdThatWasChosen_IsToldOfTheLinkBeforeTheSearchEnds(string kind)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference, link) = await SelectedAsync(kind);
        var path = $"/children/{child}";

        var placed = (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind, from = "2025-06-12", carersDuallyApproved = true }, path)).Good();

        Assert.Equal(link, placed["placements"][0].GetProperty("linkId").GetGuid());
        Assert.Equal("PlacedBeforeMatch", await LinkSamples.DecidedAsync(hub, link));
        Assert.Equal(ChildsPart.MovedIn, await PartAsync(link));

        // Ended at once, the search would take the link with it before the region has heard.
        Assert.Equal("Paused", await StandingAsync(reference));
        await hub.ApplyAsync(Told(link, 7, reference, LinkState.Selected, ChildsPart.MovedIn));
        Assert.Equal("Ended", await StandingAsync(reference));

        // Nobody takes the choice back while the child lives there.
        (await worker.ChangeAsync(HttpMethod.Post, $"/links/{link}/decision", Decision("selection-withdrawn"), $"/links/{link}")).Refused(HttpStatusCode.Conflict, "link.follows-placement");
        Assert.Equal("PlacedBeforeMatch", await LinkSamples.DecidedAsync(hub, link));
    }

    [Theory]
    [InlineData("planned")]
    [InlineData("disrupted")]
    [InlineData("moved")]
    public async Task End_BeforeAnyMatch_EndsTheLink(string reason)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference, link) = await SelectedAsync("long-term-fostering");
        var path = $"/children/{child}";
        var placement = (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "long-term-fostering", from = "2025-06-02" }, path)).Good()["placements"][0].GetProperty("id").GetGuid();
        await hub.ApplyAsync(Told(link, 7, reference, LinkState.Selected, ChildsPart.MovedIn));

        (await (reason == "moved"
            ? worker.ChangeAsync(HttpMethod.Post, path + "/moves", new { on = "2025-06-14", to = "foster-carers", reason = "Could not stay." }, path)
            : worker.ChangeAsync(HttpMethod.Post, $"{path}/placements/{placement}/end", new { on = "2025-06-14", reason, words = "It did not go on." }, path))).Good();

        Assert.Equal("MatchNotAgreed", await LinkSamples.DecidedAsync(hub, link));
        var decisions = (await worker.GetAsync($"/links/{link}")).Good()["decisions"].EnumerateArray().ToList();
        Assert.Equal(["selected", "placed-before-match", "match-not-agreed"], decisions.Select(decision => decision.GetProperty("decided").GetString()));
        Assert.Equal("2025-06-14", decisions[^1].GetProperty("decidedOn").GetString());
    }

    /// <summary>A sister of another council's lives there on: the link goes on without this child, and the region's word of it begins nothing anew.</summary>
    [Fact]
    public async Task End_WithAnotherCouncilsChildInTheLink_IsSaidOnceAndTheChildHasLeft()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference, link) = await SelectedAsync("long-term-fostering");
        var path = $"/children/{child}";
        var placement = (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "long-term-fostering", from = "2025-06-02" }, path)).Good()["placements"][0].GetProperty("id").GetGuid();
        await hub.ApplyAsync(Told(link, 7, reference, LinkState.Selected, ChildsPart.MovedIn));
        await hub.ApplyAsync(Told(link, 7, Guid.NewGuid(), LinkState.Selected, ChildsPart.MovedIn));

        (await worker.ChangeAsync(HttpMethod.Post, $"{path}/placements/{placement}/end", new { on = "2025-06-14", reason = "planned", words = "It did not go on." }, path)).Good();
        Assert.Equal(("MatchNotAgreed", ChildsPart.Left), (await LinkSamples.DecidedAsync(hub, link), await PartAsync(link)));

        foreach (var version in new[] { 8, 9 })
        {
            await hub.ApplyAsync(Told(link, version, reference, LinkState.Selected, ChildsPart.MovedIn));
        }

        Assert.Equal(3L, await hub.Database.ScalarAsync<long>($"select count(*) from link_decision where link_id = '{link}'"));
    }

    /// <summary>It never was: nobody has given a reason why the two should be kept apart.</summary>
    [Fact]
    public async Task End_OfAPlacementThatWasEnteredInError_SaysThatTheChildNeverLivedThere()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference, link) = await SelectedAsync("long-term-fostering");
        var path = $"/children/{child}";
        var placement = (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "long-term-fostering", from = "2025-06-02" }, path)).Good()["placements"][0].GetProperty("id").GetGuid();
        await hub.ApplyAsync(Told(link, 7, reference, LinkState.Selected, ChildsPart.MovedIn));

        (await worker.ChangeAsync(HttpMethod.Post, $"{path}/placements/{placement}/end", new { on = "2025-06-14", reason = "in-error", words = "Another child's." }, path)).Good();

        Assert.Equal(("PlacedBeforeMatch", ChildsPart.Holds), (await LinkSamples.DecidedAsync(hub, link), await PartAsync(link)));
    }

    /// <summary>The plan becomes adoption while the child lives there: the match goes to panel with its link, and the placement becomes the placement for adoption.</summary>
    [Fact]
    public async Task Match_OfAChildWhoWasFosteredThereFirst_GoesToPanelWithItsLink()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference, link) = await SelectedAsync("early-permanence");
        var path = $"/children/{child}";
        (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "early-permanence", from = "2025-06-02", carersDuallyApproved = true }, path)).Good();
        await hub.ApplyAsync(Told(link, 7, reference, LinkState.Selected, ChildsPart.MovedIn));
        (await worker.ChangeAsync(HttpMethod.Put, path + "/permanence", PermanenceSamples.Plan(), path)).Good();
        Assert.Equal("PlacedBeforeMatch", await LinkSamples.DecidedAsync(hub, link));

        (await worker.PostAsync("/panel-cases", new { kind = "match", childIds = new[] { child }, linkId = link })).Good();
        (await worker.ChangeAsync(HttpMethod.Post, $"/links/{link}/decision", Decision("to-panel"), $"/links/{link}")).Good();
        Assert.Equal("ToPanel", await LinkSamples.DecidedAsync(hub, link));
        await hub.ApplyAsync(Told(link, 8, reference, LinkState.ToPanel, ChildsPart.MovedIn));
        var (panelCase, panel) = (Guid.NewGuid(), await KnownToPanelAsync(child));

        // Not agreed, the household is held all the same while the child lives there; agreed, it is a match as any other.
        await hub.ApplyAsync(Decided(MatchDecision.NotAgreed, 10));
        Assert.Equal("PlacedBeforeMatch", await LinkSamples.DecidedAsync(hub, link));
        await hub.ApplyAsync(Told(link, 9, reference, LinkState.Selected, ChildsPart.MovedIn));
        await hub.ApplyAsync(Decided(MatchDecision.Agreed, 12));
        Assert.Equal("Matched", await LinkSamples.DecidedAsync(hub, link));
        await hub.ApplyAsync(Told(link, 10, reference, LinkState.Matched, ChildsPart.MovedIn));
        Assert.Equal(("Placed", ChildsPart.MovedIn), (await LinkSamples.DecidedAsync(hub, link), await PartAsync(link)));

        var adopted = (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "adoption", from = "2025-06-14" }, path)).Good()["placements"].EnumerateArray()
            .ToDictionary(placement => placement.GetProperty("kind").GetString()!);
        Assert.Equal(("2025-06-14", "planned"), (adopted["early-permanence"].GetProperty("endedOn").GetString(), adopted["early-permanence"].GetProperty("endReason").GetString()));
        Assert.Equal((link, JsonValueKind.Null), (adopted["adoption"].GetProperty("linkId").GetGuid(), adopted["adoption"].GetProperty("endedOn").ValueKind));
        Assert.Equal(("Placed", ChildsPart.MovedIn), (await LinkSamples.DecidedAsync(hub, link), await PartAsync(link)));

        MatchDecided Decided(MatchDecision decision, int day) =>
            new(Guid.NewGuid(), LinkSamples.Staffordshire, panelCase, panel, link, decision, new DecisionDay(new DateOnly(2025, 6, day)));
    }

    /// <summary>From any other placement, and to any other household, the child comes away first.</summary>
    [Fact]
    public async Task Place_ForAdoptionElsewhereThanWhereTheChildWasFostered_IsRefused()
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, _, _) = await SelectedAsync("early-permanence");
        var path = $"/children/{child}";
        var (household, _) = await HouseholdSamples.PlantAsync(hub);
        (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "early-permanence", from = "2025-06-02", carersDuallyApproved = true }, path)).Good();

        (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "adoption", from = "2025-06-14", householdId = household }, path)).Refused(HttpStatusCode.Conflict, "placement.open");
    }

    /// <summary>With a link or without: while a child of this council's lives there, whoever sees it, nobody else is offered the household.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Household_OfThisCouncil_IsOfferedToNobodyWhileTheChildLivesThere(bool restricted)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (household, _) = await HouseholdSamples.PlantAsync(hub);
        var (child, _) = await PermanenceSamples.SearchedAsync(hub, "long-term-fostering");
        var path = $"/children/{child}";

        var placement = (await worker.ChangeAsync(HttpMethod.Post, path + "/placements", new { kind = "long-term-fostering", from = "2025-06-02", householdId = household }, path))
            .Good()["placements"][0].GetProperty("id").GetGuid();

        Assert.Equal(Availability.Unavailable, await AvailabilityAsync(household));
        if (restricted)
        {
            await hub.Database.ExecuteAsync($"insert into child_restriction (child_id, roles, reason, set_by, set_at) values ('{child}', array[]::text[], 'staff-or-relative', 'planted', now())");
        }

        // Said by whoever keeps the household, who need not see the child.
        using var recruiter = hub.As(Roles.Recruitment);
        (await recruiter.ChangeAsync(HttpMethod.Put, $"/households/{household}/offer", HouseholdSamples.Offer(), $"/households/{household}")).Good();
        Assert.Equal(Availability.Unavailable, await AvailabilityAsync(household));
        await hub.Database.ExecuteAsync($"delete from child_restriction where child_id = '{child}'");

        (await worker.ChangeAsync(HttpMethod.Post, $"{path}/placements/{placement}/end", new { on = "2025-06-14", reason = "planned", words = "As planned." }, path)).Good();
        Assert.Equal(Availability.Available, await AvailabilityAsync(household));
    }

    /// <summary>The household's hub, where the child is another council's, hears of the link alone.</summary>
    [Fact]
    public async Task Household_OfALinkWithAnotherCouncilsChild_IsOfferedToNobodyUntilTheLinkEnds()
    {
        var (household, _) = await HouseholdSamples.PlantAsync(hub);
        using var recruiter = hub.As(Roles.Recruitment);
        (await recruiter.ChangeAsync(HttpMethod.Put, $"/households/{household}/offer", HouseholdSamples.Offer(), $"/households/{household}")).Good();
        var (reference, link, child) = (await ReferenceAsync(household), Guid.NewGuid(), Guid.NewGuid());
        RecordLink Of(long version, LinkState state, NotProgressedReasons reasons = NotProgressedReasons.None) => LinkSamples.Told(link, version, child, reference, state, reasons, ofHousehold: true) with { Part = ChildsPart.MovedIn };

        await hub.ApplyAsync(Of(7, LinkState.Selected));
        Assert.Equal(Availability.Unavailable, await AvailabilityAsync(household));
        Assert.Equal(1L, await hub.Database.ScalarAsync<long>($"select count(*) from family_link_child where link_id = '{link}' and part = {(int)ChildsPart.MovedIn}"));

        await hub.ApplyAsync(Of(8, LinkState.NotProgressed, NotProgressedReasons.MatchNotAgreed));
        Assert.Equal(Availability.Available, await AvailabilityAsync(household));
    }

    private static object Decision(string decision) => new { decision, decidedBy = "Invented Manager, team manager", decidedOn = "2025-06-13", words = "Planted." };

    private static RecordLink Told(Guid link, long version, Guid child, LinkState state, ChildsPart part) => LinkSamples.Told(link, version, child, Guid.NewGuid(), state) with { Part = part };

    /// <summary>A child who is searched for by a plan, and a household of another council's that its council has chosen for it.</summary>
    private async Task<(Guid Child, Guid Reference, Guid Link)> SelectedAsync(string plan)
    {
        using var worker = hub.As(Roles.SocialWorker);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub, plan);
        var (link, path) = await LinkSamples.PreferredAsync(hub, reference);
        (await worker.ChangeAsync(HttpMethod.Post, path + "/decision", Decision("selected"), path)).Good();
        await hub.ApplyAsync(Told(link, 6, reference, LinkState.Selected, ChildsPart.Holds));
        return (child, reference, link);
    }

    private async Task<string?> StandingAsync(Guid reference) => (await PermanenceSamples.ToldAsync(hub, reference)).GetProperty("standing").GetString();

    private async Task<ChildsPart?> PartAsync(Guid link)
    {
        await using var db = hub.Db();
        return (await db.RegionalReferences.AsNoTracking().Where(known => known.Purpose == ReferencePurpose.LinkChild).ToListAsync())
            .Select(known => (ChildOfLinkStated)RegionalLedger.LastOf(known)).SingleOrDefault(known => known.Link == link)?.Part;
    }

    private async Task<Guid> KnownToPanelAsync(Guid child)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        await using var transaction = await scope.ServiceProvider.GetRequiredService<LocalityHubDbContext>().Database.BeginTransactionAsync();
        var reference = await scope.ServiceProvider.GetRequiredService<PanelReferences>().OfChildAsync(child, CancellationToken.None);
        await transaction.CommitAsync();
        return reference;
    }

    private async Task<Guid> ReferenceAsync(Guid household)
    {
        await using var db = hub.Db();
        return await db.RegionalReferences.Where(known => known.HouseholdId == household && known.Purpose == ReferencePurpose.Household).Select(known => known.Reference).SingleAsync();
    }

    private async Task<Availability> AvailabilityAsync(Guid household)
    {
        await using var db = hub.Db();
        return ((HouseholdOffered)RegionalLedger.LastOf(await db.RegionalReferences.AsNoTracking().SingleAsync(known => known.HouseholdId == household && known.Purpose == ReferencePurpose.Household))).Availability;
    }
}
