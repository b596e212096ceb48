using System.Globalization;

namespace Partnership.Statutory;

/// <summary>Times of day by the clocks in England, whatever the server's zone is.</summary>
public static class LondonClock
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <summary>The next instant at which a clock in London shows this time. In the hour that spring skips, the first instant after it.</summary>
    /// <param name="clock">What time it is now.</param>
    /// <param name="time">The time of day in London.</param>
    /// <returns>An instant in UTC, later than now.</returns>
    public static DateTimeOffset Next(TimeProvider clock, TimeOnly time)
    {
        ArgumentNullException.ThrowIfNull(clock);
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

    /// <summary>An instant as people in England write it, by their clock: 16 June 2025, 10:00.</summary>
    /// <param name="instant">The instant, in any zone.</param>
    public static string Format(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, London).ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture);
}
