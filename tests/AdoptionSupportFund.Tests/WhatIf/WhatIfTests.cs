using System.Xml.Linq;
using Partnership.AdoptionSupportFund.Pictures;
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

    /// <summary>Twelve, seven and three children: the three are hidden, and the seven with them, or they would be the region less the twelve.</summary>
    [Fact]
    public void Region_ByCouncil_HidesFewChildrenAndWhatWouldTellThem()
    {
        ChildNeed[] needs = [.. Children(860, 12), .. Children(861, 7), .. Children(893, 3)];
        var question = new AskWhatIf.Question(2026, LimitPence: 200_000);

        var answer = AskWhatIf.OfRegion(needs, Now, question, question.Checked(), new Dictionary<short, string> { [860] = "Staffordshire", [861] = "Stoke-on-Trent", [893] = "Shropshire", [894] = "Telford and Wrekin" });

        Assert.Equal((22, 22 * 130_000L), (answer.AsItWas!.Children, answer.AsItWouldBe!.ShortfallPence));
        Assert.Equal(["Staffordshire 360000 1560000", "Stoke-on-Trent  ", "Shropshire  ", "Telford and Wrekin 0 0"], answer.Councils!.Select(council => $"{council.Name} {council.ShortfallPence} {council.NextShortfallPence}"));
        var picture = DrawWhatIf.Of("region", answer, question).ResponseContent!;
        Assert.Contains("Staffordshire", picture, StringComparison.Ordinal);
        Assert.Contains("hidden: fewer than six children", picture, StringComparison.Ordinal);

        // Fewer than six in all: nothing of anybody.
        Assert.All(AskWhatIf.OfRegion([.. Children(860, 5)], Now, question, question.Checked(), new Dictionary<short, string> { [860] = "Staffordshire" }).Councils!, council => Assert.Null(council.DemandPence));

        static IEnumerable<ChildNeed> Children(short council, int count) => Enumerable.Range(0, count).Select(_ => new ChildNeed(council, Guid.NewGuid(), 330_000, 0));
    }

    /// <summary>
    /// Three children above the limit, three within it, or three who are doubled: what the fund pays and what is left are then those three's. A council's
    /// shortfall is hidden for its own few, and the next with it, since the region's would tell.
    /// </summary>
    [Theory]
    [InlineData(3, 0)]
    [InlineData(17, 0)]
    [InlineData(3, 100)]
    public void Region_WithFewChildrenAboveOrWithinTheLimit_TellsOfNeither(int above, int more)
    {
        var names = new Dictionary<short, string> { [860] = "Staffordshire", [861] = "Stoke-on-Trent" };
        ChildNeed[] needs = [.. Enumerable.Range(0, 20).Select(index => new ChildNeed(860, Guid.NewGuid(), index < above ? 400_000 : 200_000, 0))];

        var answer = Ask(needs, new AskWhatIf.Question(2026, ChildrenChangePercent: more));

        Assert.Equal((20, null, null, null), (answer.AsItWas!.Children, answer.AsItWas.FundPence, answer.AsItWas.ShortfallPence, answer.AsItWas.ChildrenAboveLimit));
        Assert.Equal((null, null), (answer.AsItWouldBe!.ShortfallPence, answer.AsItWouldBe.ChildrenAboveLimit));
        Assert.Equal((null, null), (answer.Councils![0].ShortfallPence, answer.Councils[0].NextShortfallPence));

        ChildNeed[] both = [.. needs, .. Enumerable.Range(0, 14).Select(index => new ChildNeed(861, Guid.NewGuid(), index < 7 ? 400_000 : 200_000, 0))];
        Assert.All(Ask(both, new AskWhatIf.Question(2026)).Councils!, council => Assert.Equal((true, null), (council.DemandPence > 0, council.ShortfallPence)));

        AskWhatIf.Response Ask(IReadOnlyList<ChildNeed> asked, AskWhatIf.Question question) => AskWhatIf.OfRegion(asked, Now, question, question.Checked(), names);
    }

    [Fact]
    public async Task Council_AsksOfItsOwnYear()
    {
        // A council of no other test, which would add to its year.
        using var worker = fund.ClientOf(Roles.SupportFund, 895);
        var before = await AskAsync(worker);
        await FundHost.ReadAsync(await FundHost.SubmitAsync(worker, 895, await fund.BeginAsync(worker, await fund.FamilyAsync(895), 44)));

        // £3,300 for one child: £300 above the limit, £1,300 above one of £2,000.
        Assert.Equal((330_000, 30_000, 130_000), (await AskAsync(worker)) is var after ? (after.Demand - before.Demand, after.Shortfall - before.Shortfall, after.Lower - before.Lower) : default);
        var picture = XDocument.Parse(await worker.GetStringAsync($"{FundHost.Of(895)}/what-if/picture?year=2026&limitPence=200000&rateChangePercent=-10", TestContext.Current.CancellationToken)).Root!.Value;
        Assert.Contains("What if: a limit of £2,000, rates -10%, council 895", picture, StringComparison.Ordinal);
        Assert.Contains("2026-27 as it would be", picture, StringComparison.Ordinal);
        Assert.Matches("£[0-9,]+ short of £[0-9,]+", picture);
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
