using System.Text.Json;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Households;

/// <summary>Approval as foster carers stands beside approval as adopters: a strand of its own.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class CarersDecidedTests(HubFixture hub)
{
    private static readonly CouncilCode Staffordshire = new(860);

    [Fact]
    public async Task Decided_AsCarers_StandsBesideTheApprovalAsAdoptersInWhateverOrder()
    {
        var (household, reference) = await HouseholdDecidedTests.KnownToPanelAsync(hub);
        var (approval, review, termination) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await hub.ApplyAsync(Decided(reference, approval, HouseholdDecision.Approved, new(2024, 5, 7)));
        Assert.Equal((true, "approved", "long-term-fostering"), await CarersAsync(household));

        // Foster carers who are no adopters are offered for that alone, and reviewed as foster carers are.
        Assert.Equal(("Approved", "LongTermFostering"), await OfferAsync(household));
        Assert.Equal("2025-05-07", (await HouseholdAsync(household)).GetProperty("reviewDue").GetString());

        // A first review that changes no terms, told twice; and a decision of long before that comes late.
        await hub.ApplyAsync(Untermed(reference, review, HouseholdDecision.Approved, new(2025, 5, 6)));
        await hub.ApplyAsync(Untermed(reference, review, HouseholdDecision.Approved, new(2025, 5, 6)));
        await hub.ApplyAsync(Untermed(reference, Guid.NewGuid(), HouseholdDecision.NotApproved, new(2023, 1, 10)));
        Assert.Equal((true, "approved", "long-term-fostering"), await CarersAsync(household));

        await hub.ApplyAsync(Untermed(reference, termination, HouseholdDecision.Terminated, new(2025, 6, 2)));
        Assert.Equal((false, "terminated", ""), await CarersAsync(household));
        Assert.Equal(("Ended", "None"), await OfferAsync(household));
        Assert.Equal(["not-approved", "approved", "approved", "terminated"], (await HouseholdAsync(household)).GetProperty("carers").GetProperty("decisions").EnumerateArray().Select(each => each.GetProperty("outcome").GetString()));

        // Adopters they may be all the same.
        await hub.ApplyAsync(new HouseholdDecided(
            Guid.NewGuid(), Staffordshire, Guid.NewGuid(), reference, HouseholdDecision.Approved, new DecisionDay(new(2025, 6, 3)), HouseholdRoutes.Adoption, ChildCounts.One, AgeBands.One));
        Assert.Equal((false, "terminated", ""), await CarersAsync(household));
        Assert.Equal(("Approved", "Adoption"), await OfferAsync(household));
    }

    /// <summary>Approved to adopt and to foster they are dually approved, whether one decision says so or two; until the approval to foster ends.</summary>
    [Theory]
    [InlineData(HouseholdRoutes.Adoption)]
    [InlineData(HouseholdRoutes.Adoption | HouseholdRoutes.DuallyApproved)]
    [InlineData(HouseholdRoutes.DuallyApproved)]
    public async Task Decided_ForAdopters_MakesThemDuallyApprovedUntilItEnds(HouseholdRoutes routes)
    {
        var (household, reference) = await HouseholdDecidedTests.KnownToPanelAsync(hub);
        await hub.ApplyAsync(new HouseholdDecided(
            Guid.NewGuid(), Staffordshire, Guid.NewGuid(), reference, HouseholdDecision.Approved, new DecisionDay(new(2025, 3, 4)), routes, ChildCounts.One, AgeBands.One));
        Assert.Equal(("Approved", $"{routes}"), await OfferAsync(household));

        await hub.ApplyAsync(Untermed(reference, Guid.NewGuid(), HouseholdDecision.Approved, new(2025, 5, 6)));
        Assert.Equal(("Approved", "Adoption, DuallyApproved"), await OfferAsync(household));

        await hub.ApplyAsync(Untermed(reference, Guid.NewGuid(), HouseholdDecision.Terminated, new(2025, 6, 2)));
        Assert.Equal(("Approved", "Adoption"), await OfferAsync(household));
    }

    /// <summary>The end of the approval as adopters, with the review that led to it, says nothing of the approval to foster; adopters to be are asked as such until that is decided.</summary>
    [Fact]
    public async Task Decided_ForFosteringBesideAdoptersWhoAreNotOrNoMore_LeadsToFosteringAlone()
    {
        var (household, reference) = await HouseholdDecidedTests.KnownToPanelAsync(hub);
        await hub.ApplyAsync(Decided(reference, Guid.NewGuid(), HouseholdDecision.Approved, new(2024, 5, 7)));
        await hub.Database.ExecuteAsync($"update household set stage_two_from = '2025-01-10', approval_expected_on = '2025-08-01' where id = '{household}'");
        await hub.ApplyAsync(Adopters(reference, HouseholdDecision.Approved, new(2025, 3, 4), AgeBands.Two));
        Assert.Equal(("Approved", "Adoption, DuallyApproved, LongTermFostering"), await OfferAsync(household));

        await hub.Database.ExecuteAsync(
            $"insert into household_review (id, household_id, \"on\", outcome, recorded_by, recorded_at) values (gen_random_uuid(), '{household}', '2025-05-01', {(int)ReviewOutcome.ToPanel}, 'planted', now())");
        await hub.ApplyAsync(Adopters(reference, HouseholdDecision.Terminated, new(2025, 6, 2), AgeBands.None));
        Assert.Equal(("Approved", "LongTermFostering"), await OfferAsync(household));

        await hub.Database.ExecuteAsync($"update household set stage_two_from = '2025-06-10' where id = '{household}'");
        await hub.ApplyAsync(Untermed(reference, Guid.NewGuid(), HouseholdDecision.Approved, new(2025, 6, 12)));
        Assert.Equal("StageTwo", (await OfferAsync(household)).Approval);
    }

    /// <summary>The terms told are the adopters': beyond those to foster they are not asked for long-term fostering.</summary>
    [Fact]
    public async Task Decided_OnOtherTermsThanAsAdopters_AddsNoLongTermFostering()
    {
        var (household, reference) = await HouseholdDecidedTests.KnownToPanelAsync(hub);
        await hub.ApplyAsync(Adopters(reference, HouseholdDecision.Approved, new(2025, 3, 4), AgeBands.One));

        await hub.ApplyAsync(Decided(reference, Guid.NewGuid(), HouseholdDecision.Approved, new(2025, 5, 7)));

        Assert.Equal(("Approved", "Adoption, DuallyApproved"), await OfferAsync(household));
    }

    /// <summary>Refused as foster carers, they are assessed as adopters all the same.</summary>
    [Fact]
    public async Task Decided_AgainstThemInStageTwo_LeavesTheirAssessmentAsAdopters()
    {
        var (household, reference) = await HouseholdDecidedTests.KnownToPanelAsync(hub);
        await hub.Database.ExecuteAsync($"update household set stage_two_from = '2025-03-01', approval_expected_on = '2025-08-01' where id = '{household}'");

        await hub.ApplyAsync(Untermed(reference, Guid.NewGuid(), HouseholdDecision.NotApproved, new(2025, 5, 6)));

        Assert.Equal("StageTwo", (await OfferAsync(household)).Approval);
    }

    /// <summary>A case that is decided anew on the day of its decision: the later terms hold, and nothing of the day before that comes late.</summary>
    [Fact]
    public async Task Decided_AgainOnTheSameDayWithOtherTerms_HasTheLaterOnes()
    {
        var (household, reference) = await HouseholdDecidedTests.KnownToPanelAsync(hub);
        var decided = Decided(reference, Guid.NewGuid(), HouseholdDecision.Approved, new(2024, 5, 7));
        await hub.ApplyAsync(decided with { Routes = HouseholdRoutes.LongTermFostering | HouseholdRoutes.DuallyApproved });
        await hub.ApplyAsync(decided with { RequestId = Guid.NewGuid() });
        await hub.ApplyAsync(Untermed(reference, decided.Case, HouseholdDecision.NotApproved, new(2024, 5, 6)));

        Assert.Equal((true, "approved", "long-term-fostering"), await CarersAsync(household));
    }

    /// <summary>Nobody tells this hub of carers from before it: what goes on is known without its terms.</summary>
    [Fact]
    public async Task Decided_ThatAnApprovalFromBeforeGoesOn_IsKnownWithoutTerms()
    {
        var (household, reference) = await HouseholdDecidedTests.KnownToPanelAsync(hub);

        await hub.ApplyAsync(Untermed(reference, Guid.NewGuid(), HouseholdDecision.Approved, new(2025, 5, 6)));

        Assert.Equal((true, "approved", ""), await CarersAsync(household));
    }

    private static CarersDecided Decided(Guid household, Guid panelCase, HouseholdDecision decision, DateOnly on) => new(
        Guid.NewGuid(), Staffordshire, panelCase, household, decision, new DecisionDay(on), HouseholdRoutes.LongTermFostering, ChildCounts.One, AgeBands.Two);

    private static HouseholdDecided Adopters(Guid household, HouseholdDecision decision, DateOnly on, AgeBands ages) => new(
        Guid.NewGuid(), Staffordshire, Guid.NewGuid(), household, decision, new DecisionDay(on), decision == HouseholdDecision.Approved ? HouseholdRoutes.Adoption : HouseholdRoutes.None,
        decision == HouseholdDecision.Approved ? ChildCounts.One : ChildCounts.None, ages);

    private static CarersDecided Untermed(Guid household, Guid panelCase, HouseholdDecision decision, DateOnly on) =>
        Decided(household, panelCase, decision, on) with { Routes = HouseholdRoutes.None, Numbers = ChildCounts.None, Ages = AgeBands.None };

    private async Task<JsonElement> HouseholdAsync(Guid household) => (await hub.As(Roles.Recruitment).GetAsync($"/households/{household}")).Good().Body;

    private async Task<(string? Approval, string? Routes)> OfferAsync(Guid household)
    {
        var offered = (await hub.OfferedAsync(household))!.Value;
        return (offered.GetProperty("approval").GetString(), offered.GetProperty("routes").GetString());
    }

    private async Task<(bool Approved, string? Outcome, string Routes)> CarersAsync(Guid household)
    {
        var carers = (await HouseholdAsync(household)).GetProperty("carers");
        var holds = carers.GetProperty("decidedBy");
        return (carers.GetProperty("approved").GetBoolean(), holds.GetProperty("outcome").GetString(), string.Join(", ", holds.GetProperty("routes").EnumerateArray().Select(route => route.GetString())));
    }
}
