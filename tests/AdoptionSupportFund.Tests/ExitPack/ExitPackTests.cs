using Partnership.AdoptionSupportFund.Tests.Persistence;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.AdoptionSupportFund.Tests.ExitPack;

/// <summary>What a leaving council takes with it of the fund: its own, for its guardian alone, and nothing of another's.</summary>
public sealed class ExitPackTests : IAsyncLifetime
{
    // A fund of its own: others plant rows of these councils too.
    private readonly FundHost _fund = new();

    private PackedCouncils Councils => new(_fund.Database, new Dictionary<string, string> { ["hand_over"] = "(from_council = {0} or to_council = {0})" }, "audit_entry.ids");

    public ValueTask InitializeAsync() => _fund.InitializeAsync();

    public ValueTask DisposeAsync() => _fund.DisposeAsync();

    [Fact]
    public async Task Get_AsTheGuardian_HoldsAllOfTheCouncilsAndNothingOfAnothers()
    {
        foreach (var council in new[] { 860, 861 })
        {
            await RowLevelSecurityTests.PlantMoneyAsync(_fund, council);
            await HandOverAsync(council, 893);
        }

        await HandOverAsync(861, 860);
        var own = await FetchAsync(860, 860);

        await Councils.DemandThatItHoldsAllOfAsync(own, 860);
        await Councils.DemandThatItHoldsNothingOfAsync(own, 860, 861);
        await Councils.DemandThatItHoldsNothingOfAsync(await FetchAsync(861, 861), 861, 860);

        // Also somebody who works for both takes one away.
        await Councils.DemandThatItHoldsNothingOfAsync(await FetchAsync(860, 860, 861), 860, 861);
        Assert.Contains(own.Rows("audit_entry"), entry => entry["operation"] == "council.exit-pack");
        Assert.All(own.Rows("provider"), provider => Assert.Equal("Invented Therapies", provider["name"]));
        Assert.Contains("what the support fund holds of it", own.Text("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_TextThatBeginsLikeAFormula_IsHarmlessInTheCsv()
    {
        await HandOverAsync(894, 893);
        await _fund.Database.ExecuteAsync("update hand_over set reason = '=1+1' where from_council = 894");

        Assert.Equal("'=1+1", (await FetchAsync(894, 894)).Rows("hand_over")[0]["reason"]);
    }

    [Fact]
    public async Task Get_AsAnybodyElse_IsRefusedAndEntered()
    {
        foreach (var role in Roles.All.Where(role => role != Roles.CaldicottGuardian))
        {
            using var client = _fund.ClientOf(role, 860);
            Assert.Equal((403, "role.not-allowed"), await FundHost.RefusalAsync(await client.GetAsync($"{FundHost.Of(860)}/exit-pack")));
        }

        using var other = _fund.ClientOf(Roles.CaldicottGuardian, 861);
        Assert.Equal(404, (await FundHost.RefusalAsync(await other.GetAsync($"{FundHost.Of(860)}/exit-pack"))).Status);
        Assert.True(await _fund.Database.ScalarAsync<long>("select count(*) from audit_entry where operation = 'council.exit-pack' and outcome like 'refused-%' and councils = '{860}'") >= Roles.All.Count);
    }

    private Task HandOverAsync(int from, int to) => _fund.Database.ExecuteAsync(
        $"insert into hand_over (id, child_id, from_council, to_council, state, reason, proposed_by, proposed_at, version) values (gen_random_uuid(), gen_random_uuid(), {from}, {to}, 3, 'family-moved', 'somebody.of.{from}', now(), 1)");

    private async Task<TakenPack> FetchAsync(int council, params int[] councils)
    {
        using var guardian = _fund.ClientOf(Roles.CaldicottGuardian, councils);
        using var response = await guardian.GetAsync($"{FundHost.Of(council)}/exit-pack");
        return await TakenPack.OfAsync(response);
    }
}
