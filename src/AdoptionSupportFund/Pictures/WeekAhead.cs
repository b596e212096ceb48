using Partnership.AdoptionSupportFund.Region;
using Partnership.AdoptionSupportFund.Worklists;

namespace Partnership.AdoptionSupportFund.Pictures;

/// <summary>How many things are due in one week.</summary>
/// <param name="Monday">The week's first day.</param>
/// <param name="Due">How many; what is overdue counts in the present week. Null where that is hidden.</param>
internal sealed record WeekAhead(DateOnly Monday, int? Due)
{
    private const int Weeks = 5;

    public static IReadOnlyList<WeekAhead> Of(IEnumerable<WorkItem> items, DateOnly today)
    {
        var counts = items.CountBy(item => WeekOf(item, today)).ToDictionary();
        return [.. Enumerable.Range(0, Weeks).Select(week => new WeekAhead(MondayOf(today).AddDays(7 * week), counts.GetValueOrDefault(week)))];
    }

    /// <summary>The weeks without those in which things are due for one to five children whom the reader does not know, and without what would tell of these.</summary>
    /// <param name="items">Everything that is due.</param>
    /// <param name="unknown">What of it the reader does not know.</param>
    /// <param name="childrenOf">For whom a thing is due; nobody for a provider's check.</param>
    /// <param name="today">The day.</param>
    public static IReadOnlyList<WeekAhead> Suppressed(
        IReadOnlyCollection<WorkItem> items, IReadOnlyCollection<WorkItem> unknown, Func<WorkItem, IEnumerable<Guid>> childrenOf, DateOnly today)
    {
        var children = unknown.ToLookup(item => WeekOf(item, today), childrenOf);
        var hidden = Suppression.Hidden([.. Enumerable.Range(0, Weeks).Select(week => children[week].SelectMany(each => each).Distinct().Count())]);
        return [.. Of(items, today).Select((week, index) => hidden.Contains(index) ? week with { Due = null } : week)];
    }

    private static DateOnly MondayOf(DateOnly today) => today.AddDays(-(((int)today.DayOfWeek + 6) % 7));

    private static int WeekOf(WorkItem item, DateOnly today) => Math.Max(0, (item.DueOn.DayNumber - MondayOf(today).DayNumber) / 7);
}
