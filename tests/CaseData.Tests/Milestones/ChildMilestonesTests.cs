using Partnership.CaseData.Milestones;
using static Partnership.CaseData.Tests.Milestones.Child;

namespace Partnership.CaseData.Tests.Milestones;

public sealed class ChildMilestonesTests
{
    private const string Adopted =
        "2020-01-01 S C2 U4 a; 2020-03-01 P C2 U6 b; 2020-06-01 L E1 U6 b; 2021-01-01 T E1 A5 b; E12 2021-08-01";

    [Fact]
    public void Derive_AdoptedByCarers_GivesEveryStepItsRow()
    {
        var milestones = Derived(Adopted, "2020-02-01 2020-02-20; 2020-05-01", "2020-12-01", fostered: true);

        Assert.Equal(
            [
                "EnteredCare 2020-01-01 Episodes 1", "ShouldBePlaced 2020-02-01 PlacedAdoption 1", "DecisionReversed 2020-02-20 PlacedAdoption 1",
                "MovedIn 2020-03-01 Episodes 2", "ShouldBePlaced 2020-05-01 PlacedAdoption 2", "PlacementOrder 2020-06-01 Episodes 3",
                "Matched 2020-12-01 AD1 1", "Placed 2021-01-01 Episodes 4", "AdoptionOrder 2021-08-01 Episodes 4",
            ],
            milestones.All.Select(step => $"{step.Kind} {step.Date:yyyy-MM-dd} {step.Row!.Table} {step.Row.Row}"));
        Assert.All(milestones.All, step => Assert.Equal((MilestoneSource.Return, ReturnYear), (step.Source, step.Row!.Year)));
        Assert.Empty(milestones.Conflicts);
    }

    [Fact]
    public void Derive_HandFeedAndReturnDisagree_TakesTheHandAndReportsBoth()
    {
        var milestones = Derived(Adopted, entered: "Matched 2020-11-01 Feed; Matched 2020-11-05; EnteredCare 2020-01-01 Feed", match: "2020-12-01");

        Assert.Equal((Day("2020-11-05"), MilestoneSource.Hand), (milestones.Matched!.Date, milestones.Matched.Source));
        Assert.Null(milestones.Matched.Row);
        Assert.Equal(
            [(MilestoneSource.Feed, MilestoneSource.Return), (MilestoneSource.Hand, MilestoneSource.Feed)],
            milestones.Conflicts.Select(conflict => (conflict.Kept.Source, conflict.Overruled.Source)));
    }

    [Fact]
    public void Derive_FeedAgainstReturn_TakesTheFeed() =>
        Assert.Equal(Day("2020-05-25"), Derived(Adopted, entered: "PlacementOrder 2020-05-25 Feed").PlacementOrder!.Date);

    [Theory]
    [InlineData("2020-06-01 P E1 U6 b; 2021-01-01 P E1 A6 c", null)]
    [InlineData("2020-06-01 L E1 U6 b; 2021-01-01 P E1 A6 c", "2020-06-01")]
    [InlineData("2020-02-01 P C2 U6 b; 2020-06-01 L E1 U6 b", "2020-06-01")]
    [InlineData("2020-06-01 S E1 U6 b; 2021-01-01 P E1 A6 c", "2020-06-01")]
    public void Derive_ReturnsSetInUnderAnOrder_KnowsItsDayOnlyWhenOneTellsIt(string episodes, string? made) =>
        Assert.Equal(made, Derived(episodes).PlacementOrder?.Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("2023-01-10", "ShouldBePlaced 2023-02-01", "2023-02-01")]
    [InlineData("2023-01-10 2023-06-01", "ShouldBePlaced 2023-02-01", "2023-02-01 2023-06-01")]
    [InlineData("2023-01-10 2023-06-01", "ShouldBePlaced 2023-09-01", "2023-01-10 2023-06-01; 2023-09-01")]
    [InlineData("2023-01-10 2023-06-01; 2023-09-01", "ShouldBePlaced 2023-01-12", "2023-01-12 2023-06-01; 2023-09-01")]
    [InlineData(null, "ShouldBePlaced 2023-09-01", "2023-09-01")]
    [InlineData("2023-01-10", "DecisionReversed 2023-06-01", "2023-01-10 2023-06-01")]
    [InlineData("2023-01-10 2023-06-01; 2023-09-01", "DecisionReversed 2023-06-03", "2023-01-10 2023-06-03; 2023-09-01")]
    [InlineData("2023-01-10", "DecisionReversed 2022-06-01", "2023-01-10")]
    public void Derive_DecisionEnteredByHand_IsLaidOverTheOneItIsAbout(string? decisions, string entered, string expected)
    {
        var milestones = Derived("2022-01-01 S C2 U4 a", decisions, entered: entered);

        Assert.Equal(expected, string.Join("; ", milestones.Decisions.Select(decision =>
            $"{decision.Decided.Date:yyyy-MM-dd}{(decision.Reversed is { } reversed ? $" {reversed.Date:yyyy-MM-dd}" : null)}")));
    }

