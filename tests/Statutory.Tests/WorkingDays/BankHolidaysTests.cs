using System.Globalization;
using Partnership.Statutory.WorkingDays;

namespace Partnership.Statutory.Tests.WorkingDays;

public sealed class BankHolidaysTests
{
    // As the government published them for England and Wales.
    public static TheoryData<int, string> Published => new()
    {
        { 2012, "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26" },
        { 2016, "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27" },
        { 2017, "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26" },
        { 2018, "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26" },
        { 2019, "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26" },
        { 2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28" },
        { 2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28" },
        { 2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27" },
        { 2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26" },
        { 2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26" },
        { 2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26" },
        { 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28" },
        { 2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28" },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void Of_PublishedYear_EqualsWhatWasPublished(int year, string days) =>
        Assert.Equal(days, string.Join(' ', BankHolidays.Of(year).Select(day => day.Date.ToString("MM-dd", CultureInfo.InvariantCulture))));

    [Theory]
    [InlineData(2000, "2000-04-23")]
    [InlineData(2008, "2008-03-23")]
    [InlineData(2011, "2011-04-24")]
    [InlineData(2038, "2038-04-25")]
    public void EasterSunday_EarlyAndLate_IsRight(int year, string day) => Assert.Equal(Days.Day(day), BankHolidays.EasterSunday(year));

    [Fact]
    public void Of_EveryYearTo2100_IsOnDistinctWeekdaysInOrderAndSaysItsSource()
    {
        for (var year = BankHolidays.FirstYear; year <= 2100; year++)
        {
            var days = BankHolidays.Of(year);

            Assert.True(days.Count >= 8, $"{year} has {days.Count}.");
            Assert.Equal(days.Select(day => day.Date).Distinct().Order(), days.Select(day => day.Date));
            Assert.All(days, day => Assert.True(day.Date.Year == year && day.Date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday), $"{day}"));
            Assert.All(days, day => Assert.NotEmpty(day.Source));
        }
    }

    [Fact]
    public void Of_YearBeforeTheFirst_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => BankHolidays.Of(1995));
}
