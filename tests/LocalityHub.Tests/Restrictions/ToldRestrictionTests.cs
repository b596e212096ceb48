using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Restrictions;

/// <summary>Who may see a restricted record travels with what family finding is told of it, as the restriction is set, changed and lifted.</summary>
[Collection(FamilyFindingCollection.Name)]
public sealed class ToldRestrictionTests(HubFixture hub)
{
    private static readonly string[] Nobody = [];

    [Fact]
    public async Task Restriction_OfASearchedChild_IsToldWithTheChild()
    {
        using var guardian = hub.As(Roles.CaldicottGuardian);
        var (child, reference) = await PermanenceSamples.SearchedAsync(hub);
        Assert.Equal("None", await ToldAsync());

        await RestrictAsync(guardian, $"/children/{child}", Roles.SocialWorker, Roles.SupportFund);
        Assert.Equal("CaldicottGuardian, SupportFund, SocialWorker", await ToldAsync());
        await RestrictAsync(guardian, $"/children/{child}", Roles.FamilyFinder, Roles.SocialWorker, Roles.CaseSystem, Roles.DecisionMaker);
        Assert.Equal("CaldicottGuardian, SocialWorker, FamilyFinder, DecisionMaker, CaseSystem", await ToldAsync());
        await RestrictAsync(guardian, $"/children/{child}", Nobody);
        Assert.Equal("CaldicottGuardian", await ToldAsync());
        await LiftAsync(guardian, $"/children/{child}");
        Assert.Equal("None", await ToldAsync());

        async Task<string?> ToldAsync() => (await PermanenceSamples.ToldAsync(hub, reference)).GetProperty("restrictedTo").GetString();
    }

    [Fact]
    public async Task Restriction_OfAHousehold_IsToldWithTheHousehold()
    {
        using var guardian = hub.As(Roles.CaldicottGuardian);
        var (household, _) = await HouseholdSamples.PlantAsync(hub);

        await RestrictAsync(guardian, $"/households/{household}", Nobody);
        Assert.Equal("CaldicottGuardian", await ToldAsync());
        await RestrictAsync(guardian, $"/households/{household}", Roles.Recruitment, Roles.PanelAdviser);
        Assert.Equal("CaldicottGuardian, Recruitment, PanelAdviser", await ToldAsync());
        await LiftAsync(guardian, $"/households/{household}");
        Assert.Equal("None", await ToldAsync());

        async Task<string?> ToldAsync() => (await hub.OfferedAsync(household))!.Value.GetProperty("restrictedTo").GetString();
    }

    /// <summary>Such as when a colleague has adopted: the search is over, the link is there.</summary>
    [Fact]
    public async Task Restriction_OfAMatchedChild_IsToldWithItsPartInTheLink()
    {
        using var guardian = hub.As(Roles.CaldicottGuardian);
        var child = await PermanenceSamples.WaitingAsync(hub);
        var link = await LinkSamples.PlantMatchAsync(hub, child);

        await RestrictAsync(guardian, $"/children/{child}", Roles.FamilyFinder);
        Assert.Equal(RestrictedTo.CaldicottGuardian | RestrictedTo.FamilyFinder, await ToldAsync());
        await LiftAsync(guardian, $"/children/{child}");
        Assert.Equal(RestrictedTo.None, await ToldAsync());

        async Task<RestrictedTo> ToldAsync()
        {
            await using var db = hub.Db();
            return (await db.RegionalReferences.AsNoTracking().Where(known => known.Purpose == ReferencePurpose.LinkChild).ToListAsync())
                .Select(known => (ChildOfLinkStated)RegionalLedger.LastOf(known)).Single(known => known.Link == link).RestrictedTo;
        }
    }

    /// <summary>The council's own figures at the centre count the child for those alone who see it, through whatever becomes of it.</summary>
    [Fact]
    public async Task Restriction_OfAChildInTheFigures_IsToldWithItsStageAndEachMeasure()
    {
        using var guardian = hub.As(Roles.CaldicottGuardian);
        using var finder = hub.As(Roles.FamilyFinder);
        var local = $"F{Guid.NewGuid():n}"[..20].ToUpperInvariant();
        await hub.ImportAsync(new ReturnFiles().Waiting(local));
        var child = await hub.ChildIdAsync(local);
        Assert.Equal([(ReferencePurpose.Register, RestrictedTo.None), (ReferencePurpose.Wait, RestrictedTo.None)], await ToldAsync());

        const RestrictedTo ToFinders = RestrictedTo.CaldicottGuardian | RestrictedTo.FamilyFinder;
        await RestrictAsync(guardian, $"/children/{child}", Roles.FamilyFinder);
        Assert.Equal([(ReferencePurpose.Register, ToFinders), (ReferencePurpose.Wait, ToFinders)], await ToldAsync());

        (await finder.ChangeAsync(HttpMethod.Put, $"/children/{child}/milestones/matched", new { date = "2025-02-01" }, $"/children/{child}")).Good();
        Assert.Equal([(ReferencePurpose.Register, ToFinders), (ReferencePurpose.Wait, ToFinders)], await ToldAsync());

        await hub.ImportAsync(new ReturnFiles().Adopted(local));
        Assert.Equal([(ReferencePurpose.Adoption, ToFinders), (ReferencePurpose.Wait, ToFinders)], await ToldAsync());
        await LiftAsync(guardian, $"/children/{child}");
        Assert.Equal([(ReferencePurpose.Adoption, RestrictedTo.None), (ReferencePurpose.Wait, RestrictedTo.None)], await ToldAsync());

        async Task<List<(ReferencePurpose, RestrictedTo)>> ToldAsync()
        {
            await using var db = hub.Db();
            return (await db.RegionalReferences.AsNoTracking().Where(known => known.ChildId == child).OrderBy(known => known.Purpose).ToListAsync())
                .Select(known => (known.Purpose, Told: RegionalLedger.LastOf(known) switch
                {
                    ChildStageChanged stage => stage.RestrictedTo,
                    AdoptionMeasured adoption => adoption.RestrictedTo,
                    WaitMeasured wait => wait.RestrictedTo,
                    _ => (RestrictedTo?)null,
                }))
                .Where(known => known.Told is not null).Select(known => (known.Purpose, known.Told!.Value)).ToList();
        }
    }

    private static async Task RestrictAsync(HubClient guardian, string record, params string[] roles) =>
        (await guardian.ChangeAsync(HttpMethod.Put, record + "/restriction", new { roles, reason = "staff-or-relative" }, record)).Good();

    private static async Task LiftAsync(HubClient guardian, string record) =>
        (await guardian.ChangeAsync(HttpMethod.Post, record + "/restriction/lift", new { reason = "no-longer-needed" }, record)).Good();
}