    [Fact]
    public void Derive_EnteredForAnEarlierPeriod_IsLeftOut()
    {
        var milestones = Derived("2018-01-01 S C2 U4 a; E4A 2019-01-01; 2021-06-01 S C2 U4 a", entered: "EnteredCare 2018-01-02; PlacementOrder 2018-06-01");

        Assert.Equal(Day("2021-06-01"), milestones.EnteredCare!.Date);
        Assert.Null(milestones.PlacementOrder);
        Assert.Empty(milestones.Conflicts);
    }

    [Fact]
    public void Derive_MatchEnteredForAReversedPlan_GivesWayToTheReturn() =>
        Assert.Equal(Day("2020-12-01"), Derived(Adopted, "2020-02-01 2020-02-20; 2020-05-01", "2020-12-01", entered: "Matched 2020-02-10").Matched!.Date);

    [Fact]
    public void Derive_PlacementCorrectedByHand_MovesTheDayOfMovingInToo()
    {
        var milestones = Derived("2020-01-01 S E1 U4 a; 2021-01-01 P E1 A6 b", entered: "Placed 2021-01-04");

        Assert.Equal(Day("2021-01-04"), milestones.Placed!.Date);
        Assert.Equal(Day("2021-01-04"), milestones.MovedIn!.Date);
    }

    [Fact]
    public void Derive_PlacementCorrectedForCarers_KeepsTheDayTheyTookTheChildIn() =>
        Assert.Equal(Day("2020-03-01"), Derived(Adopted, entered: "Placed 2021-01-04").MovedIn!.Date);

    [Fact]
    public void Derive_DecisionOnlyInAd1_TakesItFromThere()
    {
        var facts = ChildFacts.Merge(Episodes(Adopted), [], [new Ad1Facts(Day("2020-05-01"), null, null, 7, ReturnYear)]);

        var decision = Assert.Single(ChildMilestones.Derive(facts, []).Decisions);

        Assert.Equal(new SourceRow("AD1", 7, ReturnYear), decision.Decided.Row);
    }

    [Fact]
    public void Merge_LaterReturn_ReplacesSameDayEpisodesAndDecisions()
    {
        var facts = ChildFacts.Merge(
            [.. Episodes("2022-01-01 S C1 U4 a; 2022-01-01 P C1 U4 b; 2022-09-01 L C2 U4 b", 2023), .. Episodes("2022-01-01 S C1 U4 c; 2022-09-01 L E1 U4 c; 2023-05-01 P E1 A6 d", 2024)],
            [.. Decisions("2022-06-01; 2022-07-01", 2023), .. Decisions("2022-06-01 2022-06-20", 2024)],
            []);

        Assert.Equal(["2022-01-01 c", "2022-09-01 c", "2023-05-01 d"], facts.Episodes.Select(episode => $"{episode.Decom:yyyy-MM-dd} {episode.PlacePost}"));
        Assert.Equal([true, false], facts.Decisions.Select(decision => decision.IsReversed));
    }

    [Fact]
    public void Merge_AnyOrderOfReturns_GivesTheSame()
    {
        var first = Episodes("2022-01-01 S C1 U4 a; 2022-09-01 L C2 U4 a", 2023);
        var second = Episodes("2022-09-01 L C2 U4 b; 2023-05-01 P E1 A6 d", 2024);

        Assert.Equal(
            ChildFacts.Merge([.. first, .. second], [], []).Episodes,
            ChildFacts.Merge([.. second, .. first], [], []).Episodes);
    }

    [Fact]
    public void Merge_EpisodesAfterAnAdoption_AreRefused()
    {
        var milestones = Derived(Adopted + "; 2023-01-01 S C2 U4 z", match: "2020-12-01");

        Assert.Equal(Day("2021-08-01"), milestones.AdoptionOrder!.Date);
        Assert.Equal(Day("2020-01-01"), milestones.EnteredCare!.Date);
    }
}
