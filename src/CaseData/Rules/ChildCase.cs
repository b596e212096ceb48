using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Rules;

/// <summary>What the rules know of one child: this year's rows, last year's, and the year.</summary>
internal sealed class ChildCase(ChildRows now, ChildRows last, CensusYear year)
{
    private IReadOnlyList<EpisodeRow>? _byDecom;

    internal ChildRows Now { get; } = now;

    /// <summary>Last year's rows; empty when there are none.</summary>
    internal ChildRows Last { get; } = last;

    internal CensusYear Year { get; } = year;

    /// <summary>Episodes by DECOM: those that start on the same day in file order, those without a date last.</summary>
    internal IReadOnlyList<EpisodeRow> EpisodesInOrder => _byDecom ??= InOrder(Now.Episodes);

    private static IReadOnlyList<EpisodeRow> InOrder(IReadOnlyList<EpisodeRow> episodes)
    {
        for (var i = 1; i < episodes.Count; i++)
        {
            if (Day(episodes[i]) < Day(episodes[i - 1]))
            {
                return [.. episodes.OrderBy(Day)];
            }
        }

        return episodes;
    }

    private static DateOnly Day(EpisodeRow episode) => episode.Decom.Value ?? DateOnly.MaxValue;
}
