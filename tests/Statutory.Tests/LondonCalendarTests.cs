namespace Partnership.Statutory.Tests;

public sealed class LondonCalendarTests
{
    [Theory]
    [InlineData("2026-03-31T23:30:00Z", "2026-04-01")]
    [InlineData("2026-03-28T23:30:00Z", "2026-03-28")]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-01")]
    public void DateOf_AroundMidnight_FollowsSummerTime(string instant, string day) =>
        Assert.Equal(
            DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture),
            LondonCalendar.DateOf(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture)));
}
