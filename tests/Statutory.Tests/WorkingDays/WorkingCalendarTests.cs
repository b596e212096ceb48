using FsCheck;
using FsCheck.Fluent;
using Partnership.Statutory.WorkingDays;

namespace Partnership.Statutory.Tests.WorkingDays;

public sealed class WorkingCalendarTests
{
    private static readonly WorkingCalendar England = WorkingCalendar.England;

    private static readonly Arbitrary<(DateOnly Day, int Count)> DaysAndCounts =
        Gen.Choose(0, 20 * 365).SelectMany(day => Gen.Choose(1, 120).Select(count => (Days.Day("2016-01-01").AddDays(day), count))).ToArbitrary();

    [Theory]
    [InlineData("2025-04-17", 1, "2025-04-22")] // over Easter
    [InlineData("2025-12-24", 2, "2025-12-30")] // over Christmas
    [InlineData("2022-09-16", 1, "2022-09-20")] // over the state funeral
    [InlineData("2025-03-01", 5, "2025-03-07")] // from a Saturday
    [InlineData("2025-05-06", -5, "2025-04-28")] // back over the early May holiday
    [InlineData("2025-05-04", -1, "2025-05-02")] // back from a Sunday
    [InlineData("2025-05-04", 0, "2025-05-04")]
    public void Add_KnownDays_GivesTheKnownDay(string day, int count, string expected) =>
        Assert.Equal(Days.Day(expected), England.Add(Days.Day(day), count));

    [Fact]
    public void Add_AnyDayAndCount_LandsOnAWorkingDayThatBetweenCountsBack() =>
        Prop.ForAll(DaysAndCounts, one =>
        {
            var later = England.Add(one.Day, one.Count);
            var earlier = England.Add(one.Day, -one.Count);
            return England.IsWorkingDay(later) && England.IsWorkingDay(earlier)
                && England.Between(one.Day, later) == one.Count && England.Between(one.Day, earlier) == -one.Count;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Add_InTwoSteps_IsTheSameAsInOne() =>
        Prop.ForAll(DaysAndCounts, one => England.Add(England.Add(one.Day, 1), one.Count) == England.Add(one.Day, one.Count + 1)).QuickCheckThrowOnFailure();

    [Fact]
    public void Between_ALaterDay_NeverCountsFewer() =>
        Prop.ForAll(DaysAndCounts, one =>
        {
            var to = one.Day.AddDays(one.Count);
            return England.Between(one.Day, to.AddDays(1)) - England.Between(one.Day, to) == (England.IsWorkingDay(to.AddDays(1)) ? 1 : 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void With_ADayProclaimedSince_IsNoWorkingDayAndLeavesOthersAlone()
    {
        var calendar = England.With(new BankHoliday(Days.Day("2031-06-11"), "Jubilee", "Royal proclamation"));

        Assert.False(calendar.IsWorkingDay(Days.Day("2031-06-11")));
        Assert.Equal(Days.Day("2031-06-12"), calendar.Add(Days.Day("2031-06-10"), 1));
        Assert.True(England.IsWorkingDay(Days.Day("2031-06-11")));
    }

    [Theory]
    [InlineData("2025-04-18", "2025-04-22", "2025-04-17")]
    [InlineData("2025-04-17", "2025-04-17", "2025-04-17")]
    public void OnOrAfter_OnOrBefore_KeepAWorkingDayAndLeaveOthers(string day, string after, string before)
    {
        Assert.Equal(Days.Day(after), England.OnOrAfter(Days.Day(day)));
        Assert.Equal(Days.Day(before), England.OnOrBefore(Days.Day(day)));
    }
}
