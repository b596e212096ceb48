using System.Collections.Concurrent;

namespace Partnership.Statutory.WorkingDays;

/// <summary>
/// Working days in England: every day but Saturday, Sunday, Christmas Day, Good Friday and bank holidays in England and Wales, as
/// adoption law uses the words (Adoption Agencies Regulations 2005, regulation 2, for its 40 and 10 working days). Days are civil
/// days in Europe/London; see <see cref="LondonCalendar"/> for the day of an instant.
/// </summary>
public sealed class WorkingCalendar
{
    private readonly ConcurrentDictionary<int, HashSet<DateOnly>> _holidays = new();
    private readonly BankHoliday[] _more;

    private WorkingCalendar(BankHoliday[] more) => _more = more;

    /// <summary>The calendar of the days that are known to <see cref="BankHolidays"/>.</summary>
    public static WorkingCalendar England { get; } = new([]);

    /// <summary>The same calendar with days that were proclaimed since.</summary>
    public WorkingCalendar With(params IEnumerable<BankHoliday> proclaimed) => new([.. _more, .. proclaimed]);

    /// <summary>The bank holidays of a year, those added included, in order.</summary>
    public IReadOnlyList<BankHoliday> HolidaysOf(int year) =>
        [.. BankHolidays.Of(year).Concat(_more.Where(day => day.Date.Year == year)).OrderBy(day => day.Date)];

    /// <summary>Whether a day is a working day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day is before <see cref="BankHolidays.FirstYear"/>.</exception>
    public bool IsWorkingDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
        && !_holidays.GetOrAdd(day.Year, year => [.. HolidaysOf(year).Select(holiday => holiday.Date)]).Contains(day);

    /// <summary>
    /// The working day that lies <paramref name="count"/> working days after a day, or before it when negative. The day itself is not
    /// counted, working day or not; 0 gives the day itself.
    /// </summary>
    public DateOnly Add(DateOnly day, int count)
    {
        var step = Math.Sign(count);
        for (var left = Math.Abs(count); left > 0;)
        {
            day = day.AddDays(step);
            left -= IsWorkingDay(day) ? 1 : 0;
        }

        return day;
    }

    /// <summary>
    /// Working days after <paramref name="from"/> up to and including <paramref name="to"/>; negative when <paramref name="to"/> is the
    /// earlier one. What <see cref="Add"/> went, this counts.
    /// </summary>
    public int Between(DateOnly from, DateOnly to)
    {
        if (to < from)
        {
            var before = 0;
            for (var day = from.AddDays(-1); day >= to; day = day.AddDays(-1))
            {
                before -= IsWorkingDay(day) ? 1 : 0;
            }

            return before;
        }

        var count = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
        {
            count += IsWorkingDay(day) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The day itself when it is a working day, or else the next one.</summary>
    public DateOnly OnOrAfter(DateOnly day)
    {
        while (!IsWorkingDay(day))
        {
            day = day.AddDays(1);
        }

        return day;
    }

    /// <summary>The day itself when it is a working day, or else the one before.</summary>
    public DateOnly OnOrBefore(DateOnly day)
    {
        while (!IsWorkingDay(day))
        {
            day = day.AddDays(-1);
        }

        return day;
    }
}
