using Partnership.CaseData.Tests.Milestones;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using static Partnership.CaseData.Measures.Measures;

namespace Partnership.CaseData.Tests.Measures;

public sealed class MeasuresTests
{
    private const string Decided = "2020-09-01";

    // name, episodes, match, fostered before, A1, A10, A2 (days; null when excluded)
    public static TheoryData<string, string, string?, bool?, int?, int?, int?> Adoptions => new()
    {
        {
            "strangers adopt", "2020-01-01 S C1 U4 a; 2020-06-01 L C2 U4 a; 2020-10-01 L E1 U4 a; 2021-01-01 P E1 A6 b; E12 2021-08-01",
            "2020-12-01", false, 366, 366, 61
        },
        {
            "legal status changes while placed: RNE L continues the run", "2020-01-01 S C2 U4 a; 2020-10-01 L E1 U4 a; 2021-01-01 P E1 A4 b; 2021-03-01 L E1 A6 b; E12 2021-08-01",
            "2020-12-01", false, 366, 366, 61
        },
        {
            "RNE T and U continue the run too", "2020-01-01 S C2 U4 a; 2021-01-01 B E1 A4 b; 2021-03-01 T E1 A6 b; 2021-04-01 U E1 A4 b; E11 2021-08-01",
            "2020-12-01", false, 366, 366, 0
        },
        {
            "a second family: RNE P starts a new run", "2020-01-01 S C2 U4 a; 2020-03-01 L E1 U4 a; 2020-05-01 P E1 A6 b; 2021-01-01 P E1 A6 c; E12 2021-08-01",
            "2020-12-01", false, 366, 366, 275
        },
        {
            "a second family: RNE B starts a new run", "2020-01-01 S C2 U4 a; 2020-05-01 P C2 A4 b; 2021-01-01 B E1 A6 c; E12 2021-08-01",
            "2021-01-11", false, 366, 366, 10
        },
        {
            "disrupted and placed again after foster care", "2020-01-01 S C2 U4 a; 2020-03-01 B E1 A6 b; 2020-07-01 P E1 U4 a; 2021-01-01 P E1 A6 c; E12 2021-08-01",
            "2020-12-01", false, 366, 366, 275
        },
        {
            "respite from the adopters, back to the same place: bridged in A1's run", "2020-01-01 S C2 U4 a; 2020-03-01 L E1 U4 a; 2021-01-01 P E1 A6 b; 2021-03-01 P E1 T1 x; 2021-03-10 P E1 A6 b; E12 2021-08-01",
            "2020-12-01", false, 366, 366, 275
        },
        {
            "respite in two parts is bridged whole", "2020-01-01 S E1 U4 a; 2021-01-01 P E1 A6 b; 2021-03-01 P E1 T0 x; 2021-03-05 P E1 T3 y; 2021-03-10 P E1 A6 b; E12 2021-08-01",
            "2020-12-01", false, 366, 366, 335
        },
        {
            "from respite to another family: not bridged", "2020-01-01 S E1 U4 a; 2020-06-01 P E1 A6 b; 2020-12-20 P E1 T1 x; 2021-01-01 P E1 A6 c; E12 2021-08-01",
            "2020-12-01", false, 366, 366, 335
        },
        {
            "from respite to the same family under another type: not the same placement", "2020-01-01 S E1 U4 a; 2020-06-01 P E1 A4 b; 2020-12-20 P E1 T1 x; 2021-01-01 P E1 A6 b; E12 2021-08-01",
            "2020-12-01", false, 366, 366, 335
        },
        {
            "the order comes during respite", "2020-01-01 S E1 U4 a; 2021-01-01 P E1 A6 b; 2021-07-28 P E1 T0 x; E12 2021-08-01",
            "2020-12-01", false, 366, 366, 335
        },
        {
            "foster carer adopts: A10 stops when the child moved in", "2020-01-01 S C2 U6 a; 2020-03-01 P C2 U6 b; 2020-05-01 L E1 U6 b; 2021-01-01 T E1 A5 b; E12 2021-08-01",
            "2020-12-01", true, 366, 60, 214
        },
        {
            "foster carer adopts, legal status and placement change together", "2020-01-01 S C2 U6 a; 2020-03-01 P C2 U6 b; 2021-01-01 U E1 A5 b; E12 2021-08-01",
            "2020-12-01", true, 366, 60, 0
        },
        {
            "carer adopts with consent: A3 as A5", "2020-01-01 S V2 U6 b; 2021-01-01 T V2 A3 b; E11 2021-08-01", "2020-12-01", true, 366, 0, null
        },
        {
            "A3 becomes A5 with the same carer", "2020-01-01 S C2 U6 a; 2020-03-01 P C2 U6 b; 2021-01-01 T C2 A3 b; 2021-02-01 U E1 A5 b; E12 2021-08-01",
            "2020-12-01", true, 366, 60, 0
        },
        {
            "A4 with FOSTER_CARE 1 walks back as A5 does", "2020-01-01 S C2 U6 a; 2020-03-01 P E1 U6 b; 2021-01-01 T E1 A6 b; E12 2021-08-01",
            "2020-12-01", true, 366, 60, 275
        },
        {
            "early permanence from the first day: U5 becomes A5", "2020-01-01 S C2 U5 b; 2020-06-01 L E1 U5 b; 2021-01-01 T E1 A5 b; E12 2021-08-01",
            "2020-12-01", false, 366, 0, 183
        },
        {
            "early permanence with relatives: U2 becomes A5", "2020-01-01 S C2 U4 a; 2020-02-01 P C2 U2 b; 2020-06-01 L E1 U2 b; 2021-01-01 T E1 A5 b; E12 2021-08-01",
            "2020-12-01", false, 366, 31, 183
        },
        {
            "respite from the carer who adopts is bridged in A10's walk", "2020-01-01 S C2 U4 a; 2020-03-01 P E1 U6 b; 2020-08-01 P E1 T2 x; 2020-08-08 P E1 U6 b; 2021-01-01 T E1 A5 b; E12 2021-08-01",
            "2020-12-01", true, 366, 60, 275
        },
        {
            "respite and then another carer ends the walk", "2020-01-01 S C2 U4 a; 2020-03-01 P E1 U6 b; 2020-08-01 P E1 T2 x; 2020-08-08 P E1 U6 c; 2021-01-01 T E1 A5 c; E12 2021-08-01",
            "2020-12-01", true, 366, 220, 275
        },
        {
            "return to care: only the last period counts", "2018-01-01 S C2 U4 a; 2018-03-01 L E1 U4 a; E4A 2019-01-01; 2020-01-01 S C2 U4 b; 2020-10-01 L E1 U4 b; 2021-01-01 P E1 A6 c; E12 2021-08-01",
            "2020-12-01", false, 366, 366, 61
        },
        {
            "two episodes on one day, in file order", "2020-01-01 S C1 K1 a; 2020-01-01 B C2 U4 b; 2021-01-01 P E1 A5 c; 2021-01-01 L E1 A6 c; E12 2021-08-01",
            "2021-01-02", false, 366, 366, 1
        },
        {
            "placed on the day of the order", "2020-01-01 S E1 U6 b; 2021-08-01 T E1 A5 b; E12 2021-08-01", "2021-07-01", true, 578, 0, 547
        },
        { "never placed: no adoptive placement", "2020-01-01 S C2 U4 a; 2020-10-01 L E1 U4 a; E12 2021-08-01", "2020-12-01", false, null, null, null },
        { "adopted from elsewhere after a family came to nothing", "2020-01-01 S E1 U4 a; 2020-06-01 P E1 A6 b; 2020-10-01 P E1 U4 c; E12 2021-08-01", "2020-12-01", false, null, null, null },
        { "E1 absent: out of A2 alone", "2020-01-01 S V2 U4 a; 2021-01-01 P V2 A4 b; E11 2021-08-01", "2020-12-01", false, 366, 366, null },
        { "freed under D1, then E1: the first of the two", "2020-01-01 S C2 U4 a; 2020-03-01 L D1 U4 a; 2020-06-01 L E1 U4 a; 2021-01-01 P E1 A6 b; E12 2021-08-01", "2020-12-01", false, 366, 366, 275 },
        { "matched before the order: 0", "2020-01-01 S C2 U4 a; 2020-12-15 L E1 U4 a; 2021-01-01 P E1 A6 b; E12 2021-08-01", "2020-12-01", false, 366, 366, 0 },
        { "no match: out of A2 alone", "2020-01-01 S E1 U4 a; 2021-01-01 P E1 A6 b; E12 2021-08-01", null, false, 366, 366, null },
        { "the returns don't reach back to the start", "2020-06-01 L E1 U4 a; 2021-01-01 P E1 A6 b; E12 2021-08-01", "2020-12-01", false, null, null, 183 },
    };

