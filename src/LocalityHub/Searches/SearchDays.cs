using Partnership.Contracts.FamilyFinding;

namespace Partnership.LocalityHub.Searches;

/// <summary>How long a search has gone on, pauses left out.</summary>
internal static class SearchDays
{
    /// <summary>Days on which it was searched, the first one and pauses left out: 0 on the day on which it begins.</summary>
    public static int Count(ChildSearch search, IReadOnlyCollection<SearchPause> pauses, DateOnly today)
    {
        var days = 0;
        for (var day = search.StartedOn.AddDays(1); day <= today; day = day.AddDays(1))
        {
            days += pauses.Any(pause => day >= pause.From && (pause.ResumedOn is not { } resumed || day < resumed)) ? 0 : 1;
        }

        return days;
    }

    public static SearchLength LengthOf(int days) => days switch
    {
        < 30 => SearchLength.UnderThirtyDays,
        < 60 => SearchLength.ThirtyDays,
        < 90 => SearchLength.SixtyDays,
        _ => SearchLength.NinetyDays,
    };
}
