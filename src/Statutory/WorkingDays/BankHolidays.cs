namespace Partnership.Statutory.WorkingDays;

/// <summary>A day on which offices in England and Wales are closed by law.</summary>
/// <param name="Date">The day itself: the substitute day where the holiday falls on a weekend.</param>
/// <param name="Name">Its usual English name.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record BankHoliday(DateOnly Date, string Name, string Source);

/// <summary>
/// The bank and public holidays of England and Wales from 1996 on, by rule: the Banking and Financial Dealings Act 1971 (section 1 and
/// Schedule 1), the common law's Christmas Day and Good Friday, the days proclaimed every year (New Year's Day, early May, substitutes),
/// and the single days that were moved or added by proclamation. A day that is proclaimed after this list was written is given to
/// <see cref="WorkingCalendar.With"/>.
/// </summary>
public static class BankHolidays
{
    /// <summary>The first year that is known: earlier the early May holiday and one-off days differ.</summary>
    public const int FirstYear = 1996;

    private const string Act = "Banking and Financial Dealings Act 1971, section 1(1) and Schedule 1";
    private const string Proclaimed = "Royal proclamation, Banking and Financial Dealings Act 1971, section 1(3)";
    private const string CommonLaw = "Common law";

    // Moved for that year alone: the usual day was an ordinary working day instead (section 1(2) of the Act, or the proclamation of that year).
    private static readonly Dictionary<DateOnly, BankHoliday> Moved = new()
    {
        [new(2002, 5, 27)] = new(new(2002, 6, 4), "Spring bank holiday", "Moved for the Golden Jubilee, Act section 1(2)"),
        [new(2012, 5, 28)] = new(new(2012, 6, 4), "Spring bank holiday", "Moved for the Diamond Jubilee, Act section 1(2)"),
        [new(2020, 5, 4)] = new(new(2020, 5, 8), "Early May bank holiday", "Moved to the 75th anniversary of VE Day, proclamation of June 2019"),
        [new(2022, 5, 30)] = new(new(2022, 6, 2), "Spring bank holiday", "Moved for the Platinum Jubilee, Act section 1(2)"),
    };

    private static readonly BankHoliday[] Added =
    [
        new(new(1999, 12, 31), "Millennium holiday", Proclaimed),
        new(new(2002, 6, 3), "Golden Jubilee", Proclaimed),
        new(new(2011, 4, 29), "Royal wedding", Proclaimed),
        new(new(2012, 6, 5), "Diamond Jubilee", Proclaimed),
        new(new(2022, 6, 3), "Platinum Jubilee", Proclaimed),
        new(new(2022, 9, 19), "State funeral of Queen Elizabeth II", Proclaimed),
        new(new(2023, 5, 8), "Coronation of King Charles III", Proclaimed),
    ];

    /// <summary>The holidays of a calendar year, in order. Holidays that are not yet proclaimed but always are, are included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is before <see cref="FirstYear"/>.</exception>
    public static IReadOnlyList<BankHoliday> Of(int year)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, FirstYear);
        var easter = EasterSunday(year);
        IEnumerable<BankHoliday> usual =
        [
            NewYear(year),
            new(easter.AddDays(-2), "Good Friday", CommonLaw),
            new(easter.AddDays(1), "Easter Monday", Act),
            new(FirstMonday(year, 5), "Early May bank holiday", Proclaimed),
            new(LastMonday(year, 5), "Spring bank holiday", Act),
            new(LastMonday(year, 8), "Summer bank holiday", Act),
            .. Christmas(year),
        ];
        return [.. usual.Select(day => Moved.GetValueOrDefault(day.Date, day)).Concat(Added.Where(day => day.Date.Year == year)).OrderBy(day => day.Date)];
    }

    /// <summary>Easter Sunday in the Gregorian calendar (the anonymous computus, which holds for every year).</summary>
    public static DateOnly EasterSunday(int year)
    {
        var golden = year % 19;
        var (century, rest) = Math.DivRem(year, 100);
        var epact = ((19 * golden) + century - (century / 4) - ((century - ((century + 8) / 25) + 1) / 3) + 15) % 30;
        var weekday = (32 + (2 * (century % 4)) + (2 * (rest / 4)) - epact - (rest % 4)) % 7;
        var correction = (golden + (11 * epact) + (22 * weekday)) / 451;
        var (month, day) = Math.DivRem(epact + weekday - (7 * correction) + 114, 31);
        return new DateOnly(year, month, day + 1);
    }

    private static BankHoliday NewYear(int year)
    {
        var day = new DateOnly(year, 1, 1);
        var substitute = day.DayOfWeek switch { DayOfWeek.Saturday => day.AddDays(2), DayOfWeek.Sunday => day.AddDays(1), _ => day };
        return new BankHoliday(substitute, substitute == day ? "New Year's Day" : "New Year's Day (substitute day)", Proclaimed);
    }

    private static IEnumerable<BankHoliday> Christmas(int year)
    {
        var christmas = new DateOnly(year, 12, 25);
        var boxing = new DateOnly(year, 12, 26);
        return christmas.DayOfWeek switch
        {
            // 26 December stays a holiday of its own, and the Act itself gives the 27th for the Sunday.
            DayOfWeek.Sunday => [new(boxing, "Boxing Day", Act), new(new(year, 12, 27), "Christmas Day (substitute day)", Act)],
            DayOfWeek.Saturday =>
                [new(new(year, 12, 27), "Christmas Day (substitute day)", Act), new(new(year, 12, 28), "Boxing Day (substitute day)", Proclaimed)],
            DayOfWeek.Friday => [new(christmas, "Christmas Day", CommonLaw), new(new(year, 12, 28), "Boxing Day (substitute day)", Proclaimed)],
            _ => [new(christmas, "Christmas Day", CommonLaw), new(boxing, "Boxing Day", Act)],
        };
    }

    private static DateOnly FirstMonday(int year, int month)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays(((int)DayOfWeek.Monday - (int)first.DayOfWeek + 7) % 7);
    }

    private static DateOnly LastMonday(int year, int month)
    {
        var last = new DateOnly(year, month, DateTime.DaysInMonth(year, month));
        return last.AddDays(-(((int)last.DayOfWeek - (int)DayOfWeek.Monday + 7) % 7));
    }
}