    [Theory]
    [MemberData(nameof(Adoptions))]
    public void OfAdoption_EachClause_MeasuresToTheDay(
        string clause, string episodes, string? match, bool? fostered, int? placed, int? movedIn, int? orderToMatch)
    {
        var measure = OfAdoption(Child.Derived(episodes, Decided, match, fostered));

        Assert.NotNull(measure);
        Assert.True(
            (placed, movedIn, orderToMatch) == (measure.EntryToPlacedDays, measure.EntryToMovedInDays, measure.OrderToMatchDays),
            $"{clause}: expected ({placed}, {movedIn}, {orderToMatch}), was ({measure.EntryToPlacedDays}, {measure.EntryToMovedInDays}, {measure.OrderToMatchDays})");
        Assert.Equal(new YearEnded(2022), measure.Year);
        Assert.Equal(movedIn is null ? null : movedIn <= 426, measure.WithinThreshold);
        Assert.Equal(1, measure.Definition);
    }

    [Theory]
    [InlineData("2020-01-01 S C2 U4 a; E12 2021-08-01", null, MeasureExclusions.NeverPlaced | MeasureExclusions.NoPlacementOrder | MeasureExclusions.NoMatch)]
    [InlineData("2020-01-01 S E1 U4 a; 2021-01-01 P E1 A6 b; E12 2021-08-01", "2020-12-01", MeasureExclusions.None)]
    [InlineData("2020-01-01 S V2 U4 a; 2021-01-01 P V2 A4 b; E11 2021-08-01", "2020-12-01", MeasureExclusions.NoPlacementOrder)]
    [InlineData("2020-01-01 S E1 U4 a; 2021-01-01 P E1 A6 b; E12 2021-08-01", null, MeasureExclusions.NoMatch)]
    [InlineData("2020-01-01 L E1 U4 a; 2021-01-01 P E1 A6 b; E12 2021-08-01", "2020-12-01", MeasureExclusions.NoEntry)]
    [InlineData("2020-01-01 P E1 U4 a; 2021-01-01 P E1 A6 b; E12 2021-08-01", "2020-12-01", MeasureExclusions.NoEntry | MeasureExclusions.NoPlacementOrder)]
    public void OfAdoption_SomethingMissing_SaysWhy(string episodes, string? match, MeasureExclusions expected) =>
        Assert.Equal(expected, OfAdoption(Child.Derived(episodes, Decided, match))!.Exclusions);

