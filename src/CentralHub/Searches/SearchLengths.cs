using Partnership.Contracts.FamilyFinding;

namespace Partnership.CentralHub.Searches;

/// <summary>How long a search has been without a live link.</summary>
internal static class SearchLengths
{
    private static readonly (int Days, SearchLength Length)[] Bands =
        [(90, SearchLength.NinetyDays), (60, SearchLength.SixtyDays), (30, SearchLength.ThirtyDays), (0, SearchLength.UnderThirtyDays)];

    /// <summary>
    /// None while the search has a live link, or rests. Else the longer of what the children's hubs count and what the centre has seen
    /// itself; after a link has ended, what the centre has seen since then.
    /// </summary>
    public static SearchLength WithoutLink(this SearchRow search, DateTimeOffset now)
    {
        if (search.CountingSince is not { } since)
        {
            return SearchLength.None;
        }

        var days = (search.CountedSeconds / TimeSpan.FromDays(1).TotalSeconds) + (now - since).TotalDays;
        var seen = Bands.First(band => days >= band.Days).Length;
        return search.Period == 0 && search.HubCounts > seen ? search.HubCounts : seen;
    }
}
