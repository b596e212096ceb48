using Partnership.Statutory;

namespace Partnership.LocalityHub;

/// <summary>Times of day by the clocks in England, whatever the server's zone is.</summary>
internal static class LondonClock
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <summary>The next instant at which a clock in London shows this time. In the hour that spring skips, the first instant after it.</summary>
    public static DateTimeOffset Next(TimeProvider clock, TimeOnly time)
    {
        var now = clock.GetUtcNow();
        for (var day = LondonCalendar.Today(clock); ; day = day.AddDays(1))
        {
            var local = day.ToDateTime(time);
            while (London.IsInvalidTime(local))
            {
                local = local.AddMinutes(30);
            }

            var instant = new DateTimeOffset(local, London.GetUtcOffset(local));
            if (instant > now)
            {
                return instant.ToUniversalTime();
            }
        }
    }
}
