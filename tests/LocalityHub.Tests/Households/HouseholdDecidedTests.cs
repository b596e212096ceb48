using Microsoft.Extensions.DependencyInjection;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.Households;

/// <summary>Decisions from panel, redelivered and out of order.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class HouseholdDecidedTests(HubFixture hub)
{
    private static readonly CouncilCode Staffordshire = new(860);

    [Fact]
    public async Task Decided_ApprovedThenTerminatedInAnotherCase_NewestHoldsWhicheverComesFirst()
    {
        var (household, reference) = await KnownToPanelAsync(hub);
        await hub.ApplyAsync(Decided(reference, Guid.NewGuid(), HouseholdDecision.Terminated, 2025, 5, 20));
        Assert.Null(await hub.OfferedAsync(household));

        await hub.ApplyAsync(Decided(reference, Guid.NewGuid(), HouseholdDecision.Approved, 2025, 3, 4));
        Assert.Null(await hub.OfferedAsync(household));

        await hub.ApplyAsync(Decided(reference, Guid.NewGuid(), HouseholdDecision.Approved, 2025, 6, 2));
        Assert.Equal("Approved", (await hub.OfferedAsync(household))!.Value.GetProperty("approval").GetString());
    }

    [Fact]
    public async Task Decided_AgainInOneCase_LaterTakesTheEarliersPlaceInWhateverOrder()
    {
        var (household, reference) = await KnownToPanelAsync(hub);
        var panelCase = Guid.NewGuid();

        await hub.ApplyAsync(Decided(reference, panelCase, HouseholdDecision.Approved, 2025, 6, 2));
        await hub.ApplyAsync(Decided(reference, panelCase, HouseholdDecision.NotApproved, 2025, 3, 4));

        Assert.Equal("Approved", (await hub.OfferedAsync(household))!.Value.GetProperty("approval").GetString());
        Assert.Equal(1, await hub.Database.ScalarAsync<long>($"select count(*) from household_decision where household_id = '{household}'"));
    }

    // Adoption Agencies Regulations 2005, regulation 30D: a termination that is refused leaves the approval as it was.
    [Fact]
    public async Task Decided_ATerminationIsRefused_TheTermsGoOnAsTheyStood()
    {
        var (household, reference) = await KnownToPanelAsync(hub);
        await hub.ApplyAsync(Decided(reference, Guid.NewGuid(), HouseholdDecision.Approved, 2025, 3, 4));

        var refused = Decided(reference, Guid.NewGuid(), HouseholdDecision.Approved, 2025, 6, 2) with { Routes = HouseholdRoutes.None, Numbers = ChildCounts.None, Ages = AgeBands.None };
        await hub.ApplyAsync(refused);

        // Told again after a restore, it is known.
        var version = await VersionAsync(household);
        await hub.ApplyAsync(refused with { RequestId = Guid.NewGuid() });
        Assert.Equal(version, await VersionAsync(household));
        var offered = (await hub.OfferedAsync(household))!.Value;
        Assert.Equal(("Approved", "DuallyApproved"), (offered.GetProperty("approval").GetString(), offered.GetProperty("routes").GetString()));
        Assert.Equal(
            (int)ChildCounts.One,
            await hub.Database.ScalarAsync<int>($"select numbers from household_decision where household_id = '{household}' order by decided_on desc limit 1"));
    }

    [Fact]
    public async Task Decided_Redelivered_ChangesNothing()
    {
        var (household, reference) = await KnownToPanelAsync(hub);
        var message = Decided(reference, Guid.NewGuid(), HouseholdDecision.Approved, 2025, 3, 4);
        var id = await hub.SendAsync(message);
        await Eventually.TrueAsync(async () => await VersionAsync(household) == 2, "the decision");

        await hub.SendAsync(message, id);
        await hub.ApplyAsync(message with { RequestId = Guid.NewGuid() });
        await hub.ApplyAsync(Decided(reference, Guid.NewGuid(), HouseholdDecision.Approved, 2025, 3, 5));

        Assert.Equal(3, await VersionAsync(household));
    }

    [Fact]
    public async Task Decided_OfAHouseholdThatTheHubDoesNotKnow_IsPutOffForAPerson()
    {
        var id = await hub.SendAsync(Decided(Guid.NewGuid(), Guid.NewGuid(), HouseholdDecision.Approved, 2025, 3, 4));

        await Eventually.TrueAsync(
            async () => await hub.Database.ScalarAsync<bool>($"select exists (select from retry where message_id = '{id}') or exists (select from parked where message_id = '{id}')"),
            "the message to be put off");
        await hub.Database.ExecuteAsync($"delete from retry where message_id = '{id}'");
    }

    private static HouseholdDecided Decided(Guid household, Guid panelCase, HouseholdDecision decision, int year, int month, int day) =>
        decision == HouseholdDecision.Approved
            ? new(Guid.NewGuid(), Staffordshire, panelCase, household, decision, new DecisionDay(new DateOnly(year, month, day)), HouseholdRoutes.DuallyApproved, ChildCounts.One, AgeBands.One)
            : new(Guid.NewGuid(), Staffordshire, panelCase, household, decision, new DecisionDay(new DateOnly(year, month, day)), HouseholdRoutes.None, ChildCounts.None, AgeBands.None);

    private Task<long> VersionAsync(Guid household) => hub.Database.ScalarAsync<long>($"select version from household where id = '{household}'");

    /// <summary>A household that is not approved, with the reference by which panels know it.</summary>
    internal static async Task<(Guid Household, Guid Reference)> KnownToPanelAsync(HubFixture hub)
    {
        var (household, _) = await HouseholdSamples.PlantAsync(hub, approved: false);
        await using var scope = hub.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LocalityHubDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var references = scope.ServiceProvider.GetRequiredService<PanelReferences>();
        var reference = await references.OfHouseholdAsync(household, CancellationToken.None);
        Assert.Equal(reference, await references.OfHouseholdAsync(household, CancellationToken.None));
        await transaction.CommitAsync();
        return (household, reference);
    }
}
