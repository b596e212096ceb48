namespace Partnership.Statutory.Tests;

public sealed class LondonClockTests
{
    [Theory]
    [InlineData("2025-06-16T09:00:00Z", "16 June 2025, 10:00")]
    [InlineData("2025-12-31T23:30:00Z", "31 December 2025, 23:30")]
    [InlineData("2025-06-30T23:30:00Z", "1 July 2025, 00:30")]
    public void Format_OfAnInstant_IsWhatAClockInEnglandShows(string instant, string written) =>
        Assert.Equal(written, LondonClock.Format(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture)));
}
