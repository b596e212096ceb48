using Partnership.CaseData.Milestones;
using Partnership.Contracts.LocalityHub;
using static Partnership.CaseData.Tests.Milestones.Child;

namespace Partnership.CaseData.Tests.Milestones;

public sealed class StagesTests
{
    // name, episodes, decisions, entered by hand, day, stage, wait
    public static TheoryData<string, string, string?, string?, string, ChildStage?, WaitBand> Children => new()
    {
        { "no decision: unknown to the region", "2022-01-01 S C2 U4 a", null, null, "2023-01-01", null, WaitBand.None },
        { "decision to come", "2022-01-01 S C2 U4 a", "2022-06-01", null, "2022-05-31", null, WaitBand.None },
        { "decided", "2022-01-01 S C2 U4 a", "2022-06-01", null, "2022-06-01", ChildStage.ShouldBePlaced, WaitBand.UnderThreeMonths },
        { "three months on", "2022-01-01 S C2 U4 a", "2022-06-01", null, "2022-09-01", ChildStage.ShouldBePlaced, WaitBand.ThreeToSixMonths },
        { "a day less", "2022-01-01 S C2 U4 a", "2022-06-01", null, "2022-08-31", ChildStage.ShouldBePlaced, WaitBand.UnderThreeMonths },
        { "order made", "2022-01-01 S C2 U4 a; 2022-08-01 L E1 U4 a", "2022-06-01", null, "2023-01-01", ChildStage.PlacementOrderMade, WaitBand.SixToTwelveMonths },
        { "order revoked", "2022-01-01 S C2 U4 a; 2022-08-01 L E1 U4 a; 2023-08-01 L C2 U4 a", "2022-06-01", null, "2024-01-01", ChildStage.ShouldBePlaced, WaitBand.EighteenToTwentyFourMonths },
        { "order entered by hand", "2022-01-01 S C2 U4 a", "2022-06-01", "PlacementOrder 2022-08-05", "2023-01-01", ChildStage.PlacementOrderMade, WaitBand.SixToTwelveMonths },
        { "matched by hand", "2022-01-01 S C2 U4 a; 2022-08-01 L E1 U4 a", "2022-06-01", "Matched 2023-06-10", "2023-06-10", ChildStage.Matched, WaitBand.TwelveToEighteenMonths },
        { "match of an earlier plan", "2022-01-01 S C2 U4 a", "2022-06-01 2023-07-01; 2023-09-01", "Matched 2023-06-10", "2023-10-01", ChildStage.ShouldBePlaced, WaitBand.UnderThreeMonths },
        { "placed: the wait stands still", "2022-01-01 S C2 U4 a; 2022-08-01 L E1 U4 a; 2022-12-15 P E1 A6 b", "2022-06-01", null, "2025-12-15", ChildStage.Placed, WaitBand.SixToTwelveMonths },
        { "placed with carers who had the child before the decision", "2022-01-01 S C2 U6 a; 2022-12-15 U E1 A5 a", "2022-06-01", null, "2025-12-15", ChildStage.Placed, WaitBand.UnderThreeMonths },
        { "away in respite", "2022-01-01 S C2 U4 a; 2022-12-15 B E1 A6 b; 2023-02-01 P E1 T2 x", "2022-06-01", null, "2023-02-02", ChildStage.Placed, WaitBand.SixToTwelveMonths },
        { "disrupted", "2022-01-01 S C2 U4 a; 2022-12-15 B E1 A6 b; 2023-02-01 P E1 U4 a", "2022-06-01", null, "2024-06-01", ChildStage.PlacementOrderMade, WaitBand.TwentyFourMonthsOrMore },
        { "disrupted after a placement entered by hand", "2022-01-01 S E1 U4 a; 2023-02-01 P E1 U4 c", "2022-06-01", "Placed 2022-12-15", "2023-03-01", ChildStage.PlacementOrderMade, WaitBand.SixToTwelveMonths },
        { "adopted", "2022-01-01 S E1 U4 a; 2022-12-15 P E1 A6 b; E12 2023-09-01", "2022-06-01", null, "2023-09-01", ChildStage.Ended, WaitBand.None },
        { "adopted by hand before the return says so", "2022-01-01 S E1 U4 a; 2022-12-15 P E1 A6 b", "2022-06-01", "AdoptionOrder 2023-09-01", "2023-09-01", ChildStage.Ended, WaitBand.None },
        { "the day before the order", "2022-01-01 S E1 U4 a; 2022-12-15 P E1 A6 b; E12 2023-09-01", "2022-06-01", null, "2023-08-31", ChildStage.Placed, WaitBand.SixToTwelveMonths },
        { "reversed", "2022-01-01 S E1 U4 a", "2022-06-01 2023-02-01", null, "2023-02-01", ChildStage.Ended, WaitBand.None },
        { "reversed by hand", "2022-01-01 S E1 U4 a", "2022-06-01", "DecisionReversed 2023-02-01", "2023-02-01", ChildStage.Ended, WaitBand.None },
        { "reversed, decided again", "2022-01-01 S C2 U4 a", "2022-06-01 2023-02-01; 2023-03-01", null, "2023-04-01", ChildStage.ShouldBePlaced, WaitBand.UnderThreeMonths },
        { "left care", "2022-01-01 S C2 U4 a; E45 2023-01-01", "2022-06-01", null, "2023-01-01", ChildStage.Ended, WaitBand.None },
    };

    [Theory]
    [MemberData(nameof(Children))]
    public void On_EachStep_GivesStageAndBandedWait(
        string clause, string episodes, string? decisions, string? entered, string day, ChildStage? stage, WaitBand wait)
    {
        var actual = Stages.On(Derived(episodes, decisions, entered: entered), Day(day));

        Assert.True(
            (stage is null ? null : new StageOfChild(stage.Value, wait)) == actual,
            $"{clause}: expected {stage} {wait}, was {actual}");
    }

    [Fact]
    public void On_ReversalWithoutItsDay_NeverLeavesTheChildWaiting()
    {
        var facts = ChildFacts.Merge(Episodes("2022-01-01 S C2 U4 a"), [new DecisionFacts(Day("2022-06-01"), null, "RD3", 1, ReturnYear)], []);

        Assert.Equal(ChildStage.Ended, Stages.On(ChildMilestones.Derive(facts, []), Day("2022-07-01"))!.Stage);
    }

    [Theory]
    [InlineData("2024-01-31", "2024-02-29", 1)]
    [InlineData("2024-01-31", "2024-02-28", 0)]
    [InlineData("2023-11-30", "2024-02-29", 3)]
    [InlineData("2024-03-15", "2024-02-15", 0)]
    [InlineData("2022-06-01", "2024-06-01", 24)]
    public void WholeMonths_AroundMonthEnds_CountsMonthsThatAreOver(string from, string to, int months) =>
        Assert.Equal(months, Stages.WholeMonths(Day(from), Day(to)));
}
