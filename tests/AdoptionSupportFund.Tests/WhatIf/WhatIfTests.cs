using Partnership.AdoptionSupportFund.Rules;
using Partnership.AdoptionSupportFund.WhatIf;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.AdoptionSupportFund.Tests.WhatIf;

/// <summary>Another year than the one that was.</summary>
public sealed class WhatIfTests(FundHost fund)
{
    private static readonly RulePack Now = ShippedPacks.All.Single(pack => pack.Year == new YearEnded(2026));

    // Three children: within the limit, above it, and above it with an assessment inside the limit.
    private static readonly ChildNeed[] Needs = [Need(200_000, 0), Need(500_000, 0), Need(250_000, 100_000)];

    [Fact]
    public void Year_AsItWas_FollowsItsOwnPack() =>
        Assert.Equal(new YearCost(3, 1_050_000, 800_000, 250_000, 2), WhatIfFigures.Of(Needs, Now, new Scenario(null, null, 0, 0)));

    [Fact]
    public void Year_UnderTheOldLimit_HasAShortfallOfNothing() =>
        Assert.Equal(new YearCost(3, 1_050_000, 1_050_000, 0, 0), WhatIfFigures.Of(Needs, Now, new Scenario(500_000, null, 0, 0)));

    /// <summary>Half of what lies above £3,000: £1,000 of the second child's £2,000, £250 of the third's £500.</summary>
    [Fact]
    public void Year_WithMatchFunding_HalvesWhatLiesAbove() =>
        Assert.Equal((925_000L, 125_000L), (WhatIfFigures.Of(Needs, Now, new Scenario(null, 50, 0, 0)) is var cost ? (cost.FundPence, cost.ShortfallPence) : default));

    [Fact]
    public void Year_WithDearerTherapyAndMoreChildren_GrowsByBoth() =>
        Assert.Equal((6, 2_310_000L), (WhatIfFigures.Of(Needs, Now, new Scenario(null, null, 10, 100)) is var cost ? (cost.Children, cost.DemandPence) : default));

    [Fact]
    public async Task Council_AsksOfItsOwnYear()
    {
        // A council of no other test, which would add to its year.
        using var worker = fund.ClientOf(Roles.SupportFund, 895);
        var before = await AskAsync(worker);
        await FundHost.ReadAsync(await FundHost.SubmitAsync(worker, 895, await fund.BeginAsync(worker, await fund.FamilyAsync(895), 44)));

        // £3,300 for one child: £300 above the limit, £1,300 above one of £2,000.
        Assert.Equal((330_000, 30_000, 130_000), (await AskAsync(worker)) is var after ? (after.Demand - before.Demand, after.Shortfall - before.Shortfall, after.Lower - before.Lower) : default);
        using var refused = await worker.GetAsync($"{FundHost.Of(895)}/what-if?year=2026&matchPercent=100", TestContext.Current.CancellationToken);
        Assert.Equal((400, "what-if.match"), await FundHost.RefusalAsync(refused));

        static async Task<(int Demand, int Shortfall, int Lower)> AskAsync(HttpClient client)
        {
            var answer = await FundHost.GetAsync(client, $"{FundHost.Of(895)}/what-if?year=2026&limitPence=200000");
            Assert.Equal("2025-26.1", (string)answer["rules"]!);
            return ((int)answer["asItWas"]!["demandPence"]!, (int)answer["asItWas"]!["shortfallPence"]!, (int)answer["asItWouldBe"]!["shortfallPence"]!);
        }
    }

    private static ChildNeed Need(long therapy, long assessment) => new(860, Guid.NewGuid(), therapy, assessment);
}
