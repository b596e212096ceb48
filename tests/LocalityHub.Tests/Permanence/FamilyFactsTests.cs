using Partnership.Contracts.FamilyFinding;
using Partnership.LocalityHub.Permanence;
using Partnership.LocalityHub.Searches;

namespace Partnership.LocalityHub.Tests.Permanence;

public sealed class FamilyFactsTests
{
    /// <summary>Within a month nothing moves, whatever the day of the birthday.</summary>
    [Theory]
    [InlineData("2020-06-01", "2025-06-01", AgeBands.Four)]
    [InlineData("2020-06-01", "2025-06-30", AgeBands.Four)]
    [InlineData("2020-06-30", "2025-07-01", AgeBands.FiveOrSix)]
    [InlineData("2020-06-01", "2025-07-01", AgeBands.FiveOrSix)]
    [InlineData("2025-06-17", "2025-06-16", AgeBands.Unborn)]
    [InlineData("2025-06-16", "2025-06-16", AgeBands.UnderOne)]
    [InlineData("2024-02-29", "2025-02-28", AgeBands.UnderOne)]
    [InlineData("2024-02-29", "2025-03-01", AgeBands.One)]
    [InlineData("2018-01-31", "2025-02-01", AgeBands.SevenToNine)]
    [InlineData("2015-01-31", "2025-02-01", AgeBands.TenOrOver)]
    public void BandOf_ABirthday_CountsFromTheFirstOfTheMonthAfter(string born, string today, AgeBands band) =>
        Assert.Equal(band, FamilyFacts.BandOf(Day(born), Day(today)));

    [Fact]
    public void BandOf_AllWhoAreBornInOneMonth_MoveOnOneDay()
    {
        var days = Enumerable.Range(1, 30).Select(day => new DateOnly(2020, 6, day)).ToList();
        for (var today = new DateOnly(2025, 5, 25); today < new DateOnly(2025, 7, 5); today = today.AddDays(1))
        {
            Assert.Single(days.Select(born => FamilyFacts.BandOf(born, today)).Distinct());
        }
    }

    [Fact]
    public void Count_OfASearchThatRested_LeavesThePausesOut()
    {
        var search = new ChildSearch { StartedOn = Day("2025-01-01"), StartedBy = "planted" };
        SearchPause[] pauses =
        [
            new() { From = Day("2025-01-11"), ResumedOn = Day("2025-01-21"), Words = "x", PausedBy = "x" },
            new() { From = Day("2025-03-02"), Words = "x", PausedBy = "x" },
        ];

        Assert.Equal(0, SearchDays.Count(search, pauses, Day("2025-01-01")));
        Assert.Equal(9, SearchDays.Count(search, pauses, Day("2025-01-15")));
        Assert.Equal(10, SearchDays.Count(search, pauses, Day("2025-01-21")));
        Assert.Equal(49, SearchDays.Count(search, pauses, Day("2025-03-01")));
        Assert.Equal(49, SearchDays.Count(search, pauses, Day("2025-12-31")));
        Assert.Equal([SearchLength.UnderThirtyDays, SearchLength.ThirtyDays, SearchLength.SixtyDays, SearchLength.NinetyDays], new[] { 29, 30, 60, 90 }.Select(SearchDays.LengthOf));
    }

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
