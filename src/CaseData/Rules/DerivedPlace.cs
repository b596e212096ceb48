using Partnership.CaseData.Lists;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Rules;

/// <summary>What the collection adds to an episode from its postcodes, with a directory; the files do not hold it.</summary>
/// <param name="Area">PL_LA: the council in whose area the placement is, or WAL, SCO, NIR or NUK; null when the postcode is blank or not in the directory.</param>
/// <param name="IsOwn">PL_LOCATION: whether that is the council's own area; null when the area is.</param>
/// <param name="Miles">PL_DISTANCE: miles from home; null when it cannot be reckoned.</param>
/// <param name="HasBoth">Whether the directory has both postcodes. Between two that it has there may be no distance: Northern Ireland and the islands are on other grids.</param>
internal readonly record struct DerivedPlace(string? Area, bool? IsOwn, double? Miles, bool HasBoth)
{
    /// <summary>Works it out; without a directory there is nothing.</summary>
    internal static DerivedPlace Of(EpisodeRow episode, ReferenceLists lists)
    {
        if (lists.Postcodes is not { } postcodes)
        {
            return default;
        }

        var (home, placement) = (postcodes.Find(episode.HomePost), postcodes.Find(episode.PlPost));
        var area = placement?.Area;
        return new DerivedPlace(
            area, area is null ? null : lists.IsOwn(area), home is { } from && placement is { } to ? from.MilesTo(to) : null, home is not null && placement is not null);
    }
}
