using Partnership.AdoptionSupportFund.Worklists;

namespace Partnership.AdoptionSupportFund.Pictures;

/// <summary>How many things are due in one week.</summary>
/// <param name="Monday">The week's first day.</param>
/// <param name="Due">How many; what is overdue counts in the present week.</param>
internal sealed record WeekAhead(DateOnly Monday, int Due)
{
    private const int Weeks = 5;

    public static IReadOnlyList<WeekAhead> Of(IEnumerable<WorkItem> items, DateOnly today)
    {
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var counts = items.CountBy(item => item.DueOn < monday ? 0 : (item.DueOn.DayNumber - monday.DayNumber) / 7).ToDictionary();
        return [.. Enumerable.Range(0, Weeks).Select(week => new WeekAhead(monday.AddDays(7 * week), counts.GetValueOrDefault(week)))];
    }
}
