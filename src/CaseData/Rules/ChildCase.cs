using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Lists;
using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Rules;

/// <summary>What the rules know of one child: this year's rows, last year's, the year, and the lists at hand.</summary>
internal sealed class ChildCase(ChildRows now, ChildRows last, CensusYear year, ReferenceLists lists)
{
    private ArraySegment<EpisodeRow>? _byDecom;
    private ArraySegment<EpisodeRow>? _lastByDecom;
    private List<CarePeriod>? _periods;
    private bool? _wholeYear;
    private EpisodeRow? _placed;
    private DerivedPlace _place;

    internal ChildRows Now { get; } = now;

    /// <summary>Last year's rows; empty when there are none.</summary>
    internal ChildRows Last { get; } = last;

    internal CensusYear Year { get; } = year;

    /// <summary>The published lists at hand: those that a rule says it needs are there when it is run.</summary>
    internal ReferenceLists Lists { get; } = lists;

    /// <summary>Episodes by DECOM: those that start on the same day in file order, those without a date last.</summary>
    internal ArraySegment<EpisodeRow> EpisodesInOrder => _byDecom ??= InOrder(Now.Episodes);

    /// <summary>Last year's episodes in the same order.</summary>
    internal ArraySegment<EpisodeRow> LastEpisodesInOrder => _lastByDecom ??= InOrder(Last.Episodes);

    /// <summary>The first episode that has a date.</summary>
    internal EpisodeRow? FirstEpisode => EpisodesInOrder is { Count: > 0 } all && all[0].Decom.Value is not null ? all[0] : null;

    /// <summary>The last episode that has a date.</summary>
    internal EpisodeRow? LastEpisode => LastDated(EpisodesInOrder);

    /// <summary>The last episode with a date of last year's return.</summary>
    internal EpisodeRow? LastYearsLastEpisode => LastDated(LastEpisodesInOrder);

    /// <summary>The date of birth in Header; null when it is absent or no date.</summary>
    internal DateOnly? Born => Now.Header.Count > 0 ? Now.Header[0].Dob.Value : null;

    /// <summary>Whether any episode is more than a short break (V3, V4).</summary>
    internal bool HasMoreThanShortBreaks
    {
        get
        {
            foreach (var episode in Now.Episodes)
            {
                if (!episode.IsShortBreak)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The stretches of this year's file in which one episode follows on from the other.</summary>
    internal List<CarePeriod> Periods => _periods ??= CarePeriod.Of(EpisodesInOrder);

    /// <summary>Whether an episode other than a short break is open: the child was looked after on 31 March.</summary>
    internal bool IsLookedAfterAtYearEnd
    {
        get
        {
            foreach (var episode in Now.Episodes)
            {
                if (episode.Dec.IsBlank && !episode.IsShortBreak && episode.Decom.Value <= Year.End)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Whether the child was looked after without a break for the twelve months up to 31 March, as the return defines it.</summary>
    internal bool IsLookedAfterAllYear => _wholeYear ??= WasLookedAfterAllYear();

    /// <summary>What the collection works out from the postcodes of an episode; the rules of one row ask after each other.</summary>
    internal DerivedPlace PlaceOf(EpisodeRow episode)
    {
        if (!ReferenceEquals(_placed, episode))
        {
            (_placed, _place) = (episode, DerivedPlace.Of(episode, Lists));
        }

        return _place;
    }

    private static ArraySegment<EpisodeRow> InOrder(ArraySegment<EpisodeRow> episodes)
    {
        for (var i = 1; i < episodes.Count; i++)
        {
            if (Day(episodes[i]) < Day(episodes[i - 1]))
            {
                return episodes.OrderBy(Day).ToArray();
            }
        }

        return episodes;
    }

    private static DateOnly Day(EpisodeRow episode) => episode.Decom.Value ?? DateOnly.MaxValue;

    private static EpisodeRow? LastDated(ArraySegment<EpisodeRow> inOrder)
    {
        for (var i = inOrder.Count - 1; i >= 0; i--)
        {
            if (inOrder[i].Decom.Value is not null)
            {
                return inOrder[i];
            }
        }

        return null;
    }

    private bool WasLookedAfterAllYear()
    {
        var inCare = false;
        foreach (var episode in Now.Episodes)
        {
            var (from, to) = (episode.Decom.Value, episode.Dec.Value);
            var isOfYear = from <= Year.End && (to is null || to >= Year.Start);
            inCare |= isOfYear;
            var entered = episode.Rne == "S" && from > Year.Start && from <= Year.End;
            var left = episode.Rec != "X1" && to >= Year.Start && to <= Year.End;
            if (entered || left || (episode.IsShortBreak && isOfYear))
            {
                return false;
            }
        }

        return inCare;
    }
}