    [Theory]
    [InlineData("2022-03-31", 2022)]
    [InlineData("2022-04-01", 2023)]
    public void OfAdoption_OrderAroundYearEnd_FallsInItsYear(string order, int year) =>
        Assert.Equal(year, OfAdoption(Child.Derived($"2020-01-01 S E1 U4 a; 2021-01-01 P E1 A6 b; E12 {order}"))!.Year.Year);

    [Theory]
    [InlineData("2021-03-02", true)]
    [InlineData("2021-03-03", false)]
    public void OfAdoption_AroundFourteenMonths_Counts426DaysAsWithin(string placed, bool within) =>
        Assert.Equal(within, OfAdoption(Child.Derived($"2020-01-01 S E1 U4 a; {placed} P E1 A6 b; E12 2021-08-01"))!.WithinThreshold);

    [Theory]
    [InlineData("2020-01-01 S C2 U4 a")]
    [InlineData("2020-01-01 S C2 U4 a; E4A 2021-08-01")]
    [InlineData("2020-01-01 S C2 U4 a; 2021-01-01 P C2 A4 b; E45 2021-08-01")]
    public void OfAdoption_NotAdopted_IsNull(string episodes) => Assert.Null(OfAdoption(Child.Derived(episodes, Decided)));

    [Fact]
    public void OfAdoption_EntryAfterMovingIn_CountsAsUnknownEntry()
    {
        var measure = OfAdoption(Child.Derived(
            "2020-01-01 S E1 U4 a; 2021-01-01 P E1 A6 b; E12 2021-08-01", Decided, "2020-12-01", entered: "EnteredCare 2021-02-01"));

        Assert.Equal(MeasureExclusions.NoEntry, measure!.Exclusions);
        Assert.Null(measure.EntryToPlacedDays);
    }

