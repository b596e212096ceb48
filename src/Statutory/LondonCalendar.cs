namespace Partnership.Statutory;

/// <summary>Statutory days are civil days in England: an instant belongs to the day that a clock in London shows.</summary>
public static class LondonCalendar
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <summary>The day in Europe/London on which an instant falls, summer time included.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, London).DateTime);

    /// <summary>Today in Europe/London by the clock given.</summary>
    public static DateOnly Today(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return DateOf(clock.GetUtcNow());
    }

    /// <summary>
    /// The instant at which a clock in London shows this time on this day. A time that summer time leaves out is taken an hour later; of one that
    /// comes twice, the first.
    /// </summary>
    public static DateTimeOffset InstantOf(DateOnly day, TimeOnly time)
    {
        var shown = day.ToDateTime(time);
        if (London.IsInvalidTime(shown))
        {
            shown = shown.AddHours(1);
        }

        var offset = London.IsAmbiguousTime(shown) ? London.GetAmbiguousTimeOffsets(shown).Max() : London.GetUtcOffset(shown);
        return new DateTimeOffset(shown, offset).ToUniversalTime();
    }
}
