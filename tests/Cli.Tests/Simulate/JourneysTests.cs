using System.Xml.Linq;
using Partnership.Cli.Simulate.Journeys;
using Partnership.Contracts;
using Partnership.Simulator;
using Partnership.Simulator.Journeys;

namespace Partnership.Cli.Tests.Simulate;

/// <summary>The engine behind the simulated lives, and what is shown of them.</summary>
public class JourneysTests
{
    private static readonly JourneyOptions Options = new()
    {
        Councils = [new SimulatedCouncil("860", "Staffordshire"), new SimulatedCouncil("861", "Stoke-on-Trent")],
        FirstYear = 2024, LastYear = 2025, Seed = 3, Repeats = 2,
    };

    private static readonly SaidOfNeed[] YesToAll = [.. Enumerable.Repeat(new SaidOfNeed(true, 3, 3), 30)];

    [Fact]
    public void Find_WhatIsToldOfChildrenAndHomes_DecidesByTheEngine()
    {
        var search = new EngineSearch([new CouncilCode(860), new CouncilCode(861)], (_, home) => home == 9);
        var autism = new int[30];
        autism[23] = 2;
        search.Tell(new SearchedChild(1, "860", 30, autism, 1, 1, SiblingsDecision.Alone));
        search.Tell(new OfferedHome(5, "860", 4, 4, 1, 1, 1, YesToAll));
        search.Tell(new OfferedHome(6, "861", 4, 4, 1, 1, 1, YesToAll));
        search.Tell(new OfferedHome(7, "860", 4, 4, 1, 1, 1, [.. YesToAll.Select((said, need) => need == 23 ? new SaidOfNeed(true, 1, 1) : said)]));
        search.Tell(new OfferedHome(8, "860", 1, 1, 1, 1, 1, YesToAll));
        search.Tell(new OfferedHome(9, "860", 4, 4, 1, 1, 1, YesToAll));
        var alone = new SearchOfChildren(1, 1);

        Assert.Equal([5], search.Find(alone, ownCouncilAlone: true, 10));
        Assert.Equal([5, 6], search.Find(alone, ownCouncilAlone: false, 10).Order());

        search.Tried(alone, 5);
        search.Links(6, 3);
        Assert.Empty(search.Find(alone, ownCouncilAlone: false, 10));

        search.Links(6, 2);
        search.Tell(new OfferedHome(7, "860", 4, 4, 1, 1, 1, YesToAll));
        Assert.Equal([6, 7], search.Find(alone, ownCouncilAlone: false, 10).Order());

        search.Close(7);
        search.End(1);
        Assert.Empty(search.Find(alone, ownCouncilAlone: false, 10));
    }

    [Fact]
    public void Find_BrothersAndSisters_TogetherThenInParallelThenAlone()
    {
        var search = new EngineSearch([new CouncilCode(860)], (_, _) => false);
        search.Tell(new OfferedHome(5, "860", 9, 9, 2, 2, 2, YesToAll));
        search.Tell(new OfferedHome(6, "860", 9, 9, 1, 1, 1, YesToAll));
        var (together, alone) = (new SearchOfChildren(1, null), new SearchOfChildren(1, 2));
        void Tell(SiblingsDecision decision, int size)
        {
            search.Tell(new SearchedChild(1, "860", 30, new int[30], 1, size, decision));
            search.Tell(new SearchedChild(2, "860", 60, new int[30], 1, size, decision));
        }

        Tell(SiblingsDecision.Together, 2);
        Assert.Equal([5], search.Find(together, false, 10));
        Assert.Empty(search.Find(alone, false, 10));

        Tell(SiblingsDecision.Parallel, 2);
        Assert.Equal([5], search.Find(together, false, 10));
        Assert.Equal([6], search.Find(alone, false, 10));

        Tell(SiblingsDecision.Alone, 1);
        Assert.Empty(search.Find(together, false, 10));
        Assert.Equal([6], search.Find(alone, false, 10));
    }

    [Fact]
    public void Draw_AStudyWithTheEngine_IsAPictureThatSaysItsFiguresInWords()
    {
        var study = JourneyStudy.Run(
            Options, isRuledOut => new EngineSearch([new CouncilCode(860), new CouncilCode(861)], isRuledOut), ct: TestContext.Current.CancellationToken);

        Assert.All(study.Values.SelectMany(outcomes => outcomes), outcome => Assert.True(outcome.InRegion > 20, $"{outcome}"));
        var picture = XDocument.Parse(JourneyPicture.Draw(study, Options)).Root!;
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.Equal(1 + (4 * study.Count), picture.Elements(svg + "rect").Count());
        Assert.All(study.Keys, policy => Assert.Contains(policy.Name, picture.Element(svg + "desc")!.Value, StringComparison.Ordinal));
    }
}