    // name, episodes, decisions, expected at 31 March 2022
    public static TheoryData<string, string, string?, WaitAtYearEnd?> Waits => new()
    {
        { "waiting for less", "2021-06-01 S C2 U4 a", "2021-12-01", WaitAtYearEnd.WaitingWithin },
        { "waiting for 426 days", "2021-01-29 S C2 U4 a", "2021-12-01", WaitAtYearEnd.WaitingWithin },
        { "waiting for 427 days", "2021-01-28 S C2 U4 a", "2021-12-01", WaitAtYearEnd.WaitingBeyond },
        { "moved in within", "2021-01-28 S C2 U4 a; 2022-01-05 B E1 A6 b", "2021-12-01", WaitAtYearEnd.MovedInWithin },
        { "moved in beyond", "2020-01-28 S C2 U4 a; 2022-01-05 B E1 A6 b", "2021-12-01", WaitAtYearEnd.MovedInBeyond },
        { "fostered by those who adopt", "2020-01-28 S C2 U4 a; 2020-02-28 P C2 U6 b; 2022-01-05 U E1 A5 b", "2021-12-01", WaitAtYearEnd.MovedInWithin },
        { "moved in on the day itself", "2021-06-01 S C2 U4 a; 2022-03-31 B E1 A6 b", "2021-12-01", WaitAtYearEnd.MovedInWithin },
        { "moves in after the day: waiting on it", "2021-06-01 S C2 U4 a; 2022-04-01 B E1 A6 b; E12 2022-09-01", "2021-12-01", WaitAtYearEnd.WaitingWithin },
        { "in respite from the adopters", "2021-06-01 S C2 U4 a; 2022-01-05 B E1 A6 b; 2022-03-30 P E1 T1 x", "2021-12-01", WaitAtYearEnd.MovedInWithin },
        { "disrupted: waiting again", "2021-01-01 S C2 U4 a; 2022-01-05 B E1 A6 b; 2022-03-01 P E1 U4 a", "2021-12-01", WaitAtYearEnd.WaitingBeyond },
        { "adopted on the day: counted as adopted, not as waiting", "2021-06-01 S C2 U4 a; 2021-08-05 B E1 A6 b; E12 2022-03-31", "2021-07-01", null },
        { "left care on the day", "2021-06-01 S C2 U4 a; E4A 2022-03-31", "2021-12-01", null },
        { "leaves care the day after", "2021-06-01 S C2 U4 a; E4A 2022-04-01", "2021-12-01", WaitAtYearEnd.WaitingWithin },
        { "no decision", "2021-06-01 S C2 U4 a", null, null },
        { "decided after the day", "2021-06-01 S C2 U4 a", "2022-04-01", null },
        { "reversed by then", "2021-06-01 S C2 U4 a", "2021-12-01 2022-03-31", null },
        { "reversed afterwards", "2021-06-01 S C2 U4 a", "2021-12-01 2022-04-01", WaitAtYearEnd.WaitingWithin },
        { "reversed and decided again", "2021-06-01 S C2 U4 a", "2021-09-01 2021-11-01; 2022-01-10", WaitAtYearEnd.WaitingWithin },
        { "not yet in care", "2022-06-01 S C2 U4 a", "2022-07-01", null },
        { "entry unknown", "2021-06-01 P C2 U4 a", "2021-12-01", null },
        { "back in care: the wait runs from the return", "2018-01-01 S C2 U4 a; E4A 2019-01-01; 2021-06-01 S C2 U4 a", "2021-12-01", WaitAtYearEnd.WaitingWithin },
    };

    [Theory]
    [MemberData(nameof(Waits))]
    public void OfWait_EachClause_StandsOnTheRightSide(string clause, string episodes, string? decisions, WaitAtYearEnd? expected)
    {
        var measure = OfWait(Child.Derived(episodes, decisions), new YearEnded(2022));

        Assert.True(expected == measure?.Wait, $"{clause}: expected {expected}, was {measure?.Wait}");
    }

    [Fact]
    public void OfWait_AbsentFromTheReturnsOfThatYear_IsNull()
    {
        var milestones = CaseData.Milestones.ChildMilestones.Derive(Child.Facts("2021-06-01 S C2 U4 a", "2021-12-01", year: 2022), []);

        Assert.NotNull(OfWait(milestones, new YearEnded(2022)));
        Assert.Null(OfWait(milestones, new YearEnded(2023)));
    }
}
