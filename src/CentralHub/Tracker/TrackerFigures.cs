using Partnership.CentralHub.Persistence;
using Partnership.CentralHub.Releases;
using Partnership.Contracts.LocalityHub;

namespace Partnership.CentralHub.Tracker;

/// <summary>
/// Counts children by stage and banded wait as readers outside a council may see them. No totals are published: they would give
/// away a hidden cell.
/// </summary>
internal static class TrackerFigures
{
    internal static readonly ChildStage[] Stages = [ChildStage.ShouldBePlaced, ChildStage.PlacementOrderMade, ChildStage.Matched, ChildStage.Placed];

    internal static readonly WaitBand[] Bands = [.. Enum.GetValues<WaitBand>().Where(band => band != WaitBand.None)];

    internal static IEnumerable<ReleasedTrackerRow> Of(IReadOnlyDictionary<Cell, Edition> editions, IReadOnlyCollection<short> councils) =>
        from stage in Stages
        from band in Bands
        let edition = editions.GetValueOrDefault(Contributions.TrackerCell(stage, band), Edition.Empty)
        from council in councils.Prepend(ReleasedFigureRow.Region)
        select new ReleasedTrackerRow { Council = council, Stage = stage, Band = band, Children = Visible(edition, council) };

    private static int? Visible(Edition edition, short council)
    {
        var children = edition.Children.Values.Count(child => council == ReleasedFigureRow.Region || child.Council == council);
        return children < ReleaseRule.Threshold || edition.Pooled.Contains(council) ? null : children;
    }
}
