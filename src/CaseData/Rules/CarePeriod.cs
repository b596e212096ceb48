using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Rules;

/// <summary>A stretch of care without a gap: episodes of which each starts by the day that the one before it ended.</summary>
/// <param name="From">The first DECOM.</param>
/// <param name="To">The last episode's DEC; null while it is open.</param>
internal sealed record CarePeriod(DateOnly From, DateOnly? To)
{
    /// <summary>The periods of episodes that are in order of DECOM; those without a date are left out.</summary>
    internal static List<CarePeriod> Of(ArraySegment<EpisodeRow> inOrder)
    {
        var periods = new List<CarePeriod>(1);
        foreach (var episode in inOrder)
        {
            if (episode.Decom.Value is not { } from)
            {
                continue;
            }

            if (periods.Count == 0 || from > periods[^1].To)
            {
                periods.Add(new CarePeriod(from, episode.Dec.Value));
            }
            else
            {
                periods[^1] = periods[^1] with { To = episode.Dec.Value };
            }
        }

        return periods;
    }
}
